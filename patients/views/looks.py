"""Who can see somebody and why, who looked, the report of it for the person, and the looks that stand out."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.views.generic import ListView, TemplateView, View

from accounts.models import User
from accounts.roles import Role
from audit import actions as audit
from audit.looks import How
from patients import actions, documents, forms, permissions, queries
from patients.models import LookReview, Patient
from ui.views import ActionFormView

LOOKS_A_PAGE = 50
VARIANTS = {"standard": "Standard print", "large": "Large print"}


class WhoCanSee(TemplateView):
    """Who can see a person now, how much, since when and why; for everybody who sees the person."""

    template_name = "patients/who_can_see.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        patient = get_object_or_404(Patient.objects.visible_to(user), pk=self.kwargs["pk"])
        audit.record_view(by=user, patient_ids=[patient.pk], page="Who can see this person")
        return super().get_context_data(
            patient=patient,
            seen=queries.who_can_see(patient, timezone.now()),
            may_govern=permissions.can_govern_access(user),
            **kwargs,
        )


class GovernMixin:
    """For whoever answers for who may look; everybody else is refused before anything is read."""

    request: HttpRequest
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not permissions.can_govern_access(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]

    @cached_property
    def patient(self) -> Patient:
        visible = Patient.objects.visible_to(self.request.user).select_related("scheme")
        return get_object_or_404(visible, pk=self.kwargs["pk"])


def _period(form: forms.PeriodForm) -> queries.Period:
    return queries.Period(**form.cleaned_data) if form.is_valid() else queries.Period()


class PersonLooks(GovernMixin, TemplateView):
    """Every look at one person, the latest day first."""

    template_name = "patients/looks.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        audit.record_view(by=self.request.user, patient_ids=[self.patient.pk], page="Who looked at this person")
        form = forms.PeriodForm(self.request.GET)
        looks = queries.looks_at(self.patient, _period(form))
        return super().get_context_data(
            patient=self.patient,
            form=form,
            count=sum(look.count for look in looks),
            page=Paginator(looks, LOOKS_A_PAGE).get_page(self.request.GET.get("page")),
            variants=VARIANTS,
            asked=self.request.GET.urlencode(),
            **kwargs,
        )


class AccessReport(GovernMixin, View):
    """The same looks as a document for the person; making it is a look too."""

    def get(self, request: HttpRequest, pk: UUID, variant: str) -> HttpResponse:
        if variant not in VARIANTS:
            raise Http404
        audit.record_view(by=request.user, patient_ids=[self.patient.pk], page="Report of who looked", how=How.PRINT)
        period = _period(forms.PeriodForm(request.GET))
        lookers = queries.by_looker(queries.looks_at(self.patient, period))
        try:
            pdf = documents.access_report(self.patient, lookers, period, timezone.now(), variant)
        except ValidationError as refusal:
            messages.error(request, f"{' '.join(refusal.messages)} Choose fewer days.")
            return redirect("patients:looks", pk)
        headers = {"Content-Disposition": 'attachment; filename="report.pdf"'}
        return HttpResponse(pdf, content_type="application/pdf", headers=headers)


class StandingOut(GovernMixin, ListView):
    """Looks that stand out and were not judged yet, the latest first."""

    template_name = "patients/standing_out.html"
    paginate_by = 25

    def get_queryset(self) -> Any:
        return queries.standing_out(self.request.user, timezone.localdate())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["rows"] = queries.named(self.request.user, context["page_obj"])
        shown = [patient.pk for _, _, patient in context["rows"] if patient]
        audit.record_view(by=self.request.user, patient_ids=shown, page="Looks that stand out", how=How.LIST)
        return context


class ReviewLooks(GovernMixin, ActionFormView):
    """What stood out of one user's looks, the looks behind it, and what the lead makes of it."""

    form_class = forms.LookReviewForm
    template_name = "patients/look_review.html"
    heading = "Looks that stand out"
    submit_label = "Record what you make of it"
    success_message = "What you make of it is recorded. Only new looks will stand out again."
    success_url = reverse_lazy("patients:standing_out")

    @cached_property
    def subject(self) -> Patient | None:
        """The person looked at; none where the finding is about very many."""
        return self.patient if "pk" in self.kwargs else None

    @cached_property
    def looks(self) -> Any:
        subject = self.subject
        return queries.looks_behind(self.request.user, self.kwargs["looker"], subject.pk if subject else None)

    @cached_property
    def looker(self) -> User:
        """Somebody whose looks are on record here, and nobody else."""
        first = self.looks.first()
        if first is None:
            raise Http404
        return first.user  # type: ignore[no-any-return]

    def get_initial(self) -> dict[str, Any]:
        return {"until": self.looks[:1].values_list("at", flat=True)[0].isoformat() if self.looker else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        looker, subject, user = self.looker, self.subject, self.request.user
        found = queries.standing_out(user, timezone.localdate())
        key = (looker.pk, subject.pk if subject else None)
        page = Paginator(self.looks, LOOKS_A_PAGE).get_page(self.request.GET.get("page"))
        people = Patient.objects.visible_to(user).in_bulk([look.patient_id for look in page])
        shown, how = ([subject.pk], How.VIEW) if subject else (list(people), How.LIST)
        audit.record_view(by=user, patient_ids=shown, page="Looks that stand out", how=how)
        return super().get_context_data(
            looker=looker,
            patient=subject,
            finding=next((each for each in found if (each.looker_id, each.patient_id) == key), None),
            page=page,
            rows=[(look, people.get(look.patient_id), Role(look.role).label) for look in page],
            reviews=queries.reviews_of(user, *key),
            **kwargs,
        )

    def perform(self, data: dict[str, Any]) -> LookReview:
        return actions.review_looks(looker=self.looker, patient=self.subject, by=self.request.user, **data)

    def get_back_url(self) -> str:
        return reverse("patients:standing_out")
