"""Which records are past their class: from the facts of today, never from a day that was stored."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from audit import wall
from governance.due import months_after
from governance.lifecycle import ErasureStatus
from governance.models import Erasure, KeepingDecision, LegalHold, RetentionRule
from governance.permissions import can_answer_rights
from governance.retention import DEFAULT, DEFAULT_SOURCE, YEARS, RetentionClass, review_on
from patients.models import Patient
from recall.models import InvitationAttempt

# The last thing that happened with the person: care, a plan, a review, an answer, or at the least that they were added.
LAST_CONTACT = """
SELECT p.id, greatest(p.added_at::date, p.moved_on, p.died_on, episode.day, review.day, answer.day) AS day
FROM patients_patient p
LEFT JOIN (SELECT patient_id, max(CASE WHEN ended_on IS NULL THEN %(today)s ELSE ended_on END) AS day
           FROM episodes_episode GROUP BY 1) episode ON episode.patient_id = p.id
LEFT JOIN (SELECT patient_id, max(reviewed_on) AS day FROM careplans_review GROUP BY 1) review
    ON review.patient_id = p.id
LEFT JOIN (SELECT i.patient_id, max(a.answered_on) AS day FROM recall_answer a
           JOIN recall_invitation i ON i.id = a.invitation_id GROUP BY 1) answer ON answer.patient_id = p.id
WHERE p.status <> 'erased'
"""
PAST = f"SELECT id, day FROM ({LAST_CONTACT}) contact WHERE day < %(before)s ORDER BY day, id"
OF_ONE = f"SELECT day FROM ({LAST_CONTACT} AND p.id = %(person)s) contact"

ONLY_A_DAY = "the day of the last contact, of records that the lead may see by name"


@dataclass(frozen=True)
class Keeping:
    """Under which class the scheme's records are kept, and why."""

    retention_class: str
    label: str
    reason: str
    source: str


@dataclass(frozen=True)
class PastItsTime:
    """One record to be looked at: since when it is past its class, and what stands in the way of erasing it."""

    patient: Patient
    last_contact_on: date
    review_on: date
    hold: LegalHold | None
    proposed: bool


def keeping() -> Keeping:
    """What holds in this scheme: its own latest decision, or the longer class until it has decided."""
    rule = RetentionRule.objects.first()
    if rule is None:
        return Keeping(
            DEFAULT, RetentionClass(DEFAULT).label, "The longer one, until the scheme has chosen.", DEFAULT_SOURCE
        )
    return Keeping(rule.retention_class, rule.get_retention_class_display(), rule.reason, rule.source)


def review_list(user: Any, today: date) -> list[PastItsTime]:
    """Records past their class and past any decision to keep them longer. Nothing happens to them by itself."""
    if not can_answer_rights(user):
        return []
    kept = {row.patient_id: row.keep_until for row in KeepingDecision.objects.order_by("decided_at")}
    chosen = keeping().retention_class
    last = dict(_past(chosen, today))
    people = {patient.pk: patient for patient in Patient.objects.visible_to(user).filter(pk__in=last)}
    due = {key: review_on(last[key], chosen, kept.get(key), patient.born_on) for key, patient in people.items()}
    holds = {hold.patient_id: hold for hold in LegalHold.objects.standing().filter(patient_id__in=due)}
    proposed = set(Erasure.objects.filter(status=ErasureStatus.PROPOSED).values_list("patient_id", flat=True))
    return [
        PastItsTime(people[key], day, due[key], holds.get(key), key in proposed)
        for key, day in last.items()
        if key in due and due[key] <= today
    ]


def kept_until(patient: Patient, today: date) -> date:
    """The day from which this record is past its time, as the facts of today say."""
    with connection.cursor() as cursor:
        cursor.execute(OF_ONE, {"today": today, "person": patient.pk})
        (last_contact_on,) = cursor.fetchone()
    decided = KeepingDecision.objects.filter(patient_id=patient.pk).first()
    keep_until = decided.keep_until if decided else None
    return review_on(last_contact_on, keeping().retention_class, keep_until, patient.born_on)


def printed_with_somebody_held(patient: Patient) -> bool:
    """Whether a letter to this person is in one print file with a letter to somebody under a legal hold.

    A print file is emptied whole, and theirs must stay. The database refuses it too (migration 0004).
    """
    files = InvitationAttempt.objects.filter(invitation__patient_id=patient.pk, print_run__isnull=False)
    held = LegalHold.objects.standing().exclude(patient_id=patient.pk).values("patient_id")
    return InvitationAttempt.objects.filter(  # type: ignore[no-any-return]
        print_run__in=files.values("print_run"), invitation__patient__in=held
    ).exists()


def _past(chosen: str, today: date) -> list[tuple[Any, date]]:
    """Who was last in contact so long ago. The lead is told the day, and nothing of what happened on it."""
    before = months_after(today, -12 * YEARS[RetentionClass(chosen)])
    with wall.widened(ONLY_A_DAY), connection.cursor() as cursor:
        cursor.execute(PAST, {"today": today, "before": before + timedelta(days=1)})
        found: list[tuple[Any, date]] = cursor.fetchall()
    return found
