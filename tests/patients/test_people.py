"""What is recorded about one person."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from audit.models import Event
from patients import actions, queries
from patients.models import CareLink, DemographicChange, OptOut, Patient, UsualGp
from tests import factories

FIRST_OF_MARCH = date(2026, 3, 1)


def sentence(kind: str) -> str:
    return Event.objects.get(kind=f"patients.{kind}").sentence


# --- how to reach them


def test_how_to_reach_somebody_is_recorded_with_what_stood_there(patient, nurse):
    made = actions.record_contact_preference(
        patient=patient, version=1, by=nurse, mobile="07700900123", preferred_channel="sms"
    )

    assert (made.mobile, made.preferred_channel, made.version) == ("07700900123", "sms", 2)
    assert made.preferences_recorded_at is not None
    event = Event.objects.get(kind="patients.preference_recorded")
    assert event.data == {"fields": ["mobile", "preferred_channel"]}
    change = DemographicChange.objects.get()
    assert change.before == {"mobile": "", "preferred_channel": ""}
    assert change.after == {"mobile": "07700900123", "preferred_channel": "sms"}
    assert change.by == nurse


def test_a_form_that_was_overtaken_writes_nothing(patient, nurse, gp):
    actions.record_contact_preference(patient=patient, version=1, by=gp, needs="Interpreter")

    with pytest.raises(ValidationError, match="Somebody else changed this") as refusal:
        actions.record_contact_preference(patient=patient, version=1, by=nurse, needs="Large chair")

    assert refusal.value.code == "stale"
    patient.refresh_from_db()
    assert patient.needs == "Interpreter"


def test_wishes_that_do_not_agree_are_refused_by_field(patient, nurse):
    with pytest.raises(ValidationError) as refusal:
        actions.record_contact_preference(patient=patient, version=1, by=nurse, preferred_channel="sms")

    assert refusal.value.message_dict.keys() == {"mobile"}


# --- their usual GP


@pytest.fixture
def seen_by(patient, nurse):
    """Record that the patient usually sees a GP of their practice, from a day on."""

    def record(gp, day):
        return actions.record_usual_gp(patient=patient, gp=gp, starts_on=day, by=nurse)

    return record


@pytest.fixture
def gps(patient):
    return [
        factories.ProfessionalFactory(scheme_id=patient.scheme_id, name=name, organisation=patient.practice)
        for name in ("Dr First", "Dr Second")
    ]


def told(patient, day):
    return [(each.gp.name, each.there) for each in queries.usual_gps(day).filter(patient=patient)]


def test_who_is_usually_seen_is_told_for_every_day(patient, gps, seen_by):
    first, second = gps
    seen_by(first, date(2025, 6, 2))
    seen_by(second, FIRST_OF_MARCH)

    assert told(patient, date(2025, 6, 1)) == []
    assert told(patient, date(2026, 2, 28)) == [("Dr First", True)]
    assert told(patient, FIRST_OF_MARCH) == [("Dr Second", True)]
    assert sentence_last("usual_gp_recorded") == "Their usual GP, from 1 March 2026, is Dr Second."


def sentence_last(kind):
    return Event.objects.filter(kind=f"patients.{kind}").latest("recorded_at").sentence


def test_a_usual_gp_said_again_for_the_same_day_is_put_right(patient, gps, seen_by):
    first, second = gps
    seen_by(first, FIRST_OF_MARCH)
    seen_by(second, FIRST_OF_MARCH)

    assert told(patient, FIRST_OF_MARCH) == [("Dr Second", True)]
    assert UsualGp.objects.count() == 1


def test_a_usual_gp_who_left_the_practice_stays_and_is_said_to_have_left(patient, gps, seen_by):
    seen_by(gps[0], FIRST_OF_MARCH)
    gps[0].posts.update(ends_on=date(2026, 3, 10))

    assert told(patient, date(2026, 3, 11)) == [("Dr First", False)]


def test_nobody_but_a_gp_of_their_practice_is_their_usual_gp(patient, seen_by):
    elsewhere = factories.ProfessionalFactory(
        scheme_id=patient.scheme_id, organisation=factories.PracticeFactory(name="Oak Surgery")
    )
    nurse_here = factories.ProfessionalFactory(
        scheme_id=patient.scheme_id, organisation=patient.practice, profession="nurse"
    )
    for professional in (elsewhere, nurse_here):
        with pytest.raises(ValidationError, match="was not a GP at"):
            seen_by(professional, FIRST_OF_MARCH)


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2026, 3, 17), "today or in the past"), (date(2026, 2, 1), "on record from 1 March 2026")],
)
def test_a_usual_gp_begins_neither_in_the_future_nor_before_the_one_on_record(gps, seen_by, day, words):
    seen_by(gps[0], FIRST_OF_MARCH)

    with pytest.raises(ValidationError, match=words) as refusal:
        seen_by(gps[1], day)

    assert refusal.value.message_dict.keys() == {"starts_on"}


def test_two_usual_gps_at_a_time_are_impossible(patient, gps):
    factories.UsualGpFactory(patient=patient, gp=gps[0])

    with pytest.raises(IntegrityError, match="one_usual_gp_at_a_time"), transaction.atomic():
        factories.UsualGpFactory(patient=patient, gp=gps[1])


def test_what_is_no_preference_cannot_be_written_through_this_door(patient, nurse):
    with pytest.raises(TypeError, match="status"):
        actions.record_contact_preference(patient=patient, version=1, by=nurse, status="deceased")


# --- opting out


def test_somebody_may_ask_not_to_be_invited_and_to_be_invited_again(patient, nurse, today):
    opt_out = actions.record_opt_out(patient=patient, starts_on=FIRST_OF_MARCH, reason="Not now", by=nurse)
    actions.end_opt_out(opt_out=opt_out, ends_on=today, by=nurse)

    assert OptOut.objects.get().ends_on == today
    assert sentence("opted_out") == "Asked not to be invited from 1 March 2026."
    assert sentence("opt_out_ended") == "May be invited again after 16 March 2026."
    assert OptOut.objects.get().end_reason == "Asked to be invited again"


def test_an_opt_out_may_have_an_end_from_the_start(patient, nurse):
    actions.record_opt_out(patient=patient, starts_on=FIRST_OF_MARCH, ends_on=date(2026, 9, 1), reason="Baby", by=nurse)

    assert sentence("opted_out") == "Asked not to be invited from 1 March 2026 until 1 September 2026."


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "clashes"),
    [
        (date(2026, 1, 1), None, True),
        (date(2026, 1, 1), date(2026, 2, 28), False),
        (date(2026, 1, 1), date(2026, 3, 1), True),
        (date(2026, 4, 30), None, True),
        (date(2026, 5, 1), None, False),
    ],
)
def test_an_opt_out_on_days_that_are_covered_is_refused(patient, nurse, starts_on, ends_on, clashes):
    actions.record_opt_out(
        patient=patient, starts_on=FIRST_OF_MARCH, ends_on=date(2026, 4, 30), reason="Not now", by=nurse
    )

    if clashes:
        with pytest.raises(ValidationError, match="already asked not to be invited"):
            actions.record_opt_out(patient=patient, starts_on=starts_on, ends_on=ends_on, reason="No", by=nurse)
    else:
        actions.record_opt_out(patient=patient, starts_on=starts_on, ends_on=ends_on, reason="No", by=nurse)


def test_an_opt_out_ends_once_and_not_before_it_begins(patient, nurse, today):
    opt_out = actions.record_opt_out(patient=patient, starts_on=FIRST_OF_MARCH, reason="Not now", by=nurse)

    with pytest.raises(ValidationError, match="must not be before the first day"):
        actions.end_opt_out(opt_out=opt_out, ends_on=date(2026, 2, 1), by=nurse)
    actions.end_opt_out(opt_out=opt_out, ends_on=date(2026, 3, 10), by=nurse)
    with pytest.raises(ValidationError, match="has ended already"):
        actions.end_opt_out(opt_out=opt_out, ends_on=today, by=nurse)


# --- leaving


@pytest.mark.parametrize(
    ("status", "words"), [("moved", "Moved away on 1 March 2026."), ("deceased", "Died on 1 March 2026.")]
)
def test_that_somebody_left_is_recorded(patient, nurse, status, words):
    made = actions.record_departure(patient=patient, status=status, on=FIRST_OF_MARCH, by=nurse)

    assert made.status == status
    assert FIRST_OF_MARCH in (made.moved_on, made.died_on)
    assert sentence("moved_away" if status == "moved" else "died") == words


def test_somebody_who_moved_away_may_die(patient, nurse):
    actions.record_departure(patient=patient, status="moved", on=FIRST_OF_MARCH, by=nurse)

    made = actions.record_departure(patient=patient, status="deceased", on=date(2026, 3, 10), by=nurse)

    assert (made.moved_on, made.died_on) == (None, date(2026, 3, 10))


@pytest.mark.parametrize(("first", "second"), [("moved", "moved"), ("deceased", "deceased"), ("deceased", "moved")])
def test_leaving_twice_is_refused(patient, nurse, first, second):
    actions.record_departure(patient=patient, status=first, on=FIRST_OF_MARCH, by=nurse)

    with pytest.raises(ValidationError, match="on record already"):
        actions.record_departure(patient=patient, status=second, on=FIRST_OF_MARCH, by=nurse)


@pytest.mark.parametrize(
    ("status", "on", "words"),
    [
        ("registered", FIRST_OF_MARCH, "Choose whether"),
        ("moved", date(2026, 3, 17), "today or in the past"),
        ("moved", date(1980, 5, 16), "before the date of birth"),
    ],
)
def test_a_departure_that_cannot_be_is_refused(patient, nurse, status, on, words):
    with pytest.raises(ValidationError, match=words):
        actions.record_departure(patient=patient, status=status, on=on, by=nurse)


@pytest.mark.parametrize("wrong", [{"died_on": FIRST_OF_MARCH}, {"moved_on": FIRST_OF_MARCH}])
def test_the_database_refuses_a_day_of_leaving_for_somebody_who_did_not(patient, wrong):
    with pytest.raises(IntegrityError, match="patient_died_or_moved"), transaction.atomic():
        Patient.objects.update(**wrong)


# --- who takes part


def test_an_organisation_that_takes_part_sees_the_person(patient, gp, pharmacist):
    pharmacy = pharmacist.acting.organisation_id
    assert not Patient.objects.visible_to(pharmacist).exists()

    organisation = factories.Organisation.objects.get(pk=pharmacy)
    actions.link_organisations(patient=patient, organisations=[organisation], starts_on=FIRST_OF_MARCH, by=gp)

    assert Patient.objects.visible_to(pharmacist).get() == patient
    assert sentence("organisations_linked") == "From 1 March 2026 this person's care is shared with Corner Pharmacy."
    with pytest.raises(ValidationError, match="already linked"):
        actions.link_organisations(patient=patient, organisations=[organisation], starts_on=FIRST_OF_MARCH, by=gp)
    assert CareLink.objects.count() == 1


# --- the panel


def test_the_panel_tells_what_the_register_knows(patient, nurse, pharmacist, today):
    factories.OptOutFactory(scheme=patient.scheme, patient=patient, ends_on=date(2025, 1, 1))
    lasting = factories.OptOutFactory(scheme=patient.scheme, patient=patient, starts_on=date(2026, 4, 1))

    panel = queries.identity_panel(patient, nurse, today)

    assert panel.address == ["2 Mill Lane", "Woldham", "ZZ99 9ZZ"]
    assert panel.opt_outs == [lasting]
    assert panel.may_change
    assert not queries.identity_panel(patient, pharmacist, today).may_change


def test_the_panel_says_no_fixed_abode(scheme, practice, nurse, today):
    homeless = factories.PatientFactory(scheme=scheme, practice=practice, no_fixed_abode=True)

    assert queries.identity_panel(homeless, nurse, today).address == ["No fixed abode"]


# --- finding people


@pytest.fixture
def three(scheme, practice):
    return [
        factories.PatientFactory(
            scheme=scheme, practice=practice, family_name=family, given_name=given, born_on=date(1970, 1, n + 1)
        )
        for n, (family, given) in enumerate([("van der Berg", "Ana Maria"), ("Ash", "Anna"), ("Ashby", "Jo")])
    ]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ash", ["Ash", "Ashby"]),
        ("an", ["Ash", "van der Berg"]),
        ("anna ash", ["Ash"]),
        ("Ash, A", ["Ash"]),
        ("ash,", ["Ash", "Ashby"]),
        ("ash jo", ["Ashby"]),
        ("ashby jo", ["Ashby"]),
        ("Ana van der", ["van der Berg"]),
        ("ana maria van", ["van der Berg"]),
        ("01/01/1970", ["van der Berg"]),
        ("2 January 1970", ["Ash"]),
        ("%", []),
        ("_sh", []),
        ("nobody", []),
    ],
)
def test_people_are_found_by_the_beginning_of_a_name_or_their_birthday(three, coordinator, typed, found):
    people, problem = queries.search(coordinator, typed)

    assert sorted(person.family_name for person in people) == found
    assert problem == ""


def test_people_are_found_by_their_nhs_number_however_it_is_typed(three, coordinator):
    number = three[0].nhs_number

    people, _ = queries.search(coordinator, f"{number[:3]} {number[3:6]}-{number[6:]}")

    assert list(people) == [three[0]]


@pytest.mark.parametrize(
    ("typed", "words"), [("", "Enter a name"), ("9990000019", "not a real NHS number"), ("999 000", "all 10 digits")]
)
def test_a_search_that_cannot_find_anybody_says_why(coordinator, typed, words):
    people, problem = queries.search(coordinator, typed)

    assert not people
    assert words in problem


def test_nobody_finds_somebody_who_is_not_their_business(three, stranger, pharmacist, member):
    for user in (pharmacist, member):
        assert not queries.search(user, "ash")[0]


def test_nothing_is_recorded_about_somebody_who_is_not_ones_business(patient, pharmacist, today):
    with pytest.raises(PermissionDenied):
        actions.record_departure(patient=patient, status="moved", on=today, by=pharmacist)

    assert not Event.objects.filter(patient_id=patient.pk).exists()
