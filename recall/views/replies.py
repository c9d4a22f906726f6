"""Where answers come in that nobody tells to staff: the page a message leads to, slips of paper, and texts."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.generic import TemplateView

from accounts.origin import origin_of
from accounts.permissions import holds
from accounts.roles import Permission
from recall import actions, forms, queries
from recall.links import PROVED_FOR
from recall.models import ReplyLink
from recall.views.invitations import InvitationList
from ui.forms import say_what_to_do
from ui.views import ActionFormView, add_refusal, pressed

SALT = "recall.reply"
NOT_MINE = "not_mine"  # the name of the button that says so


@method_decorator(login_not_required, name="dispatch")
class Reply(TemplateView):
    """Answer without signing in. It says nothing of who is written to, by whom or why, and looking changes nothing,
    because phones and mail scanners look too."""

    template_name = "recall/reply/page.html"
    http_method_names = ["get", "head", "post"]
    minds_no_role = True

    @cached_property
    def link(self) -> ReplyLink | None:
        return actions.open_link(self.kwargs["token"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.link is None:
            return self.closed()
        return super().dispatch(request, *args, **kwargs)

    def closed(self) -> HttpResponse:
        return render(self.request, "recall/reply/closed.html", status=404)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.ask(forms.BirthdayForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if NOT_MINE in request.POST:
            return self.deed(lambda: actions.disown_message(token=self.kwargs["token"], origin=origin_of(request)))
        if "proof" in request.POST:
            return self.answer()
        return self.knock()

    def knock(self) -> HttpResponse:
        """The date of birth, and then the answers."""
        form = forms.BirthdayForm(self.request.POST)
        say_what_to_do(form)
        if form.is_valid():
            try:
                link = actions.knock(
                    token=self.kwargs["token"], born_on=form.cleaned_data["born_on"], origin=origin_of(self.request)
                )
            except ValidationError as refusal:
                add_refusal(form, refusal)
            else:
                return self.choose(forms.ReplyForm(initial={"proof": signing.dumps(str(link.pk), salt=SALT)}))
        return self.closed() if actions.open_link(self.kwargs["token"]) is None else self.ask(form, 422)

    def answer(self) -> HttpResponse:
        """The answer, from whoever said the date of birth a moment ago."""
        form = forms.ReplyForm(self.request.POST)
        say_what_to_do(form)
        if not self.is_proved():
            return self.ask(forms.BirthdayForm(), 422)
        if not form.is_valid():
            return self.choose(form, 422)
        response, days = form.cleaned_data["response"]
        assert self.link is not None  # looked at in dispatch
        link_id = self.link.pk
        return self.deed(lambda: actions.answer_by_link(link_id=link_id, response=response, ask_again_in=days))

    def is_proved(self) -> bool:
        try:
            proved = signing.loads(self.request.POST["proof"], salt=SALT, max_age=PROVED_FOR)
        except signing.BadSignature:
            return False
        return self.link is not None and proved == str(self.link.pk)

    def deed(self, done: Any) -> HttpResponse:
        try:
            done()
        except ValidationError:
            return self.closed()
        return render(self.request, "recall/reply/done.html")

    def ask(self, form: Any, status: int = 200) -> HttpResponse:
        return self.page(form, "Continue", asks_birthday=True, status=status)

    def choose(self, form: Any, status: int = 200) -> HttpResponse:
        return self.page(form, "Send my answer", asks_birthday=False, status=status)

    def page(self, form: Any, label: str, *, asks_birthday: bool, status: int) -> HttpResponse:
        form.submit_label = label
        context = self.get_context_data(form=form, asks_birthday=asks_birthday, not_mine=NOT_MINE)
        return self.render_to_response(context, status=status)


class TypeSlips(ActionFormView):
    """Type the codes of paper slips, one after another."""

    form_class = forms.SlipForm
    template_name = "recall/slips.html"
    heading = "Paper slips"
    submit_label = "Record and go on to the next"

    def may(self) -> bool:
        return holds(self.request.user, Permission.RECORD_ANSWER)

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.answer_by_slip(answered_on=timezone.localdate(), by=self.request.user, **data)

    def get_success_message(self) -> str:
        return f"The answer is recorded: {self.result.get_response_display().lower()}."

    def get_success_url(self) -> str:
        return reverse("recall:slips")


class Texts(InvitationList):
    """Texts that came back and that somebody has to understand."""

    template_name = "recall/texts.html"
    looked_at = "Texts that came back"

    def get_queryset(self) -> Any:
        return queries.texts_to_read(self.request.user)


class ReadText(View):
    """Say that a text was read and done with."""

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        text = get_object_or_404(queries.texts_to_read(request.user), pk=pk)
        if not holds(request.user, Permission.RECORD_ANSWER):
            raise PermissionDenied
        pressed(request, lambda: actions.read_text(text=text, by=request.user))
        return redirect("recall:texts")
