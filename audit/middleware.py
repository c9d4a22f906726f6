"""Lets no answer out that shows a person whose look was not recorded."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from audit import looks

log = logging.getLogger(__name__)
SHOW_NOBODY = {204, 403, 404, 405}  # no body at all, or our own pages, which say nothing of what was read before


class LookNotRecorded(Exception):
    """A page showed somebody and recorded no look: the page must call `audit.actions.record_view`."""


class LooksMiddleware:
    """Compares whom an answer showed with whose looks were recorded, inside the request's transaction.

    In development and tests the difference is an error; elsewhere the page is withheld and the log says which.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with looks.kept() as account:
            request.looks = account  # type: ignore[attr-defined]
            response = self.get_response(request)
        if account.forgotten and _shows_somebody(response.status_code):
            self.refuse(request, len(account.forgotten))
        return response

    def refuse(self, request: HttpRequest, people: int) -> None:
        """Refuse the answer; only the name of the page is told, never who was on it."""
        page = request.resolver_match.view_name if request.resolver_match else "?"
        if settings.DEVELOPMENT:
            raise LookNotRecorded(f"{page} showed {people} people without recording a look.")
        log.error("look_not_recorded page=%s people=%d", page, people)
        raise PermissionDenied


def _shows_somebody(status: int) -> bool:
    return not (300 <= status < 400 or status in SHOW_NOBODY or status >= 500)
