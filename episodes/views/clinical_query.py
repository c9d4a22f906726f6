"""Pages of the clinical query desk: its lists, asking, sending on, answering, closing and withdrawing."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import ListView, TemplateView

from audit import actions as audit
from audit.looks import How
from episodes import actions, desk, forms, permissions, queries
from episodes.models import ClinicalQuery, ClinicalQueryQuerySet
from patients import queries as patients
from patients.models import Patient
from ui import words
from ui.views import ActionFormView

PER_PAGE = 25
NOT_FOR_EMERGENCIES = "For advice, not for emergencies: if somebody may be in danger now, ring."


class Desk(ListView):
    """The queries that wait for me, for somebody else, and those that are answered."""

    template_name = "episodes/queries.html"
    context_object_name = "queries"
    paginate_by = PER_PAGE

    @cached_property
    def show(self) -> queries.ShowQueries:
        try:
            return queries.ShowQueries(self.request.GET.get("show", queries.ShowQueries.OPEN))
        except ValueError:
            raise Http404 from None

    def get_queryset(self) -> ClinicalQueryQuerySet:
        return queries.clinical_queries(self.request.user, self.show, timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, now = self.request.user, timezone.now()
        context = super().get_context_data(
            show=self.show, shows=queries.shows_of(user), may_ask=permissions.can_ask_query(user), **kwargs
        )
        rows = list(context["page_obj"])
        competent = queries.competent_now(timezone.localdate(now)) if any(each.is_open for each in rows) else set()
        for each in rows:
            each.wrong = desk.findings(queries.query_facts(each, competent), now)
        shown = {each.patient_id for each in rows if each.patient_id}
        audit.record_view(by=user, patient_ids=shown, page="Clinical queries", how=How.LIST)
        return {**context, "rows": rows}


class AboutMixin:
    """What pages about one person, or about nobody, share: the banner and the look at whoever it is."""

    request: HttpRequest
    kwargs: dict[str, Any]
    patient: Patient | None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today, user, patient = timezone.localdate(), self.request.user, self.patient
        about = {}
        if patient is not None:
            audit.record_view(by=user, patient_ids=[patient.pk], page="Clinical query")
            about = {"patient": patient, "banner": patients.banner(patient, user, today)}
        context: dict[str, Any] = super().get_context_data(today=today, **about, **kwargs)  # type: ignore[misc]
        return context


class QueryMixin(AboutMixin):
    """Loads the query within the reader's scope."""

    @cached_property
    def query(self) -> ClinicalQuery:
        scope = ClinicalQuery.objects.visible_to(self.request.user).select_related(
            "patient__practice", "routed_to", "routed_by", "answered_by", "asked_by", "organisation", "article"
        )
        found: ClinicalQuery = get_object_or_404(scope, pk=self.kwargs["pk"])
        return found

    @property
    def patient(self) -> Patient | None:  # type: ignore[override]
        found: Patient | None = self.query.patient
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(query=self.query, **kwargs)

    def get_success_url(self) -> str:
        return reverse("episodes:query", args=[self.query.pk])

    get_back_url = get_success_url


class QueryPage(QueryMixin, TemplateView):
    """One query: what is asked, with whom it is, the answer, and how it got here."""

    template_name = "episodes/query.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = queries.query_page(self.query, self.request.user, timezone.now())
        return super().get_context_data(page=page, **kwargs)


class Ask(AboutMixin, ActionFormView):
    """Ask about nobody in particular."""

    form_class = forms.AskForm
    template_name = "episodes/query_form.html"
    heading = "Ask a clinician"
    submit_label = "Ask"
    patient: Patient | None = None
    about_whom = "This is about nobody in particular: the whole team can read it, so do not say who it is about."

    def may(self) -> bool:
        return permissions.can_ask_query(self.request.user, self.patient)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        hours = queries.hours_to_answer(self.request.user.acting.scheme_id, timezone.localdate())
        self.intro = (
            f"{NOT_FOR_EMERGENCIES} {self.about_whom} The co-ordinator sends it to a clinician who may answer; urgent "
            f"queries are answered within {words.counted(hours[desk.Urgency.URGENT], 'hour')}, others within "
            f"{words.counted(hours[desk.Urgency.ROUTINE], 'hour')}."
        )
        return super().get_context_data(**kwargs)

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.ask_query(patient=self.patient, by=self.request.user, **data)

    def get_success_message(self) -> str:
        due = words.moment(timezone.localtime(self.result.answer_by))
        return f"Your query is with the co-ordinator. It is due by {due}."

    def get_success_url(self) -> str:
        return reverse("episodes:query", args=[self.result.pk])

    def get_back_url(self) -> str:
        return reverse("episodes:queries")


class AskAbout(Ask):
    """Ask about one person."""

    about_whom = "The team around this person can read it."

    @cached_property
    def patient(self) -> Patient | None:  # type: ignore[override]
        scope = Patient.objects.visible_to(self.request.user).select_related("practice")
        found: Patient = get_object_or_404(scope, pk=self.kwargs["pk"])
        return found

    def get_back_url(self) -> str:
        return reverse("person", args=[self.kwargs["pk"]])


class Route(QueryMixin, ActionFormView):
    """Choose the clinician who answers."""

    form_class = forms.RouteQueryForm
    template_name = "episodes/query_form.html"
    heading = "Send to a clinician"
    submit_label = "Send it"

    def may(self) -> bool:
        return permissions.can_route_query(self.request.user, self.query)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.query.version}

    def get_form_kwargs(self) -> dict[str, Any]:
        found = queries.choices(self.patient, timezone.localdate())
        offered = [each for each in found if each.professional.user_id != self.query.asked_by_id]
        return {**super().get_form_kwargs(), "offered": offered, "about_somebody": self.patient is not None}

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.route_query(query=self.query, by=self.request.user, **data)

    def get_success_message(self) -> str:
        return f"It is with {self.result.routed_to}, who is told by e-mail."


class Answer(QueryMixin, ActionFormView):
    """Answer as the clinician it was sent to."""

    form_class = forms.AnswerQueryForm
    template_name = "episodes/query_form.html"
    heading = "Answer"
    submit_label = "Send the answer"
    success_message = "Your answer is sent. Whoever asked is told by e-mail."

    def may(self) -> bool:
        """Sent meanwhile to somebody else, it is refused in words, so that nothing typed is lost."""
        user = self.request.user
        asked = permissions.answers_queries if self.request.method == "POST" else permissions.is_asked_to_answer
        return asked(user, self.query) and queries.competence_of(user, timezone.localdate()).is_competent

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.answer_query(query=self.query, by=self.request.user, **data)


class SendBack(QueryMixin, ActionFormView):
    """Say as the clinician that somebody else must answer."""

    form_class = forms.SendBackForm
    template_name = "episodes/query_form.html"
    heading = "Send back"
    intro = "The co-ordinator reads why, and chooses somebody else."
    submit_label = "Send it back"
    success_message = "It is back with the co-ordinator."

    def may(self) -> bool:
        return permissions.is_asked_to_answer(self.request.user, self.query)

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.send_query_back(query=self.query, by=self.request.user, **data)

    def get_success_url(self) -> str:
        return reverse("episodes:queries")


class Close(QueryMixin, ActionFormView):
    """Say that the answer was read."""

    form_class = forms.NothingForm
    template_name = "episodes/query_form.html"
    heading = "Close the query"
    intro = "The answer stays where it is. It can then be put into the knowledge base, about nobody."
    submit_label = "Close it"
    success_message = "The query is closed."

    def may(self) -> bool:
        return permissions.can_settle_query(self.request.user, self.query)

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.close_query(query=self.query, by=self.request.user)


class Withdraw(QueryMixin, ActionFormView):
    """Withdraw a query before it is answered."""

    form_class = forms.WithdrawForm
    template_name = "episodes/query_form.html"
    heading = "Withdraw the query"
    intro = "Nobody answers it any more. It is kept, and counted nowhere."
    submit_label = "Withdraw it"
    success_message = "The query is withdrawn."

    def may(self) -> bool:
        return permissions.can_settle_query(self.request.user, self.query)

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.withdraw_query(query=self.query, by=self.request.user, **data)
