"""Who looked: the list, the report for the person, and the looks that stand out until somebody judges them."""

import io
from datetime import date, timedelta

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from time_machine import travel

from accounts.household import key_of
from accounts.models import User
from accounts.roles import Role
from audit import actions as audit
from audit import wall
from audit.events import Kind
from audit.looks import How
from audit.models import Event, RecordView
from patients import actions, queries
from patients.models import LookReview, Patient, Restriction
from patients.sight import Ground
from patients.unusual import Sign
from tests import factories
from tests.conftest import NOW
from tests.patients.registers import file_of, person


@pytest.fixture
def lead(scheme):
    return factories.sign_in(Role.GOVERNANCE_LEAD, scheme, name="Gwen Lead")


def look(by, patient, page="Person", how=How.VIEW, times=1):
    for _ in range(times):
        audit.record_view(by=by, patient_ids=[patient.pk], page=page, how=how)


def boxes(name, day):
    return {f"{name}_day": day, f"{name}_month": 3, f"{name}_year": 2026}


# --- Who looked ------------------------------------------------------------------------------------------------------


def test_looks_are_told_by_day_page_and_way_with_the_right_they_rested_on(gp, coordinator, key_worker, patient):
    place = key_worker.acting.organisation_id
    factories.CareLinkFactory(scheme=patient.scheme, patient=patient, organisation_id=place, ends_on="2026-03-14")
    look(gp, patient, times=2)
    look(coordinator, patient, "Register as a file", How.EXPORT)
    with travel(NOW - timedelta(days=2)):
        look(key_worker, patient, "Care plan")
    with travel(NOW - timedelta(days=1)):
        look(key_worker, patient, "Care plan")

    told = {(each.name, each.day.day): each for each in queries.looks_at(patient, queries.Period())}

    assert told["Dr Greta Ash", 16].count == 2
    assert told["Dr Greta Ash", 16].ground == Ground.REGISTERED
    assert (told["Dr Greta Ash", 16].role, told["Dr Greta Ash", 16].place) == ("Prescriber", "Elm Surgery")
    assert told["Casey Coordinator", 16].ground == Ground.SCHEME
    assert (told["Casey Coordinator", 16].how, told["Casey Coordinator", 16].place) == (How.EXPORT, "Wolds Shared Care")
    assert told["Kit Worker", 14].ground == Ground.LINKED
    assert told["Kit Worker", 15].ground is None


def test_a_look_through_broken_glass_says_so(key_worker, patient):
    factories.EmergencyAccessFactory(
        patient=patient,
        user=key_worker,
        starts_at=NOW - timedelta(minutes=5),
        ends_at=NOW + timedelta(minutes=55),
    )
    look(key_worker, patient)

    assert queries.looks_at(patient, queries.Period())[0].ground == Ground.OPENED


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "days"),
    [
        (None, None, [16, 15, 14]),
        (date(2026, 3, 15), None, [16, 15]),
        (None, date(2026, 3, 15), [15, 14]),
        (date(2026, 3, 15), date(2026, 3, 15), [15]),
    ],
)
def test_the_days_asked_about_are_whole_days_here(gp, patient, starts_on, ends_on, days):
    for ago in range(3):
        with travel(NOW - timedelta(days=ago)):
            look(gp, patient)

    found = queries.looks_at(patient, queries.Period(starts_on, ends_on))

    assert [each.day.day for each in found] == days


def test_many_looks_are_read_in_a_few_statements_however_many(gp, patient, django_assert_max_num_queries):
    for hours in range(30):
        with travel(NOW - timedelta(hours=hours)):
            for page in range(20):
                audit.record_view(by=gp, patient_ids=[patient.pk], page=f"Page {page}")

    with django_assert_max_num_queries(5):
        found = queries.looks_at(patient, queries.Period())

    assert sum(each.count for each in found) == 600


def test_the_lead_reads_the_list_and_the_number_on_the_persons_page_opens_it(lead, gp, patient, browse):
    look(gp, patient, times=3)
    browser = browse(lead)

    person = browser.get(reverse("person", args=[patient.pk])).text
    listed = browser.get(reverse("patients:looks", args=[patient.pk])).text

    assert reverse("patients:looks", args=[patient.pk]) in person
    assert "Who looked (" in person
    assert "5 looks" in " ".join(listed.replace("<strong>", "").replace("</strong>", "").split())
    assert "Dr Greta Ash" in listed
    assert "The person is registered at this practice" in listed


def test_days_in_the_wrong_order_are_said_to_be_so(lead, patient, browse):
    wrong = {**boxes("starts_on", 2), **boxes("ends_on", 1)}

    shown = browse(lead).get(reverse("patients:looks", args=[patient.pk]), wrong)

    assert "The last day must not be before the first day." in shown.text


@pytest.mark.parametrize("role", [role for role in Role if role != Role.GOVERNANCE_LEAD])
@pytest.mark.parametrize("name", ["looks", "access_report", "standing_out", "review_looks", "review_looks_at_many"])
def test_only_the_lead_reads_who_looked(scheme, practice, patient, browse, role, name):
    user = factories.sign_in(role, scheme, factories.place_for(role, practice))
    given = {
        "looks": [patient.pk],
        "access_report": [patient.pk, "standard"],
        "standing_out": [],
        "review_looks": [patient.pk, user.pk],
        "review_looks_at_many": [user.pk],
    }

    assert browse(user).get(reverse(f"patients:{name}", args=given[name])).status_code == 403


def test_a_lead_of_another_scheme_learns_nothing(scheme, patient, gp, browse, stranger):
    look(gp, patient)
    elsewhere = factories.SchemeFactory()
    other = factories.sign_in(Role.GOVERNANCE_LEAD, elsewhere, name="Other Lead")
    with wall.within(elsewhere.pk):
        factories.ProtocolFactory(scheme=elsewhere)
    browser = browse(other)

    assert browser.get(reverse("patients:looks", args=[patient.pk])).status_code == 404
    assert browser.get(reverse("patients:access_report", args=[patient.pk, "standard"])).status_code == 404
    assert browser.get(reverse("patients:review_looks_at_many", args=[gp.pk])).status_code == 404
    assert "Greta" not in browser.get(reverse("patients:standing_out")).text


# --- The report for the person ----------------------------------------------------------------------------------------


def report(browser, patient, variant="standard", **days):
    return browser.get(reverse("patients:access_report", args=[patient.pk, variant]), days)


def words(response):
    pages = pypdf.PdfReader(io.BytesIO(response.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("variant", ["standard", "large"])
def test_the_report_tells_the_person_who_when_what_how_and_why(lead, gp, coordinator, patient, browse, variant):
    look(gp, patient, times=2)
    look(gp, patient, "Care plan handout", How.PRINT)
    look(coordinator, patient, "Search for people", How.SEARCH)

    text = words(report(browse(lead), patient, variant))

    assert patient.name in text
    assert "Dr Greta Ash Prescriber, Elm Surgery. This is your GP practice. 3 times." in text
    assert "16 March 2026" in text
    assert "Opened: Person, 10am (2 times)" in text
    assert "Printed: Care plan handout" in text
    assert "Found in a search: Search for people" in text
    assert "They work for the whole scheme" in text


def test_making_the_report_is_a_look_too_and_its_name_says_nothing(lead, patient, browse):
    response = report(browse(lead), patient)

    made = RecordView.objects.get()
    assert (made.how, made.page, made.user) == (How.PRINT, "Report of who looked", lead)
    assert 'filename="report.pdf"' in response["Content-Disposition"]
    assert "Report of who looked" in words(response)


def test_there_is_no_report_in_a_print_that_does_not_exist(lead, patient, browse):
    assert report(browse(lead), patient, "tiny").status_code == 404


def test_a_report_too_long_to_print_says_to_choose_fewer_days(lead, gp, patient, browse):
    for ago in range(900):
        with travel(NOW - timedelta(days=ago)):
            look(gp, patient, f"A page with a name that is rather long, number {ago}")

    refused = browse(lead).get(reverse("patients:access_report", args=[patient.pk, "standard"]), follow=True)

    assert "Choose fewer days." in refused.text


# --- Looks that stand out --------------------------------------------------------------------------------------------

DONE = Kind("tests.done", "Something was done.")


def found_by(lead, today):
    return {(each.looker_id, each.patient_id): each.signs for each in queries.standing_out(lead, today)}


def test_a_look_at_somebody_of_ones_own_name_stands_out(lead, gp, scheme, practice, today):
    namesake = factories.PatientFactory(scheme=scheme, practice=practice, family_name="Ash")
    look(gp, namesake)

    assert found_by(lead, today) == {(gp.pk, namesake.pk): [Sign.OWN_NAME]}


def test_a_look_at_ones_own_household_stands_out(lead, gp, patient, today):
    User.objects.filter(pk=gp.pk).update(household_key=key_of("zz99 9zz"))
    look(gp, patient)

    assert found_by(lead, today) == {(gp.pk, patient.pk): [Sign.OWN_ADDRESS]}


def test_a_look_at_a_colleague_stands_out(lead, gp, nurse, scheme, practice, today):
    colleague = factories.PatientFactory(scheme=scheme, practice=practice, given_name="Noor", family_name="Nurse")
    look(gp, colleague)

    assert found_by(lead, today) == {(gp.pk, colleague.pk): [Sign.COLLEAGUE]}


def test_a_look_at_a_record_restricted_as_staff_stands_out(lead, gp, patient, today):
    Restriction.objects.create(
        scheme=patient.scheme, patient=patient, sensitivity="staff", reason="Works here", placed_by=lead
    )
    look(gp, patient)

    assert found_by(lead, today) == {(gp.pk, patient.pk): [Sign.COLLEAGUE]}


def test_a_look_at_somebody_the_place_has_nothing_to_do_with_stands_out(lead, key_worker, patient, today):
    look(key_worker, patient)

    assert found_by(lead, today) == {(key_worker.pk, patient.pk): [Sign.FAR]}


@pytest.mark.parametrize("days", [{"ends_on": "2026-03-12"}, {"starts_on": "2026-03-20"}])
def test_a_look_just_before_or_after_a_hand_over_is_usual(lead, key_worker, patient, today, days):
    place = key_worker.acting.organisation_id
    factories.CareLinkFactory(scheme=patient.scheme, patient=patient, organisation_id=place, **days)
    look(key_worker, patient, times=12)

    assert found_by(lead, today) == {}


def test_whoever_runs_the_scheme_is_far_from_people_of_practices_that_take_no_part(lead, coordinator, patient, today):
    look(coordinator, patient)

    assert found_by(lead, today) == {(coordinator.pk, patient.pk): [Sign.FAR]}

    factories.ParticipationFactory(scheme=patient.scheme, organisation=patient.practice)
    assert found_by(lead, today) == {}


def test_looking_again_and_again_without_doing_anything_stands_out(lead, gp, patient, today):
    look(gp, patient, times=10)
    assert found_by(lead, today) == {(gp.pk, patient.pk): [Sign.AGAIN]}

    audit.record(DONE, subject=patient, by=gp, patient_id=patient.pk)
    assert found_by(lead, today) == {}


def test_standing_in_a_list_is_no_look_at_somebody_in_particular(lead, gp, scheme, practice, today):
    namesake = factories.PatientFactory(scheme=scheme, practice=practice, family_name="Ash")
    look(gp, namesake, "People", How.LIST)

    assert found_by(lead, today) == {}


def test_very_many_people_in_an_hour_stand_out_however_they_were_seen(lead, gp, scheme, practice, today):
    people = [factories.PatientFactory(scheme=scheme, practice=practice) for _ in range(3)]
    factories.ProtocolFactory(scheme=scheme, number=2, people_seen_an_hour=3)
    audit.record_view(by=gp, patient_ids=[each.pk for each in people], page="Register as a file", how=How.EXPORT)

    found = queries.standing_out(lead, today)

    assert [(each.looker_id, each.patient_id, each.signs, each.people) for each in found] == [
        (gp.pk, None, [Sign.MANY], 3)
    ]


def test_the_fullest_hour_is_told_once(lead, gp, scheme, practice, today):
    people = [factories.PatientFactory(scheme=scheme, practice=practice).pk for _ in range(4)]
    factories.ProtocolFactory(scheme=scheme, number=2, people_seen_an_hour=3)
    for hours, count in enumerate([3, 4, 3]):
        with travel(NOW - timedelta(hours=hours), tick=False):
            audit.record_view(by=gp, patient_ids=people[:count], page="People", how=How.LIST)

    [found] = queries.standing_out(lead, today)

    assert (found.people, found.looks, found.last_at) == (4, 10, NOW)


def test_looks_of_more_than_four_weeks_ago_ask_for_nothing(lead, gp, scheme, practice, today):
    namesake = factories.PatientFactory(scheme=scheme, practice=practice, family_name="Ash")
    with travel(NOW - timedelta(days=29)):
        look(gp, namesake)

    assert found_by(lead, today) == {}


def test_nobody_but_the_lead_is_told_what_stands_out(coordinator, gp, scheme, practice, today):
    look(gp, factories.PatientFactory(scheme=scheme, practice=practice, family_name="Ash"))

    assert queries.standing_out(coordinator, today) == []
    assert not queries.looks_behind(coordinator, gp.pk, None).exists()


def test_a_lead_is_told_nothing_of_looks_at_the_restricted_record_that_concerns_them(lead, gp, namesake, today, browse):
    factories.RestrictionFactory(patient=namesake, concerns=lead)

    assert found_by(lead, today) == {}
    assert browse(lead).get(reverse("patients:review_looks", args=[namesake.pk, gp.pk])).status_code == 404


@pytest.fixture
def namesake(gp, scheme, practice):
    """Somebody of the GP's own family name, at whom the GP looked."""
    made = factories.PatientFactory(scheme=scheme, practice=practice, family_name="Ash")
    look(gp, made)
    return made


def test_what_was_judged_leaves_the_list_and_comes_back_for_new_looks(lead, gp, namesake, today):
    judged = {"outcome": "expected", "note": "Not related", "by": lead}
    actions.review_looks(looker=gp, patient=namesake, until=NOW, **judged)
    assert found_by(lead, today) == {}

    with travel(NOW + timedelta(minutes=1)):
        look(gp, namesake)
        assert found_by(lead, today) == {(gp.pk, namesake.pk): [Sign.OWN_NAME]}


def test_a_judgement_is_on_record_and_on_nobodys_timeline(lead, gp, namesake):
    actions.review_looks(looker=gp, patient=namesake, until=NOW, outcome="follow_up", note="Ask", by=lead)

    event = Event.objects.get(kind="patients.looks_reviewed")
    assert event.sentence == "Looks that stood out were reviewed: to be followed up."
    assert event.patient_id is None


def test_there_must_be_a_look_to_judge_and_nobody_judges_their_own(lead, gp, namesake):
    judged = {"outcome": "expected", "note": "Not related", "by": lead}
    with pytest.raises(ValidationError, match="no look to judge"):
        actions.review_looks(looker=gp, patient=namesake, until=NOW - timedelta(days=1), **judged)
    look(lead, namesake)
    with pytest.raises(ValidationError, match="their own looks"):
        actions.review_looks(looker=lead, patient=namesake, until=NOW, **judged)


@pytest.mark.parametrize(
    ("wrong", "why"), [({"outcome": "perhaps"}, "perhaps"), ({"note": ""}, "cannot be blank")], ids=["outcome", "note"]
)
def test_a_judgement_says_what_and_why(lead, gp, namesake, wrong, why):
    given = {"outcome": "expected", "note": "Not related"} | wrong
    with pytest.raises(ValidationError, match=why):
        actions.review_looks(looker=gp, patient=namesake, until=NOW, by=lead, **given)


def test_colleagues_read_no_judgement_whatever_the_code_forgets(lead, gp, coordinator, namesake):
    from accounts.standing import stand

    actions.review_looks(looker=gp, patient=namesake, until=NOW, outcome="expected", note="Not related", by=lead)

    for user, count in [(gp, 0), (coordinator, 0), (lead, 1)]:
        with stand(user):
            assert LookReview._base_manager.count() == count
    assert LookReview.objects.visible_to(lead).get().note == "Not related"
    assert not LookReview.objects.visible_to(gp).exists()


def test_the_lead_judges_from_the_page(lead, gp, namesake, browse):
    browser = browse(lead)
    address = reverse("patients:review_looks", args=[namesake.pk, gp.pk])
    assert address in browser.get(reverse("patients:standing_out")).text
    shown = browser.get(address)
    assert "Same family name" in shown.text
    until = shown.context["form"]["until"].value()

    nothing = browser.post(address, {"until": until, "outcome": "expected", "note": ""})
    done = browser.post(address, {"until": until, "outcome": "expected", "note": "Not related"}, follow=True)

    assert "Write why it was expected" in nothing.text
    assert "Nothing stands out." in done.text
    assert "Nothing of this stands out now." in browser.get(address).text
    assert "Not related" in browser.get(address).text


def test_looks_at_very_many_open_as_a_list_and_are_judged_as_one(lead, gp, scheme, practice, browse):
    people = [factories.PatientFactory(scheme=scheme, practice=practice) for _ in range(3)]
    factories.ProtocolFactory(scheme=scheme, number=2, people_seen_an_hour=3)
    audit.record_view(by=gp, patient_ids=[each.pk for each in people], page="People", how=How.LIST)
    browser, address = browse(lead), reverse("patients:review_looks_at_many", args=[gp.pk])

    assert "3 people in one hour" in browser.get(reverse("patients:standing_out")).text
    shown = browser.get(address)
    assert all(each.name in shown.text for each in people)

    judged = {"until": shown.context["form"]["until"].value(), "outcome": "expected", "note": "The recall list"}
    assert "Dr Greta Ash" not in browser.post(address, judged, follow=True).text


def test_there_is_no_page_about_somebody_who_never_looked(lead, gp, patient, browse):
    assert browse(lead).get(reverse("patients:review_looks", args=[patient.pk, gp.pk])).status_code == 404


def test_whoever_a_file_added_was_looked_at_when_its_rows_are_read_again(practice, nurse, browse):
    """The row itself does not know whom it added."""
    factories.ParticipationFactory(scheme_id=nurse.acting.scheme_id, organisation=practice)
    content = file_of(person(700, practice_code=practice.ods_code))
    made = actions.stage_register(content=content, filename="register.csv", by=nurse)
    rows = reverse("patients:import_rows", args=[made.pk, "add"])
    browse(nurse).get(rows)
    assert not RecordView.objects.exists()

    actions.confirm_register_import(register_import=made, by=nurse)
    browse(nurse).get(rows)

    look = RecordView.objects.get()
    assert (look.patient_id, look.page, look.how) == (Patient.objects.get().pk, "Rows of a register", How.LIST)
