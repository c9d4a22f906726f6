"""Launching a campaign, beside writing the same rows with every verdict known: by bare statement, and by COPY."""

import tempfile
import time
from datetime import timedelta
from typing import Any

from django.db import connection

from recall import actions as recall
from recall.models import Campaign, Invitation
from recall.queries import statements
from sharedcare.bench.owner import owner
from sharedcare.bench.scratch import Scratch, timed, undone
from sharedcare.bench.timing import Case

VERDICTS = "CREATE TEMPORARY TABLE bench_verdict ON COMMIT DROP AS "
BARE = """
WITH members AS (
    INSERT INTO recall_invitation (id, scheme_id, campaign_id, patient_id, practice_id, state, reason)
    SELECT gen_random_uuid(), %(scheme)s, %(campaign)s, v.patient_id, p.practice_id,
        CASE WHEN v.skip IS NULL THEN 'waiting' ELSE 'excluded' END, coalesce(v.skip, 'to_send')
    FROM bench_verdict v JOIN patients_patient p ON p.id = v.patient_id ORDER BY v.patient_id
    RETURNING id, patient_id, state
)
INSERT INTO recall_invitationattempt (id, scheme_id, campaign_id, invitation_id, sequence, channel, format, state,
    not_before, tries, recipient, subject, body, provider_id, detail)
SELECT gen_random_uuid(), %(scheme)s, %(campaign)s, members.id, 1, v.channel, v.format, 'pending', now(), 0,
    '', '', '', '', ''
FROM members JOIN bench_verdict v USING (patient_id) WHERE members.state = 'waiting'
"""

ROWS = {
    "recall_invitation": "SELECT * FROM recall_invitation WHERE campaign_id = '{campaign}'",
    "recall_invitationattempt": """SELECT * FROM recall_invitationattempt WHERE campaign_id = '{campaign}'
        ORDER BY invitation_id""",
}
PIECE = 1 << 20


def case(world: Scratch) -> Case:
    def ours() -> float:
        with undone(world):
            campaign = draft(world)
            return timed(lambda: recall.launch_campaign(campaign=campaign, by=world.coordinator))

    def limit() -> float:
        with undone(world), connection.cursor() as cursor:
            campaign = draft(world)
            given = statements.monthly(campaign, world.today)
            cursor.execute(VERDICTS + statements.of_source(statements.COHORT, campaign), given)
            seconds = timed(lambda: cursor.execute(BARE, given))
            cursor.execute("DROP TABLE bench_verdict")
            return seconds

    return Case("campaign launch", invited(world), "people", "wall", ours, limit, "bare INSERT … SELECT")


def case_of_copy(world: Scratch) -> Case:
    """The same beside COPY of the finished rows into the same tables, with their keys, indexes and triggers."""
    with world.inside():
        campaign = draft(world)
    people, files = finished_rows(world, campaign)

    def ours() -> float:
        with undone(world):
            return timed(lambda: recall.launch_campaign(campaign=campaign, by=world.coordinator))

    def limit() -> float:
        with owner() as raw, raw.cursor() as cursor:
            began = time.perf_counter()
            for table, file in files.items():
                file.seek(0)
                with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                    while piece := file.read(PIECE):
                        copy.write(piece)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            return time.perf_counter() - began

    return Case("campaign launch", people, "people", "wall", ours, limit, "COPY, same keys")


def finished_rows(world: Scratch, campaign: Campaign) -> tuple[int, dict[str, Any]]:
    """How many people a launch invites or leaves out, and for each table the rows it writes, as COPY writes them."""
    files: dict[str, Any] = {}
    with undone(world), connection.cursor() as cursor:
        recall.launch_campaign(campaign=campaign, by=world.coordinator)
        for table, rows in ROWS.items():
            files[table] = tempfile.TemporaryFile()  # noqa: SIM115  it stays for every repeat
            with cursor.copy(f"COPY ({rows.format(campaign=campaign.pk)}) TO STDOUT") as copy:
                for piece in copy:
                    files[table].write(piece)
        return Invitation.objects.filter(campaign=campaign).count(), files


def draft(world: Scratch) -> Campaign:
    """A campaign that may be launched: service users have read what it says."""
    campaign = recall.draft_campaign(name="Bench", due_by=world.today + timedelta(days=60), by=world.coordinator)
    recall.pass_shipped_wording(on=world.today, said="Read for a measurement.", by=world.coordinator)
    return campaign


def invited(world: Scratch) -> int:
    """How many people the campaign is about."""
    with undone(world):
        campaign = recall.launch_campaign(campaign=draft(world), by=world.coordinator)
        return Invitation.objects.filter(campaign=campaign).count()
