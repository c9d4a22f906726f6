"""Pages that suspend shared care or take it up again."""

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property

from episodes import actions, forms, permissions
from episodes.lifecycle import LIFE, Move
from episodes.views.mixins import EpisodeMixin
from ui.views import ActionFormView


class MoveEpisode(EpisodeMixin, ActionFormView):
    """Suspend shared care, or take it up again. It ends with the plan."""

    form_class = forms.MoveForm
    template_name = "episodes/form.html"

    def may(self) -> bool:
        return permissions.can_move_episode(self.request.user, self.episode.patient)

    @cached_property
    def move(self) -> Move:
        if self.kwargs["move"] not in (Move.SUSPEND, Move.RESUME):
            raise Http404
        return Move(self.kwargs["move"])

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.episode.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.heading = f"{self.move.label} shared care"
        self.intro = (
            "Whoever answers for each aspect goes on answering for it."
            if self.move in LIFE.moves_from(self.episode.status)
            else ""
        )
        return super().get_context_data(**kwargs)

    def get_form(self, form_class: Any = None) -> Any:
        self.submit_label = f"{self.move.label} shared care"
        return super().get_form(form_class)

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.move_episode(episode=self.episode, move=self.move, by=self.request.user, **data)

    def get_success_message(self) -> str:
        return f"{self.result.get_status_display()}: this is on record."
