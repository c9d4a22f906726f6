"""The set-based statements that find the people of a cohort, and compare them with the register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from recall.cohorts import Method
from recall.models import Cohort
from recall.queries import statements

# Whoever must not be called in is not put into a cohort at all; `eligibility` asks again when a campaign looks.
BARRED = """
CASE
    WHEN p.status <> 'registered' THEN 'left'
    WHEN p.id IN (SELECT patient_id FROM patients_processingrestriction WHERE starts_at <= %(now)s
        AND (ends_at IS NULL OR ends_at > %(now)s)) THEN 'restricted'
    WHEN p.id IN (SELECT patient_id FROM patients_optout WHERE about = 'invitations' AND starts_on <= %(today)s
        AND (ends_on IS NULL OR ends_on >= %(today)s)) THEN 'opted_out'
END
"""

# Every row of a file ends in exactly one place: a member, or a row kept with its trouble. {within}: cohorts.is_within.
FILE = f"""
WITH given AS (
    SELECT *, row_number() OVER (PARTITION BY number ORDER BY line) AS nth
    FROM unnest(%(lines)s::int[], %(numbers)s::text[], %(scores)s::numeric[]) AS g(line, number, score)
), judged AS MATERIALIZED (
    SELECT given.line, given.number, given.score, p.id AS patient_id,
        CASE WHEN nth > 1 THEN 'twice' WHEN p.id IS NULL THEN 'not_known'
            WHEN NOT given.score {{within}} %(bound)s THEN 'outside' ELSE {BARRED} END AS trouble
    FROM given LEFT JOIN patients_patient p ON p.nhs_number = given.number AND p.scheme_id = %(scheme)s
), members AS (
    INSERT INTO recall_cohortmember (id, scheme_id, cohort_id, patient_id, standing, reason, score, decision,
        added_by_id, added_at)
    SELECT gen_random_uuid(), %(scheme)s, %(cohort)s, patient_id, 'accepted', %(reason)s || trim_scale(score), score,
        '', %(by)s, %(now)s
    FROM judged WHERE trouble IS NULL ORDER BY patient_id
    ON CONFLICT DO NOTHING
    RETURNING id
), kept AS (
    INSERT INTO recall_cohortfilerow (id, scheme_id, cohort_id, line, nhs_number, score, trouble, detail, at)
    SELECT gen_random_uuid(), %(scheme)s, %(cohort)s, line, number, trim_scale(score)::text, trouble, '', %(now)s
    FROM judged WHERE trouble IS NOT NULL
    RETURNING id
)
SELECT (SELECT count(*) FROM members), (SELECT count(*) FROM kept)
"""

# What is empty is not asked for. Whoever is in already stays as they are, a decision about them included.
SEGMENT = f"""
WITH fitting AS MATERIALIZED (
    SELECT p.id AS patient_id, {BARRED} AS trouble
    FROM patients_patient p
    WHERE p.scheme_id = %(scheme)s AND p.status = 'registered'
        AND (%(youngest)s::date IS NULL OR p.born_on <= %(youngest)s::date)
        AND (%(oldest)s::date IS NULL OR p.born_on > %(oldest)s::date)
        AND (%(practice)s::uuid IS NULL OR p.practice_id = %(practice)s::uuid)
        AND (%(complexity)s = '' OR p.id IN (SELECT patient_id FROM episodes_episode
            WHERE status <> 'ended' AND complexity = %(complexity)s))
        AND (%(not_since)s::date IS NULL OR p.id NOT IN (SELECT patient_id FROM careplans_review
            WHERE superseded_by_id IS NULL AND reviewed_on >= %(not_since)s::date))
), members AS (
    INSERT INTO recall_cohortmember (id, scheme_id, cohort_id, patient_id, standing, reason, decision, added_by_id,
        added_at)
    SELECT gen_random_uuid(), %(scheme)s, %(cohort)s, patient_id, 'accepted', %(reason)s, '', %(by)s, %(now)s
    FROM fitting WHERE trouble IS NULL ORDER BY patient_id
    ON CONFLICT DO NOTHING
    RETURNING id
)
SELECT (SELECT count(*) FROM members), (SELECT count(*) FROM fitting WHERE trouble IS NOT NULL)
"""


def take_scores(
    cohort: Cohort, found: Sequence[tuple[int, str, Decimal]], *, reason: str, by: Any, today: date
) -> tuple[int, int]:
    """Put the people of a file into the cohort: how many, and how many rows were kept with their trouble."""
    within = "<=" if cohort.method == Method.LOWER_ACTIVATION else ">="
    lines, numbers, scores = zip(*found, strict=True) if found else ((), (), ())
    ((members, kept),) = statements.rows(
        FILE.format(within=within),
        {
            **_given(cohort, by, today, reason),
            "lines": list(lines),
            "numbers": list(numbers),
            "scores": list(scores),
            "bound": cohort.bound,
        },
    )
    return members, kept


def take_segment(cohort: Cohort, *, reason: str, by: Any, today: date) -> tuple[int, int]:
    """Put everybody who fits the segment into the cohort: how many were new, and how many must not be called in."""
    ((members, barred),) = statements.rows(
        SEGMENT,
        {
            **_given(cohort, by, today, reason),
            "youngest": _years_before(today, cohort.age_from),
            "oldest": _years_before(today, None if cohort.age_to is None else cohort.age_to + 1),
            "practice": cohort.practice_id,
            "complexity": cohort.complexity,
            "not_since": cohort.not_reviewed_since,
        },
    )
    return members, barred


def _given(cohort: Cohort, by: Any, today: date, reason: str) -> dict[str, Any]:
    return {
        "scheme": cohort.scheme_id,
        "cohort": cohort.pk,
        "by": None if by is None else by.pk,
        "today": today,
        "now": timezone.now(),
        "reason": reason,
    }


def _years_before(today: date, years: int | None) -> date | None:
    """The birthday of whoever turns so many years old today; of 29 February, the day before."""
    if years is None:
        return None
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return today.replace(year=today.year - years, day=28)


# One look at everybody on the register, each with whether they are in the cohort. Ethnicity and deprivation are not on
# record in this product, and the page says so.
AGE_BAND = """(SELECT CASE WHEN age < 25 THEN 'Under 25' WHEN age < 45 THEN '25 to 44' WHEN age < 65 THEN '45 to 64'
    ELSE '65 and over' END FROM extract(year FROM age(%(today)s::date, p.born_on)) age)"""
EQUITY = f"""
WITH everybody AS (
    SELECT p.id IN (SELECT patient_id FROM recall_cohortmember WHERE cohort_id = %(cohort)s AND standing = 'accepted')
            AS is_in,
        {AGE_BAND} AS age_band,
        p.sex, coalesce(nullif(p.language, ''), 'Not on record') AS language,
        CASE WHEN p.mobile = '' THEN 'No mobile on file' ELSE 'Mobile on file' END AS mobile,
        CASE WHEN p.no_fixed_abode THEN 'No fixed abode' ELSE 'Fixed abode' END AS abode
    FROM patients_patient p
    WHERE p.scheme_id = %(scheme)s AND p.status = 'registered'
)
SELECT aspect, value, count(*) FILTER (WHERE is_in), count(*)
FROM everybody, LATERAL (VALUES ('Age', age_band), ('Sex', sex), ('Language', language), ('Mobile', mobile),
    ('Abode', abode)) AS v(aspect, value)
GROUP BY 1, 2 ORDER BY 1, 2
"""


@dataclass(frozen=True)
class Share:
    """How many people of one kind are in the cohort, and how many are on the register."""

    aspect: str
    value: str
    inside: int
    register: int


def shares(cohort: Cohort, today: date) -> list[Share]:
    """The cohort beside the register, by everything about people that is on record; one statement."""
    given = {"cohort": cohort.pk, "scheme": cohort.scheme_id, "today": today}
    return [Share(*row) for row in statements.rows(EQUITY, given)]
