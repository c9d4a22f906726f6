"""Pages that hand care over: offer it, see what waits, answer, take it back."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import ListView, TemplateView

from audit import actions as audit
from audit.looks import How
from episodes import actions, forms, handover, permissions, queries
from episodes.models import Episode, Handover
from episodes.views.mixins import EpisodeMixin
from episodes.views.offers import AnswerView, ReceiverView
from ui.views import ActionFormView

PER_PAGE = 25
COLUMNS = ("Name", "For", "From", "To", "Offered", "Stands until")


class Offer(EpisodeMixin, ActionFormView):
    """Offer an aspect of somebody's care to somebody else."""

    form_class = forms.OfferForm
    template_name = "episodes/form.html"
    heading = "Offer a hand-over"
    intro = "Nothing changes until they accept. Their place of work sees this person while the offer stands."
    submit_label = "Offer it"

    def may(self) -> bool:
        return permissions.can_assign_responsibility(self.request.user, self.episode.patient)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "episode": self.episode}

    def get_initial(self) -> dict[str, Any]:
        aspect = self.request.GET.get("aspect", "")
        return {"aspect": aspect, "version": self.episode.version, **forms.first_offer()}

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.offer_handover(episode=self.episode, by=self.request.user, **data)

    def get_success_message(self) -> str:
        return f"Offered to {self.result.receiver}. {self.result.giver} answers for it until they accept."


class HandoverMixin(EpisodeMixin):
    """One hand-over, its episode, and what the reader may do about it."""

    @cached_property
    def handover(self) -> Handover:
        found: Handover = get_object_or_404(queries.handover_page(self.request.user, self.kwargs["pk"]))
        return found

    @property
    def offered(self) -> Handover:
        return self.handover

    @property
    def episode(self) -> Episode:  # type: ignore[override]
        return self.handover.episode

    def may_answer(self) -> bool:
        return permissions.can_answer_handover(self.request.user, self.handover)

    def may_recall(self) -> bool:
        return permissions.can_recall_handover(self.request.user, self.handover)

    def get_success_url(self) -> str:
        return reverse("episodes:handover", args=[self.handover.pk])

    get_back_url = get_success_url


class HandoverPage(HandoverMixin, TemplateView):
    """What is offered to whom, how it stands, and the buttons of whoever may answer."""

    template_name = "episodes/handover.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, given = timezone.now(), self.handover
        standing = given.standing_at(now)
        stands = standing == handover.HandoverStatus.OFFERED
        in_course = handover.is_in_course(given.kind, given.status, given.returns_at, now)
        return super().get_context_data(
            handover=given,
            standing=standing,
            may_answer=stands and self.may_answer(),
            may_recall=(stands or in_course) and self.may_recall(),
            in_course=in_course,
            **kwargs,
        )


class Answer(HandoverMixin, ReceiverView):
    """What accepting and declining share."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "also": queries.offered_together(self.handover, timezone.now())}

    @property
    def intro(self) -> str:  # type: ignore[override]
        given = self.handover
        back = f", until {handover.in_words(timezone.localtime(given.returns_at))}" if given.returns_at else ""
        return f"{given.aspect}, from {given.giver} to {given.receiver}{back}."


class Accept(Answer):
    """Take the care on, from this moment."""

    heading = "Accept this hand-over"
    submit_label = "Accept"

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.accept_handover(handover=self.handover, by=self.request.user, **data)

    def get_success_message(self) -> str:
        return f"{self.result.receiver} answers for {self.result.aspect.name.lower()} from now on."


class Decline(Answer):
    """Say no, with a reason."""

    heading = "Decline this hand-over"
    submit_label = "Decline"
    reason = "Why?"

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.decline_handover(handover=self.handover, by=self.request.user, **data)

    def get_success_message(self) -> str:
        return f"Declined. {self.result.giver} goes on answering for {self.result.aspect.name.lower()}."


class Recall(HandoverMixin, AnswerView):
    """Take an offer back, or a delegation before its day."""

    heading = "Take this back"
    submit_label = "Take it back"
    reason = "Why?"

    def may(self) -> bool:
        return self.may_recall()

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.recall_handover(handover=self.handover, by=self.request.user, **data)

    def get_success_message(self) -> str:
        return f"Taken back. {self.result.giver} answers for {self.result.aspect.name.lower()}."


class Handovers(ListView):
    """What waits for an answer, what ran out, and what is delegated now."""

    template_name = "episodes/handovers.html"
    paginate_by = PER_PAGE
    context_object_name = "handovers"

    def get_queryset(self) -> QuerySet[Handover]:
        self.form = forms.HandoversForm(self.request.GET or None)
        asked = self.form.cleaned_data["show"] if self.form.is_valid() else ""
        self.show = queries.ShowHandovers(asked or queries.ShowHandovers.WAITING)
        return queries.handovers(self.request.user, self.show, timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        columns = [{"label": label} for label in COLUMNS]
        context = super().get_context_data(form=self.form, show=self.show, columns=columns, **kwargs)
        shown = {each.patient_id for each in context["page_obj"]}
        audit.record_view(by=self.request.user, patient_ids=shown, page="Hand-overs", how=How.LIST)
        return context
