"""How a cohort is found, who of a file of scores is in it, and what must be on record before it is used. Pure.

Sources: capabilities H1–H5 (five ways to find people); risk stratification for direct care asks for fair processing, a
direct-care justification and the sign-off of information governance before anybody is called in by a score.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.db.models import TextChoices


class Method(TextChoices):
    """How the people of a cohort are found."""

    RISK_SCORE = "risk_score", "Risk score"
    SEGMENT = "segment", "Segmentation"
    JUDGEMENT = "judgement", "Clinical judgement or team meeting"
    HIGHER_ACTIVATION = "higher", "Higher activation"
    LOWER_ACTIVATION = "lower", "Lower activation"


BY_SCORE = (Method.RISK_SCORE, Method.HIGHER_ACTIVATION, Method.LOWER_ACTIVATION)
# What has to be said of each way, beyond the name and the purpose.
FIELDS_OF: dict[Method, tuple[str, ...]] = {
    Method.SEGMENT: ("age_from", "age_to", "practice", "complexity", "not_reviewed_since"),
    Method.JUDGEMENT: (),
    **dict.fromkeys(BY_SCORE, ("tool", "scored_on", "conditions_of_use", "bound")),
}
IN_WORDS: dict[Method, str] = {
    Method.RISK_SCORE: "A tool has scored people, and you bring its file in. Conditions, frailty and the timed up and "
    "go are not on record here: they come in this way too.",
    Method.SEGMENT: "By what is on record here: age, practice, complexity of their care, last review.",
    Method.JUDGEMENT: "Clinicians and team meetings propose people one by one, and accept, defer or decline each.",
    Method.HIGHER_ACTIVATION: "People whose activation score is at a bound or above it, from the file of the tool.",
    Method.LOWER_ACTIVATION: "People whose activation score is at a bound or beneath it, from the file of the tool.",
}
MOST = Decimal(1_000_000)


class Trouble(TextChoices):
    """Why a row of a file of scores puts nobody into the cohort. Each is kept with its row."""

    NUMBER = "number", "The NHS number is not right"
    SCORE = "score", "The score is not a number"
    UNKNOWN = "not_known", "Nobody on the register in sight has this NHS number"
    TWICE = "twice", "The person is in the file already"
    OUTSIDE = "outside", "The score is outside the bounds of the cohort"
    OPTED_OUT = "opted_out", "Asked not to be invited"
    RESTRICTED = "restricted", "Asked that their record not be used for now"
    LEFT = "left", "Has died or moved away"


def score(typed: str) -> Decimal:
    """The score as a number with two decimals at most; raises ValidationError when it is none."""
    try:
        found = Decimal(typed.strip())
    except InvalidOperation:
        raise ValidationError(Trouble.SCORE.label) from None
    if not found.is_finite() or abs(found) >= MOST:
        raise ValidationError(Trouble.SCORE.label)
    return found.quantize(Decimal("0.01"))


def is_within(method: str, found: Decimal, bound: Decimal) -> bool:
    """Whether a score puts somebody in: at the bound or above it; of lower activation, at the bound or beneath it."""
    return found <= bound if method == Method.LOWER_ACTIVATION else found >= bound


@dataclass(frozen=True)
class Clearance:
    """What is on record about the use of a cohort."""

    posters_on: date | None = None
    leaflets_on: date | None = None
    justification: str = ""
    is_signed_off: bool = False


def lacking(method: str, clearance: Clearance, today: date) -> list[str]:
    """What is still missing before the cohort may be used, in words. Only cohorts found by a risk score ask for it."""
    if method != Method.RISK_SCORE:
        return []
    told = [day for day in (clearance.posters_on, clearance.leaflets_on) if day is not None]
    missing = []
    if len(told) < 2:
        missing.append("when posters and leaflets told people how their records are used")
    elif max(told) > today:
        missing.append("that people have been told: the posters or leaflets are of a day to come")
    if not clearance.justification:
        missing.append("why this is direct care")
    if not clearance.is_signed_off:
        missing.append("the sign-off of information governance")
    return missing
