"""People who may be the same: the list, and one question with both people side by side."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import ListView

from audit import actions as audit
from audit.looks import How
from patients import actions, forms, permissions, queries
from patients.lifecycle import Answer, QuestionKind
from patients.models import PossibleDuplicate
from ui.views import ActionFormView

# For each kind: what is asked, what yes does, what no does.
QUESTIONS = {
    QuestionKind.SAME_NAME: (
        "Are these the same person?",
        "Same person: take the file’s details",
        "Two people: add the second one",
    ),
    QuestionKind.SAME_NUMBER: (
        "Does this NHS number belong to the person on the register?",
        "Same person: take the file’s details",
        "Another person: leave the register as it is",
    ),
    QuestionKind.MOVE: (
        "Did this person change practice?",
        "Yes: move them to the new practice",
        "No: leave them where they are",
    ),
    QuestionKind.RETURN: (
        "Is this person back on the register?",
        "Yes: put them back on the register",
        "No: leave them as they are",
    ),
}


class QuestionList(ListView):
    """What waits for somebody to say whether two people are the same."""

    template_name = "patients/questions.html"
    paginate_by = 25

    def get_queryset(self) -> QuerySet[PossibleDuplicate]:
        if not permissions.can_resolve_some_duplicates(self.request.user):
            raise PermissionDenied
        return queries.open_questions(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        shown = {question.patient_id for question in context["page_obj"]}
        audit.record_view(by=self.request.user, patient_ids=shown, page="People who may be the same", how=How.LIST)
        return context


class AnswerQuestion(ActionFormView):
    """Both people side by side, and two buttons."""

    form_class = forms.AnswerForm
    template_name = "patients/question.html"
    success_message = "Your answer is recorded."

    @cached_property
    def question(self) -> PossibleDuplicate:
        visible = PossibleDuplicate.objects.visible_to(self.request.user)
        related = ("patient__practice", "row__practice", "row__register_import__uploaded_by", "resolved_by")
        return get_object_or_404(visible.select_related(*related), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        audit.record_view(
            by=self.request.user, patient_ids=[self.question.patient_id], page="People who may be the same"
        )
        asked, yes, no = QUESTIONS[QuestionKind(self.question.kind)]
        compared = queries.compare(self.question.patient, self.question.row)
        return super().get_context_data(
            question=self.question, asked=asked, yes=yes, no=no, compared=compared, **kwargs
        )

    def perform(self, data: dict[str, Any]) -> PossibleDuplicate:
        answer = self.request.POST.get("answer", "")
        if answer not in Answer.values:
            raise ValidationError("Press one of the two buttons.")
        same = answer == Answer.SAME
        return actions.resolve_duplicate(duplicate=self.question, same=same, by=self.request.user, **data)

    def get_success_url(self) -> str:
        return reverse("patients:questions")
