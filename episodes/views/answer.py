"""Pages on which one party signs, declines or gives notice, and on which their copy is printed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views import View

from audit import actions as audit
from audit.looks import How
from episodes import actions, forms, permissions, queries
from episodes.lifecycle import SignatureMove, SignatureStatus
from episodes.models import AgreementCopy, CopyVariant
from episodes.views.mixins import AgreementMixin
from patients.models import Format
from schemes.agreement import Party
from ui.views import ActionFormView


class AnswerAgreement(AgreementMixin, ActionFormView):
    """Read the agreement, and sign or decline it as oneself."""

    form_class = forms.AnswerForm
    template_name = "episodes/agreement_answer.html"
    heading = "Sign or decline"
    submit_label = "Send my answer"

    def may(self) -> bool:
        return permissions.can_answer_agreement(self.request.user, self.party)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = queries.agreement_record(self.agreement, self.request.user, timezone.localdate())
        return super().get_context_data(record=record, **kwargs)

    def perform(self, data: dict[str, Any]) -> Any:
        if data["answer"] == SignatureMove.SIGN:
            return actions.sign_agreement(party=self.party, by=self.request.user)
        return actions.decline_agreement(party=self.party, reason=data["reason"], by=self.request.user)

    def get_success_message(self) -> str:
        return _thanks(self.result.status, queries.waiting_for(self.agreement))


def _thanks(status: str, waiting: list[str]) -> str:
    if status == SignatureStatus.DECLINED:
        return "Declined: this version cannot come into force. What was in force before stays as it is."
    if waiting:
        return f"Signed. It waits for: {', '.join(waiting)}."
    return "Signed. Everybody has signed now."


class RecordPaper(AgreementMixin, ActionFormView):
    """Put on record what a party signed on paper."""

    form_class = forms.PaperAnswerForm
    template_name = "episodes/form.html"
    intro = "You put on record what this party wrote on the paper copy; your name is kept beside it. Keep the paper."
    submit_label = "Put it on record"

    def may(self) -> bool:
        return permissions.can_write_agreement(self.request.user, self.agreement.patient)

    def get_initial(self) -> dict[str, Any]:
        return {"answered_on": timezone.localdate()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.heading = f"Signed on paper: {queries.name_of(self.party)}"
        return super().get_context_data(**kwargs)

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.record_paper_answer(party=self.party, by=self.request.user, **data)

    def get_success_message(self) -> str:
        return _thanks(self.result.status, queries.waiting_for(self.agreement))


class GiveNotice(AgreementMixin, ActionFormView):
    """Leave an agreement, as a party or for one who said so."""

    form_class = forms.NoticeForm
    template_name = "episodes/form.html"
    intro = (
        "The agreement ends for everybody after the last day you enter. Shared care goes on: a new agreement can be "
        "written, or the person handed back."
    )
    submit_label = "Give notice"
    success_message = "Notice is given. It is on the co-ordinator’s list until a new agreement is in force."

    def may(self) -> bool:
        user, patient = self.request.user, self.agreement.patient
        return permissions.can_answer_agreement(user, self.party) or permissions.can_write_agreement(user, patient)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.heading = f"Notice by {queries.name_of(self.party)}"
        return super().get_context_data(**kwargs)

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.give_notice(party=self.party, by=self.request.user, **data)


class PrintAgreement(AgreementMixin, ActionFormView):
    """Make one party's copy, or find the one that says the same."""

    form_class = forms.CopyForm
    template_name = "episodes/form.html"
    intro = "The PDF is kept as it is printed."
    submit_label = "Make the PDF"

    def may(self) -> bool:
        return permissions.can_copy_agreement(self.request.user, self.party)

    def get_initial(self) -> dict[str, Any]:
        large = self.party.party == Party.PATIENT and self.agreement.patient.format != Format.STANDARD
        return {"variant": CopyVariant.LARGE if large else CopyVariant.STANDARD}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.heading = f"Copy for {queries.name_of(self.party)}"
        return super().get_context_data(**kwargs)

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.print_agreement(party=self.party, by=self.request.user, **data)

    def get_success_url(self) -> str:
        return reverse("episodes:agreement_copy", args=[self.result.pk])

    def get_back_url(self) -> str:
        return reverse("episodes:agreement", args=[self.agreement.pk])


class DownloadCopy(View):
    """The kept bytes; the file's name says nothing about anybody."""

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        copy = get_object_or_404(AgreementCopy.objects.visible_to(request.user), pk=pk)
        audit.record_view(by=request.user, patient_ids=[copy.patient_id], page="Shared care agreement", how=How.PRINT)
        response = HttpResponse(bytes(copy.pdf), content_type="application/pdf")
        response["Content-Disposition"] = 'attachment; filename="agreement.pdf"'
        return response
