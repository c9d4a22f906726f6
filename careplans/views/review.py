"""Recording a review, and correcting one."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from careplans import actions, forms, permissions, queries, schedule
from careplans.models import Outcome, Review
from careplans.views.mixins import PlanMixin
from ui import words
from ui.views import ActionFormView


class RecordReview(PlanMixin, ActionFormView):
    """Record a review: the day and the outcome are filled in, so that it takes a moment."""

    form_class = forms.ReviewForm
    template_name = "careplans/review_form.html"
    heading = "Record a review"
    submit_label = "Record the review"

    def may(self) -> bool:
        return permissions.can_record_review(self.request.user, self.plan.patient)

    def get_form_kwargs(self) -> dict[str, Any]:
        may_end = permissions.can_end_shared_care(self.request.user, self.plan.patient)
        return {**super().get_form_kwargs(), "may_end": may_end}

    def get_initial(self) -> dict[str, Any]:
        return {"reviewed_on": timezone.localdate(), "outcome": Outcome.CONTINUES}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        weeks = queries.review_weeks(self.plan.scheme_id, self.plan.episode.complexity, today)
        follows = schedule.next_review_on(today, weeks, Outcome.CONTINUES)
        last = self.plan.reviews.standing().first()
        return super().get_context_data(weeks=weeks, follows=follows, last=last, **kwargs)

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.record_review(plan=self.plan, by=self.request.user, **data)

    def get_success_message(self) -> str:
        if self.result.next_review_on is None:
            return "The review is recorded, and shared care has ended."
        return f"The review is recorded. The next one is due on {words.day(self.result.next_review_on)}."

    def get_success_url(self) -> str:
        return reverse("careplans:plan", args=[self.plan.pk])


class CorrectReview(RecordReview):
    """Correct the record of a review; the first one is kept."""

    form_class = forms.CorrectReviewForm
    heading = "Correct a review"
    submit_label = "Correct the review"

    @cached_property
    def review(self) -> Review:
        scope = Review.objects.visible_to(self.request.user).select_related("plan__patient")
        found: Review = get_object_or_404(scope, pk=self.kwargs["pk"])
        return found

    def plan_pk(self) -> Any:
        return self.review.plan_id

    def get_initial(self) -> dict[str, Any]:
        names = ("reviewed_on", "outcome", "note", "contact_details_confirmed")
        return {name: getattr(self.review, name) for name in names}

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.correct_review(review=self.review, by=self.request.user, **data)

    def get_success_message(self) -> str:
        return "The review is corrected; the first record is kept."
