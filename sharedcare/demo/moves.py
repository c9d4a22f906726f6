"""People who moved between services: up to the specialist, some of them down again, and moves that wait today."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from episodes import actions as episodes
from episodes import queries
from episodes.complexity import Complexity
from episodes.models import Episode, Transition
from practices.models import Post, Professional
from sharedcare.demo.cast import Cast
from sharedcare.demo.history import Course, Deed

STAYS = timedelta(days=150)  # in care by then, and long enough to have something told of it
ANSWER = timedelta(days=14)
UP = ["letter", "prescribing", "risk", "drug_tests"]
DOWN = ["letter", "care_plan", "prescribing", "blood_tests"]


def deeds(cast: Cast, told: list[Course], today: date) -> list[Deed]:
    """Seven who have long been in shared care, one of each fate; of the first practice first, whose GP signs in."""
    first = next(iter(cast.prescribers))
    lasting = [each for each in told if not each.ends and each.starts_on < today - STAYS - timedelta(days=60)]
    chosen = sorted(lasting, key=lambda course: (course.patient.practice_id != first, course.starts_on))
    story: list[Deed] = []
    for fate, course in zip(FATES, chosen, strict=False):
        story += fate(Move(cast, course, today))
    return story


class Move:
    """What happens to one person between their practice and the specialist service."""

    def __init__(self, cast: Cast, course: Course, today: date) -> None:
        self.patient, self.specialist, self.today = course.patient, cast.specialists[0], today
        self.gp = cast.gps[course.patient.practice_id][0]
        self.gp_user = cast.prescribers[course.patient.practice_id]

    def episode(self) -> Episode:
        found: Episode = Episode.objects.open().get(patient=self.patient)
        return found

    def offer(self, receiver: Professional, by: Any, **given: Any) -> Transition:
        post = Post.objects.held_on(timezone.localdate()).filter(professional=receiver)
        return episodes.offer_transition(
            episode=self.episode(),
            receiver=receiver,
            to_place=post.select_related("organisation")[0].organisation,
            answer_by=timezone.localdate() + ANSWER,
            by=by,
            **given,
        )

    def up(self, ago: int, *, answered: bool = True) -> list[Deed]:
        """Offered to the specialist after care became chaotic; taken on a few days later."""
        day = self.today - timedelta(days=ago)

        def offer() -> None:
            self.turn(Complexity.CHAOTIC, day, "Lost the flat, and injects again.")
            reason = "Misses every second visit; the practice cannot see them often enough."
            self.offer(self.specialist, self.gp_user, direction="step_up", reason=reason, information=UP)

        def accept() -> None:
            episodes.accept_transition(transition=self.waiting(), by=self.specialist.user)

        taken = [(day + timedelta(days=4), accept)] if answered else []
        return [(day, offer), *taken]

    def down(self, ago: int, *, answered: bool = True) -> list[Deed]:
        """Offered back to the practice once care has settled."""
        day = self.today - timedelta(days=ago)

        def offer() -> None:
            self.offer(
                self.gp,
                self.specialist.user,
                direction="step_down",
                reason="Stable since the spring, works again, and lives around the corner from the practice.",
                information=DOWN,
                information_other="Asks to keep the same key worker.",
            )

        def accept() -> None:
            by, told = self.gp_user, "" if self.gp.user_id else "Said so at the practice meeting."
            episodes.accept_transition(transition=self.waiting(), by=by, told_how=told)

        taken = [(day + timedelta(days=9), accept)] if answered else []
        return [(day, offer), *taken]

    def settles(self, ago: int) -> list[Deed]:
        day = self.today - timedelta(days=ago)
        return [(day, lambda: self.turn(Complexity.STABLE, day, "Has a flat, and has not used for months."))]

    def declined(self, ago: int) -> list[Deed]:
        day = self.today - timedelta(days=ago)

        def decline() -> None:
            reason = "Can be managed at the practice with our key worker; ask again in a month."
            episodes.decline_transition(transition=self.waiting(), reason=reason, by=self.specialist.user)

        return [*self.up(ago, answered=False), (day + timedelta(days=2), decline)]

    def turn(self, complexity: Complexity, day: date, reason: str) -> None:
        """Care became so, unless it was so already."""
        episode = self.episode()
        since = queries.steady_since(episode.complexity_changes.all(), episode.started_on)
        if episode.complexity != complexity and since <= day:
            episodes.record_complexity(
                episode=episode, complexity=complexity, since=day, reason=reason, by=self.gp_user
            )

    def waiting(self) -> Transition:
        found: Transition = Transition.objects.open().get(patient=self.patient)
        return found


FATES = (
    lambda move: move.up(206) + move.settles(200) + move.down(5, answered=False),
    lambda move: move.up(3, answered=False),
    lambda move: move.up(205) + move.settles(195),
    lambda move: move.up(200) + move.settles(190) + move.down(21),
    lambda move: move.up(62),
    lambda move: move.up(20, answered=False),
    lambda move: move.declined(12),
)
