"""Launching a campaign, beside the bare INSERT … SELECT of the same rows with every verdict known beforehand."""

from datetime import timedelta

from django.db import connection

from recall import actions as recall
from recall.models import Campaign, Invitation
from recall.queries import statements
from sharedcare.bench.scratch import Scratch, timed, undone
from sharedcare.bench.timing import Case

VERDICTS = f"CREATE TEMPORARY TABLE bench_verdict ON COMMIT DROP AS {statements.COHORT.format(**statements.REVIEW_DUE)}"
BARE = """
WITH members AS (
    INSERT INTO recall_invitation (id, scheme_id, campaign_id, patient_id, practice_id, state, reason)
    SELECT gen_random_uuid(), %(scheme)s, %(campaign)s, v.patient_id, p.practice_id,
        CASE WHEN v.skip IS NULL THEN 'waiting' ELSE 'excluded' END, coalesce(v.skip, 'to_send')
    FROM bench_verdict v JOIN patients_patient p ON p.id = v.patient_id ORDER BY v.patient_id
    RETURNING id, patient_id, state
)
INSERT INTO recall_invitationattempt (id, scheme_id, invitation_id, sequence, channel, format, state, not_before,
    tries, recipient, subject, body, provider_id, detail)
SELECT gen_random_uuid(), %(scheme)s, members.id, 1, v.channel, v.format, 'pending', now(), 0, '', '', '', '', ''
FROM members JOIN bench_verdict v USING (patient_id) WHERE members.state = 'waiting'
"""


def case(world: Scratch) -> Case:
    def ours() -> float:
        with undone(world):
            campaign = draft(world)
            return timed(lambda: recall.launch_campaign(campaign=campaign, by=world.coordinator))

    def limit() -> float:
        with undone(world), connection.cursor() as cursor:
            campaign = draft(world)
            given = statements.parameters(campaign, world.today)
            cursor.execute(VERDICTS, given)
            seconds = timed(lambda: cursor.execute(BARE, given))
            cursor.execute("DROP TABLE bench_verdict")
            return seconds

    return Case("campaign launch", invited(world), "people", "wall", ours, limit, "bare INSERT … SELECT")


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
