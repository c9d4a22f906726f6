"""Who may do what with campaigns and invitations."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.roles import Role
from recall import actions, codes
from recall.models import Booking, Concern, Hold, Invitation, InvitationAttempt, UnreadText, Wording
from recall.rounds import Rule
from tests import factories
from tests.matrix import Row
from tests.recall import cast

RUNS = {Role.SCHEME_COORDINATOR}
CARES = {Role.SCHEME_COORDINATOR, Role.PRESCRIBER, Role.PRACTICE_STAFF, Role.KEY_WORKER, Role.SPECIALIST}


def drafted(world):
    return cast.draft(world.cast[Role.SCHEME_COORDINATOR])


def launched(world, **facts):
    for field, value in {"mobile": "07700 900001", **facts}.items():
        setattr(world.patient, field, value)
    world.patient.save()
    factories.CarePlanFactory(patient=world.patient, next_review_on=cast.DUE)
    return cast.launch(world.cast[Role.SCHEME_COORDINATOR])


def invitation(world):
    launched(world)
    return Invitation.objects.get()


def failed(world):
    Invitation.objects.filter(pk=invitation(world).pk).update(state="failed", reason="refused")
    InvitationAttempt.objects.update(state="cancelled", settled_at=timezone.now())
    return Invitation.objects.get()


def off_balance(world):
    """Somebody waits, and nothing is under way for them; the morning's count finds it."""
    campaign = launched(world)
    InvitationAttempt.objects.update(state="cancelled", settled_at=timezone.now())
    actions.check_balance(campaign=campaign)
    Invitation.objects.update(state="excluded", reason="answered")
    return campaign


def doubtful(world):
    campaign = launched(world)
    actions.claim_due(campaign=campaign, channels=("sms",), limit=1)
    InvitationAttempt.objects.update(state="unknown")
    return InvitationAttempt.objects.get()


def printed(world):
    campaign = launched(world, mobile="")
    attempts = actions.claim_due(campaign=campaign, channels=("letter",), limit=1)
    return actions.record_print_run(campaign=campaign, attempts=attempts, content=b"%PDF", page_counts=[1])


def booked(world):
    """An appointment that was over an hour ago; staff recorded it beforehand."""
    an_hour_ago = timezone.now() - timedelta(hours=1)
    return Booking.objects.create(
        scheme=world.scheme,
        invitation=invitation(world),
        booked_for=an_hour_ago,
        minutes=30,
        recorded_by=world.cast[Role.SCHEME_COORDINATOR],
    )


def missed(world):
    by = world.cast[Role.SCHEME_COORDINATOR]
    return actions.record_attendance(booking=booked(world), outcome="missed", by=by)


def concern(world):
    actions.record_answer(
        invitation=invitation(world),
        response="moved",
        answered_on=date(2026, 3, 16),
        by=world.cast[Role.SCHEME_COORDINATOR],
    )
    return Concern.objects.get()


def unread(world):
    mine = invitation(world)
    return UnreadText.objects.create(
        scheme=world.scheme, invitation=mine, patient_id=mine.patient_id, number="07700900001", text="Hm",
        received_at=timezone.now(),
    )  # fmt: skip


def slip(world):
    attempt = invitation(world).attempts.get()
    return {"code": codes.code_of(attempt.pk), "response": "declined", "answered_on": date(2026, 3, 16)}


def shipped(world):
    drafted(world)
    return Wording.objects.filter(is_shipped=True).first()


def scored(world):
    return actions.make_cohort(
        name="At risk",
        purpose="Care planning",
        method="risk_score",
        tool="Made-up index",
        scored_on=date(2026, 3, 1),
        conditions_of_use="Direct care only",
        bound=50,
        by=world.cast[Role.SCHEME_COORDINATOR],
    )


def judged(world):
    return actions.make_cohort(
        name="Team", purpose="Care planning", method="judgement", by=world.cast[Role.SCHEME_COORDINATOR]
    )


def member(world):
    return actions.propose_member(
        cohort=judged(world), patient=world.patient, reason="Often in hospital", by=world.cast[Role.SCHEME_COORDINATOR]
    )


def told(world):
    return actions.record_fair_processing(
        cohort=scored(world),
        posters_on=date(2026, 3, 1),
        leaflets_on=date(2026, 3, 2),
        justification="Their own practice plans their care",
        by=world.cast[Role.SCHEME_COORDINATOR],
    )


READ = {"from_whom": "The Tuesday group", "reviewed_on": date(2026, 3, 16), "said": "Clear.", "is_fit": True}
ROWS = [
    Row(
        actions.review_wording, CARES, lambda world: {"wording": shipped(world), **READ}, anywhere="of the whole scheme"
    ),
    Row(actions.pass_shipped_wording, RUNS, lambda world: {"on": date(2026, 3, 16), "said": "Clear."}),
    Row(
        actions.record_telling,
        CARES,
        lambda world: {
            "invitation": failed(world),
            "way": "visit",
            "reached": "told",
            "told_on": timezone.localdate(),
        },
    ),
    Row(actions.change_clinical_code, RUNS, lambda world: {"event": "booked", "code": "22298006", "term": "Booked"}),
    Row(actions.change_disclosure_list, RUNS, lambda world: {"words": "methadone"}),
    Row(
        actions.make_cohort,
        RUNS,
        lambda world: {"name": "Team", "purpose": "Care planning", "method": "judgement"},
    ),
    Row(
        actions.bring_in_scores,
        RUNS,
        lambda world: {"cohort": scored(world), "content": b"NHS number,score\n9990000018,60\n"},
    ),
    Row(
        actions.record_fair_processing,
        RUNS,
        lambda world: {
            "cohort": scored(world),
            "posters_on": date(2026, 3, 1),
            "leaflets_on": date(2026, 3, 1),
            "justification": "Their own practice plans their care",
        },
    ),
    Row(actions.sign_off_cohort, {Role.GOVERNANCE_LEAD}, lambda world: {"cohort": told(world)}),
    Row(
        actions.propose_member,
        CARES,
        lambda world: {"cohort": judged(world), "patient": world.patient, "reason": "Often in hospital"},
    ),
    Row(actions.decide_member, CARES, lambda world: {"member": member(world), "move": "accept"}),
    Row(actions.draft_campaign, RUNS, lambda world: {"name": "Autumn", "due_by": date(2026, 3, 31)}),
    Row(
        actions.change_draft,
        RUNS,
        lambda world: {
            "campaign": drafted(world),
            "name": "Autumn",
            "purpose": "",
            "rule": Rule(3, 21),
            "due_by": cast.DUE,
        },
    ),
    Row(actions.launch_campaign, RUNS, lambda world: {"campaign": _with_somebody_due(world)}),
    Row(actions.stop_campaign, RUNS, lambda world: {"campaign": launched(world)}),
    Row(
        actions.change_wording,
        RUNS,
        lambda world: {"kind": "sms", "is_reminder": False, "body": "Please ring {telephone}."},
    ),
    Row(actions.post_print_run, RUNS, lambda world: {"print_run": printed(world), "posted_on": date(2026, 3, 16)}),
    Row(actions.settle_attempt, RUNS, lambda world: {"attempt": doubtful(world), "has_left": True}),
    Row(actions.try_again, RUNS, lambda world: {"invitation": failed(world)}),
    Row(
        actions.release_hold,
        RUNS,
        lambda world: {"hold": Hold.objects.create(scheme=world.scheme, reason="The key is refused")},
    ),
    Row(actions.record_attendance, CARES, lambda world: {"booking": booked(world), "outcome": "attended"}),
    Row(actions.read_text, CARES, lambda world: {"text": unread(world)}),
    Row(
        actions.answer_by_slip,
        CARES,
        slip,
        anywhere="a code of somebody who is not seen is told in words, as a wrong one is",
    ),
    Row(actions.settle_concern, CARES, lambda world: {"concern": concern(world), "finding": "not_so"}),
    Row(
        actions.record_answer,
        CARES,
        lambda world: {
            "invitation": invitation(world),
            "response": "booked",
            "answered_on": date(2026, 3, 16),
        },
    ),
]


def _with_somebody_due(world):
    factories.CarePlanFactory(patient=world.patient, next_review_on=cast.DUE)
    return drafted(world)
