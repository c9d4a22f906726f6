"""How everybody's care is arranged: shared care for most, and one of each other story, at the first practice first."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from episodes import actions as episodes
from episodes.classification import Notes, OnePlan, Pathway, Psychosocial, ReferralSource, Responsible, Setting
from episodes.models import Episode
from practices.models import Organisation, Practice, Professional
from schemes import actions as schemes
from sharedcare.demo.cast import Cast
from sharedcare.demo.history import Course, Deed

GROUP = {"population": "people who are homeless", "basis": "personal medical services plus (PMS+)"}
NOT_KNOWN_EACH = 12  # one in so many has nothing on record yet
LATELY, LONG_AGO = timedelta(days=20), timedelta(days=200)


def deeds(cast: Cast, told: list[Course], taking_part: list[Practice], today: date) -> list[Deed]:
    """What is put on record when somebody starts, and what became of it since."""
    service = Organisation.objects.get(posts__professional=cast.key_workers[0])
    special, first = taking_part[-1], taking_part[0]
    lasting = [each for each in told if not each.ends and each.patient.practice_id != special.pk]
    lasting.sort(key=lambda course: (course.patient.practice_id != first.pk, course.patient.nhs_number))
    each_story = Stories(cast, service, taking_part, today).each()
    stories = dict(zip((each.patient.pk for each in lasting), each_story, strict=False))
    begins = cast.scheme.starts_on + timedelta(days=60)
    story: list[Deed] = [
        (
            begins,
            lambda: schemes.begin_special_population(
                organisation=special, starts_on=begins, by=cast.coordinator, **GROUP
            ),
        )
    ]
    for number, course in enumerate(told):
        if course.patient.pk in stories:
            story += stories[course.patient.pk](course)
        elif number % NOT_KNOWN_EACH:
            story += [_arranged(cast, course, course.starts_on, ordinary(cast, course, service))]
    return story


def ordinary(cast: Cast, course: Course, service: Organisation) -> dict[str, Any]:
    """Shared care: the person's own practice prescribes, and every test is passed."""
    return {
        "prescribed_at": course.patient.practice, "prescriber": cast.gps[course.patient.practice_id][0],
        "setting": Setting.OWN_PRACTICE, "responsible": Responsible.PRESCRIBER, "notes": Notes.REGISTERED,
        "support": Psychosocial.GIVEN, "support_by": service, "one_plan": OnePlan.YES,
        "referral_source": ReferralSource.GP,
    }  # fmt: skip


def _arranged(cast: Cast, course: Course, day: date, facts: dict[str, Any]) -> Deed:
    gp = cast.prescribers[course.patient.practice_id]

    def arrange() -> None:
        episode = Episode.objects.open().get(patient=course.patient)
        episodes.record_arrangement(episode=episode, starts_on=day, by=gp, **facts)

    return day, arrange


class Stories:
    """One person each, so that no kind and no list is empty."""

    def __init__(self, cast: Cast, service: Organisation, taking_part: list[Practice], today: date) -> None:
        self.cast, self.service, self.taking_part, self.today = cast, service, taking_part, today

    def each(self) -> list[Callable[[Course], list[Deed]]]:
        """The stories in their order."""
        return [
            lambda course: self.elsewhere(course, told=LATELY),
            lambda course: self.elsewhere(course, told=LONG_AGO),
            lambda course: self.elsewhere(course, told=None),
            self.special_interest,
            self.assistant,
            self.specialist,
            self.without_support,
            self.came_from_prison,
        ]

    def elsewhere(self, course: Course, *, told: timedelta | None) -> list[Deed]:
        """A GP of another practice prescribes; their own was told lately, long ago, or never."""
        other = self._other(course)
        facts = {"prescribed_at": other, "prescriber": self.cast.gps[other.pk][0], "notes": Notes.ELSEWHERE}
        story = [self._changed(course, {**facts, "notes_held_by": other})]
        if told:
            day = max(self.today - told, course.starts_on)
            story.append((day, lambda: self._tell(course, day)))
        return story

    def _tell(self, course: Course, day: date) -> None:
        episodes.record_own_gp_told(
            episode=Episode.objects.open().get(patient=course.patient), told_on=day, how="letter",
            told_by=self.cast.gps[self._other(course).pk][0].name, by=self.cast.coordinator,
        )  # fmt: skip

    def special_interest(self, course: Course) -> list[Deed]:
        other = self._other(course)
        expert = {"prescribed_at": other, "prescriber": self.cast.gps[other.pk][0], "setting": Setting.GPWSI}
        return [self._changed(course, expert)]

    def _other(self, course: Course) -> Practice:
        """A practice where they are not registered."""
        return next(each for each in self.taking_part[1:] if each.pk != course.patient.practice_id)

    def assistant(self, course: Course) -> list[Deed]:
        return [self._at_the_service(course, Setting.CLINICAL_ASSISTANT)]

    def specialist(self, course: Course) -> list[Deed]:
        return [self._at_the_service(course, Setting.SPECIALIST)]

    def _at_the_service(self, course: Course, setting: Setting) -> Deed:
        doctor = Professional.objects.get(profession="specialist", posts__organisation=self.service)
        facts = {"prescribed_at": self.service, "prescriber": doctor, "setting": setting, "notes": Notes.ELSEWHERE}
        return self._changed(course, {**facts, "notes_held_by": self.service})

    def without_support(self, course: Course) -> list[Deed]:
        return [self._changed(course, {"support": Psychosocial.NONE, "support_by": None})]

    def came_from_prison(self, course: Course) -> list[Deed]:
        led = {"pathway": Pathway.CRIMINAL_JUSTICE, "led_by": self.service}
        return [self._changed(course, {"referral_source": ReferralSource.PRISON, **led})]

    def _changed(self, course: Course, facts: dict[str, Any]) -> Deed:
        return _arranged(self.cast, course, course.starts_on, {**ordinary(self.cast, course, self.service), **facts})
