"""The set-based statements of this app, named. What `eligibility.assess`, `schedule.next_step` and
`references.reference` decide in Python is decided here in SQL, and one test runs both on the same facts.
"""

from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from recall.balance import Full
from recall.eligibility import Skip
from recall.models import Campaign
from recall.queries import contacts, rounds
from recall.queries.contacts import FULL
from recall.queries.rounds import EVERYBODY, LEAVES_ON, NEWCOMERS, NOT_BEFORE, WAITS_FOR
from recall.queries.standing import STANDING, WAIT_AGAIN

# Parameters: scheme, campaign, due_by, since, today. {whom} chooses the people and may name p (the person) and plan;
# {among} narrows what is read about them to the same people, where they are few. The facts are gathered once
# (MATERIALIZED), and each question is asked of everybody at once (IN), whatever the planner believes about sizes.
VERDICTS = """
facts AS MATERIALIZED (
    SELECT p.id AS patient_id, p.practice_id, p.status, p.format, p.preferred_channel, p.no_fixed_abode,
        plan.next_review_on,
        p.id IN (SELECT patient_id FROM patients_optout WHERE about = 'invitations' AND starts_on <= %(today)s
            AND (ends_on IS NULL OR ends_on >= %(today)s) {among}) AS opted_out,
        p.id IN (SELECT patient_id FROM patients_processingrestriction WHERE starts_at <= %(now)s
            AND (ends_at IS NULL OR ends_at > %(now)s) {among}) AS restricted,
        p.id IN (SELECT patient_id FROM careplans_review WHERE superseded_by_id IS NULL
            AND reviewed_on >= %(since)s {among}) AS reviewed_since,
        p.id IN (SELECT patient_id FROM recall_invitation WHERE state IN ('waiting', 'invited') AND campaign_id IN
            (SELECT id FROM recall_campaign WHERE status = 'running' AND id <> %(campaign)s) {among}
            ) AS invited_elsewhere,
        %(cohort)s::uuid IS NULL OR p.id IN (SELECT patient_id FROM recall_cohortmember
            WHERE cohort_id = %(cohort)s::uuid AND standing = 'accepted' {among}) AS in_cohort,
        p.mobile <> '' AS has_mobile, p.safe_to_text,
        p.id IN (SELECT patient_id FROM recall_concern WHERE settled_at IS NULL {among}) AS looked_into,
        p.email <> '' AS has_email, p.safe_to_email,
        array_to_string(p.address, '') <> '' AND p.postcode <> '' AND NOT p.no_fixed_abode AS has_address,
        p.safe_to_post
    FROM patients_patient p
    LEFT JOIN careplans_careplan plan ON plan.patient_id = p.id AND plan.status <> 'ended'
    WHERE p.scheme_id = %(scheme)s AND ({whom})
), reach AS (
    SELECT *, has_mobile AND safe_to_text AS can_text, has_email AND safe_to_email AS can_email,
        has_address AND safe_to_post AS can_post
    FROM facts
), weighed AS (
    SELECT patient_id, practice_id, format, next_review_on,
        CASE
            WHEN status = 'deceased' THEN 'deceased'
            WHEN status = 'moved' THEN 'moved'
            WHEN restricted THEN 'restricted'
            WHEN opted_out THEN 'opted_out'
            WHEN looked_into THEN 'looked_into'
            WHEN reviewed_since OR next_review_on > %(due_by)s::date THEN 'reviewed_since'
            WHEN %(due_by)s::date IS NOT NULL AND next_review_on IS NULL THEN 'no_open_plan'
            WHEN NOT in_cohort THEN 'left_cohort'
            WHEN invited_elsewhere THEN 'open_invitation'
            WHEN can_text OR can_email OR can_post THEN NULL
            WHEN has_mobile OR has_email OR has_address THEN 'no_safe_channel'
            WHEN no_fixed_abode THEN 'no_address'
            ELSE 'no_contact_details'
        END AS skip,
        CASE
            WHEN format <> 'standard' AND can_post THEN 'letter'
            WHEN preferred_channel = 'sms' AND can_text THEN 'sms'
            WHEN preferred_channel = 'email' AND can_email THEN 'email'
            WHEN preferred_channel = 'letter' AND can_post THEN 'letter'
            WHEN can_text THEN 'sms'
            WHEN can_email THEN 'email'
            WHEN can_post THEN 'letter'
        END AS channel
    FROM reach
), verdicts AS (
    SELECT patient_id, practice_id, format, next_review_on, skip, CASE WHEN skip IS NULL THEN channel END AS channel
    FROM weighed
)
"""
REVIEW_DUE = {"whom": "plan.next_review_on <= %(due_by)s::date", "among": ""}
IN_COHORT = {
    "whom": """p.id IN (SELECT patient_id FROM recall_cohortmember
        WHERE cohort_id = %(cohort)s AND standing = 'accepted')""",
    "among": "",
}
LEFT_OUT = {
    "whom": """p.id IN (SELECT patient_id FROM recall_invitation
        WHERE campaign_id = %(campaign)s AND state = 'excluded' AND reason = ANY(%(skips)s))""",
    "among": "",
}
THESE_PEOPLE = {"whom": "p.id = ANY(%(patients)s)", "among": "AND patient_id = ANY(%(patients)s)"}

# The same reference as references.reference; {sequence} is an SQL expression.
REFERENCE = """encode(substring(sha256(convert_to(
    'recall:' || {campaign} || ':' || {patient} || ':' || {sequence}, 'UTF8')) FOR 16), 'hex')::uuid"""

EVERY_FULL = FULL.format(among="")

# These are of everybody the campaign is about: `of_source` says who that is, and whom of them the round takes.
PLACED = "{placed}"
WHOLE_COHORT = f"WITH {VERDICTS}, {EVERY_FULL}, {EVERYBODY}, {PLACED}"
PREVIEW = f"""{WHOLE_COHORT} SELECT skip, channel, count(*), count(free_on), count(turn_on) FROM placed
GROUP BY 1, 2 ORDER BY 1, 2"""
COHORT = f"{WHOLE_COHORT} SELECT patient_id, skip, channel, format, {LEAVES_ON} FROM placed"
DAYS = f"""{WHOLE_COHORT} SELECT practice_id, channel, coalesce({LEAVES_ON}, %(today)s::date), count(*) FROM placed
WHERE skip IS NULL GROUP BY 1, 2, 3"""
RECHECK = f"WITH {VERDICTS.format(**THESE_PEOPLE)} SELECT patient_id, skip, channel, format FROM verdicts"

# Everybody of the cohort who has none yet gets a row, with state and reason; whoever is to be invited gets a first
# attempt too, for their day. Both are written from the verdicts themselves: the key of an invitation is known
# beforehand, as reference number nought.
KEY = REFERENCE.format(campaign="%(campaign)s::uuid", patient="patient_id", sequence="0")
LAUNCH = f"""
WITH {VERDICTS}, {EVERY_FULL}, {NEWCOMERS}, {PLACED}, keyed AS MATERIALIZED (
    SELECT placed.*, {KEY} AS invitation_id FROM placed ORDER BY patient_id
), members AS (
    INSERT INTO recall_invitation (id, scheme_id, campaign_id, patient_id, practice_id, state, reason)
    SELECT invitation_id, %(scheme)s, %(campaign)s, patient_id, practice_id,
        CASE WHEN skip IS NULL THEN 'waiting' ELSE 'excluded' END, coalesce(skip, {WAITS_FOR})
    FROM keyed
    ON CONFLICT DO NOTHING
    RETURNING state
), attempts AS (
    INSERT INTO recall_invitationattempt (id, scheme_id, campaign_id, invitation_id, sequence, channel, format, state,
        not_before, tries, recipient, subject, body, provider_id, detail)
    SELECT {REFERENCE.format(campaign="%(campaign)s::uuid", patient="patient_id", sequence="1")},
        %(scheme)s, %(campaign)s, invitation_id, 1, channel, format, 'pending', {NOT_BEFORE}, 0, '', '', '', '', ''
    FROM keyed WHERE skip IS NULL
    ON CONFLICT DO NOTHING
)
SELECT count(*), count(*) FILTER (WHERE state = 'waiting') FROM members
"""

# Whoever was left out for a reason that holds no more waits again, with one more attempt. Parameter besides: skips.
INVITE_AGAIN = f"""
WITH {VERDICTS}, {EVERY_FULL}, {EVERYBODY}, {PLACED}, again AS (
    UPDATE recall_invitation i SET state = 'waiting', reason = {WAITS_FOR}
    FROM placed
    WHERE i.campaign_id = %(campaign)s AND i.patient_id = placed.patient_id AND i.state = 'excluded'
        AND placed.skip IS NULL
    RETURNING i.id, i.patient_id, channel, placed.format, free_on, turn_on
)
INSERT INTO recall_invitationattempt (id, scheme_id, campaign_id, invitation_id, sequence, channel, format, state,
    not_before, tries, recipient, subject, body, provider_id, detail)
SELECT {REFERENCE.format(campaign="%(campaign)s::uuid", patient="patient_id", sequence="made.sequence")},
    %(scheme)s, %(campaign)s, again.id, made.sequence, channel, format, 'pending', {NOT_BEFORE}, 0, '', '', '', '', ''
FROM again CROSS JOIN LATERAL (
    SELECT count(*) + 1 AS sequence FROM recall_invitationattempt a WHERE a.invitation_id = again.id
) made
"""

# For everybody invited in a running campaign: what comes next, as schedule.next_step says. Parameters besides those of
# VERDICTS and FULL: attempts, gap_days. Closed reasons are those of eligibility.CLOSED.
SINCE = "standing.answer IS DISTINCT FROM 'open' OR made_on >= standing.ask_again_on"  # asked anew, counted anew
NEXT_STEPS = f"""
WITH mine AS (
    SELECT id, patient_id FROM recall_invitation
    WHERE campaign_id = %(campaign)s AND scheme_id = %(scheme)s
        AND (state = 'invited' OR state = 'excluded' AND reason = 'answered')
), {STANDING}, {VERDICTS.format(whom="p.id IN (SELECT patient_id FROM mine)", among="")}, {EVERY_FULL}, tried AS (
    SELECT a.invitation_id, a.sequence, a.state,
        a.state NOT IN ('accepted', 'refused', 'missed', 'cancelled') AS in_hand,
        CASE WHEN a.state IN ('accepted', 'refused')
            THEN (a.settled_at AT TIME ZONE 'Europe/London')::date END AS made_on
    FROM mine JOIN recall_invitationattempt a ON a.invitation_id = mine.id
), history AS (
    SELECT mine.id, mine.patient_id, verdicts.skip, verdicts.channel, verdicts.format, standing.answer,
        count(made_on) FILTER (WHERE {SINCE}) AS made,
        max(a.sequence) AS last_sequence,
        max(made_on) FILTER (WHERE {SINCE}) AS last_on,
        bool_or(in_hand) AS in_hand
    FROM mine JOIN verdicts USING (patient_id) JOIN tried a ON a.invitation_id = mine.id
        LEFT JOIN standing ON standing.invitation_id = mine.id
    GROUP BY mine.id, mine.patient_id, verdicts.skip, verdicts.channel, verdicts.format, standing.answer
), steps AS (
    SELECT id, patient_id, channel, format, last_sequence,
        CASE
            WHEN skip IN ('deceased', 'moved', 'restricted', 'opted_out', 'no_open_plan', 'reviewed_since',
                    'left_cohort') THEN 'close'
            WHEN answer <> 'open' THEN answer
            WHEN skip = 'looked_into' THEN 'wait'
            WHEN in_hand OR %(today)s < last_on + %(gap_days)s THEN 'wait'
            WHEN made >= %(attempts)s OR skip IS NOT NULL THEN 'decide'
            WHEN free_on IS NOT NULL THEN 'wait'
            ELSE 'remind'
        END AS step
    FROM history LEFT JOIN full_up USING (patient_id)
)
"""
STEPS = NEXT_STEPS + "SELECT id, step FROM steps"
REMIND = (
    NEXT_STEPS
    + f"""
INSERT INTO recall_invitationattempt (id, scheme_id, campaign_id, invitation_id, sequence, channel, format, state,
    not_before, tries, recipient, subject, body, provider_id, detail)
SELECT {REFERENCE.format(campaign="%(campaign)s::uuid", patient="patient_id", sequence="(last_sequence + 1)")},
    %(scheme)s, %(campaign)s, id, last_sequence + 1, channel, format, 'pending', %(now)s, 0, '', '', '', '', ''
FROM steps WHERE step = 'remind' ORDER BY patient_id
ON CONFLICT DO NOTHING
"""
)


def of_source(statement: str, campaign: Campaign) -> str:
    """The statement about everybody the campaign is about: its cohort, or whoever has a review due by its day."""
    source = IN_COHORT if campaign.cohort_id else REVIEW_DUE
    return statement.format(**source, placed=rounds.placing(campaign))


def parameters(campaign: Campaign, today: Any, **more: Any) -> dict[str, Any]:
    """The parameters every statement about one campaign takes."""
    return {
        "scheme": campaign.scheme_id,
        "campaign": campaign.pk,
        "due_by": campaign.due_by,
        "cohort": campaign.cohort_id,
        "since": timezone.localdate(campaign.drafted_at),
        "today": today,
        "now": timezone.now(),
    } | more


def monthly(campaign: Campaign, today: Any, **more: Any) -> dict[str, Any]:
    """The same, for statements that also ask when the month, the practice's week and the round have room."""
    limits = contacts.month(campaign.scheme_id, today) | rounds.limits(campaign, today)
    return parameters(campaign, today, **more) | limits


def rows(statement: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Run a statement and give back all its rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def changed(statement: str, given: dict[str, Any]) -> int:
    """Run a statement and give back how many rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return int(cursor.rowcount)


def invite_cohort(campaign: Campaign, today: Any) -> tuple[int, int]:
    """Write everybody of the cohort who is not in the campaign yet, in one statement: how many people, and how many of
    them to be invited."""
    ((cohort, waiting),) = rows(of_source(LAUNCH, campaign), monthly(campaign, today))
    return cohort, waiting


def invite_again(campaign: Campaign, today: Any) -> int:
    """Make whoever was left out, for a reason that holds no more, wait to be invited: how many."""
    statement = INVITE_AGAIN.format(**LEFT_OUT, placed=rounds.placing(campaign))
    return changed(statement, monthly(campaign, today, skips=[*Skip.values, Full.NEXT_ROUND]))


def remind(campaign: Campaign, today: Any) -> int:
    """Queue the next attempt for everybody due one, in one statement: how many."""
    reminded = changed(REMIND, monthly(campaign, today, attempts=campaign.attempts, gap_days=campaign.gap_days))
    if reminded:
        changed(WAIT_AGAIN, {"campaign": campaign.pk})
    return reminded


def steps(campaign: Campaign, today: Any) -> dict[UUID, str]:
    """What comes next for everybody invited, by invitation."""
    return dict(rows(STEPS, monthly(campaign, today, attempts=campaign.attempts, gap_days=campaign.gap_days)))


def verdicts_of(campaign: Campaign, patients: list[UUID], today: Any) -> dict[UUID, tuple[str | None, str | None, str]]:
    """For these people, whether they may be invited now: reason not to, channel, format."""
    found = rows(RECHECK, parameters(campaign, today, patients=patients))
    return {patient: (skip, channel, form) for patient, skip, channel, form in found}
