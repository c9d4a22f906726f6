"""Pages that move somebody between services: offer them, see what waits, answer, withdraw."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import ListView, TemplateView

from audit import actions as audit
from audit.looks import How
from episodes import actions, forms, permissions, queries
from episodes.lifecycle import TransitionStatus
from episodes.models import Episode, Transition
from episodes.views.mixins import EpisodeMixin
from episodes.views.offers import AnswerView, ReceiverView
from ui.views import ActionFormView

PER_PAGE = 25
LOOKED_AT = "Moves between services"
COLUMNS = ("Name", "Which way", "From", "To", "Offered", "Answer")


class OfferTransition(EpisodeMixin, ActionFormView):
    """Offer a person to another service."""

    form_class = forms.TransitionForm
    template_name = "episodes/form.html"
    heading = "Move to another service"
    intro = (
        "Nothing changes until they accept: whoever prescribes now goes on doing so. The other service sees this "
        "person meanwhile."
    )
    submit_label = "Offer the move"
    looked_at = LOOKED_AT

    def may(self) -> bool:
        return permissions.can_assign_responsibility(self.request.user, self.episode.patient)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "episode": self.episode}

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.episode.version, **forms.first_transition()}

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.offer_transition(episode=self.episode, by=self.request.user, **data)

    def get_success_message(self) -> str:
        return f"Offered to {self.result.receiver}. {self.result.sender} answers for this person until they accept."

    def get_success_url(self) -> str:
        return reverse("episodes:transition", args=[self.result.pk])


class TransitionMixin(EpisodeMixin):
    """One move, its episode, and what the reader may do about it."""

    looked_at = LOOKED_AT

    @cached_property
    def move(self) -> Transition:
        found: Transition = get_object_or_404(queries.transition_page(self.request.user, self.kwargs["pk"]))
        return found

    @property
    def offered(self) -> Transition:
        return self.move

    @property
    def episode(self) -> Episode:  # type: ignore[override]
        return self.move.episode

    def may_answer(self) -> bool:
        return permissions.can_answer_handover(self.request.user, self.move)

    def may_withdraw(self) -> bool:
        return permissions.can_withdraw_transition(self.request.user, self.move)

    def get_success_url(self) -> str:
        return reverse("episodes:transition", args=[self.move.pk])

    get_back_url = get_success_url


class TransitionPage(TransitionMixin, TemplateView):
    """Who sends whom where, with what, how it stands, and the buttons of whoever may answer."""

    template_name = "episodes/transition.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waits = self.move.status == TransitionStatus.OFFERED
        return super().get_context_data(
            move=self.move,
            may_answer=waits and self.may_answer(),
            may_withdraw=waits and self.may_withdraw(),
            **kwargs,
        )


class AnswerTransition(TransitionMixin, ReceiverView):
    """What accepting and declining share."""

    @property
    def intro(self) -> str:  # type: ignore[override]
        move = self.move
        ends = f"from {move.sender}, {move.from_place}, to {move.receiver}, {move.to_place}"
        return f"{move.get_direction_display()}: {ends}."


class AcceptTransition(AnswerTransition):
    """Take the person on, from this moment."""

    heading = "Take this person on"
    submit_label = "Accept"

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.accept_transition(transition=self.move, by=self.request.user, **data)

    def get_success_message(self) -> str:
        return f"{self.result.receiver} answers for {self.result.aspect.name.lower()} from now on."


class DeclineTransition(AnswerTransition):
    """Say no, with a reason."""

    heading = "Decline this move"
    submit_label = "Decline"
    reason = "Why?"

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.decline_transition(transition=self.move, by=self.request.user, **data)

    def get_success_message(self) -> str:
        return f"Declined. {self.result.sender} goes on answering for this person."


class WithdrawTransition(TransitionMixin, AnswerView):
    """Take an offer back before it is answered."""

    heading = "Withdraw this move"
    submit_label = "Withdraw it"
    reason = "Why?"

    def may(self) -> bool:
        return self.may_withdraw()

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.withdraw_transition(transition=self.move, by=self.request.user, **data)

    def get_success_message(self) -> str:
        return f"Withdrawn. {self.result.sender} goes on answering for this person."


class Transitions(ListView):
    """Which moves wait for an answer, longest waited for first, and what became of others."""

    template_name = "episodes/transitions.html"
    paginate_by = PER_PAGE
    context_object_name = "moves"

    def get_queryset(self) -> QuerySet[Transition]:
        self.form = forms.TransitionsForm(self.request.GET or None)
        asked = self.form.cleaned_data["show"] if self.form.is_valid() else ""
        self.show = queries.ShowTransitions(asked or queries.ShowTransitions.WAITING)
        return queries.transitions(self.request.user, self.show, timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        columns = [{"label": label} for label in COLUMNS]
        today = timezone.localdate()
        context = super().get_context_data(form=self.form, show=self.show, columns=columns, today=today, **kwargs)
        shown = {each.patient_id for each in context["page_obj"]}
        audit.record_view(by=self.request.user, patient_ids=shown, page=LOOKED_AT, how=How.LIST)
        return context
