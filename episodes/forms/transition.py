"""What is entered when somebody moves between services."""

from typing import Any

from django import forms
from django.utils import timezone

from episodes import queries
from episodes.models import Episode
from episodes.transition import ANSWER_WITHIN, Direction, Information
from practices.models import Post
from ui import forms as fields


class ReceiverField(forms.TypedChoiceField):
    """One post out of those offered: who would take the person on, and at which service."""

    def __init__(self, groups: list[tuple[str, list[Post]]], **kwargs: Any) -> None:
        self.posts = {str(post.pk): post for _, posts in groups for post in posts}
        choices = [("", "Choose somebody"), *((name, [self._choice(post) for post in posts]) for name, posts in groups)]
        super().__init__(choices=choices, coerce=self.posts.__getitem__, empty_value=None, **kwargs)

    @staticmethod
    def _choice(post: Post) -> tuple[str, str]:
        profession = post.professional.get_profession_display()
        return str(post.pk), f"{post.professional} ({profession}), {post.organisation}"


class TransitionForm(forms.Form):
    """Which way, to whom, why, and with what."""

    direction = forms.ChoiceField(label="Which way?", choices=Direction.choices, widget=fields.Radios)
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("direction", "receiver", "reason", "information", "information_other", "answer_by")

    def __init__(self, *args: Any, episode: Episode, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = timezone.now()
        today = timezone.localdate(now)
        present = queries.prescriber_of(episode, now)
        here = present.organisation_id if present else None
        self.fields["receiver"] = ReceiverField(
            queries.transition_receivers(episode, here, today),
            label="Who is asked to take them on?",
            error_messages={"required": "Choose who is asked to take them on"},
        )
        self.fields["reason"] = fields.CleanText(label="Why?", max_length=500, rows=3)
        self.fields["information"] = forms.MultipleChoiceField(
            label="What goes with them?",
            choices=Information.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text="Tick what you send, or say it below. This records that it went; send it as you always do.",
        )
        self.fields["information_other"] = fields.CleanText(
            label="Anything else that goes with them?", max_length=500, rows=2, required=False
        )
        self.fields["answer_by"] = fields.DateField(label="By when is an answer needed?", earliest=today)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """The post as a person and a place."""
        cleaned = super().clean() or {}
        post = cleaned.pop("receiver", None)
        if post:
            cleaned["receiver"], cleaned["to_place"] = post.professional, post.organisation
        return cleaned


def first_transition() -> dict[str, Any]:
    """What the page offers before anything is typed."""
    return {"answer_by": timezone.localdate() + ANSWER_WITHIN}


class TransitionsForm(forms.Form):
    """Which moves to show; a filter."""

    show = forms.ChoiceField(label="Show", choices=queries.ShowTransitions.choices, required=False)
