"""Is it shared care? What kind of arrangement the facts make, and which of the five tests each passes. Pure.

Sources: capabilities A3, A4, A5, A14 and B5 (L. Stanway, SMMGP: systems of shared care co-ordination, after the
Department of Health's EL(95)114). Shared care is where the practice that prescribes also gives general medical
services, psychosocial support is there, everybody works to one care plan, the original notes stay at the registered
practice, and the prescriber carries clinical responsibility. What is not has names of its own, counted apart.

What is not known is never taken for a pass or for a fail.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import TextChoices

from ui import words


class Setting(TextChoices):
    """As what the prescriber works when they treat this person."""

    OWN_PRACTICE = "own_practice", "As a GP in their own practice"
    GPWSI = "gpwsi", "As a GP with a special interest, for people of several practices"
    CLINICAL_ASSISTANT = "clinical_assistant", "As a clinical assistant, employed by the drug service"
    SPECIALIST = "specialist", "In a specialist service"
    NOT_KNOWN = "not_known", "Not known"


class Psychosocial(TextChoices):
    """Whether the person has psychosocial support."""

    GIVEN = "given", "Given"
    NONE = "none", "None is available"
    NOT_KNOWN = "not_known", "Not known"


class OnePlan(TextChoices):
    """Whether everybody works to the same care plan."""

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_KNOWN = "not_known", "Not known"


class Notes(TextChoices):
    """Where the original clinical notes are kept (B5)."""

    REGISTERED = "registered", "At the practice where they are registered"
    ELSEWHERE = "elsewhere", "Elsewhere"
    NOT_KNOWN = "not_known", "Not known"


class Responsible(TextChoices):
    """Who carries clinical responsibility (B5)."""

    PRESCRIBER = "prescriber", "The prescriber"
    OTHER = "other", "Somebody else"
    NOT_KNOWN = "not_known", "Not known"


class ReferralSource(TextChoices):
    """Who sent the person (A15)."""

    SELF = "self", "Themselves, or their family"
    GP = "gp", "Their GP"
    SPECIALIST = "specialist", "A drug and alcohol service"
    HOSPITAL = "hospital", "A hospital"
    PRISON = "prison", "A prison"
    PROBATION = "probation", "Probation"
    POLICE_OR_COURT = "police_or_court", "Police or a court"
    OUTREACH = "outreach", "Outreach"
    OTHER = "other", "Somebody else"
    NOT_KNOWN = "not_known", "Not known"


class Pathway(TextChoices):
    """The pathway on which the person came, with a service that leads it (A15)."""

    NONE = "none", "None of these"
    CRIMINAL_JUSTICE = "criminal_justice", "Criminal justice"
    OUTREACH = "outreach", "Outreach to people who are hard to reach"


class ArrangementType(TextChoices):
    """What an arrangement is."""

    SHARED_CARE = "shared_care", "Shared care"
    FALLS_SHORT = "falls_short", "Falls short of shared care"
    REGISTERED_ELSEWHERE = "nes_other_registered", "Registered elsewhere"
    SPECIAL_POPULATION = "special_population", "Practice for a particular group"
    INTERMEDIATE = "intermediate_gpwsi", "GP with a special interest"
    CLINICAL_ASSISTANT = "clinical_assistant", "Clinical assistant"
    SPECIALIST = "specialist", "Specialist service"
    NOT_KNOWN = "not_known", "Not yet known"


# Why an arrangement is of its kind, in a sentence.
BECAUSE = {
    ArrangementType.SHARED_CARE: "All five tests are passed.",
    ArrangementType.FALLS_SHORT: "Their own practice prescribes, and a test of shared care is failed.",
    ArrangementType.REGISTERED_ELSEWHERE: "A GP treats them in a practice where they are not registered.",
    ArrangementType.SPECIAL_POPULATION: "Their practice is commissioned for a particular group of people.",
    ArrangementType.INTERMEDIATE: "A GP with a special interest treats them for another practice.",
    ArrangementType.CLINICAL_ASSISTANT: "The prescriber is employed by the drug service as a clinical assistant.",
    ArrangementType.SPECIALIST: "The prescriber works in a specialist service.",
    ArrangementType.NOT_KNOWN: "Facts are missing, so nobody can say yet.",
}


class Criterion(TextChoices):
    """The five tests of shared care (A3)."""

    SAME_PRACTICE = "same_practice", "Their own practice prescribes"
    SUPPORT = "support", "Psychosocial support"
    ONE_PLAN = "one_plan", "One care plan"
    NOTES = "notes", "Notes at their own practice"
    RESPONSIBLE = "responsible", "The prescriber is responsible"


class ResultStatus(TextChoices):
    """How an arrangement stands under a test."""

    PASSED = "passed", "Passed"
    FAILED = "failed", "Failed"
    NOT_KNOWN = "not_known", "Not known"


PASSED, FAILED, NOT_KNOWN = ResultStatus.PASSED, ResultStatus.FAILED, ResultStatus.NOT_KNOWN

SENTENCES = {
    (Criterion.SAME_PRACTICE, PASSED): "The practice where they are registered also prescribes.",
    (Criterion.SAME_PRACTICE, FAILED): "The prescription does not come from the practice where they are registered.",
    (Criterion.SAME_PRACTICE, NOT_KNOWN): "Where the prescription comes from is not on record.",
    (Criterion.SUPPORT, PASSED): "They have psychosocial support.",
    (Criterion.SUPPORT, FAILED): "No psychosocial support is available to them.",
    (Criterion.SUPPORT, NOT_KNOWN): "Whether they have psychosocial support is not on record.",
    (Criterion.ONE_PLAN, PASSED): "Everybody works to the same care plan.",
    (Criterion.ONE_PLAN, FAILED): "Not everybody works to the same care plan.",
    (Criterion.ONE_PLAN, NOT_KNOWN): "Whether everybody works to the same care plan is not on record.",
    (Criterion.NOTES, PASSED): "The original notes are kept at the practice where they are registered.",
    (Criterion.NOTES, FAILED): "The original notes are kept somewhere else than where they are registered.",
    (Criterion.NOTES, NOT_KNOWN): "Where the original notes are kept is not on record.",
    (Criterion.RESPONSIBLE, PASSED): "Whoever prescribes carries clinical responsibility.",
    (Criterion.RESPONSIBLE, FAILED): "Somebody other than the prescriber carries clinical responsibility.",
    (Criterion.RESPONSIBLE, NOT_KNOWN): "Who carries clinical responsibility is not on record.",
}


@dataclass(frozen=True)
class Facts:
    """What is on record about an arrangement on a day; the defaults are those of a person about whom nothing is.

    `special` says that the registered practice is commissioned for a particular group on that day (A14).
    """

    registered_at: UUID
    prescribed_at: UUID | None = None
    setting: str = Setting.NOT_KNOWN
    support: str = Psychosocial.NOT_KNOWN
    one_plan: str = OnePlan.NOT_KNOWN
    notes: str = Notes.NOT_KNOWN
    responsible: str = Responsible.NOT_KNOWN
    special: bool = False


@dataclass(frozen=True)
class Tested:
    """One test, how it came out, and that in words."""

    criterion: Criterion
    result: ResultStatus

    @property
    def sentence(self) -> str:
        return SENTENCES[self.criterion, self.result]


def _one_of(value: str, passed: str, failed: str) -> ResultStatus:
    return {passed: PASSED, failed: FAILED}.get(value, NOT_KNOWN)


def _same_practice(facts: Facts) -> ResultStatus:
    if facts.prescribed_at is None:
        return NOT_KNOWN
    return PASSED if facts.prescribed_at == facts.registered_at else FAILED


TESTS: dict[Criterion, Callable[[Facts], ResultStatus]] = {
    Criterion.SAME_PRACTICE: _same_practice,
    Criterion.SUPPORT: lambda facts: _one_of(facts.support, Psychosocial.GIVEN, Psychosocial.NONE),
    Criterion.ONE_PLAN: lambda facts: _one_of(facts.one_plan, OnePlan.YES, OnePlan.NO),
    Criterion.NOTES: lambda facts: _one_of(facts.notes, Notes.REGISTERED, Notes.ELSEWHERE),
    Criterion.RESPONSIBLE: lambda facts: _one_of(facts.responsible, Responsible.PRESCRIBER, Responsible.OTHER),
}


def results_of(facts: Facts) -> list[Tested]:
    """The five tests, in their order."""
    return [Tested(criterion, test(facts)) for criterion, test in TESTS.items()]


def type_of(facts: Facts) -> ArrangementType:
    """What kind of arrangement these facts make.

    As what the prescriber works decides first, because no test can make shared care of a specialist service. Then
    whether it is the person's own practice, because whoever is treated elsewhere has a GP who must be told. The same is
    asked of the database by `queries.arrangement.TYPE`, and one test holds the two together.
    """
    if facts.setting == Setting.CLINICAL_ASSISTANT:
        return ArrangementType.CLINICAL_ASSISTANT
    if facts.setting == Setting.SPECIALIST:
        return ArrangementType.SPECIALIST
    if facts.setting == Setting.NOT_KNOWN or facts.prescribed_at is None:
        return ArrangementType.NOT_KNOWN
    if facts.prescribed_at != facts.registered_at:
        elsewhere = facts.setting == Setting.GPWSI
        return ArrangementType.INTERMEDIATE if elsewhere else ArrangementType.REGISTERED_ELSEWHERE
    if facts.special:
        return ArrangementType.SPECIAL_POPULATION
    results = {each.result for each in results_of(facts)}
    if FAILED in results:
        return ArrangementType.FALLS_SHORT
    return ArrangementType.NOT_KNOWN if NOT_KNOWN in results else ArrangementType.SHARED_CARE


class OwnGp(TextChoices):
    """What is wrong with what the own GP of somebody registered elsewhere was told (A5)."""

    NEVER = "never", "Their own GP was never told"
    STALE = "stale", "Their own GP was not told lately"


def own_gp_finding(kind: str, *, told_on: date | None, today: date, within_weeks: int) -> OwnGp | None:
    """Whether the person's own GP must be told: only of somebody registered elsewhere, never told or too long ago.

    `told_on` is the last day on which the practice where they are registered now was told; what a former practice was
    told is no news to this one.
    """
    if kind != ArrangementType.REGISTERED_ELSEWHERE:
        return None
    if told_on is None:
        return OwnGp.NEVER
    return OwnGp.STALE if told_on < stale_before(today, within_weeks) else None


def stale_before(today: date, within_weeks: int) -> date:
    """The first day of those that are recent enough."""
    return today - timedelta(weeks=within_weeks)


def check_first_day(*, starts_on: date, episode_begun: date, today: date) -> None:
    """Refuse an arrangement from a day to come, which is no fact yet, and from before shared care began."""
    if starts_on > today:
        raise ValidationError({"starts_on": "This day is to come. Record what is arranged when it is."})
    if starts_on < episode_begun:
        raise ValidationError(
            {"starts_on": f"Shared care began on {words.day(episode_begun)}. Enter that day or later."}
        )


def check_told_on(*, told_on: date, episode_begun: date, today: date) -> None:
    """Refuse what was told on a day to come, and before there was anything to tell."""
    if told_on > today:
        raise ValidationError({"told_on": "The day must be today or in the past."})
    if told_on < episode_begun:
        raise ValidationError(
            {"told_on": f"Shared care began on {words.day(episode_begun)}; before it there was nothing to tell."}
        )
