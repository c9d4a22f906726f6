"""Nobody asks for pages faster than a person could: what is beyond is refused plainly, and costs next to nothing."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import actions
from accounts.middleware.keeping import keep_typed
from accounts.origin import origin_of

WAIT = 60  # seconds


class PaceMiddleware:
    """Stands outside the acting, so that counting is over and done before the page's own transaction begins."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not user.is_authenticated or actions.count_request(user=user, origin=origin_of(request)):
            return self.get_response(request)
        kept = keep_typed(request, request.get_full_path()) if request.method == "POST" else None
        response = render(request, "accounts/too_many_pages.html", {"kept": kept}, status=429)
        response["Retry-After"] = str(WAIT)
        return response
