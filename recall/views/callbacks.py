"""Where GOV.UK Notify calls back: what became of messages and letters, and texts that people send us.

Whoever calls proves itself by the token that was set at the provider. To anybody else every address says the same and
nothing. What is read is kept before it is answered, in much less than the five seconds that Notify waits; what cannot
be read will not be better the next time, so it is refused for good.
"""

from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from recall import actions, receipts

log = structlog.get_logger()


@method_decorator([csrf_exempt, login_not_required], name="dispatch")  # a provider has no session
class CallbackView(View):
    """Takes one kind of news from whoever knows the token."""

    http_method_names = ["post"]
    minds_no_role = True

    def take(self, body: bytes) -> None:
        """Keep what the body says. Raises receipts.Unreadable."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_proved(request.headers.get("Authorization", "")):
            return HttpResponse(status=403)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            self.take(request.body)
        except receipts.Unreadable as trouble:
            log.warning("recall.callback_unreadable", about=str(trouble))
            return HttpResponse(status=400)
        return HttpResponse(status=204)


def is_proved(authorization: str) -> bool:
    """Whether the header holds our token; nobody is let in while none is set."""
    token = settings.NOTIFY_CALLBACK_TOKEN
    return bool(token) and constant_time_compare(authorization, f"Bearer {token}")


class Receipts(CallbackView):
    """What became of a text or an e-mail."""

    def take(self, body: bytes) -> None:
        actions.take_receipt(receipt=receipts.read_receipt(body))


class ReturnedLetters(CallbackView):
    """A letter that came back."""

    def take(self, body: bytes) -> None:
        actions.take_receipt(receipt=receipts.read_return(body))


class ReceivedTexts(CallbackView):
    """A text that somebody sent, STOP among them."""

    def take(self, body: bytes) -> None:
        actions.take_text(text=receipts.read_text(body))
