"""Whom to invite, and how: the rule in Python, and the same rule in SQL on the same facts."""

from dataclasses import fields
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from patients.models import Patient
from recall import queries
from recall.eligibility import Facts, Skip, Verdict, assess
from recall.models import Answer, Campaign, Concern, Invitation
from recall.queries import statements
from recall.references import reference
from tests import factories
from tests.recall import cast

TODAY = date(2026, 3, 16)
DUE_BY = date(2026, 3, 31)
ADDRESS = ("2 Mill Lane", "Woldham")
DUE = {"due_by": DUE_BY, "since": TODAY, "next_review_on": date(2026, 3, 10)}
LETTER = {"address": ADDRESS, "postcode": "ZZ99 9ZZ"}
PHONE = {"mobile": "07700 900001"}
EMAIL = {"email": "alex@example.org"}

CASES = [
    # When not to invite: the first reason is the one that counts.
    ({**LETTER, "status": "deceased", "opt_outs": ((TODAY, None),)}, "deceased"),
    ({**LETTER, "status": "moved"}, "moved"),
    ({**LETTER, "restricted": True, "opt_outs": ((TODAY, None),)}, "restricted"),
    ({**LETTER, "opt_outs": ((TODAY, None),)}, "opted_out"),
    ({**LETTER, "opt_outs": ((TODAY - timedelta(9), TODAY),)}, "opted_out"),
    ({**LETTER, "opt_outs": ((TODAY - timedelta(9), TODAY - timedelta(1)), (TODAY + timedelta(1), None))}, "letter"),
    ({**LETTER, "looked_into": True, "last_reviewed_on": TODAY}, "looked_into"),
    ({**LETTER, "next_review_on": DUE_BY + timedelta(1)}, "reviewed_since"),
    ({**LETTER, "last_reviewed_on": TODAY}, "reviewed_since"),
    ({**LETTER, "last_reviewed_on": TODAY - timedelta(1)}, "letter"),
    ({**LETTER, "next_review_on": None}, "no_open_plan"),
    ({**LETTER, "invited_elsewhere": True}, "open_invitation"),
    # How: the preferred channel when it is usable, else text, e-mail, letter.
    ({**LETTER, **PHONE, **EMAIL}, "sms"),
    ({**LETTER, **EMAIL}, "email"),
    (LETTER, "letter"),
    ({**LETTER, **PHONE, "preferred_channel": "letter"}, "letter"),
    ({**LETTER, **PHONE, **EMAIL, "preferred_channel": "email"}, "email"),
    ({**LETTER, **PHONE, **EMAIL, "preferred_channel": "sms"}, "sms"),
    ({**PHONE, "preferred_channel": "letter"}, "sms"),
    ({**LETTER, **PHONE, "safe_to_text": False}, "letter"),
    ({**LETTER, **EMAIL, "preferred_channel": "email", "safe_to_email": False}, "letter"),
    # Another format is a letter's, when there can be a letter.
    ({**LETTER, **PHONE, "format": "large_print", "preferred_channel": "sms"}, "letter"),
    ({**PHONE, "format": "easy_read"}, "sms"),
    ({**LETTER, **PHONE, "format": "large_print", "safe_to_post": False}, "sms"),
    # No way at all, and why.
    ({**LETTER, "safe_to_post": False}, "no_safe_channel"),
    ({**LETTER, **PHONE, "no_fixed_abode": True}, "sms"),
    ({**LETTER, "no_fixed_abode": True}, "no_address"),
    ({}, "no_contact_details"),
    ({"address": ADDRESS}, "no_contact_details"),
    ({"address": ("", ""), "postcode": "ZZ99 9ZZ"}, "no_contact_details"),
]


def said(verdict: Verdict) -> str:
    return str(verdict.skip or verdict.channel)


@pytest.mark.parametrize(("facts", "expected"), CASES)
def test_whether_somebody_is_invited_and_how(facts, expected):
    assert said(assess(Facts(**{**DUE, **facts}), TODAY)) == expected


def write_down(facts: Facts, scheme, practice) -> Patient:
    """A person of whom exactly these facts are true."""
    own = {f.name for f in fields(Facts)} & {f.name for f in Patient._meta.get_fields()} - {"opt_outs"}
    person = {name: getattr(facts, name) for name in own} | {"address": list(facts.address)}
    patient = factories.PatientFactory(scheme=scheme, practice=practice, **person)
    if facts.next_review_on:
        plan = factories.CarePlanFactory(patient=patient, next_review_on=facts.next_review_on)
    else:
        episode = factories.EpisodeFactory(patient=patient, status="ended", ended_on=TODAY, end_reason="completed")
        plan = factories.CarePlanFactory(patient=patient, episode=episode, status="ended")
    for starts_on, ends_on in facts.opt_outs:
        factories.OptOutFactory(scheme=scheme, patient=patient, starts_on=starts_on, ends_on=ends_on)
    if facts.restricted:
        factories.ProcessingRestrictionFactory(patient=patient)
    if facts.last_reviewed_on:
        factories.ReviewFactory(plan=plan, reviewed_on=facts.last_reviewed_on)
    return patient


def looked_into(patient, campaign):
    """Another campaign, which has ended, was answered by somebody who does not know the person."""
    other = Invitation.objects.create(
        scheme=patient.scheme, campaign=campaign, patient=patient, practice=patient.practice,
        state="excluded", reason="answered",
    )  # fmt: skip
    answer = Answer.objects.create(
        scheme=patient.scheme, invitation=other, response="wrong_person", answered_on=TODAY, source="reply_page"
    )
    Concern.objects.create(scheme=patient.scheme, answer=answer, patient=patient, holder=campaign.drafted_by)


def invited_elsewhere(patient, campaign):
    Invitation.objects.update_or_create(
        campaign=campaign, patient=patient, defaults={"state": "waiting", "reason": "to_send"}, create_defaults={
        "state": "waiting", "reason": "to_send", "scheme": patient.scheme, "practice": patient.practice},
    )  # fmt: skip


@pytest.fixture
def campaigns(scheme, coordinator):
    """The campaign, and another that is running."""
    other = cast.draft(coordinator, "Another")
    protocol = factories.ProtocolFactory(scheme=scheme, number=9)
    Campaign.objects.filter(pk=other.pk).update(
        status="running", launched_at=other.drafted_at, cohort_size=0, protocol=protocol
    )
    return cast.draft(coordinator), other


@pytest.mark.parametrize(("facts", "expected"), CASES)
def test_the_statement_says_what_the_rule_says(facts, expected, scheme, practice, campaigns):
    facts = Facts(**{**DUE, **facts})
    patient = write_down(facts, scheme, practice)
    if facts.looked_into:
        looked_into(patient, campaigns[1])
    if facts.invited_elsewhere:
        invited_elsewhere(patient, campaigns[1])

    skip, channel, _ = statements.verdicts_of(campaigns[0], [patient.pk], TODAY)[patient.pk]

    assert (skip or channel) == expected


days = st.dates(TODAY - timedelta(40), TODAY + timedelta(40))
any_facts = st.builds(
    Facts,
    due_by=st.just(DUE_BY),
    since=st.just(TODAY),
    status=st.sampled_from(["registered", "registered", "registered", "moved", "deceased"]),
    restricted=st.booleans(),
    next_review_on=st.none() | days,
    last_reviewed_on=st.none() | st.dates(TODAY - timedelta(3), TODAY),
    opt_outs=st.lists(st.tuples(days, st.none()) | days.map(lambda d: (d, d + timedelta(5))), max_size=2).map(tuple),
    looked_into=st.booleans(),
    invited_elsewhere=st.booleans(),
    preferred_channel=st.sampled_from(["", "sms", "email", "letter"]),
    format=st.sampled_from(["standard", "large_print", "easy_read"]),
    mobile=st.sampled_from(["", "07700 900001"]),
    email=st.sampled_from(["", "alex@example.org"]),
    address=st.sampled_from([(), ("",), ADDRESS]),
    postcode=st.sampled_from(["", "ZZ99 9ZZ"]),
    no_fixed_abode=st.booleans(),
    safe_to_text=st.booleans(),
    safe_to_email=st.booleans(),
    safe_to_post=st.booleans(),
)


@given(st.lists(any_facts, min_size=1, max_size=8))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_statement_and_the_rule_agree_about_anybody(scheme, practice, campaigns, everybody):
    people = {}
    for facts in everybody:
        patient = write_down(facts, scheme, practice)
        people[patient.pk] = facts
        if facts.looked_into:
            looked_into(patient, campaigns[1])
        if facts.invited_elsewhere:
            invited_elsewhere(patient, campaigns[1])

    verdicts = statements.verdicts_of(campaigns[0], list(people), TODAY)

    for pk, facts in people.items():
        skip, channel, form = verdicts[pk]
        assert Verdict(channel=channel, skip=skip) == assess(facts, TODAY), facts
        assert form == facts.format


def test_a_preview_and_its_lists_count_the_same_people(scheme, practice, campaigns):
    for facts, _ in CASES:
        write_down(Facts(**{**DUE, **facts}), scheme, practice)
    campaign = campaigns[0]

    preview = queries.preview(campaign, TODAY)

    assert preview.cohort == preview.invited + preview.skipped > 20
    for line in [*preview.by_channel, *preview.by_reason]:
        people, days = queries.previewed_people(campaign, TODAY, line.value)
        assert people.count() == len(days) == line.count
    assert {line.label for line in preview.by_reason} <= set(Skip.labels)


def test_a_review_that_was_superseded_does_not_count(scheme, practice, campaigns):
    facts = Facts(**{**DUE, **LETTER})
    patient = write_down(facts, scheme, practice)
    plan = patient.plans.get()
    good = factories.ReviewFactory(plan=plan, reviewed_on=TODAY - timedelta(5))
    factories.ReviewFactory(plan=plan, reviewed_on=TODAY, superseded_by=good)

    assert statements.verdicts_of(campaigns[0], [patient.pk], TODAY)[patient.pk][1] == "letter"


def test_the_reference_is_the_same_in_python_and_in_the_database(scheme, practice, coordinator):
    patient = cast.due(scheme, practice)
    campaign = cast.launch(coordinator)

    attempt = Invitation.objects.get().attempts.get()

    assert attempt.pk == reference(campaign.pk, patient.pk, 1)
