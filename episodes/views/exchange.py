"""Pages about what was exchanged with whom: the lists, one person's, one place's, and putting it on record."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import ListView

from accounts.permissions import holds
from accounts.roles import Permission
from audit import actions as audit
from audit.looks import How
from episodes import actions, forms, permissions, queries
from episodes.models import Exchange
from episodes.queries import ShowExchanges
from episodes.views.mixins import EpisodeMixin
from patients import queries as patients
from practices.models import Organisation
from schemes import queries as schemes
from ui.views import ActionFormView, pressed

PER_PAGE = 25
LABELS = {
    ShowExchanges.SILENT: ("Name", "Practice", "Quiet since", ""),
    ShowExchanges.PLACES: ("Place", "What it is", "Last contact", ""),
}
OF_EXCHANGES = ("About", "From and to", "What", "How it stands", "")


class Silence(ListView):
    """What is quiet, what waits for an answer, and what is to be done next: one list at a time, as Today counts it."""

    template_name = "episodes/silence.html"
    paginate_by = PER_PAGE

    def get_queryset(self) -> QuerySet[Any]:
        self.form = forms.ExchangesForm(self.request.GET or None)
        asked = self.form.cleaned_data["show"] if self.form.is_valid() else ""
        self.show = ShowExchanges(asked or ShowExchanges.SILENT)
        return queries.exchange_list(self.request.user, self.show, timezone.localdate())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate()
        context = super().get_context_data(form=self.form, show=self.show, today=today, **kwargs)
        context["columns"] = [{"label": label} for label in LABELS.get(self.show, OF_EXCHANGES)]
        context["may_log"] = holds(user, Permission.RECORD_EXCHANGE)
        rows = list(context["page_obj"])
        if self.show not in LABELS:
            context["lines"] = queries.exchange_lines(rows, user, today, _days(user))
        shown = {each.patient_id for each in rows if getattr(each, "patient_id", None)}
        audit.record_view(by=user, patient_ids=shown, page=self.show.label, how=How.LIST)
        return context


def _days(user: Any) -> int:
    """After how many days what was sent is late."""
    return int(schemes.protocol_on(user.acting.scheme_id, timezone.localdate()).acknowledge_days)


class ExchangesOf(EpisodeMixin, ListView):
    """Everything that was exchanged about one person in this time of shared care."""

    looked_at = "What was exchanged"
    template_name = "episodes/exchanges_of.html"
    paginate_by = PER_PAGE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not permissions.can_log_exchange(request.user, self.episode.patient):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        return queries.exchanges_of(self.episode, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        context = super().get_context_data(**kwargs)
        rows = list(context["page_obj"])
        context["lines"] = queries.exchange_lines(rows, user, timezone.localdate(), _days(user))
        context["columns"] = [{"label": label} for label in ("When", *OF_EXCHANGES[1:])]
        context["may_log"] = permissions.can_log_exchange(user, self.episode.patient)
        return context


class LogExchange(EpisodeMixin, ActionFormView):
    """Put on record what was told about a person."""

    looked_at = "What was exchanged"
    form_class = forms.ExchangeForm
    template_name = "episodes/form.html"
    heading = "Log an exchange"
    intro = (
        "What one place told another, beyond referral and discharge. Say it in short, without doses: the letter itself "
        "stays where it is."
    )
    submit_label = "Put it on record"

    def may(self) -> bool:
        return permissions.can_log_exchange(self.request.user, self.episode.patient)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user, "patient": self.episode.patient}

    def get_initial(self) -> dict[str, Any]:
        return {"day": timezone.localdate()}

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.log_exchange(episode=self.episode, by=self.request.user, **data)

    def get_success_message(self) -> str:
        place = self.result.receiver_place
        if place and queries.not_taking_part([place], self.episode.patient, timezone.localdate()):
            return (
                f"It is on record. {place} cannot see it here: when they tell you that it arrived, put that on record."
            )
        return _thanks(self.result)

    def get_success_url(self) -> str:
        return reverse("episodes:exchanges_of", args=[self.episode.pk])


def _thanks(exchange: Exchange) -> str:
    if exchange.standing_on(timezone.localdate()) == "waiting":
        return "It is on record, and waits until the other side says that it arrived."
    return "It is on record."


class LogContact(ActionFormView):
    """Put on record what was talked over with a place, about nobody in treatment."""

    form_class = forms.ExchangeForm
    heading = "Log a contact"
    intro = "With a practice, a pharmacy or a service, about how you work together. Name nobody in treatment here."
    submit_label = "Put it on record"

    def may(self) -> bool:
        return permissions.can_log_exchange(self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        return {"day": timezone.localdate(), "other": self.request.GET.get("with", ""), "kind": "arrangements"}

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.log_exchange(by=self.request.user, **data)

    def get_success_message(self) -> str:
        return _thanks(self.result)

    def get_success_url(self) -> str:
        place = self.request.user.acting.organisation_id
        return reverse(
            "episodes:contacts", args=[place or self.result.receiver_place_id or self.result.sender_place_id]
        )

    def get_back_url(self) -> str:
        return reverse("episodes:silence")


class Contacts(ListView):
    """What was talked over with one place, about nobody in treatment: the log of liaison."""

    template_name = "episodes/contacts.html"
    paginate_by = PER_PAGE

    @cached_property
    def place(self) -> Organisation:
        """One's own place, or any as somebody who runs the scheme."""
        scope = Organisation.objects.visible_to(self.request.user)
        if not permissions.can_log_exchange(self.request.user):
            scope = scope.none()
        found: Organisation = get_object_or_404(scope, pk=self.kwargs["pk"])
        return found

    def get_queryset(self) -> QuerySet[Any]:
        return queries.contacts_with(self.request.user, self.place)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        context = super().get_context_data(place=self.place, today=timezone.localdate(), **kwargs)
        rows = list(context["page_obj"])
        context["lines"] = queries.exchange_lines(rows, user, timezone.localdate(), _days(user))
        context["columns"] = [{"label": label} for label in ("When", *OF_EXCHANGES[1:])]
        return context


class ExchangeMixin:
    """Loads one exchange within the reader's scope; with its person, the page records the look."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def exchange(self) -> Exchange:
        scope = queries.exchanges(self.request.user).select_related("patient__practice")
        found: Exchange = get_object_or_404(scope, pk=self.kwargs["pk"])
        return found

    def get_template_names(self) -> list[str]:
        return ["episodes/form.html" if self.exchange.patient_id else "ui/form_page.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, patient, today = self.request.user, self.exchange.patient, timezone.localdate()
        if patient:
            audit.record_view(by=user, patient_ids=[patient.pk], page="What was exchanged")
            kwargs |= {"patient": patient, "banner": patients.banner(patient, user, today), "today": today}
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context

    def get_success_url(self) -> str:
        return where_it_stands(self.exchange, self.request.user)

    get_back_url = get_success_url


def where_it_stands(exchange: Exchange, user: Any) -> str:
    """The page on which an exchange stands: that of its person, or of its place."""
    if exchange.episode_id:
        return reverse("episodes:exchanges_of", args=[exchange.episode_id])
    place = user.acting.organisation_id or exchange.receiver_place_id or exchange.sender_place_id
    return reverse("episodes:contacts", args=[place])


class Told(ExchangeMixin, ActionFormView):
    """Put on record that the other side said it arrived."""

    form_class = forms.ToldForm
    heading = "It arrived"
    submit_label = "Put it on record"
    success_message = "It is on record that this arrived."

    def may(self) -> bool:
        return permissions.can_acknowledge(self.request.user, self.exchange)

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.acknowledge_exchange(exchange=self.exchange, by=self.request.user, **data)


class WithdrawExchange(ExchangeMixin, ActionFormView):
    """Withdraw what was put on record by mistake."""

    form_class = forms.WithdrawExchangeForm
    heading = "This was a mistake"
    intro = "It is kept, struck out, and counts for nothing any more."
    submit_label = "Withdraw it"
    success_message = "It is withdrawn."

    def may(self) -> bool:
        return permissions.can_withdraw_exchange(self.request.user, self.exchange)

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.withdraw_exchange(exchange=self.exchange, by=self.request.user, **data)


class PressMixin(ExchangeMixin):
    """A deed of one press; it leads back to the list it was pressed on, or to where the exchange stands."""

    def back(self) -> HttpResponseBase:
        show = self.request.POST.get("show", "")
        if show in ShowExchanges.values:
            return redirect(f"{reverse('episodes:silence')}?show={show}")
        return redirect(self.get_success_url())


class Acknowledge(PressMixin, View):
    """Say that something arrived at one's own place."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: Any) -> HttpResponseBase:
        pressed(request, lambda: actions.acknowledge_exchange(exchange=self.exchange, by=request.user))
        return self.back()


class Finish(PressMixin, View):
    """Say that what was to be done next is done."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: Any) -> HttpResponseBase:
        pressed(request, lambda: actions.finish_next_action(exchange=self.exchange, by=request.user))
        return self.back()
