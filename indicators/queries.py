"""Facts as at a day, set-based: one statement and one frozen row a plan, and the results that measures make of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from accounts.permissions import holds
from accounts.roles import Permission
from audit import wall
from episodes import queries as episodes
from episodes.classification import ArrangementType
from indicators import disclosure
from indicators.disclosure import Figure
from indicators.measures import (
    MADE_OF,
    MEASURES,
    Measure,
    PlanFacts,
    PracticeFacts,
    Result,
    Standing,
    Unit,
    assess,
    result,
    tally,
)
from indicators.periods import Period, Quarter, quarter_of, run_up
from practices.models import Practice

# The review date that stood on a day is the one the last review before it set. Before the first review it is the plan's
# own date; once that has been replaced, it is worked out again from the interval of the protocol then in force.
#
# Nobody is counted who objects to use beyond their care, or who restricted the processing of their record, on the
# period's last day or since; figures frozen before stay as they were (UK GDPR articles 18 and 21; decision 0028).
PLAN_FACTS = """
WITH review AS (
    SELECT plan_id,
           (array_agg(next_review_on ORDER BY reviewed_on DESC, recorded_at DESC)
               FILTER (WHERE reviewed_on < %(start)s))[1] AS due_before,
           (array_agg(next_review_on ORDER BY reviewed_on DESC, recorded_at DESC)
               FILTER (WHERE reviewed_on <= %(end)s))[1] AS due_after,
           min(reviewed_on) FILTER (WHERE reviewed_on BETWEEN %(start)s AND %(end)s) AS reviewed_on
    FROM careplans_review WHERE superseded_by_id IS NULL GROUP BY plan_id
), protocol AS (
    SELECT review_weeks_stable, review_weeks_complex, review_weeks_chaotic, starts_on,
           lead(starts_on, 1, 'infinity') OVER (ORDER BY starts_on, number) AS replaced_on
    FROM schemes_protocol
), aspect AS (
    SELECT id, code FROM schemes_careaspect
    WHERE starts_on <= %(end)s AND (ends_on IS NULL OR ends_on >= %(end)s)
), held AS (
    SELECT episode_id, count(DISTINCT aspect_id) AS aspects
    FROM episodes_responsibility
    JOIN aspect ON aspect.id = aspect_id
    JOIN episodes_episode ON episodes_episode.id = episode_id
    WHERE held @> %(moment)s AND upper_inf(known) AND (code <> 'case_management' OR complexity <> 'stable')
    GROUP BY episode_id
), agreed AS (
    SELECT DISTINCT version.plan_id
    FROM careplans_planversion version JOIN careplans_goal goal ON goal.version_id = version.id
    WHERE version.agreed_on <= %(end)s AND goal.withdrawn_at IS NULL AND goal.superseded_by_id IS NULL
), by_gp AS (
    SELECT DISTINCT ON (plan_id) plan_id, patient_id, reviewed_on, professional.id AS reviewing_gp
    FROM careplans_review
    JOIN practices_professional professional ON professional.user_id = recorded_by_id AND professional.profession = 'gp'
    WHERE superseded_by_id IS NULL AND reviewed_on BETWEEN %(start)s AND %(end)s
    ORDER BY plan_id, reviewed_on DESC, recorded_at DESC
), continuity AS (
    SELECT plan_id, reviewing_gp, usual.gp_id AS usual_gp
    FROM by_gp
    LEFT JOIN patients_usualgp usual ON usual.patient_id = by_gp.patient_id
        AND usual.starts_on <= by_gp.reviewed_on AND (usual.ends_on IS NULL OR usual.ends_on >= by_gp.reviewed_on)
), not_counted AS (
    SELECT patient_id FROM patients_optout WHERE about = 'beyond_care' AND (ends_on IS NULL OR ends_on >= %(end)s)
    UNION ALL
    SELECT patient_id FROM patients_processingrestriction WHERE ends_at IS NULL OR ends_at > %(moment)s
), plan AS (
    SELECT plan.id, plan.patient_id, patient.practice_id, episode.id AS episode_id, episode.complexity,
           episode.started_on, episode.ended_on,
           CASE WHEN review.plan_id IS NULL THEN plan.next_review_on
                ELSE episode.started_on + 7 * CASE episode.complexity
                    WHEN 'stable' THEN review_weeks_stable
                    WHEN 'complex' THEN review_weeks_complex
                    ELSE review_weeks_chaotic END END AS first_due,
           review.due_before, review.due_after, review.reviewed_on
    FROM careplans_careplan plan
    JOIN episodes_episode episode ON episode.id = plan.episode_id
    JOIN patients_patient patient ON patient.id = plan.patient_id
    LEFT JOIN review ON review.plan_id = plan.id
    LEFT JOIN protocol ON episode.started_on >= protocol.starts_on AND episode.started_on < protocol.replaced_on
    WHERE episode.started_on <= %(end)s AND (episode.ended_on IS NULL OR episode.ended_on >= %(start)s)
        AND plan.patient_id NOT IN (SELECT patient_id FROM not_counted)
)
SELECT plan.id, plan.patient_id, plan.practice_id, plan.complexity, plan.started_on, plan.ended_on,
       coalesce(plan.due_before, plan.first_due), plan.reviewed_on, coalesce(plan.due_after, plan.first_due),
       agreed.plan_id IS NOT NULL,
       (SELECT count(*) FROM aspect WHERE code <> 'case_management' OR plan.complexity <> 'stable'),
       coalesce(held.aspects, 0), continuity.reviewing_gp, continuity.usual_gp, %(start)s, %(end)s, plan.episode_id
FROM plan
LEFT JOIN held ON held.episode_id = plan.episode_id
LEFT JOIN agreed ON agreed.plan_id = plan.id
LEFT JOIN continuity ON continuity.plan_id = plan.id
ORDER BY plan.id
"""

PRACTICE_FACTS = """
SELECT organisation.id, organisation.name, count(DISTINCT award.professional_id)
FROM schemes_participation participation
JOIN practices_organisation organisation ON organisation.id = participation.organisation_id
LEFT JOIN practices_post post ON post.organisation_id = organisation.id
    AND post.starts_on <= %(end)s AND (post.ends_on IS NULL OR post.ends_on >= %(end)s)
LEFT JOIN practices_tieraward award ON award.professional_id = post.professional_id
    AND award.starts_on <= %(end)s AND (award.ends_on IS NULL OR award.ends_on >= %(end)s)
    AND (award.review_on IS NULL OR award.review_on >= %(end)s)
WHERE organisation.kind = 'practice' AND participation.starts_on <= %(end)s
    AND (participation.ends_on IS NULL OR participation.ends_on >= %(end)s)
GROUP BY organisation.id, organisation.name
ORDER BY organisation.name, organisation.id
"""


def plan_facts(period_start: date, period_end: date) -> list[PlanFacts]:
    """One row for every plan open on some day of the period, as at its last day: two statements."""
    end_of_day = timezone.make_aware(datetime.combine(period_end + timedelta(days=1), time.min))
    moment = end_of_day - timedelta(microseconds=1)
    with connection.cursor() as cursor:
        cursor.execute(PLAN_FACTS, {"start": period_start, "end": period_end, "moment": moment})
        rows = cursor.fetchall()
    types = episodes.types_on(period_end)
    unknown = ArrangementType.NOT_KNOWN.value
    return [PlanFacts(*[*facts, types.get(episode_id, unknown)]) for *facts, episode_id in rows]


def practice_facts(period_end: date) -> list[PracticeFacts]:
    """One row for every practice taking part on the day."""
    with connection.cursor() as cursor:
        cursor.execute(PRACTICE_FACTS, {"end": period_end})
        return [PracticeFacts(*row) for row in cursor.fetchall()]


def results(period_start: date, period_end: date) -> list[Result]:
    """Every measure, overall first and then by practice, in true numbers; four statements however many there are."""
    return results_of(MEASURES, period_start, period_end)


def results_of(measures: Sequence[Measure], period_start: date, period_end: date) -> list[Result]:
    """Some measures, overall first and then by practice: those taking part and any other with people to count."""
    plans = plan_facts(period_start, period_end) if any(m.unit is Unit.PEOPLE for m in measures) else []
    places = practice_facts(period_end)
    names = _practice_names(plans, places)
    grouped: dict[UUID, list[PlanFacts]] = {practice_id: [] for practice_id in names}
    for each in plans:
        grouped[each.practice_id].append(each)
    found: list[Result] = []
    for measure in measures:
        groups = grouped if measure.unit is Unit.PEOPLE else {place.practice_id: [place] for place in places}
        found += _by_practice(measure, groups, names, (period_start, period_end))
    return found


def _by_practice(
    measure: Measure, groups: dict[UUID, Any], names: dict[UUID, str], days: tuple[date, date]
) -> Iterable[Result]:
    """The overall result, added up from the practices', and then theirs."""
    overall: dict[Standing, int] = {}
    by_practice = []
    for practice_id in sorted(groups, key=lambda key: (names[key], key)):
        counts = tally(measure, groups[practice_id])
        for standing, count in counts.items():
            overall[standing] = overall.get(standing, 0) + count
        by_practice.append(result(measure, counts, practice_id=practice_id, practice=names[practice_id], days=days))
    return [result(measure, overall, practice_id=None, practice="", days=days), *by_practice]


def _practice_names(plans: Iterable[PlanFacts], places: Iterable[PracticeFacts]) -> dict[UUID, str]:
    names = {place.practice_id: place.name for place in places}
    others = {each.practice_id for each in plans} - set(names)
    names.update(Practice.objects.filter(pk__in=others).values_list("pk", "name"))
    return names


def figures(user: Any, measures: Sequence[Measure], period: Period) -> list[Figure]:
    """Measures in a period as this person may see them, overall first and then by practice.

    True numbers, of the people within their reach, for whoever may open the list behind each; published numbers, of
    everybody in the scheme, for whoever never sees a person.
    """
    if holds(user, Permission.VIEW_WHOLE_RECORD):
        return disclosure.as_they_are(results_of(measures, period.starts_on, period.ends_on))
    with wall.widened("published figures: rounded, small ones withheld, nobody named"):
        return disclosure.publishable(results_of(measures, period.starts_on, period.ends_on))


@dataclass(frozen=True)
class MeasurePage:
    """One measure in one period: overall and by practice."""

    measure: Measure
    period: Period
    overall: Figure
    practices: list[Figure]

    @property
    def counts_people(self) -> bool:
        return self.measure.unit is Unit.PEOPLE


def measure_page(user: Any, measure: Measure, period: Period) -> MeasurePage:
    """What the page of one measure shows, as this person may see it."""
    overall, *practices = figures(user, [measure], period)
    return MeasurePage(measure, period, overall, practices)


def over_time(user: Any, measure: Measure, quarter: Quarter, today: date) -> list[tuple[Quarter, Figure]]:
    """The measure overall in this quarter and those that led up to it; some statements for each quarter."""
    found = []
    for each in run_up(quarter):
        found.append((each, figures(user, [measure], each.seen_on(today))[0]))
    return found


def standings(measure: Measure, period: Period, number: str, practice_id: UUID | None) -> dict[UUID, Standing]:
    """How each person behind one number stands, by patient; empty for a measure that does not count people."""
    if measure.unit is not Unit.PEOPLE:
        return {}
    everybody = plan_facts(period.starts_on, period.ends_on)
    assessed = [
        (facts.patient_id, assess(measure, facts))
        for facts in everybody
        if practice_id is None or facts.practice_id == practice_id
    ]
    return {patient_id: found for patient_id, found in assessed if found.outcome in MADE_OF[number]}


@dataclass(frozen=True)
class AlertsAnswered:
    """How alerts about collections were answered in a period: small numbers hidden for whoever never sees a person."""

    period: Period
    raised: disclosure.Cell
    answered: disclosure.Cell
    same_day: disclosure.Cell
    percentage: int | None
    middle_minutes: int | None


def alerts_answered(user: Any, today: date) -> AlertsAnswered:
    """This quarter's alerts: how many were raised, and how many somebody had on the same day (standard 17)."""
    period = quarter_of(today).seen_on(today)
    if holds(user, Permission.VIEW_WHOLE_RECORD):
        true = episodes.answered(period.starts_on, period.ends_on)
        share = disclosure.percentage(true.same_day, true.raised)
        return AlertsAnswered(period, true.raised, true.answered, true.same_day, share, true.middle_minutes)
    with wall.widened("published figures: rounded, small ones withheld, nobody named"):
        true = episodes.answered(period.starts_on, period.ends_on)
    raised, answered, same_day = (disclosure.suppress(n) for n in (true.raised, true.answered, true.same_day))
    share = disclosure.percentage(same_day, raised, disclosure.LEAST_DENOMINATOR)
    shown = true.middle_minutes if true.answered >= disclosure.LEAST_DENOMINATOR else None
    return AlertsAnswered(period, raised, answered, same_day, share, shown)


@dataclass(frozen=True)
class QueriesAnswered:
    """How clinical queries of one urgency were answered in a period, against the scheme's hours."""

    urgency: str
    hours: int
    asked: disclosure.Cell
    answered: disclosure.Cell
    in_time: disclosure.Cell
    percentage: int | None
    middle_hours: float | None


@dataclass(frozen=True)
class ResponseTimes:
    """The response times of a quarter, by urgency."""

    period: Period
    lines: list[QueriesAnswered]


def queries_answered(user: Any, today: date) -> ResponseTimes:
    """This quarter's clinical queries by urgency; small numbers hidden for whoever never sees a person (C17)."""
    period = quarter_of(today).seen_on(today)
    hours = episodes.hours_to_answer(user.acting.scheme_id, today)
    if holds(user, Permission.VIEW_WHOLE_RECORD):
        true = episodes.response_times(period.starts_on, period.ends_on)
        return ResponseTimes(period, [_answered(each, hours[each.urgency], lambda n: n, least=1) for each in true])
    with wall.widened("published figures: rounded, small ones withheld, nobody named"):
        true = episodes.response_times(period.starts_on, period.ends_on)
    least = disclosure.LEAST_DENOMINATOR
    hidden = [_answered(each, hours[each.urgency], disclosure.suppress, least=least) for each in true]
    return ResponseTimes(period, hidden)


def _answered(
    true: episodes.ResponseTime, hours: int, cell: Callable[[int], disclosure.Cell], *, least: int
) -> QueriesAnswered:
    asked, in_time = cell(true.asked), cell(true.in_time)
    return QueriesAnswered(
        urgency=true.urgency.label,
        hours=hours,
        asked=asked,
        answered=cell(true.answered),
        in_time=in_time,
        percentage=disclosure.percentage(in_time, asked, least),
        middle_hours=true.middle_hours if true.answered >= least else None,
    )
