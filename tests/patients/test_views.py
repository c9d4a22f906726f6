"""The pages of this app, as each role meets them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import RecordView
from patients import actions, queries
from patients.models import OptOut, Patient, PossibleDuplicate, RegisterImport
from tests import factories
from tests.patients.registers import bring_in, file_of, person, stage


def url(name, *args):
    return reverse(f"patients:{name}", args=args)


def looked_at() -> set[str]:
    return {str(view.patient_id) for view in RecordView.objects.all()}


def upload(client, content, filename="register.csv"):
    return client.post(url("import"), {"file": SimpleUploadedFile(filename, content)}, follow=True)


def on(day: str, name: str = "on") -> dict[str, str]:
    """A day as the three boxes send it."""
    return dict(zip((f"{name}_day", f"{name}_month", f"{name}_year"), day.split("/"), strict=True))


# --- bringing a register in


def test_a_register_is_sent_looked_at_and_brought_in(elm, coordinator, browse):
    client = browse(coordinator)

    preview = upload(client, file_of(person(0), person(1, born_on="31/02/1990"), columns=[*person(0), "Shoe"]))
    made = RegisterImport.objects.get()
    assert "What the register would do" in preview.text
    assert "These columns were not read: Shoe" in preview.text
    assert not Patient.objects.exists()

    done = client.post(url("import_confirm", made.pk), follow=True)
    assert "1 people added" in done.text or "1 person" in done.text
    assert Patient.objects.count() == 1
    again = client.post(url("import_confirm", made.pk), follow=True)
    assert "This cannot be done now: it is brought in." in again.text


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"Name\nx", b"a,b\r\n1,2", "Naïve;Ö\n".encode("utf-16")])
def test_a_bad_file_is_refused_on_the_form_in_words(elm, coordinator, browse, content):
    answer = upload(browse(coordinator), content)

    assert answer.status_code == 422
    assert not RegisterImport.objects.exists()


def test_a_form_without_a_file_says_so(elm, coordinator, browse):
    answer = browse(coordinator).post(url("import"), {})

    assert answer.status_code == 422
    assert "Choose the register file" in answer.text


def test_a_file_that_is_too_large_is_refused_on_the_form(elm, coordinator, browse, settings):
    settings.IMPORT_MAX_BYTES = 1_000_000

    answer = upload(browse(coordinator), b"x" * 1_000_001)

    assert answer.status_code == 422
    assert "larger than 1 MB" in answer.text


def test_every_count_opens_exactly_its_rows(elm, oak, coordinator, browse):
    bring_in(coordinator, person(0), person(1), person(2))
    made = stage(
        coordinator,
        person(0),
        person(1, family_name="Birch"),
        person(2, practice_code="Y81002"),
        person(3),
        person(4, born_on=""),
        person(5, sex="q"),
    )
    client = browse(coordinator)

    for each in queries.preview(made).verdicts:
        shown = client.get(url("import_rows", made.pk, each.verdict.value)).context["page_obj"].paginator.count
        assert shown == each.count
        for reason, _, count in each.reasons:
            page = client.get(url("import_rows", made.pk, each.verdict.value), {"reason": reason})
            assert page.context["page_obj"].paginator.count == count

    assert "Changes: Family name" in client.get(url("import_rows", made.pk, "update")).text
    assert client.get(url("import_rows", made.pk, "nonsense")).status_code == 404


def test_rows_that_show_somebody_on_the_register_count_as_a_look(elm, coordinator, browse):
    bring_in(coordinator, person(0))
    made = stage(coordinator, person(0), person(1))
    client = browse(coordinator)

    client.get(url("import_rows", made.pk, "add"))
    assert looked_at() == set()
    client.get(url("import_rows", made.pk, "unchanged"))
    assert looked_at() == {str(Patient.objects.get().pk)}


def test_the_rows_that_were_not_taken_come_back_and_no_spreadsheet_runs_them(elm, coordinator, browse):
    made = stage(coordinator, person(0, given_name="=cmd|' /C calc'!A0", born_on="x"))

    answer = browse(coordinator).get(url("import_rejected", made.pk))

    text = answer.getvalue().decode()
    assert answer["Content-Type"].startswith("text/csv")
    assert "'=cmd|" in text
    assert "Date of birth: “x” is not a real date." in text


def test_a_register_is_set_aside(elm, coordinator, browse):
    made = stage(coordinator, person(0))

    answer = browse(coordinator).post(url("import_discard", made.pk), follow=True)

    assert "set this file aside" in answer.text
    assert not Patient.objects.exists()


def test_registers_are_listed_and_those_waiting_alone(elm, coordinator, browse):
    bring_in(coordinator, person(0))
    stage(coordinator, person(1))
    client = browse(coordinator)

    assert client.get(url("imports")).context["page_obj"].paginator.count == 2
    waiting = client.get(url("imports"), {"show": "waiting"}).context["page_obj"].paginator.count
    assert waiting == queries.imports_waiting(coordinator).count() == 1
    assert "checked and still waiting" in client.get(url("import")).text


def test_practice_staff_see_their_own_registers_only(elm, oak, coordinator, elm_staff, browse):
    own, other = stage(elm_staff, person(0)), stage(coordinator, person(1))
    client = browse(elm_staff)

    assert client.get(url("import_preview", own.pk)).status_code == 200
    for name in ("import_preview", "import_rejected"):
        assert client.get(url(name, other.pk)).status_code == 404
    for name in ("import_confirm", "import_discard"):
        assert client.post(url(name, other.pk)).status_code == 404
    assert [each.pk for each in client.get(url("imports")).context["page_obj"]] == [own.pk]


def test_a_stranger_finds_no_register(elm, coordinator, stranger, browse):
    made = stage(coordinator, person(0))
    client = browse(stranger)

    assert client.get(url("import_preview", made.pk)).status_code == 404
    assert client.get(url("import_rows", made.pk, "add")).status_code == 404
    assert client.post(url("import_confirm", made.pk)).status_code == 404


@pytest.mark.parametrize("name", ["import", "imports"])
def test_who_may_not_bring_a_register_in_is_told_so(gp, member, browse, name):
    for user in (gp, member):
        assert browse(user).get(url(name)).status_code == 403


# --- their usual GP


def test_the_usual_gp_is_chosen_from_those_of_the_practice_and_shown_with_the_person(patient, nurse, browse):
    here = factories.ProfessionalFactory(scheme_id=patient.scheme_id, name="Dr Usual", organisation=patient.practice)
    factories.ProfessionalFactory(scheme_id=patient.scheme_id, name="Dr Elsewhere")
    client = browse(nurse)

    form = client.get(url("usual_gp", patient.pk))
    assert "Dr Usual" in form.text
    assert "Dr Elsewhere" not in form.text
    given = {"gp": here.pk, **on("1/3/2026", "starts_on")}
    answer = client.post(url("usual_gp", patient.pk), given, follow=True)

    assert "Their usual GP is recorded." in answer.text
    assert "Dr Usual, since 1 March 2026" in answer.text


def test_a_refused_usual_gp_comes_back_as_a_field_error(patient, nurse, browse):
    here = factories.ProfessionalFactory(scheme_id=patient.scheme_id, organisation=patient.practice)
    given = {"gp": here.pk, **on("1/3/2027", "starts_on")}

    answer = browse(nurse).post(url("usual_gp", patient.pk), given)

    assert answer.status_code == 422
    assert "The day must be today or in the past." in answer.text


# --- finding people


def test_the_list_shows_ones_people_and_records_the_look(patient, nurse, browse):
    other = factories.PatientFactory(scheme=patient.scheme, practice=factories.PracticeFactory())

    answer = browse(nurse).get(url("list"))

    assert patient.family_name in answer.text
    assert other.family_name not in answer.text
    assert looked_at() == {str(patient.pk)}
    assert "practice" not in answer.context["form"].fields


def test_the_list_is_narrowed_by_practice_and_status(elm, oak, coordinator, browse):
    bring_in(coordinator, person(0), person(1, practice_code="Y81002"), person(2))
    moved = Patient.objects.get(family_name="Ash2")
    actions.record_departure(patient=moved, status="moved", on=moved.born_on, by=coordinator)
    client = browse(coordinator)

    def names(**query):
        return [each.family_name for each in client.get(url("list"), query).context["page_obj"]]

    assert names() == ["Ash0", "Ash1"]
    assert names(practice=str(oak.pk), status="registered") == ["Ash1"]
    assert names(status="moved") == ["Ash2"]
    assert names(status="all") == ["Ash0", "Ash1", "Ash2"]
    assert names(status="nonsense") == ["Ash0", "Ash1"]


def test_the_words_of_a_search_are_never_in_the_address(patient, nurse, browse):
    client = browse(nurse)

    answer = client.post(url("search"), {"q": patient.family_name}, follow=True)

    assert answer.redirect_chain == [(url("search"), 302)]
    assert patient.family_name in answer.text
    assert looked_at() == {str(patient.pk)}


def test_a_search_that_finds_nobody_says_so(nurse, browse):
    client = browse(nurse)

    assert "You may not have access to everyone" in client.post(url("search"), {"q": "Nobody"}, follow=True).text
    assert "all 10 digits" in client.post(url("search"), {"q": "12345"}, follow=True).text
    assert client.post(url("search"), {"q": ""}, follow=True).status_code == 200
    assert client.post(url("search"), {"q": "x" * 5000}, follow=True).status_code == 200


@pytest.mark.parametrize("name", ["list", "search", "imports", "questions"])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    name, elm, oak, coordinator, browse, django_assert_max_num_queries
):
    client = browse(coordinator)
    many = [person(n) for n in range(20)]
    bring_in(coordinator, *many)
    bring_in(coordinator, *({**each, "practice_code": "Y81002"} for each in many))
    for _ in range(18):
        stage(coordinator, person(0))
    client.post(url("search"), {"q": "Ash"})

    with django_assert_max_num_queries(20):
        answer = client.get(url(name))

    assert len(answer.context["page_obj"]) == 20


def test_the_rows_of_an_import_take_a_bounded_number_of_queries(
    elm, coordinator, browse, django_assert_max_num_queries
):
    many = [person(n) for n in range(20)]
    bring_in(coordinator, *many)
    made = stage(coordinator, *({**each, "address_1": "9 New Road"} for each in many))
    client = browse(coordinator)

    with django_assert_max_num_queries(16):
        answer = client.get(url("import_rows", made.pk, "update"))

    assert len(answer.context["page_obj"]) == 20


# --- questions


@pytest.fixture
def question(elm, oak, coordinator):
    bring_in(coordinator, person(0))
    bring_in(coordinator, person(0, practice_code="Y81002"))
    return PossibleDuplicate.objects.get()


def test_a_question_shows_both_people_and_takes_one_answer(question, oak, coordinator, browse):
    client = browse(coordinator)
    listed = client.get(url("questions"))
    assert listed.context["page_obj"].paginator.count == queries.open_questions(coordinator).count() == 1

    page = client.get(url("question", question.pk))
    assert "Did this person change practice?" in page.text
    assert "Oak Practice" in page.text
    assert looked_at() == {str(question.patient_id)}

    nothing = client.post(url("question", question.pk), {"reason": "Rang them"})
    assert "Press one of the two buttons" in nothing.text
    unreasoned = client.post(url("question", question.pk), {"answer": "same"})
    assert "Enter how you know" in unreasoned.text

    client.post(url("question", question.pk), {"answer": "same", "reason": "Rang them"})
    assert Patient.objects.get().practice_id == oak.pk
    assert "Casey Coordinator answered" in client.get(url("question", question.pk)).text
    late = client.post(url("question", question.pk), {"answer": "different", "reason": "Rang them"})
    assert "This has been answered already" in late.text


def test_questions_are_not_shown_to_who_may_not_answer_them(question, elm_staff, stranger, browse):
    assert browse(elm_staff).get(url("questions")).status_code == 403
    for user in (elm_staff, stranger):
        assert browse(user).get(url("question", question.pk)).status_code == 404


# --- one person's forms


def wishes(patient, **changed):
    typed = {
        "version": patient.version,
        "mobile": "",
        "email": "",
        "preferred_channel": "",
        "safe_to_post": "on",
        "safe_to_text": "on",
        "safe_to_email": "on",
        "safe_to_ring": "on",
        "format": "standard",
        "language": "",
        "needs": "",
    }
    return typed | changed


def test_how_to_reach_somebody_is_saved(patient, nurse, browse):
    client = browse(nurse)
    assert client.get(url("preferences", patient.pk)).status_code == 200

    answer = client.post(
        url("preferences", patient.pk), wishes(patient, mobile="07700 900 123", email="jo@example.org")
    )

    assert answer.url == patient.get_absolute_url()
    patient.refresh_from_db()
    assert (patient.mobile, patient.email) == ("07700900123", "jo@example.org")
    assert looked_at() == {str(patient.pk)}


def test_a_form_that_was_overtaken_shows_both_texts_and_loses_nothing(patient, nurse, browse):
    client = browse(nurse)
    typed = wishes(patient, needs="Large chair", safe_to_text="")
    actions.record_contact_preference(patient=patient, version=1, by=nurse, needs="Interpreter", format="large_print")

    overtaken = client.post(url("preferences", patient.pk), typed)

    assert overtaken.status_code == 422
    told = {each["label"]: (each["saved"], each["typed"]) for each in overtaken.context["conflicts"]}
    assert told == {
        "A text message is safe": ("Yes", "No"),
        "What we print": ("Large print", "Standard print"),
        "Anything else we must do to be understood": ("Interpreter", "Large chair"),
    }
    assert "Large chair" in overtaken.text
    assert overtaken.context["form"].data["version"] == "2"

    client.post(url("preferences", patient.pk), typed | {"version": "2"})
    patient.refresh_from_db()
    assert patient.needs == "Large chair"


def test_a_refusal_of_a_preference_stands_beside_its_field(patient, nurse, browse):
    client = browse(nurse)

    bad = client.post(url("preferences", patient.pk), wishes(patient, mobile="0161 496 0000", email="nowhere"))
    lacking = client.post(url("preferences", patient.pk), wishes(patient, preferred_channel="sms"))

    assert bad.context["form"].errors.keys() == {"mobile", "email"}
    assert lacking.context["form"].errors.keys() == {"mobile"}
    assert lacking.context["conflicts"] == []


def test_somebody_is_not_invited_and_then_invited_again(patient, nurse, browse):
    client = browse(nurse)
    assert client.get(url("opt_out_new", patient.pk)).status_code == 200

    client.post(url("opt_out_new", patient.pk), {**on("1/3/2026", "starts_on"), "reason": "Not now"})
    opt_out = OptOut.objects.get()
    backwards = client.post(
        url("opt_out_new", patient.pk),
        {**on("1/3/2026", "starts_on"), **on("1/2/2026", "ends_on"), "reason": "Not now"},
    )
    assert "must not be before the first day" in backwards.text

    assert client.get(url("opt_out_end", opt_out.pk)).status_code == 200
    client.post(url("opt_out_end", opt_out.pk), {**on("16/3/2026", "ends_on"), "reason": "Changed her mind"})
    opt_out.refresh_from_db()
    assert str(opt_out.ends_on) == "2026-03-16"


def test_that_somebody_moved_away_is_recorded(patient, nurse, browse):
    client = browse(nurse)
    assert client.get(url("departure", patient.pk)).status_code == 200
    future = client.post(url("departure", patient.pk), {"status": "moved", **on("17/3/2026")})
    assert "today or in the past" in future.text

    client.post(url("departure", patient.pk), {"status": "moved", **on("1/3/2026")})

    patient.refresh_from_db()
    assert patient.status == "moved"


@pytest.mark.parametrize("name", ["preferences", "opt_out_new", "departure"])
def test_a_form_about_somebody_elses_patient_does_not_exist(patient, stranger, pharmacist, browse, name):
    for user in (stranger, pharmacist):
        assert browse(user).get(url(name, patient.pk)).status_code == 404
        assert browse(user).post(url(name, patient.pk)).status_code == 404
    assert not RecordView.objects.exists()


def test_an_opt_out_of_somebody_elses_patient_does_not_exist(patient, stranger, browse):
    opt_out = factories.OptOutFactory(scheme=patient.scheme, patient=patient)

    assert browse(stranger).get(url("opt_out_end", opt_out.pk)).status_code == 404


def test_who_sees_somebody_but_may_not_change_them_is_told_so(patient, pharmacist, browse):
    factories.CareLinkFactory(scheme=patient.scheme, patient=patient, organisation_id=pharmacist.acting.organisation_id)

    assert browse(pharmacist).get(url("preferences", patient.pk)).status_code == 403


def test_the_panel_of_the_person_page_is_drawn(patient, nurse, today):
    from django.template.loader import render_to_string

    patient.needs, patient.language, patient.safe_to_text = "Interpreter", "Welsh", False
    factories.OptOutFactory(scheme=patient.scheme, patient=patient)

    text = render_to_string("patients/_identity.html", {"panel": queries.identity_panel(patient, nurse, today)})

    for words in (
        "2 Mill Lane",
        "Do not text.",
        "Interpreter",
        "Welsh",
        "Not to be invited",
        "Change how to reach them",
    ):
        assert words in text
