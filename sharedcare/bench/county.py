"""Call and recall as a county has it: a million people in 200 practices, and three rounds of invitations behind them.

Filled from a few people brought in as a person does it, who are copied by statements of the owner with the checks of
single rows off: nobody would wait for millions of actions.
"""

import resource
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recall import actions as recall
from recall.lifecycle import Status
from recall.models import Campaign
from schemes.models import Protocol
from sharedcare.bench.owner import connected, swept
from sharedcare.bench.pages import REQUESTS, getting
from sharedcare.bench.scratch import Scratch
from sharedcare.bench.timing import Case

SEEDS = 2_000
ROUNDS = 3
ROUND_EVERY = timedelta(days=365)
FILLED = {"patients_patient": "nhs_number", "episodes_episode": "", "careplans_careplan": ""}
COLUMNS = """
SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'
"""
COPIED = "md5({column}::text || copy)::uuid"  # so that what belongs together still does
# The database is thrown away afterwards. The tables that are measured keep their keys and triggers.
UNCHECKED = """
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = '{table}'::regclass
    LOOP EXECUTE format('ALTER TABLE {table} DROP CONSTRAINT %I', name); END LOOP;
END $$;
ALTER TABLE {table} DISABLE TRIGGER USER;
"""
INVITED = """
INSERT INTO recall_invitation (id, scheme_id, campaign_id, patient_id, practice_id, state, reason, invited_at)
SELECT md5('i' || %(campaign)s || id)::uuid, scheme_id, %(campaign)s::uuid, id, practice_id, 'invited', '', %(at)s
FROM patients_patient WHERE scheme_id = %(scheme)s ORDER BY id
"""
TRIED = """
INSERT INTO recall_invitationattempt (id, scheme_id, campaign_id, invitation_id, sequence, channel, format, state,
    not_before, tries, recipient, subject, body, provider_id, detail, settled_at)
SELECT md5('a' || i.id)::uuid, i.scheme_id, i.campaign_id, i.id, 1, 'sms', 'standard', 'accepted', %(at)s, 1,
    '', '', '', '', '', %(at)s
FROM recall_invitation i WHERE i.campaign_id = %(campaign)s::uuid ORDER BY i.id
"""


def fill(world: Scratch, people: int) -> None:
    """Copy everybody until there are so many, and invite them all once a year for three years."""
    with world.inside():
        rounds = [_past(world, years) for years in range(ROUNDS, 0, -1)]
    with connected(autocommit=True) as raw:
        for table in FILLED:
            raw.execute(UNCHECKED.format(table=table))
        for table, emptied in FILLED.items():
            columns = [name for (name,) in raw.execute(COLUMNS, [table])]
            values = [_value(name, emptied) for name in columns]
            raw.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table} "
                f"CROSS JOIN generate_series(2, {people // SEEDS}) copy"
            )
        for table in FILLED:
            raw.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        for each in rounds:
            given = {"campaign": str(each.pk), "scheme": world.scheme_id, "at": each.launched_at}
            raw.execute(INVITED, given)
            raw.execute(TRIED, given)
    swept()


def _value(column: str, emptied: str) -> str:
    if column == emptied:
        return "NULL"
    return COPIED.format(column=column) if column in ("id", "patient_id", "episode_id") else column


def _past(world: Scratch, years: int) -> Campaign:
    """A round that is over, of so many years ago."""
    at = timezone.now() - years * ROUND_EVERY
    return Campaign.objects.create(
        scheme_id=world.scheme_id,
        name=f"Round {ROUNDS - years}",
        due_by=at.date(),
        status=Status.FINISHED,
        drafted_by=world.coordinator,
        drafted_at=at,
        launched_at=at,
        protocol=Protocol.objects.first(),
        cohort_size=SEEDS,
    )


def page(world: Scratch) -> Case:
    """The page of a campaign of everybody, beside the same page of a campaign of hardly anybody."""
    with world.inside():
        whole = recall.launch_campaign(campaign=Campaign.objects.get(status=Status.DRAFT), by=world.coordinator)
        few = _past(world, 0)
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(world.coordinator)
    ours, beside = (getting(browser, reverse("recall:campaign", args=[each.pk])) for each in (whole, few))
    return Case("page of a campaign", REQUESTS, "pages", "CPU", ours, beside, "the page of an empty campaign")


def memory() -> int:
    """What this process took at its largest, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
