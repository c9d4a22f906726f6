"""Cohorts: five ways of finding people, why each is in, what must be on record before use, and whom a method misses."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.roles import Role
from audit.models import Event
from recall import actions, cohorts, queries
from recall.cohorts import FIELDS_OF, Clearance, Method
from recall.equity import Group, findings
from recall.models import Cohort, Invitation
from recall.queries import statements
from tests import factories
from tests.recall import cast

TODAY = date(2026, 3, 16)
TOLD = {"posters_on": date(2026, 2, 1), "leaflets_on": date(2026, 2, 8), "justification": "Their practice plans care"}


def by_scores(coordinator, method="risk_score", bound=50, name="At risk"):
    return actions.make_cohort(
        name=name,
        purpose="Care planning",
        method=method,
        tool="Made-up index",
        scored_on=date(2026, 3, 1),
        conditions_of_use="Direct care only",
        bound=Decimal(bound),
        by=coordinator,
    )


def bring_in(cohort, coordinator, *rows, headings="NHS number,Score"):
    content = "\n".join([headings, *rows]).encode()
    return actions.bring_in_scores(cohort=cohort, content=content, by=coordinator)


def judgement(coordinator):
    return actions.make_cohort(name="Team", purpose="Care planning", method="judgement", by=coordinator)


def reasons(cohort):
    return {member.patient_id: member.reason for member in cohort.members.all()}


def troubles(cohort):
    return [row.trouble for row in queries.rows_not_taken(cohort)]


# --- Pure rules ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clearance", "missing"),
    [
        (Clearance(date(2026, 2, 1), date(2026, 2, 8), "Care", True), []),
        (Clearance(date(2026, 2, 1), date(2026, 2, 8), "Care", False), ["sign-off"]),
        (Clearance(date(2026, 2, 1), None, "", False), ["posters and leaflets", "direct care", "sign-off"]),
        (Clearance(date(2026, 2, 1), date(2026, 3, 17), "Care", True), ["a day to come"]),
    ],
)
def test_a_risk_score_is_used_only_when_everything_is_on_record(clearance, missing):
    found = cohorts.lacking(Method.RISK_SCORE, clearance, TODAY)

    assert len(found) == len(missing)
    assert all(word in line for word, line in zip(missing, found, strict=True))


@pytest.mark.parametrize("method", [method for method in Method if method != Method.RISK_SCORE])
def test_no_other_method_asks_for_a_clearance(method):
    assert cohorts.lacking(method, Clearance(), TODAY) == []


@pytest.mark.parametrize("typed", ["", "high", "NaN", "Infinity", "1e30", "1000000"])
def test_what_is_no_score_is_refused(typed):
    with pytest.raises(ValidationError, match="not a number"):
        cohorts.score(typed)


def group(inside, register):
    return Group("Age", "65 and over", inside, register, 100, 1000)


@pytest.mark.parametrize(
    ("inside", "register", "is_left_out"), [(7, 100, True), (8, 100, False), (0, 9, False), (0, 10, True)]
)
def test_people_are_left_out_below_four_fifths_of_their_share(inside, register, is_left_out):
    assert group(inside, register).is_left_out == is_left_out


def test_a_cohort_of_nobody_leaves_nobody_out():
    assert not Group("Age", "65 and over", 0, 100, 0, 1000).is_left_out


def test_the_equity_view_says_in_words_who_is_left_out_and_what_is_not_on_record():
    assert findings([group(5, 100)]) == [
        "Age, 65 and over: 5% of the cohort, but 10% of the register.",
        "Nothing can be said of ethnicity and deprivation: they are not on record here.",
    ]


# --- Scores ----------------------------------------------------------------------------------------------------------


def test_a_file_of_scores_puts_people_in_with_their_score_as_the_reason(scheme, practice, coordinator):
    inside, beneath = (factories.PatientFactory(scheme=scheme, practice=practice) for _ in range(2))
    cohort = by_scores(coordinator)

    bring_in(cohort, coordinator, f"{inside.nhs_number},72.50", f"{beneath.nhs_number},49.99")

    assert reasons(cohort) == {inside.pk: "Made-up index: 72.5"}
    assert troubles(cohort) == ["outside"]
    assert Event.objects.get(kind="recall.cohort_filled").sentence == (
        "1 people were found for the cohort At risk; 1 were left out with a reason."
    )


def test_every_row_that_puts_nobody_in_is_kept_with_what_is_wrong(scheme, practice, coordinator):
    patient, out, gone, waits = (factories.PatientFactory(scheme=scheme, practice=practice) for _ in range(4))
    factories.OptOutFactory(scheme=scheme, patient=out)
    type(gone).objects.filter(pk=gone.pk).update(status="moved")
    factories.ProcessingRestrictionFactory(patient=waits)
    cohort = by_scores(coordinator)

    bring_in(
        cohort,
        coordinator,
        f"{patient.nhs_number},60",
        f"{patient.nhs_number},61",
        "9990000018,60",
        "123,60",
        f"{patient.nhs_number},high",
        f"{out.nhs_number},60",
        f"{gone.nhs_number},60",
        f"{waits.nhs_number},60",
    )

    assert set(reasons(cohort)) == {patient.pk}
    assert troubles(cohort) == ["twice", "not_known", "number", "score", "opted_out", "left", "restricted"]


@pytest.mark.parametrize("method", cohorts.BY_SCORE)
@pytest.mark.parametrize("score", ["49.99", "50", "50.01"])
def test_the_statement_takes_in_whom_the_rule_takes_in(method, score, scheme, practice, coordinator):
    patient = factories.PatientFactory(scheme=scheme, practice=practice)
    cohort = by_scores(coordinator, method)

    bring_in(cohort, coordinator, f"{patient.nhs_number},{score}")

    assert cohort.members.exists() == cohorts.is_within(method, Decimal(score), Decimal(50))


def test_a_cohort_has_one_file(scheme, practice, coordinator):
    cohort = by_scores(coordinator)
    bring_in(cohort, coordinator, "9990000018,60")

    with pytest.raises(ValidationError, match="another cohort for another file"):
        bring_in(cohort, coordinator, "9990000018,60")


@pytest.mark.parametrize(
    ("rows", "headings", "words"),
    [((), "NHS number,score", "no rows"), (("1,2",), "number,score", "two columns"), ((), "", "is empty")],
)
def test_a_file_that_is_no_file_of_scores_is_refused(rows, headings, words, coordinator):
    cohort = by_scores(coordinator)

    with pytest.raises(ValidationError, match=words):
        bring_in(cohort, coordinator, *rows, headings=headings)


def test_a_cohort_by_judgement_takes_no_file(coordinator):
    with pytest.raises(ValidationError, match="not found by scores"):
        bring_in(judgement(coordinator), coordinator, "9990000018,60")


def test_a_cohort_by_score_says_which_tool_and_terms(coordinator):
    with pytest.raises(ValidationError, match="which tool"):
        actions.make_cohort(name="At risk", purpose="Care", method="risk_score", by=coordinator)


def test_what_the_method_does_not_use_is_refused(coordinator):
    with pytest.raises(ValidationError, match="does not use it"):
        actions.make_cohort(name="Team", purpose="Care", method="judgement", age_from=65, by=coordinator)


# --- Segments --------------------------------------------------------------------------------------------------------


def test_a_segment_is_filled_by_what_is_on_record(scheme, practice, coordinator):
    old = factories.PatientFactory(scheme=scheme, practice=practice, born_on=date(1961, 3, 16))
    factories.PatientFactory(scheme=scheme, practice=practice, born_on=date(1961, 3, 17))
    factories.PatientFactory(scheme=scheme, practice=practice, born_on=date(1935, 3, 16))
    seen = factories.PatientFactory(scheme=scheme, practice=practice, born_on=date(1950, 1, 1))
    factories.ReviewFactory(plan=factories.CarePlanFactory(patient=seen), reviewed_on=date(2026, 2, 1))
    factories.PatientFactory(scheme=scheme, practice=factories.PracticeFactory(), born_on=date(1950, 1, 1))

    cohort = actions.make_cohort(
        name="Older",
        purpose="Care planning",
        method="segment",
        age_from=65,
        age_to=90,
        practice=practice,
        not_reviewed_since=date(2026, 1, 1),
        by=coordinator,
    )

    assert reasons(cohort) == {
        old.pk: f"Aged 65 or over, aged 90 or under, registered at {practice.name}, not reviewed since 1 January 2026"
    }


def test_a_segment_by_complexity_asks_for_the_open_episode(scheme, practice, coordinator):
    complex_care, stable = (factories.PatientFactory(scheme=scheme, practice=practice) for _ in range(2))
    factories.EpisodeFactory(patient=complex_care, complexity="complex")
    factories.EpisodeFactory(patient=stable, complexity="stable")

    cohort = actions.make_cohort(name="C", purpose="Care", method="segment", complexity="complex", by=coordinator)

    assert set(reasons(cohort)) == {complex_care.pk}


def test_an_opt_out_keeps_somebody_out_of_a_segment(scheme, practice, coordinator):
    out = factories.PatientFactory(scheme=scheme, practice=practice, born_on=date(1950, 1, 1))
    factories.OptOutFactory(scheme=scheme, patient=out)

    cohort = actions.make_cohort(name="Older", purpose="Care", method="segment", age_from=65, by=coordinator)

    assert not cohort.members.exists()
    assert Event.objects.get(kind="recall.cohort_filled").sentence.endswith("1 were left out with a reason.")


def test_whoever_fits_a_segment_later_joins_it(scheme, practice, coordinator):
    cohort = actions.make_cohort(name="Older", purpose="Care", method="segment", age_from=65, by=coordinator)
    factories.PatientFactory(scheme=scheme, practice=practice, born_on=date(1950, 1, 1))

    assert actions.fill_cohort(cohort=cohort) == 1
    assert actions.fill_cohort(cohort=cohort) == 0


def test_a_segment_of_everybody_is_refused(coordinator):
    with pytest.raises(ValidationError, match="in common"):
        actions.make_cohort(name="All", purpose="Care", method="segment", by=coordinator)


# --- Judgement -------------------------------------------------------------------------------------------------------


def test_a_proposal_is_accepted_deferred_or_declined_with_its_reason(scheme, practice, coordinator):
    patient = factories.PatientFactory(scheme=scheme, practice=practice)
    member = actions.propose_member(cohort=judgement(coordinator), patient=patient, reason="Falls", by=coordinator)

    with pytest.raises(ValidationError, match="Say why"):
        actions.decide_member(member=member, move="defer", by=coordinator)
    actions.decide_member(member=member, move="defer", reason="Moving house", by=coordinator)
    member = actions.decide_member(member=member, move="accept", by=coordinator)

    assert (member.standing, member.reason, member.decided_by) == ("accepted", "Falls", coordinator)
    assert Event.objects.filter(kind="recall.member_decided").count() == 2


def test_nobody_is_proposed_twice_or_for_a_cohort_by_score(scheme, practice, coordinator):
    patient = factories.PatientFactory(scheme=scheme, practice=practice)
    cohort = judgement(coordinator)
    actions.propose_member(cohort=cohort, patient=patient, reason="Falls", by=coordinator)

    with pytest.raises(ValidationError, match="already"):
        actions.propose_member(cohort=cohort, patient=patient, reason="Falls", by=coordinator)
    with pytest.raises(ValidationError, match="not found by judgement"):
        actions.propose_member(cohort=by_scores(coordinator), patient=patient, reason="Falls", by=coordinator)


# --- Use -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def at_risk(scheme, practice, coordinator):
    """A cohort of one person without a plan, found by a risk score."""
    patient = factories.PatientFactory(scheme=scheme, practice=practice, mobile="07700 900001")
    cohort = by_scores(coordinator)
    bring_in(cohort, coordinator, f"{patient.nhs_number},60")
    return cohort


def campaign_of(cohort, coordinator, name="Care planning"):
    """A draft, whose wordings service users have read."""
    campaign = actions.draft_campaign(name=name, cohort=cohort, by=coordinator)
    cast.read_by_service_users(campaign.scheme_id, coordinator)
    return campaign


def test_a_risk_score_cannot_be_used_before_it_is_cleared(at_risk, scheme, coordinator):
    campaign = campaign_of(at_risk, coordinator)
    lead = factories.sign_in(Role.GOVERNANCE_LEAD, scheme)

    with pytest.raises(ValidationError, match="may not be used yet"):
        actions.launch_campaign(campaign=campaign, by=coordinator)
    with pytest.raises(ValidationError, match="not on record"):
        actions.sign_off_cohort(cohort=at_risk, by=lead)
    actions.record_fair_processing(cohort=at_risk, by=coordinator, **TOLD)
    with pytest.raises(ValidationError, match="sign-off"):
        actions.launch_campaign(campaign=campaign, by=coordinator)
    actions.sign_off_cohort(cohort=at_risk, by=lead)
    actions.launch_campaign(campaign=campaign, by=coordinator)

    assert queries.balance(campaign_now(campaign)).waiting == {"to_send": 1}


def campaign_now(campaign):
    campaign.refresh_from_db()
    return campaign


def test_recording_fair_processing_again_ends_the_sign_off(at_risk, scheme, coordinator):
    lead = factories.sign_in(Role.GOVERNANCE_LEAD, scheme)
    actions.record_fair_processing(cohort=at_risk, by=coordinator, **TOLD)
    actions.sign_off_cohort(cohort=at_risk, by=lead)

    with pytest.raises(ValidationError, match="already"):
        actions.sign_off_cohort(cohort=at_risk, by=lead)
    assert actions.record_fair_processing(cohort=at_risk, by=coordinator, **TOLD).signed_off_at is None


def test_somebody_declined_after_the_launch_is_not_sent_anything(scheme, practice, coordinator):
    patient = factories.PatientFactory(scheme=scheme, practice=practice, mobile="07700 900001")
    member = actions.propose_member(cohort=judgement(coordinator), patient=patient, reason="Falls", by=coordinator)
    actions.decide_member(member=member, move="accept", by=coordinator)
    campaign = campaign_of(member.cohort, coordinator)
    actions.launch_campaign(campaign=campaign, by=coordinator)

    actions.decide_member(member=member, move="decline", reason="Too ill", by=coordinator)
    claimed = actions.claim_due(campaign=campaign, channels=("sms",), limit=10)

    assert claimed == []
    assert (Invitation.objects.get().state, Invitation.objects.get().reason) == ("excluded", "left_cohort")
    assert queries.balance(campaign_now(campaign)).cohort == 1


def test_a_campaign_of_a_cohort_invites_whoever_has_no_plan_and_asks_nobody_else(scheme, practice, coordinator):
    cast.due(scheme, practice)
    cohort = judgement(coordinator)

    with pytest.raises(ValidationError, match="Nobody is in the cohort"):
        actions.launch_campaign(campaign=campaign_of(cohort, coordinator), by=coordinator)
    with pytest.raises(ValidationError, match="either a day"):
        actions.draft_campaign(name="Neither", by=coordinator)


def test_the_statement_asks_whether_the_person_is_in_the_cohort(scheme, practice, coordinator):
    patient = factories.PatientFactory(scheme=scheme, practice=practice, mobile="07700 900001")
    campaign = campaign_of(judgement(coordinator), coordinator)

    assert statements.verdicts_of(campaign, [patient.pk], TODAY)[patient.pk][0] == "left_cohort"


# --- Pages -----------------------------------------------------------------------------------------------------------


def test_a_cohort_is_made_filled_cleared_and_opened_on_its_pages(scheme, practice, coordinator, client):
    client.force_login(coordinator)
    patient = factories.PatientFactory(scheme=scheme, practice=practice)
    sent = client.post(
        reverse("recall:cohort_new_by", args=["risk_score"]),
        {
            "name": "At risk",
            "purpose": "Care planning",
            "tool": "Made-up index",
            "scored_on_day": "1",
            "scored_on_month": "3",
            "scored_on_year": "2026",
            "conditions_of_use": "Direct care only",
            "bound": "50",
        },
    )
    cohort = Cohort.objects.get()
    assert sent.url == reverse("recall:cohort", args=[cohort.pk])
    bring_in(cohort, coordinator, f"{patient.nhs_number},60", "9990000018,60")

    assert "Not to be used yet" in client.get(sent.url).content.decode()
    people = client.get(reverse("recall:cohort_people", args=[cohort.pk])).content.decode()
    assert patient.name in people
    assert "Made-up index: 60" in people
    assert "has this NHS number" in client.get(reverse("recall:cohort_rows", args=[cohort.pk])).content.decode()
    assert b"9990000018" in client.get(reverse("recall:cohort_rows_csv", args=[cohort.pk])).content
    assert "ethnicity" in client.get(reverse("recall:cohort_equity", args=[cohort.pk])).content.decode()
    assert "At risk" in client.get(reverse("recall:cohorts")).content.decode()


def test_each_way_to_find_people_is_offered_in_words_and_asks_for_its_own_part_alone(coordinator, browse):
    browser = browse(coordinator)
    offered = browser.get(reverse("recall:cohort_new")).text

    for method in Method:
        assert method.label in offered
        page = browser.get(reverse("recall:cohort_new_by", args=[method.value])).text
        asked = {name for those in FIELDS_OF.values() for name in those if f"id_{name}" in page}
        assert asked == set(FIELDS_OF[method])
    assert browser.get(reverse("recall:cohort_new_by", args=["guesswork"])).status_code == 404


@pytest.mark.parametrize(
    ("method", "words"), [("lower", "this score or less is in"), ("higher", "this score or more is in")]
)
def test_the_bound_says_on_which_side_of_it_people_are(coordinator, browse, method, words):
    assert words in browse(coordinator).get(reverse("recall:cohort_new_by", args=[method])).text


def test_what_a_file_of_scores_comes_from_has_to_be_said(coordinator, browse):
    typed = {"name": "At risk", "purpose": "Care planning"}
    answer = browse(coordinator).post(reverse("recall:cohort_new_by", args=["risk_score"]), typed)

    assert answer.status_code == 422
    assert not Cohort.objects.exists()
