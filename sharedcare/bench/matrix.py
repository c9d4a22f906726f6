"""Who answered at a moment, and where nobody can, in a table of many schemes and three years; beside bare SQL.

Filled by statements of the owner, with the checks of single rows off: nobody would wait for millions of actions.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from episodes import queries
from episodes.models import Episode
from schemes.models import CareAspect
from sharedcare.bench.owner import connected, owner, swept
from sharedcare.bench.scratch import Scratch, undone
from sharedcare.bench.timing import Case

ASKED = 50
PEOPLE_OF_A_SCHEME = 5_000
PROFESSIONALS = 100
# The scheme measured in stands among others as large, whose people need not exist for this.
OTHER_EPISODES = """
INSERT INTO episodes_episode
    (id, scheme_id, patient_id, status, complexity, started_on, end_reason, started_by_id, version)
SELECT gen_random_uuid(), ('00000000-0000-0000-0000-' || lpad((n / %(size)s)::text, 12, '0'))::uuid, gen_random_uuid(),
       'active', 'complex', current_date - 1095, '', %(by)s, 1
FROM generate_series(0, %(others)s - 1) n
"""
PEOPLE_WHO_ANSWER = """
WITH made AS (
    INSERT INTO practices_professional (id, scheme_id, name, profession, registration_number)
    SELECT gen_random_uuid(), %(scheme)s, 'Bench ' || n, 'gp', '' FROM generate_series(1, %(professionals)s) n
    RETURNING id, scheme_id
)
INSERT INTO practices_post (id, scheme_id, professional_id, organisation_id, starts_on)
SELECT gen_random_uuid(), scheme_id, id, (SELECT id FROM practices_organisation LIMIT 1), current_date - 2000 FROM made
"""
# A year each; one last year in a hundred is missing, so that there are gaps to find.
HELD = """
WITH who AS (SELECT array_agg(id ORDER BY id) AS ids FROM practices_professional WHERE scheme_id = %(scheme)s)
INSERT INTO episodes_responsibility
    (id, scheme_id, episode_id, aspect_id, holder_id, organisation_id, held, known, assigned_by_id, assigned_at)
SELECT gen_random_uuid(), episode.scheme_id, episode.id, aspect.id,
       who.ids[1 + abs(hashtext(episode.id::text || aspect.id::text || year::text)) %% %(professionals)s],
       (SELECT id FROM practices_organisation LIMIT 1),
       tstzrange(now() - (3 - year) * interval '1 year',
                 CASE WHEN year < 2 THEN now() - (2 - year) * interval '1 year' END),
       tstzrange(now() - (3 - year) * interval '1 year', NULL), %(by)s, now() - (3 - year) * interval '1 year'
FROM episodes_episode episode, schemes_careaspect aspect, generate_series(0, 2) year, who
WHERE aspect.scheme_id = %(scheme)s
    AND NOT (year = 2 AND abs(hashtext(episode.id::text || aspect.id::text)) %% 100 = 0)
"""
# The database is thrown away afterwards: no keys to check of people who need not exist, and no change to keep.
UNCHECKED = """
DO $$ DECLARE each record; BEGIN
    FOR each IN SELECT conrelid::regclass AS held, conname FROM pg_constraint WHERE contype = 'f'
        AND conrelid IN ('episodes_episode'::regclass, 'episodes_responsibility'::regclass)
    LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', each.held, each.conname); END LOOP;
END $$;
ALTER TABLE episodes_episode DISABLE TRIGGER USER;
ALTER TABLE episodes_responsibility DISABLE TRIGGER USER;
"""
CONSTRAINT = "one_holder_per_aspect_at_a_time"
WHO = """
SELECT p.id FROM episodes_responsibility r JOIN practices_professional p ON p.id = r.holder_id
WHERE r.episode_id = %s AND r.aspect_id = %s AND upper_inf(r.known) AND r.held @> %s
"""


def fill(world: Scratch, episodes: int) -> None:
    """Everybody's history, and that of the other schemes' people, in the database measured in."""
    given = {
        "scheme": world.scheme_id,
        "by": world.coordinator.pk,
        "others": max(episodes - world.people, 0),
        "size": PEOPLE_OF_A_SCHEME,
        "professionals": PROFESSIONALS,
    }
    with connected(autocommit=False) as raw, raw.cursor() as cursor:
        cursor.execute(UNCHECKED)
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [CONSTRAINT])
        (definition,) = cursor.fetchone() or ("",)
        cursor.execute(f"ALTER TABLE episodes_responsibility DROP CONSTRAINT {CONSTRAINT}")
        for statement in (OTHER_EPISODES, PEOPLE_WHO_ANSWER, HELD):
            cursor.execute(statement, given)
        cursor.execute(f"ALTER TABLE episodes_responsibility ADD CONSTRAINT {CONSTRAINT} {definition}")
        raw.commit()
    swept()


def cases(world: Scratch) -> list[Case]:
    """One person's answer at a moment a year and a half ago, and the scheme's gaps as their page reads them."""
    return [_who(world), _gaps(world)]


def _who(world: Scratch) -> Case:
    moment = timezone.now() - timedelta(days=550)
    with undone(world):
        episodes = list(Episode.objects.all()[:ASKED])
        aspect = CareAspect.objects.all()[0]

    def ours() -> float:
        with undone(world):
            return _timed(lambda: [queries.holder_at(episode, aspect, moment) for episode in episodes])

    def bare() -> float:
        with owner() as raw, raw.cursor() as cursor:
            return _timed(lambda: [cursor.execute(WHO, [each.pk, aspect.pk, moment]).fetchall() for each in episodes])

    return Case("who answered at a moment", ASKED, "answers", "wall", ours, bare, "bare SQL past the wall")


def _gaps(world: Scratch) -> Case:
    now = timezone.now()
    with undone(world):
        everybody = Episode.objects.filter(scheme_id=world.scheme_id)
        gaps = queries.gaps(everybody, now, scheme_id=world.scheme_id, show="now")
        walled, given = gaps.page(limit=25)
        # What the wall adds to the statement, said by hand.
        statement = walled.replace("WHERE upper_inf(r.known)", "WHERE r.scheme_id = %(scheme)s AND upper_inf(r.known)")
        given["scheme"] = world.scheme_id
        expected = list(gaps.lines(limit=25))

    def ours() -> float:
        with undone(world):
            return _timed(lambda: queries.gaps_for(world.coordinator, "now", now)[:25])

    def bare() -> float:
        found: list[Any] = []
        with owner() as raw, raw.cursor() as cursor:
            seconds = _timed(lambda: found.extend(cursor.execute(statement, given).fetchall()))
            assert [key for key, _ in found] == expected  # the same answer, or the ratio means nothing
            return seconds

    return Case("gaps of the scheme", 1, "lists", "wall", ours, bare, "bare SQL past the wall")


def _timed(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
