"""Each request stands in one scheme, as one membership, inside one transaction."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from accounts.standing import stand

SESSION_KEY = "membership"
PLACE_KEY = "only_at"  # the organisation chosen when somebody signed in by their smartcard


class ActingMiddleware:
    """Wraps view and template in one transaction behind the wall of the scheme the person is acting in.

    Used instead of ATOMIC_REQUESTS, whose transaction ends before a template is rendered. An exception or a server
    error undoes the whole request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not user.is_authenticated:
            return self.get_response(request)
        chosen = request.session.get(SESSION_KEY)
        held = user.act_only_at(request.session.get(PLACE_KEY)).memberships_now
        user.act_as((held.filter(pk=chosen).first() if chosen else None) or held.first())
        with stand(user):
            response = self.get_response(request)
            if response.status_code >= 500 or hasattr(request, "raised"):
                transaction.set_rollback(True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """A request that raised leaves nothing behind; the mark is acted on once the error page has been drawn."""
        request.raised = exception  # type: ignore[attr-defined]
