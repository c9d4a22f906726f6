"""The daily sweep of collections: which days were missed and which alerts are to be raised, beside the bare statement.

On a morning on which one person in fifty has missed days and the alerts of yesterday are there already. The limit is
the same statement past the wall, without the rules that judge what it finds.
"""

import time

from django.db import connection, transaction

from audit import wall
from episodes import actions, queries
from episodes.models import CollectionArrangement
from episodes.queries.runs import RUNS, facts
from patients.models import Patient
from practices import actions as practices
from sharedcare.bench.owner import connected, owner, swept
from sharedcare.bench.scratch import EPISODES, Scratch, undone
from sharedcare.bench.timing import Case

ARRANGEMENTS = 20_000
HISTORY = 28  # days
FILL = """
INSERT INTO episodes_collectionarrangement
    (id, scheme_id, episode_id, pharmacy_id, days, starts_on, end_reason, may_vary, review_on, recorded_by_id,
     recorded_at)
SELECT gen_random_uuid(), scheme_id, id, %(pharmacy)s,
       ARRAY['supervised','supervised','supervised','supervised','supervised','supervised','at_home'],
       %(begins)s, '', 'The prescriber', %(today)s::date + 90, %(by)s, now()
FROM episodes_episode WHERE scheme_id = %(scheme)s
"""
# One in fifty missed the last two days; everybody else collected on each day but Sundays.
COLLECTED = """
INSERT INTO episodes_collection
    (id, scheme_id, arrangement_id, day, outcome, note, recorded_by_id, recorded_at, correction_reason)
SELECT gen_random_uuid(), scheme_id, id, day,
       CASE WHEN abs(hashtext(id::text)) %% 50 = 0 AND day >= %(today)s::date - 1 THEN 'not_collected'
            ELSE 'collected' END, '', recorded_by_id, now(), ''
FROM episodes_collectionarrangement
CROSS JOIN LATERAL (SELECT %(today)s::date - number AS day FROM generate_series(0, %(history)s) AS number) AS days
WHERE extract(isodow FROM day) < 7
"""
UNWATCHED = (
    "ALTER TABLE episodes_collection {} TRIGGER USER"  # the trail of rows made up for measuring measures nothing
)


def fill(world: Scratch, arrangements: int) -> None:
    """So many people with an arrangement and a month of records, and the alerts that a first sweep raises."""
    with transaction.atomic(), world.inside(), connection.cursor() as cursor:
        practice_id = Patient.objects.values_list("practice_id", flat=True)[0]
        Patient.objects.bulk_create(
            (
                Patient(
                    scheme_id=world.scheme_id, practice_id=practice_id, given_name="Alex", family_name=f"Sweep{n}",
                    born_on="1980-01-01",
                )
                for n in range(arrangements - Patient.objects.count())
            ),
            batch_size=2_000,
        )  # fmt: skip
        given = {"begun": world.today, "by": world.coordinator.pk}
        cursor.execute(f"{EPISODES} WHERE id NOT IN (SELECT patient_id FROM episodes_episode)", given)
        pharmacy = practices.add_organisation(kind="pharmacy", name="Bench Pharmacy", by=world.coordinator)
        cursor.execute(
            FILL,
            {**given, "pharmacy": pharmacy.pk, "begins": "2020-01-01", "today": world.today, "scheme": world.scheme_id},
        )
    with connected(autocommit=True) as raw:
        raw.execute(UNWATCHED.format("DISABLE"))
        raw.execute(COLLECTED, {"today": world.today, "history": HISTORY})
        raw.execute(UNWATCHED.format("ENABLE"))
    with wall.within(world.scheme_id):
        actions.sweep(scheme_id=world.scheme_id)
    swept()


def case(world: Scratch, arrangements: int = ARRANGEMENTS) -> Case:
    """The sweep as the worker runs it, beside its statement alone."""
    fill(world, arrangements)
    with world.inside():
        given = facts(queries.rule_on(world.scheme_id, world.today), world.today)
        arranged = CollectionArrangement.objects.count()

    def ours() -> float:
        with undone(world), wall.within(world.scheme_id):
            began = time.perf_counter()
            actions.sweep(scheme_id=world.scheme_id)
            return time.perf_counter() - began

    def bare() -> float:
        with owner() as raw, raw.cursor() as cursor:
            began = time.perf_counter()
            cursor.execute(RUNS, given).fetchall()
            return time.perf_counter() - began

    return Case("daily sweep of collections", arranged, "people", "wall", ours, bare, "its statement past the wall")
