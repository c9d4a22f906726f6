"""Drafting, launching, stopping and finishing campaigns."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone

from audit import actions as audit
from audit import constraints, wall
from recall import events, permissions
from recall.actions.balances import check_balance
from recall.actions.cancelling import cancel_pending
from recall.actions.wordings import refuse_unless_read, seed_wordings
from recall.balance import State, Stopped
from recall.cohorts import lacking
from recall.lifecycle import LIFE, Move, Status
from recall.models import Campaign, CampaignStatusChange, Cohort, InvitationAttempt
from recall.queries import statements
from recall.rounds import Rule
from recall.schedule import Step
from schemes import queries as schemes
from schemes.models import Protocol

LARGE_COHORT = 60  # seconds that the statement over a whole register may take


@transaction.atomic
def draft_campaign(
    *,
    name: str,
    by: Any,
    due_by: date | None = None,
    cohort: Cohort | None = None,
    purpose: str = "",
    rule: Rule | None = None,
    follows: Campaign | None = None,
) -> Campaign:
    """Draft a campaign for everybody whose review is due by a day, or for a cohort; nothing is sent yet.

    Without a rule of its own it takes the scheme's numbers. A further round follows one that was launched.
    """
    if not permissions.can_run_campaign(by):
        raise PermissionDenied("Only somebody who runs the scheme may call people in.")
    if follows and follows.launched_at is None:
        raise ValidationError("There was no round yet that this one could follow.")
    seed_wordings(by)
    campaign = Campaign(scheme_id=by.acting.scheme_id, name=name, follows=follows, drafted_by=by)
    _fill(campaign, due_by=due_by, cohort=cohort, purpose=purpose, rule=rule or _usual_rule(by.acting.scheme_id))
    if cohort is None:
        audit.record(events.CAMPAIGN_DRAFTED, subject=campaign, by=by, name=name, due_by=due_by)
    else:
        audit.record(events.COHORT_CAMPAIGN_DRAFTED, subject=campaign, by=by, name=name, cohort=cohort.name)
    return campaign


@transaction.atomic
def change_draft(
    *,
    campaign: Campaign,
    name: str,
    purpose: str,
    rule: Rule,
    by: Any,
    due_by: date | None = None,
    cohort: Cohort | None = None,
) -> Campaign:
    """Change what a draft is for, whom and how it invites. Refused once it is launched or discarded."""
    if not permissions.can_run_campaign(by):
        raise PermissionDenied("Only somebody who runs the scheme may change a campaign.")
    campaign = _locked(campaign)
    if campaign.status != Status.DRAFT:
        raise ValidationError("Only a draft can be changed. What is launched can be stopped, and followed by another.")
    campaign.name = name
    campaign.version += 1
    _fill(campaign, due_by=due_by, cohort=cohort, purpose=purpose, rule=rule)
    audit.record(events.CAMPAIGN_CHANGED, subject=campaign, by=by, name=name)
    return campaign


def _fill(campaign: Campaign, *, due_by: date | None, cohort: Cohort | None, purpose: str, rule: Rule) -> None:
    campaign.due_by, campaign.cohort, campaign.purpose = due_by, cohort, purpose
    campaign.attempts, campaign.gap_days = rule.attempts, rule.gap_days
    campaign.size_cap, campaign.practice_a_week = rule.size_cap, rule.practice_a_week
    campaign.split_by_practice = rule.split_by_practice
    constraints.save(campaign)


def _usual_rule(scheme_id: UUID) -> Rule:
    numbers = schemes.protocol_on(scheme_id, timezone.localdate())
    return Rule(numbers.attempts, numbers.attempt_gap_days)


@transaction.atomic
def launch_campaign(*, campaign: Campaign, by: Any, expected: int | None = None) -> Campaign:
    """Write the cohort: everybody with their state and reason, and a first attempt for whoever is to be invited.

    Refused unless it is a draft, while service users have not read what is to be said, when nobody is due, or when
    more than `expected` people would be invited: whoever launches has seen the number.
    """
    if not permissions.can_run_campaign(by):
        raise PermissionDenied("Only somebody who runs the scheme may call people in.")
    campaign = _locked(campaign)
    status = LIFE.after(campaign.status, Move.LAUNCH)
    refuse_unless_read()
    today = timezone.localdate()
    _refuse_unless_cleared(campaign, today)
    _one_at_a_time(campaign)
    cohort, waiting = statements.invite_cohort(campaign, today)
    if not cohort:
        whom = "is in the cohort" if campaign.cohort_id else "has a review due by that day"
        raise ValidationError(f"Nobody {whom}, so there is nobody to invite.")
    if expected is not None and waiting > expected:
        raise ValidationError(f"{waiting:,} people would be invited now, not {expected:,}. Look at the preview again.")
    campaign.launched_at = timezone.now()
    campaign.protocol = Protocol.objects.begun_by(today).first()
    campaign.cohort_size = cohort
    _move(campaign, Move.LAUNCH, status, by=by)
    audit.record(
        events.CAMPAIGN_LAUNCHED,
        subject=campaign,
        by=by,
        name=campaign.name,
        cohort=cohort,
        waiting=waiting,
        excluded=cohort - waiting,
    )
    return campaign


@transaction.atomic
def stop_campaign(*, campaign: Campaign, by: Any, reason: str = "") -> Campaign:
    """Stop inviting. What has not left is cancelled, with its reason; what may have left stays as it is.

    Refused unless the campaign is a draft or running.
    """
    if not permissions.can_run_campaign(by):
        raise PermissionDenied("Only somebody who runs the scheme may stop a campaign.")
    campaign = _locked(campaign)
    status = LIFE.after(campaign.status, Move.STOP)
    cancelled = cancel_pending(InvitationAttempt.objects.filter(campaign=campaign), Stopped.CAMPAIGN_STOPPED)
    _move(campaign, Move.STOP, status, by=by, reason=reason)
    audit.record(events.CAMPAIGN_STOPPED, subject=campaign, by=by, name=campaign.name, cancelled=cancelled)
    return campaign


@transaction.atomic
def catch_up(*, campaign: Campaign, process: str = "recall.catch_up") -> int:
    """Bring into a running campaign whoever came into its cohort since, or was left out for a reason that is over.

    Says how many are to be invited by it now. Safe to run twice: whoever is in the campaign stays as they are. The size
    of the cohort grows with it, so that the balance goes on to add up.
    """
    campaign = _locked(campaign)
    if campaign.status != Status.RUNNING:
        return 0
    today = timezone.localdate()
    _one_at_a_time(campaign)
    again = statements.invite_again(campaign, today)
    joined, waiting = statements.invite_cohort(campaign, today)
    if joined:
        campaign.cohort_size = (campaign.cohort_size or 0) + joined
        campaign.version += 1
        campaign.save(update_fields=["cohort_size", "version"])
    if joined or again:
        audit.record(
            events.CAMPAIGN_CAUGHT_UP, subject=campaign, process=process, name=campaign.name, joined=joined, again=again
        )
    return waiting + again


@transaction.atomic
def plan_reminders(*, campaign: Campaign, process: str = "recall.plan_reminders") -> int:
    """Queue the next invitation for everybody who has not answered and whose turn has come; says for how many (H14)."""
    campaign = _locked(campaign)
    if campaign.status != Status.RUNNING:
        return 0
    reminders = statements.remind(campaign, timezone.localdate())
    if reminders:
        audit.record(
            events.REMINDERS_PLANNED, subject=campaign, process=process, name=campaign.name, reminders=reminders
        )
    return reminders


@transaction.atomic
def finish_campaign(*, campaign: Campaign, process: str = "recall.plan_reminders") -> bool:
    """End a running campaign once nobody waits for anything, an answer and a decision included; says whether it did.

    One that does not balance is never ended: somebody in it may have been lost.
    """
    campaign = _locked(campaign)
    if campaign.status != Status.RUNNING or _unsettled(campaign) or not check_balance(campaign=campaign).is_sound:
        return False
    _move(campaign, Move.FINISH, LIFE.after(campaign.status, Move.FINISH), process=process)
    audit.record(events.CAMPAIGN_FINISHED, subject=campaign, process=process, name=campaign.name)
    return True


def _one_at_a_time(campaign: Campaign) -> None:
    """Hold other campaigns of the scheme: two that write their cohorts at once must each see whom the other invites."""
    wall.patience(LARGE_COHORT)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('recall.launch'), hashtext(%s))", [str(campaign.scheme_id)]
        )


def _refuse_unless_cleared(campaign: Campaign, today: date) -> None:
    """Refuse while the cohort lacks what must be on record before it is used."""
    cohort = campaign.cohort
    missing = lacking(cohort.method, cohort.clearance, today) if cohort else []
    if missing:
        raise ValidationError(f"The cohort may not be used yet. It is not on record {'; nor '.join(missing)}.")


def _unsettled(campaign: Campaign) -> bool:
    """Whether anybody is still waiting to be invited, to answer, or for somebody to decide."""
    if campaign.invitations.filter(state=State.WAITING).exists():
        return True
    return any(step != Step.CLOSE for step in statements.steps(campaign, timezone.localdate()).values())


def _locked(campaign: Campaign) -> Campaign:
    locked: Campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    return locked


def _move(campaign: Campaign, move: Move, status: Any, *, by: Any = None, process: str = "", reason: str = "") -> None:
    campaign.status = status
    campaign.version += 1
    campaign.save()
    CampaignStatusChange.objects.create(
        scheme_id=campaign.scheme_id,
        campaign=campaign,
        move=move,
        status=status,
        reason=reason,
        by=by,
        process=process,
    )
