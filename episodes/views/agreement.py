"""Pages about one person's shared care agreement: its versions, writing one, offering it and looking at it again."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from episodes import actions, forms, permissions, queries
from episodes.models import Agreement
from episodes.views.mixins import AgreementMixin, EpisodeMixin
from schemes import queries as schemes
from schemes.agreement import Party, duties_field
from ui.views import ActionFormView

USUAL_LENGTH = timedelta(weeks=52)


class AgreementPage(AgreementMixin, TemplateView):
    """One version: how it stands, who has signed, its words, and the other versions."""

    template_name = "episodes/agreement.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = queries.agreement_record(self.agreement, self.request.user, timezone.localdate())
        return super().get_context_data(record=record, **kwargs)


class DraftAgreement(EpisodeMixin, ActionFormView):
    """Write the first version, or the next one from the words of the last."""

    looked_at = "Shared care agreement"
    form_class = forms.AgreementForm
    template_name = "episodes/form.html"
    heading = "Write a shared care agreement"
    intro = (
        "Nobody is asked to sign before you offer it. Whatever is in force now stays in force until everybody has "
        "signed the new version."
    )
    submit_label = "Save the draft"
    success_message = "The draft is saved. Read it through, then offer it for signature."

    def may(self) -> bool:
        return permissions.can_write_agreement(self.request.user, self.episode.patient)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "episode": self.episode}

    def get_initial(self) -> dict[str, Any]:
        today = timezone.localdate()
        template = schemes.agreement_template_on(self.episode.scheme_id, today)
        days = {"starts_on": today, "ends_on": today + USUAL_LENGTH}
        if template is None:
            return days
        days["review_on"] = min(today + timedelta(weeks=template.review_weeks), days["ends_on"])
        duties = {duties_field(party): getattr(template, duties_field(party)) for party in Party}
        rules = {name: getattr(template, name) for name in ("communication", "return_criteria", "cover")}
        last = queries.last_agreement(self.episode)
        return {**duties, **rules, **(_words_of(last, today) if last else queries.usual_parties(self.episode)), **days}

    def perform(self, data: dict[str, Any]) -> Any:
        data.pop("version")
        return actions.draft_agreement(episode=self.episode, by=self.request.user, **data)

    def get_success_url(self) -> str:
        return reverse("episodes:agreement", args=[self.result.pk])


def _words_of(agreement: Agreement, today: date) -> dict[str, Any]:
    """A version as it fills the form again; whoever has left is left out, for somebody else to be chosen."""
    gone = set(queries.parties_left(today).filter(agreement=agreement).values_list("party", flat=True))
    words: dict[str, Any] = {
        name: getattr(agreement, name) for name in ("communication", "return_criteria", "cover", "version")
    }
    for each in agreement.parties.all():
        words[duties_field(each.party)] = each.duties
        if each.professional_id and each.party not in gone:
            words[each.party] = each.professional_id
    return words


class EditAgreement(AgreementMixin, ActionFormView):
    """Word a draft anew."""

    form_class = forms.AgreementForm
    template_name = "episodes/form.html"
    heading = "Edit the draft"
    submit_label = "Save the draft"
    success_message = "The draft is saved."

    def may(self) -> bool:
        return permissions.can_write_agreement(self.request.user, self.agreement.patient)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "episode": self.agreement.episode}

    def get_initial(self) -> dict[str, Any]:
        days = {name: getattr(self.agreement, name) for name in ("starts_on", "review_on", "ends_on")}
        return {**_words_of(self.agreement, timezone.localdate()), **days}

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.edit_agreement(agreement=self.agreement, by=self.request.user, **data)


class OfferAgreement(AgreementMixin, ActionFormView):
    """Ask every party to sign."""

    form_class = forms.ConfirmForm
    template_name = "episodes/form.html"
    heading = "Offer the agreement for signature"
    submit_label = "Offer it for signature"

    def may(self) -> bool:
        return permissions.can_write_agreement(self.request.user, self.agreement.patient)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.agreement.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        days = self.agreement.template.sign_within_days
        self.intro = (
            "From then on its words stay as they are. Staff sign here, each as themselves; the person signs on paper, "
            f"which you put on record. Whoever has not answered within {days} days is on the co-ordinator’s list: "
            "silence is never taken for a signature."
        )
        return super().get_context_data(**kwargs)

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.offer_agreement(agreement=self.agreement, by=self.request.user, **data)

    def get_success_message(self) -> str:
        day = self.result.answer_by
        return f"Every party is asked to sign by {day.day} {day:%B %Y}. Print the person’s copy next."


class WithdrawAgreement(AgreementMixin, ActionFormView):
    """Take a version back before everybody has signed."""

    form_class = forms.WithdrawForm
    template_name = "episodes/form.html"
    heading = "Withdraw this version"
    intro = "Nobody can sign it any more. What is in force stays in force."
    submit_label = "Withdraw it"
    success_message = "This version is withdrawn."

    def may(self) -> bool:
        return permissions.can_write_agreement(self.request.user, self.agreement.patient)

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.withdraw_agreement(agreement=self.agreement, by=self.request.user, **data)


class ReviewAgreement(AgreementMixin, ActionFormView):
    """Say that an agreement was looked at again and stays."""

    form_class = forms.AgreementReviewForm
    template_name = "episodes/form.html"
    heading = "It was looked at, and stays as it is"
    intro = "When something is to change, write a new version instead."
    submit_label = "Save"
    success_message = "This is on record."

    def may(self) -> bool:
        return permissions.can_write_agreement(self.request.user, self.agreement.patient)

    def get_initial(self) -> dict[str, Any]:
        next_on = timezone.localdate() + timedelta(weeks=self.agreement.template.review_weeks)
        return {"review_on": min(next_on, self.agreement.ends_on)}

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.review_agreement(agreement=self.agreement, by=self.request.user, **data)
