"""For every arrangement at once: how many days in a row nobody knows a dose to be taken. The SQL of the daily sweep.

It says of everybody what `collecting.run` says of one; one table of cases runs against both.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from episodes.collecting import ATTENDS, GIVEN, LOOK_BACK, DayKind, Run
from episodes.holidays import bank_holidays
from episodes.models import CollectionRule

# Nobody's history is read: the last dose surely taken is found by its index, and days are laid out only from there on,
# which for nearly everybody is yesterday or today.
RUNS = """
WITH present AS (
    SELECT arranged.id AS arrangement_id, arranged.episode_id, arranged.starts_on
    FROM episodes_collectionarrangement arranged
    JOIN episodes_episode episode ON episode.id = arranged.episode_id
    JOIN patients_patient patient ON patient.id = episode.patient_id
    WHERE arranged.starts_on <= %(today)s AND (arranged.ends_on IS NULL OR arranged.ends_on >= %(today)s)
      AND episode.status = 'active' AND patient.status <> 'deceased'
      AND (%(only)s::uuid[] IS NULL OR arranged.episode_id = ANY (%(only)s::uuid[]))
), person AS (
    SELECT present.*, taken.day AS last_taken, coalesce(taken.day + 1, %(first)s) AS begins
    FROM present LEFT JOIN LATERAL (
        SELECT max(latest.day) AS day FROM episodes_collectionarrangement arranged CROSS JOIN LATERAL (
            SELECT collected.day FROM episodes_collection collected
            WHERE collected.arrangement_id = arranged.id AND collected.superseded_by_id IS NULL
              AND collected.day BETWEEN %(first)s AND %(today)s AND collected.outcome = ANY (%(given)s)
            ORDER BY collected.day DESC LIMIT 1
        ) latest WHERE arranged.episode_id = present.episode_id
    ) taken ON true
    WHERE taken.day IS NULL OR taken.day < %(today)s
), laid_out AS (
    SELECT person.episode_id, person.begins + number AS day
    FROM person CROSS JOIN LATERAL generate_series(0, %(today)s - person.begins) AS number
), told AS (
    SELECT laid_out.episode_id, laid_out.day, arranged.days[extract(isodow FROM laid_out.day)::int] AS kind,
           collected.outcome,
           laid_out.day = ANY (%(holidays)s::date[]) OR EXISTS (
               SELECT FROM episodes_pharmacyclosure closure
               WHERE closure.pharmacy_id = arranged.pharmacy_id
                 AND laid_out.day BETWEEN closure.starts_on AND closure.ends_on
                 AND closure.ends_on - closure.starts_on < %(longest)s) AS closed
    FROM laid_out
    JOIN episodes_collectionarrangement arranged ON arranged.episode_id = laid_out.episode_id
      AND arranged.starts_on <= laid_out.day AND (arranged.ends_on IS NULL OR arranged.ends_on >= laid_out.day)
    LEFT JOIN episodes_collection collected ON collected.arrangement_id = arranged.id
      AND collected.day = laid_out.day AND collected.superseded_by_id IS NULL
), governed AS (
    SELECT episode_id, day, outcome, kind <> %(none)s OR outcome IS NOT NULL AS has_dose,
           max(day) FILTER (WHERE outcome IS NOT NULL OR kind = ANY (%(attends)s) AND NOT closed) OVER so_far AS by_day,
           max(day) FILTER (WHERE outcome IS NOT NULL) OVER so_far AS recorded_on
    FROM told WINDOW so_far AS (PARTITION BY episode_id ORDER BY day)
), counted AS (
    SELECT episode_id,
           count(*) FILTER (WHERE by_day = recorded_on) AS missed,
           count(*) FILTER (WHERE by_day IS DISTINCT FROM recorded_on) AS unknown,
           min(day) AS since,
           (array_agg(outcome ORDER BY day DESC) FILTER (WHERE outcome IS NOT NULL))[1] AS last_outcome
    FROM governed
    WHERE has_dose AND by_day IS NOT NULL AND (by_day = recorded_on OR by_day < %(today)s)
    GROUP BY episode_id
)
SELECT person.episode_id, person.arrangement_id, counted.missed, counted.unknown, counted.since, person.last_taken,
       coalesce(counted.last_outcome, '')
FROM counted JOIN person USING (episode_id)
WHERE counted.missed > 0 OR counted.unknown >= %(not_recorded)s
ORDER BY person.episode_id
"""


@dataclass(frozen=True)
class Standing:
    """How one person's days in a row stand."""

    episode_id: UUID
    arrangement_id: UUID
    run: Run


def facts(rule: CollectionRule, today: date, only: Iterable[UUID] | None = None) -> dict[str, Any]:
    """What the statement is given."""
    first = today - timedelta(days=LOOK_BACK - 1)
    return {
        "today": today,
        "first": first,
        "only": None if only is None else list(only),
        "given": sorted(GIVEN),
        "attends": sorted(ATTENDS),
        "none": DayKind.NONE.value,
        "holidays": bank_holidays(rule.nation, first, today),
        "longest": rule.longest_closure_days,
        "not_recorded": rule.not_recorded_after_days,
    }


def runs(rule: CollectionRule, today: date, only: Iterable[UUID] | None = None) -> list[Standing]:
    """Everybody in the scheme, or in some episodes, who missed a dose or of whom too little is known: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(RUNS, facts(rule, today, only))
        return [Standing(episode, arranged, Run(*rest)) for episode, arranged, *rest in cursor.fetchall()]


NOT_RECORDED = """
SELECT arranged.id, day.day
FROM episodes_collectionarrangement arranged
JOIN episodes_episode episode ON episode.id = arranged.episode_id
CROSS JOIN LATERAL (
    SELECT %(today)s - number AS day FROM generate_series(1, %(back)s) AS number
) day
WHERE arranged.id = ANY (%(arranged)s::uuid[])
  AND day.day >= arranged.starts_on AND (arranged.ends_on IS NULL OR arranged.ends_on >= day.day)
  AND arranged.days[extract(isodow FROM day.day)::int] = ANY (%(attends)s)
  AND day.day <> ALL (%(holidays)s::date[])
  AND NOT EXISTS (
      SELECT FROM episodes_pharmacyclosure closure
      WHERE closure.pharmacy_id = arranged.pharmacy_id AND day.day BETWEEN closure.starts_on AND closure.ends_on
        AND closure.ends_on - closure.starts_on < %(longest)s)
  AND NOT EXISTS (
      SELECT FROM episodes_collection collected
      WHERE collected.arrangement_id = arranged.id AND collected.day = day.day AND collected.superseded_by_id IS NULL)
ORDER BY day.day, arranged.id
"""


def days_not_recorded(
    rule: CollectionRule, today: date, arranged: Iterable[UUID], *, back: int = 14
) -> list[tuple[UUID, date]]:
    """The days before today, up to so many back, of which nothing was recorded: arrangement and day, oldest first."""
    given = {**facts(rule, today), "back": back, "arranged": list(arranged)}
    with connection.cursor() as cursor:
        cursor.execute(NOT_RECORDED, given)
        return list(cursor.fetchall())
