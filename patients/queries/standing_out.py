"""Looks that stand out: counted facts from one set-based statement each, judged by the pure signs of `unusual`."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from accounts import household
from accounts.models import Membership, User
from audit import wall
from audit.models import RecordView
from patients import permissions
from patients.models import LookReview, Patient
from patients.unusual import DAYS, Limits, PairFacts, Sign, many, plain_name, signs
from schemes import queries as schemes

FOR_THE_LEAD = (
    "looks that stand out are shown to the information-governance lead, who sees everybody; of deeds only counts"
)

# Only opening or printing a record counts for a pair: a list shows whoever stands in it.
PAIRS = """
WITH judged AS (
    SELECT looker_id, patient_id, max(until) AS until FROM patients_lookreview
    WHERE scheme_id = app_scheme() AND patient_id IS NOT NULL GROUP BY 1, 2
), seen AS (
    SELECT v.user_id, v.patient_id, v.organisation_id, (v.at AT TIME ZONE 'Europe/London')::date AS day,
           count(*) AS looks, min(v.at) AS first_at, max(v.at) AS last_at
    FROM audit_recordview v LEFT JOIN judged j ON j.looker_id = v.user_id AND j.patient_id = v.patient_id
    WHERE v.scheme_id = app_scheme() AND v.at >= %(since)s AND v.how IN ('view', 'print')
      AND (j.until IS NULL OR v.at > j.until)
    GROUP BY 1, 2, 3, 4
), linked AS (
    SELECT s.user_id, s.patient_id, s.day, s.organisation_id,
           bool_or(l.starts_on <= s.day AND (l.ends_on IS NULL OR l.ends_on >= s.day)) AS tied,
           bool_or(l.starts_on BETWEEN s.day - 7 AND s.day + 7 OR l.ends_on BETWEEN s.day - 7 AND s.day + 7) AS handed
    FROM seen s JOIN patients_carelink l ON l.patient_id = s.patient_id AND l.organisation_id = s.organisation_id
    GROUP BY 1, 2, 3, 4
), pairs AS (
    SELECT s.user_id, s.patient_id, sum(s.looks) AS looks, min(s.first_at) AS first_at, max(s.last_at) AS last_at,
           min(s.day) AS first_day, max(s.day) AS last_day,
           bool_and(s.organisation_id IS NULL OR s.organisation_id = p.practice_id OR coalesce(l.tied, false)) AS tied,
           bool_and(s.organisation_id IS NULL) AS whole_scheme, bool_or(coalesce(l.handed, false)) AS handed_over,
           array_agg(DISTINCT s.organisation_id) FILTER (WHERE s.organisation_id IS NOT NULL) AS places
    FROM seen s JOIN patients_patient p ON p.id = s.patient_id
    LEFT JOIN linked l ON (l.user_id, l.patient_id, l.day, l.organisation_id)
        = (s.user_id, s.patient_id, s.day, s.organisation_id)
    GROUP BY 1, 2
), deeds AS (
    SELECT user_id, patient_id, count(*) AS count FROM (
        SELECT by_id AS user_id, patient_id FROM audit_event
        WHERE scheme_id = app_scheme() AND at >= %(since)s AND patient_id IS NOT NULL
        UNION ALL
        SELECT reviewed_by_id, patient_id FROM patients_lookreview
        WHERE scheme_id = app_scheme() AND reviewed_at >= %(since)s) done GROUP BY 1, 2
)
SELECT s.user_id, s.patient_id, u.name, u.household_key, p.given_name, p.family_name, p.postcode, s.looks, s.last_at,
       s.tied, s.whole_scheme,
       EXISTS (SELECT FROM schemes_participation t WHERE t.scheme_id = app_scheme()
                 AND t.organisation_id = p.practice_id AND t.starts_on <= s.last_day
                 AND (t.ends_on IS NULL OR t.ends_on >= s.first_day))
         OR EXISTS (SELECT FROM patients_carelink l WHERE l.patient_id = p.id AND l.starts_on <= s.last_day
                      AND (l.ends_on IS NULL OR l.ends_on >= s.first_day)),
       s.handed_over,
       EXISTS (SELECT FROM patients_restriction r WHERE r.patient_id = p.id AND r.sensitivity = 'staff'
                 AND r.starts_at <= s.last_at AND (r.ends_at IS NULL OR r.ends_at > s.first_at)),
       coalesce(d.count, 0), s.places
FROM pairs s JOIN accounts_user u ON u.id = s.user_id JOIN patients_patient p ON p.id = s.patient_id
LEFT JOIN deeds d ON d.user_id = s.user_id AND d.patient_id = s.patient_id
"""

# However somebody was seen: whoever takes hundreds out in a file has seen them too.
HOURS = """
SELECT v.user_id, date_trunc('hour', v.at), count(DISTINCT v.patient_id), max(v.at)
FROM audit_recordview v
LEFT JOIN (SELECT looker_id, max(until) AS until FROM patients_lookreview
           WHERE scheme_id = app_scheme() AND patient_id IS NULL GROUP BY 1) j ON j.looker_id = v.user_id
WHERE v.scheme_id = app_scheme() AND v.at >= %(since)s AND (j.until IS NULL OR v.at > j.until)
GROUP BY 1, 2 HAVING count(DISTINCT v.patient_id) >= %(people)s
"""


@dataclass(frozen=True)
class Finding:
    """What stood out of one user's looks at one person, or at very many; `people` is the most in one hour."""

    looker_id: UUID
    patient_id: UUID | None
    signs: list[Sign]
    looks: int
    last_at: datetime
    people: int = 1


def standing_out(user: Any, today: date) -> list[Finding]:
    """What stands out and was not reviewed, the latest first; nothing for whoever does not answer for access."""
    if not permissions.can_govern_access(user):
        return []
    protocol = schemes.protocol_on(user.acting.scheme_id, today)
    limits = Limits(protocol.people_seen_an_hour, protocol.looks_without_a_deed)
    since = timezone.now() - timedelta(days=DAYS)
    with wall.widened(FOR_THE_LEAD), connection.cursor() as cursor:
        cursor.execute(PAIRS, {"since": since})
        pairs = cursor.fetchall()
        cursor.execute(HOURS, {"since": since, "people": limits.people_an_hour})
        hours = cursor.fetchall()
    names = _names_by_place(user.acting.scheme_id, today)
    pairs_found = _pair_findings(pairs, names, limits)
    # The restricted record that concerns the lead is another lead's to judge.
    visible = Patient.objects.visible_to(user).in_bulk([finding.patient_id for finding in pairs_found])
    found = [*(each for each in pairs_found if each.patient_id in visible), *_hour_findings(hours, limits)]
    return sorted(found, key=lambda finding: finding.last_at, reverse=True)


def _names_by_place(scheme_id: UUID, today: date) -> dict[UUID, set[str]]:
    """Who signs in at each place now, as names are compared."""
    names: dict[UUID, set[str]] = {}
    held = Membership.objects.held_on(today).filter(scheme_id=scheme_id)
    for place, name in held.values_list("organisation_id", "user__name"):
        if place:
            names.setdefault(place, set()).add(plain_name(name))
    return names


def _pair_findings(rows: list[Any], names: dict[UUID, set[str]], limits: Limits) -> list[Finding]:
    found = []
    for looker_id, patient_id, *facts in rows:
        shown = signs(_facts(facts, names), limits)
        if shown:
            found.append(Finding(looker_id, patient_id, shown, looks=facts[5], last_at=facts[6]))
    return found


def _facts(row: list[Any], names: dict[UUID, set[str]]) -> PairFacts:
    looker, key, given, family, postcode, looks, _, tied, whole, within, handed, staff, deeds, places = row
    return PairFacts(
        looker=looker,
        given_name=given,
        family_name=family,
        looks=looks,
        same_household=bool(key) and household.key_of(postcode) == key,
        restricted_as_staff=staff,
        colleagues=frozenset().union(*(names.get(place, set()) for place in places or [])),
        tied=tied,
        whole_scheme=whole,
        within_the_scheme=within,
        handed_over=handed,
        deeds=deeds,
    )


def _hour_findings(rows: list[Any], limits: Limits) -> list[Finding]:
    """One finding a user, with the fullest hour."""
    worst: dict[UUID, Finding] = {}
    for looker_id, _, people, last_at in rows:
        before = worst.get(looker_id)
        if many(people, limits):
            worst[looker_id] = Finding(
                looker_id,
                None,
                [Sign.MANY],
                looks=people + (before.looks if before else 0),
                last_at=max(last_at, before.last_at) if before else last_at,
                people=max(people, before.people) if before else people,
            )
    return list(worst.values())


def looks_behind(user: Any, looker_id: UUID, patient_id: UUID | None) -> QuerySet[RecordView]:
    """The looks of one user that a finding may rest on, latest first: at one person, or at everybody."""
    if not permissions.can_govern_access(user):
        return RecordView.objects.none()
    since = timezone.now() - timedelta(days=DAYS)
    found = RecordView.objects.filter(user_id=looker_id, at__gte=since).select_related("user")
    return found.filter(patient_id=patient_id) if patient_id else found


def named(user: Any, findings: list[Finding]) -> list[tuple[Finding, User, Patient | None]]:
    """The findings with whoever looked and whoever was looked at."""
    lookers = User.objects.in_bulk({finding.looker_id for finding in findings})
    visible = Patient.objects.visible_to(user).select_related("practice")
    people = visible.in_bulk({finding.patient_id for finding in findings if finding.patient_id})
    return [(each, lookers[each.looker_id], people.get(each.patient_id)) for each in findings]


def reviews_of(user: Any, looker_id: UUID, patient_id: UUID | None) -> QuerySet[LookReview]:
    """What was made of these looks before."""
    visible = LookReview.objects.visible_to(user).select_related("reviewed_by")
    return visible.filter(looker_id=looker_id, patient_id=patient_id)
