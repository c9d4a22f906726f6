"""Where nobody can answer, now or soon: for one person or for everybody somebody may see, in one statement.

The SQL says what `episodes/gaps.py` says, for every aspect of every open episode at once.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.utils import timezone

from accounts import queries as accounts
from episodes import gaps as rules
from episodes.models import Episode, EpisodeQuerySet, Responsibility, ResponsibilityQuerySet
from episodes.responsibility import end_of
from schemes import queries as schemes
from schemes.aspects import NEEDED_UNLESS_STABLE, STABLE
from schemes.models import CareAspect

# No end is 'infinity', so that the least and the greatest of two days need no special case. NOT IN, because that is
# looked up in a hash whatever the planner expects: behind the wall it expects one row, and would compare all with all.
FINDINGS = """
WITH episode AS MATERIALIZED (
    SELECT id, complexity FROM episodes_episode WHERE status <> 'ended' AND id IN ({visible})
), needed AS (
    SELECT episode.id AS episode_id, aspect.id AS aspect_id, aspect.code
    FROM episode CROSS JOIN schemes_careaspect aspect
    WHERE aspect.starts_on <= %(today)s AND (aspect.ends_on IS NULL OR aspect.ends_on >= %(today)s)
        AND (aspect.code <> ALL(%(unless_stable)s) OR episode.complexity <> %(stable)s)
        AND (%(aspect)s::uuid IS NULL OR aspect.id = %(aspect)s)
), held AS MATERIALIZED (
    SELECT needed.*, r.holder_id, lower(r.held) AS begins, upper(r.held) AS ends,
           greatest(%(today)s, (lower(r.held) AT TIME ZONE %(zone)s)::date) AS first_day,
           least(%(until)s, coalesce((upper(r.held) AT TIME ZONE %(zone)s - interval '1 microsecond')::date,
                                     'infinity')) AS last_day
    FROM needed JOIN episodes_responsibility r USING (episode_id, aspect_id)
    WHERE upper_inf(r.known) AND r.held && tstzrange(%(now)s, %(horizon)s, '[]')
), role AS (
    SELECT user_id, scheme_id, max(least(coalesce((ended_at AT TIME ZONE %(zone)s)::date, 'infinity'),
                                         coalesce(ends_on + 1, 'infinity'))) AS gone_on
    FROM accounts_membership GROUP BY user_id, scheme_id
), post AS (
    SELECT professional_id, max(coalesce(ends_on + 1, 'infinity')) AS gone_on
    FROM practices_post GROUP BY professional_id
), leaver AS MATERIALIZED (
    SELECT p.id, least(CASE WHEN NOT u.is_active THEN '-infinity'::date END, role.gone_on, post.gone_on) AS gone_on
    FROM practices_professional p
    LEFT JOIN accounts_user u ON u.id = p.user_id
    LEFT JOIN role ON role.user_id = p.user_id AND role.scheme_id = p.scheme_id
    LEFT JOIN post ON post.professional_id = p.id
    WHERE least(CASE WHEN NOT u.is_active THEN '-infinity'::date END, role.gone_on, post.gone_on) <= %(until)s
), absence AS (
    SELECT professional_id, deputy_id, starts_on, coalesce(ends_on, 'infinity') AS ends_on FROM episodes_absence
    WHERE cancelled_at IS NULL AND starts_on <= %(until)s AND (ends_on IS NULL OR ends_on >= %(today)s)
), away AS MATERIALIZED (
    SELECT professional_id, starts_on, ends_on FROM absence WHERE deputy_id IS NULL
    UNION ALL
    SELECT a.professional_id, greatest(a.starts_on, d.starts_on), least(a.ends_on, d.ends_on)
    FROM absence a JOIN absence d ON d.professional_id = a.deputy_id
        AND d.starts_on <= a.ends_on AND d.ends_on >= a.starts_on
    UNION ALL
    SELECT a.professional_id, greatest(a.starts_on, l.gone_on), a.ends_on
    FROM absence a JOIN leaver l ON l.id = a.deputy_id AND l.gone_on <= a.ends_on
), evidence AS (
    SELECT professional_id, max(coalesce(expires_on, 'infinity')) AS lasts_until
    FROM practices_qualification WHERE evidence <> 'cpd' GROUP BY professional_id, evidence
    UNION ALL
    SELECT professional_id, max(coalesce(ends_on, 'infinity')) FROM practices_tieraward GROUP BY professional_id
), lapse AS MATERIALIZED (
    SELECT professional_id, min(lasts_until) + 1 AS lapses_on FROM evidence
    WHERE isfinite(lasts_until) AND professional_id IN (SELECT professional_id FROM practices_tieraward)
    GROUP BY professional_id HAVING min(lasts_until) < %(until)s
), finding AS (
    SELECT episode_id, aspect_id, NULL::uuid AS holder_id, 0 AS place, %(today)s::date AS on_day FROM needed
    WHERE (episode_id, aspect_id) NOT IN (SELECT episode_id, aspect_id FROM held WHERE begins <= %(now)s)
    UNION ALL
    SELECT episode_id, aspect_id, NULL, 0, (ends AT TIME ZONE %(zone)s)::date FROM held
    WHERE ends <= %(horizon)s AND NOT EXISTS (
        SELECT FROM held next WHERE next.episode_id = held.episode_id AND next.aspect_id = held.aspect_id
        AND next.begins <= held.ends AND (next.ends IS NULL OR next.ends > held.ends))
    UNION ALL
    SELECT episode_id, aspect_id, holder_id, 1, greatest(first_day, gone_on)
    FROM held JOIN leaver ON leaver.id = holder_id AND gone_on <= last_day
    UNION ALL
    SELECT episode_id, aspect_id, holder_id, 2, greatest(first_day, starts_on)
    FROM held JOIN away ON away.professional_id = holder_id AND starts_on <= last_day AND ends_on >= first_day
    UNION ALL
    SELECT episode_id, aspect_id, holder_id, 3, greatest(first_day, lapses_on)
    FROM held JOIN lapse ON lapse.professional_id = holder_id AND lapses_on <= last_day
    WHERE code = %(needs_tier)s
), first AS (
    SELECT DISTINCT ON (episode_id, aspect_id) * FROM finding WHERE on_day <= %(until)s
    ORDER BY episode_id, aspect_id, on_day, place
), shown AS (
    SELECT * FROM first WHERE CASE %(show)s WHEN 'now' THEN on_day <= %(today)s
                                            WHEN 'coming' THEN on_day > %(today)s ELSE true END
)
"""
COUNT = FINDINGS + "SELECT count(DISTINCT episode_id) FROM shown"
PAGE = (
    FINDINGS
    + """
SELECT episode.id, lines FROM (
    SELECT episode_id, count(*) AS many, min(on_day) AS soonest, json_agg(json_build_object(
        'aspect_id', aspect_id, 'aspect', aspect.name, 'place', place, 'on_day', on_day, 'holder', holder.name)
        ORDER BY on_day, aspect.position) AS lines
    FROM shown JOIN schemes_careaspect aspect ON aspect.id = aspect_id
    LEFT JOIN practices_professional holder ON holder.id = holder_id
    GROUP BY episode_id
) found JOIN episodes_episode episode ON episode.id = found.episode_id
JOIN patients_patient patient ON patient.id = episode.patient_id
ORDER BY CASE %(show)s WHEN 'coming' THEN soonest END, many DESC, patient.family_name, patient.given_name, episode.id
LIMIT %(limit)s OFFSET %(offset)s
"""
)


class GapShow(models.TextChoices):
    """The two lists."""

    NOW = "now", "Now"
    COMING = "coming", "Coming"


@dataclass(frozen=True)
class GapLine:
    """One aspect of one person's care with nobody who can answer for it, in words."""

    aspect_id: UUID
    aspect: str
    why: rules.Why
    on: date
    holder: str
    is_now: bool

    @property
    def said(self) -> str:
        return rules.said(self.why, self.holder, is_now=self.is_now)


@dataclass(frozen=True)
class PersonGaps:
    """One open episode and what is wrong, or will be, with who answers in it."""

    episode: Episode
    lines: Sequence[GapLine]


class Gaps(Sequence[PersonGaps]):
    """A list that is read a page at a time and counted without being read; worst first, or soonest."""

    def __init__(self, episodes: EpisodeQuerySet, facts: dict[str, Any]) -> None:
        try:
            visible, given = episodes.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:  # a role that sees nobody
            visible, given = "SELECT NULL::uuid WHERE false", ()
        names = iter(range(len(given)))
        self._visible = re.sub("%s", lambda _: f"%(visible_{next(names)})s", visible)
        self._facts = {**facts, **{f"visible_{number}": value for number, value in enumerate(given)}}

    def statement(self, sql: str, **more: Any) -> tuple[str, dict[str, Any]]:
        """One of the statements with what it is given."""
        return sql.replace("{visible}", self._visible), {**self._facts, **more}

    def page(self, *, limit: int | None = None, offset: int = 0) -> tuple[str, dict[str, Any]]:
        """The statement that reads a page of the list."""
        return self.statement(PAGE, limit=limit, offset=offset)

    def __len__(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(*self.statement(COUNT))
            return int(cursor.fetchone()[0])

    def __getitem__(self, asked: Any) -> Any:
        if not isinstance(asked, slice):
            return self[asked : asked + 1][0]
        start = asked.start or 0
        rows = self.lines(limit=None if asked.stop is None else asked.stop - start, offset=start)
        found = Episode.objects.select_related("patient", "patient__practice").in_bulk(rows.keys())
        return [PersonGaps(found[pk], lines) for pk, lines in rows.items()]

    def lines(self, *, limit: int | None = None, offset: int = 0) -> dict[UUID, list[GapLine]]:
        """What is wrong, by episode, in the order of the list: one statement."""
        with connection.cursor() as cursor:
            cursor.execute(*self.page(limit=limit, offset=offset))
            return {pk: [self._line(line) for line in _parsed(lines)] for pk, lines in cursor.fetchall()}

    def _line(self, line: dict[str, Any]) -> GapLine:
        on = date.fromisoformat(line["on_day"])
        return GapLine(
            aspect_id=UUID(line["aspect_id"]),
            aspect=line["aspect"],
            why=rules.ORDER[line["place"]],
            on=on,
            holder=line["holder"] or "",
            is_now=on <= self._facts["today"],
        )


def _parsed(lines: Any) -> list[dict[str, Any]]:
    return json.loads(lines) if isinstance(lines, str) else lines


def gaps(
    episodes: EpisodeQuerySet,
    now: datetime,
    *,
    scheme_id: UUID,
    show: str = "",
    aspect: CareAspect | None = None,
    within_days: int | None = None,
) -> Gaps:
    """Where nobody can answer, among these episodes: now, coming within the scheme's days, or both."""
    today = timezone.localdate(now)
    ahead = 0 if show == GapShow.NOW else within_days
    if ahead is None:
        ahead = schemes.protocol_on(scheme_id, today).gap_warning_days
    until = today + timedelta(days=ahead)
    zone = timezone.get_current_timezone()
    facts = {
        "now": now,
        "today": today,
        "until": until,
        "horizon": end_of(until, zone),
        "zone": str(zone),
        "unless_stable": sorted(NEEDED_UNLESS_STABLE),
        "stable": STABLE,
        "needs_tier": rules.NEEDS_A_TIER,
        "aspect": aspect.pk if aspect else None,
        "show": str(show),
    }
    return Gaps(episodes, facts)


def gaps_for(user: Any, show: str, now: datetime, *, aspect: CareAspect | None = None) -> Gaps:
    """The same among the people this person may see: what Today counts and `episodes:gaps` lists."""
    seen = Episode.objects.visible_to(user)
    return gaps(seen, now, scheme_id=user.acting.scheme_id, show=show, aspect=aspect)


def gaps_in(episode: Episode, now: datetime) -> dict[UUID, GapLine]:
    """By aspect, what is wrong or will be in one episode."""
    found = gaps(Episode.objects.filter(pk=episode.pk), now, scheme_id=episode.scheme_id).lines()
    return {line.aspect_id: line for lines in found.values() for line in lines}


def held_by_leavers(user: Any, today: date) -> ResponsibilityQuerySet:
    """What is still answered for by somebody who once signed in here and holds no role here now.

    Among the people this person may see. A professional who never signed in has not left by not signing in.
    """
    found = Responsibility.objects.held_now().filter(episode__in=Episode.objects.visible_to(user))
    found = found.filter(accounts.has_left("holder__user", today))
    return found.select_related("holder", "aspect", "organisation", "episode__patient")
