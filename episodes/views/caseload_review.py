"""Pages on which a GP's caseload is gone through: the lists, one review, an outcome each, sign-off and its record."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import ListView, TemplateView

from accounts.permissions import holds
from accounts.roles import Permission
from audit import actions as audit
from audit.looks import How
from episodes import actions, documents, forms, permissions, queries
from episodes.lifecycle import CaseloadReviewStatus
from episodes.models import CaseloadReview, CaseloadReviewItem
from episodes.queries import ShowReviews
from episodes.views.mixins import EpisodeMixin
from schemes import queries as schemes
from ui.views import ActionFormView, pressed

PER_PAGE = 25


class Reviews(ListView):
    """Reviews that are due, planned or done, and GPs with none planned; names no patient."""

    template_name = "episodes/caseload_reviews.html"
    paginate_by = PER_PAGE

    def get_queryset(self) -> Any:
        self.form = forms.ReviewsForm(self.request.GET or None)
        asked = self.form.cleaned_data["show"] if self.form.is_valid() else ""
        self.show = ShowReviews(asked or ShowReviews.DUE)
        user, today = self.request.user, timezone.localdate()
        if self.show == ShowReviews.NONE:
            return queries.gps_without_review(user, today)
        return queries.caseload_reviews(user, self.show, today)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        without = self.show == ShowReviews.NONE
        labels = ("GP", "Practice", "People", "") if without else ("GP", "Practice", "With", "Day", "How it stands")
        return super().get_context_data(
            form=self.form,
            show=self.show,
            columns=[{"label": label} for label in labels],
            may_plan=holds(self.request.user, Permission.REVIEW_CASELOAD),
            today=timezone.localdate(),
            **kwargs,
        )


class PlanReview(ActionFormView):
    """Plan that a GP's list is gone through."""

    form_class = forms.PlanReviewForm
    heading = "Plan a review of a GP’s caseload"
    intro = "The list is taken down on the day you open the review. Until then nothing is shared with the reviewer."
    submit_label = "Plan it"
    success_message = "The review is planned."

    def may(self) -> bool:
        return holds(self.request.user, Permission.REVIEW_CASELOAD)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        return {"gp": self.request.GET.get("gp", "")}

    def perform(self, data: dict[str, Any]) -> Any:
        data.pop("version")
        return actions.plan_caseload_review(by=self.request.user, **data)

    def get_success_url(self) -> str:
        return reverse("episodes:caseload_review", args=[self.result.pk])

    def get_back_url(self) -> str:
        return reverse("episodes:caseload_reviews")


class ReviewMixin:
    """Loads one review within the reader's scope."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def review(self) -> CaseloadReview:
        scope = CaseloadReview.objects.visible_to(self.request.user)
        scope = scope.select_related(
            "gp", "practice", "reviewer", "opened_by", "signed_off_by", "cancelled_by", "supervised_by", "scheme"
        )
        found: CaseloadReview = get_object_or_404(scope, pk=self.kwargs["pk"])
        return found

    def may(self) -> bool:
        return permissions.can_review_caseload(self.request.user, self.review)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(review=self.review, **kwargs)  # type: ignore[misc]
        return context

    def get_success_url(self) -> str:
        return reverse("episodes:caseload_review", args=[self.review.pk])

    get_back_url = get_success_url


class ReviewPage(ReviewMixin, TemplateView):
    """One review: who is on the list, what came of it for each, and what is left to do."""

    template_name = "episodes/caseload_review.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = queries.review_record(self.review, self.request.user, timezone.localdate())
        shown = [*(line.item.patient_id for line in record.lines), *(each.patient_id for each in record.joined)]
        audit.record_view(by=self.request.user, patient_ids=shown, page="Review of a caseload", how=How.LIST)
        columns = [{"label": label} for label in ("Name", "What came of it", "By", "")]
        return super().get_context_data(record=record, columns=columns, today=timezone.localdate(), **kwargs)


class MoveReview(ReviewMixin, ActionFormView):
    """Move a planned review to another day, or to somebody else."""

    form_class = forms.PlanReviewForm
    heading = "Move the review"
    submit_label = "Move it"
    success_message = "The review is moved."

    def get_initial(self) -> dict[str, Any]:
        review = self.review
        return {"planned_on": review.planned_on, "reviewer": review.reviewer_id, "version": review.version}

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.replan_caseload_review(review=self.review, by=self.request.user, **data)


class OpenReview(ReviewMixin, View):
    """Take the list down, and begin."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: Any) -> HttpResponseBase:
        pressed(request, lambda: actions.open_caseload_review(review=self.review, by=request.user))
        return redirect(self.get_success_url())


class CancelReview(ReviewMixin, ActionFormView):
    """Give a review up."""

    form_class = forms.CancelReviewForm
    heading = "Cancel the review"
    intro = "What was recorded in it is kept."
    submit_label = "Cancel it"
    success_message = "The review is cancelled."

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.cancel_caseload_review(review=self.review, by=self.request.user, **data)


class SignOffReview(ReviewMixin, ActionFormView):
    """Say that everybody was gone through, and when the next review is."""

    form_class = forms.SignOffForm
    heading = "Sign off the review"
    intro = (
        "From then on nothing of it changes. Of whoever died or left the list since it was opened, the record says so "
        "by itself. Leave the day of the next review empty only when the GP has left."
    )
    submit_label = "Sign it off"
    success_message = "The review is signed off."

    def get_initial(self) -> dict[str, Any]:
        today, review = timezone.localdate(), self.review
        if queries.gp_has_left(review, today):
            return {}
        weeks = schemes.protocol_on(review.scheme_id, today).caseload_review_weeks
        return {"next_on": today + timedelta(weeks=weeks), "supervised_by": review.reviewer_id}

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.sign_off_caseload_review(review=self.review, by=self.request.user, **data)


class RecordOutcome(EpisodeMixin, ActionFormView):
    """Say what came of it for one person, and go on to the next."""

    looked_at = "Review of a caseload"
    form_class = forms.OutcomeForm
    template_name = "episodes/caseload_outcome.html"
    heading = "What came of it?"
    submit_label = "Save, and go to the next"

    @cached_property
    def item(self) -> CaseloadReviewItem:
        found: CaseloadReviewItem = get_object_or_404(queries.review_items(self.request.user), pk=self.kwargs["pk"])
        return found

    @property
    def episode(self) -> Any:  # type: ignore[override]
        return self.item.episode

    def may(self) -> bool:
        return permissions.can_record_outcome(self.request.user, self.item)

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.item, name) for name in ("outcome", "note", "version")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.caption = f"{self.item.review}, with {self.item.review.reviewer}"
        now = queries.responsibilities_now(self.item.episode)
        return super().get_context_data(item=self.item, answers=now, **kwargs)

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.record_outcome(item=self.item, by=self.request.user, **data)

    def get_success_url(self) -> str:
        following = queries.next_item(self.item.review, self.request.user, self.item)
        if following:
            return reverse("episodes:caseload_outcome", args=[following.pk])
        return self.get_back_url()

    def get_back_url(self) -> str:  # type: ignore[override]
        return reverse("episodes:caseload_review", args=[self.item.review_id])


class PrintReview(ReviewMixin, View):
    """The record of a signed-off review, as a PDF drawn from rows that no longer change."""

    def get(self, request: HttpRequest, pk: Any) -> HttpResponseBase:
        if self.review.status != CaseloadReviewStatus.SIGNED_OFF:
            messages.error(request, "Sign the review off first: then its record can be printed.")
            return redirect(self.get_success_url())
        document, shown = queries.review_document(self.review, request.user)
        audit.record_view(by=request.user, patient_ids=shown, page="Review of a caseload", how=How.PRINT)
        try:
            pdf = documents.caseload_review(document)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(self.get_success_url())
        response = HttpResponse(pdf, content_type="application/pdf")
        response["Content-Disposition"] = 'attachment; filename="caseload-review.pdf"'
        return response
