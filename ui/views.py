"""The views every app builds on: a form that asks for one deed, and pages that answer htmx with a part."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.views.generic import FormView

from ui.forms import say_what_to_do

TOKEN_NAME = "form_token"
SESSION_KEY = "form_tokens"
TOKENS_KEPT = 50
KEPT = "kept"  # in a query: which kept text the page is to show


class ActionFormView(FormView):
    """A form whose sending is one deed: the subclass names form_class and perform, and nothing typed is ever lost.

    perform(data) calls one action with the cleaned data and returns what was made (kept as self.result). A
    ValidationError from it becomes errors of the form: of its fields when it is a dict with their names, of the whole
    form otherwise. PermissionDenied passes, and Django answers 403.

    Every form carries a one-time token, and a token that has done its deed leads where the deed led, so that pressing
    twice is one deed. The tokens live in the session, which two simultaneous presses may both read too early; against
    those the guard is the action's own lock (select_for_update and the life cycle), never this view.
    """

    # Django's own form view takes PUT for POST, without what was sent.
    http_method_names = ["get", "head", "post", "options"]
    template_name = "ui/form_page.html"
    heading = ""
    caption = ""
    intro = ""
    submit_label = "Save"
    back_url = ""
    success_message = ""
    result: Any = None
    request: HttpRequest

    def may(self) -> bool:
        """Whether this person may do the deed at all, so that a form which opens is one that can be sent."""
        return True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.may():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def perform(self, data: dict[str, Any]) -> Any:
        raise ImproperlyConfigured(f"{type(self).__name__} must say what it performs.")

    def get_back_url(self) -> str:
        return self.back_url

    def get_success_message(self) -> str:
        """The sentence shown after the deed; it may speak of self.result."""
        return self.success_message

    def token_used(self, token: str) -> str | None:
        """Where the deed of this token led, when it has been done; None while it has not."""
        used = self.request.session.get(SESSION_KEY, [])
        return next((url for kept, url in used if kept == token), None)

    def keep_token(self, token: str, url: str) -> None:
        used = self.request.session.get(SESSION_KEY, [])
        self.request.session[SESSION_KEY] = [*used, [token, url]][-TOKENS_KEPT:]

    @property
    def typed_before(self) -> QueryDict | None:
        """What was typed on this page before the session ended, when it is being given back."""
        return getattr(self.request, "typed_before", None) if self.request.method == "GET" else None

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        return {**kwargs, "data": self.typed_before} if self.typed_before else kwargs

    def get_form(self, form_class: type[BaseForm] | None = None) -> BaseForm:
        form = super().get_form(form_class)
        if self.typed_before:
            form.errors.clear()  # typed, and not sent yet: nothing is wrong with it so far
        typed = self.request.POST.get(TOKEN_NAME, "")
        form.one_time_token = _uuid_or_empty(typed) or str(uuid.uuid4())
        form.submit_label = self.submit_label
        say_what_to_do(form)
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=self.heading,
            caption=self.caption,
            intro=self.intro,
            submit_label=self.submit_label,
            back_url=self.get_back_url(),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = _uuid_or_empty(request.POST.get(TOKEN_NAME, ""))
        done = self.token_used(token) if token else None
        if done:
            return HttpResponseRedirect(done)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            self.result = self.perform(form.cleaned_data)
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return self.form_invalid(form)
        url = str(self.get_success_url())
        token = _uuid_or_empty(self.request.POST.get(TOKEN_NAME, ""))
        if token:
            self.keep_token(token, url)
        message = self.get_success_message()
        if message:
            messages.success(self.request, message)
        return HttpResponseRedirect(url)

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """The form again with all that was typed; 422 tells htmx and tests that nothing was done."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


def add_refusal(form: BaseForm, refusal: ValidationError) -> None:
    """Put an action's refusal beside the fields it names, and the rest above the form."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def pressed(request: HttpRequest, deed: Callable[[], Any]) -> bool:
    """Do what a button without a form asks for, and say whether it was done; a refusal is told on the next page."""
    try:
        deed()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return False
    return True


def _uuid_or_empty(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return ""


class PartialMixin:
    """Answers htmx with partial_template_name, and everybody else with the whole page."""

    partial_template_name = ""
    request: HttpRequest

    def get_template_names(self) -> list[str]:
        if self.partial_template_name and getattr(self.request, "htmx", False):
            return [self.partial_template_name]
        return super().get_template_names()  # type: ignore[misc]
