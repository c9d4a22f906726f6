"""What happened in some days, coded, so that a practice can load it into its own record (H18)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from patients.models import Patient
from recall.answering import Attendance
from recall.coding import Coded
from recall.cohorts import Method
from recall.models import ClinicalCode
from recall.queries import statements

BATCH = 2_000
SYSTEM = "http://snomed.info/sct"  # as the NHS names SNOMED CT (reference standards, FHIR code systems)

# Parameters: first, last, and the words below. A value goes with an event that has one.
HAPPENED = """
WITH happened AS (
    SELECT i.patient_id, (a.settled_at AT TIME ZONE 'Europe/London')::date AS day,
        CASE a.sequence WHEN 1 THEN %(first_invitation)s WHEN 2 THEN %(second_invitation)s
            ELSE %(later_invitation)s END AS event, '' AS value
    FROM recall_invitationattempt a JOIN recall_invitation i ON i.id = a.invitation_id
    WHERE a.state = 'accepted' AND a.settled_at >= %(first)s::timestamp AT TIME ZONE 'Europe/London'
        AND a.settled_at < (%(last)s::date + 1)::timestamp AT TIME ZONE 'Europe/London'
    UNION ALL SELECT i.patient_id, a.answered_on, a.response, ''
    FROM recall_answer a JOIN recall_invitation i ON i.id = a.invitation_id
    WHERE a.response IN (%(booked)s, %(declined)s) AND a.answered_on BETWEEN %(first)s AND %(last)s
    UNION ALL SELECT i.patient_id, (b.booked_for AT TIME ZONE 'Europe/London')::date, %(missed)s, ''
    FROM recall_bookingoutcome o JOIN recall_booking b ON b.id = o.booking_id
        JOIN recall_invitation i ON i.id = b.invitation_id
    WHERE o.outcome = %(did_not_attend)s AND b.booked_for >= %(first)s::timestamp AT TIME ZONE 'Europe/London'
        AND b.booked_for < (%(last)s::date + 1)::timestamp AT TIME ZONE 'Europe/London'
    UNION ALL SELECT m.patient_id, coalesce(c.scored_on, (m.added_at AT TIME ZONE 'Europe/London')::date),
        %(activation)s, trim_scale(m.score)::text
    FROM recall_cohortmember m JOIN recall_cohort c ON c.id = m.cohort_id
    WHERE c.method = ANY(%(by_activation)s) AND m.score IS NOT NULL
        AND coalesce(c.scored_on, (m.added_at AT TIME ZONE 'Europe/London')::date) BETWEEN %(first)s AND %(last)s
    UNION ALL SELECT p.patient_id, v.agreed_on, %(plan_agreed)s, ''
    FROM careplans_planversion v JOIN careplans_careplan p ON p.id = v.plan_id
    WHERE v.agreed_on BETWEEN %(first)s AND %(last)s
    UNION ALL SELECT patient_id, reviewed_on, %(review_done)s, ''
    FROM careplans_review WHERE superseded_by_id IS NULL AND reviewed_on BETWEEN %(first)s AND %(last)s
), given AS (
    SELECT happened.*, o.ods_code FROM happened JOIN patients_patient p ON p.id = happened.patient_id
        JOIN practices_organisation o ON o.id = p.practice_id
    WHERE %(practice)s::uuid IS NULL OR p.practice_id = %(practice)s::uuid
)
"""
COUNTS = f"{HAPPENED} SELECT event, count(*) FROM given GROUP BY 1"
ROWS = f"""{HAPPENED}
SELECT patient_id, day, event, value FROM given ORDER BY ods_code, day, patient_id, event
"""


@dataclass(frozen=True)
class Coding:
    """One event, by which code it goes out now, and how often it happened in the days asked for."""

    event: Coded
    code: ClinicalCode | None
    happened: int = 0


@dataclass(frozen=True)
class CodedEvent:
    """One thing that happened to one person, as a line of the file."""

    patient: Patient
    day: date
    event: Coded
    code: ClinicalCode | None
    value: str


def codings(first: date, last: date, practice: UUID | None = None) -> list[Coding]:
    """Every event with its code, and how often it happened to people within reach; two statements."""
    counts = dict(statements.rows(COUNTS, _given(first, last, practice)))
    codes = codes_in_use()
    return [Coding(event, codes.get(event), counts.get(event, 0)) for event in Coded]


def coded_events(first: date, last: date, practice: UUID | None = None) -> Iterator[CodedEvent]:
    """What happened, practice by practice and day by day, to the people within reach who are registered there.

    The people are read a batch at a time.
    """
    codes, people = codes_in_use(), Patient.objects.select_related("practice")
    with connection.cursor() as cursor:
        cursor.execute(ROWS, _given(first, last, practice))
        while found := cursor.fetchmany(BATCH):
            of = people.in_bulk({patient for patient, *_ in found})
            for patient, day, event, value in found:
                yield CodedEvent(of[patient], day, Coded(event), codes.get(Coded(event)), value)


def codes_in_use() -> dict[Coded, ClinicalCode]:
    """The newest code of each event that has one."""
    newest = ClinicalCode.objects.order_by("event", "-number").distinct("event")
    return {Coded(each.event): each for each in newest if each.code}


def _given(first: date, last: date, practice: UUID | None) -> dict[str, Any]:
    return {
        "first": first,
        "last": last,
        "practice": practice,
        "did_not_attend": Attendance.MISSED.value,
        "by_activation": [Method.HIGHER_ACTIVATION.value, Method.LOWER_ACTIVATION.value],
    } | {event.value: event.value for event in Coded}
