"""No answer shows a person without a look: fields that tell who somebody is report it, and the middleware compares."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from audit import actions, looks
from audit.looks import How
from audit.middleware import LookNotRecorded, LooksMiddleware
from audit.models import RecordView
from patients.models import Patient, RegisterImportRow
from tests import factories


def answer(view, status=200):
    """What the middleware makes of a view's answer."""

    def made(request):
        view()
        return HttpResponse("", status=status)

    request = RequestFactory().get("/")
    request.resolver_match = None
    return LooksMiddleware(made)(request)


def test_an_answer_that_shows_somebody_without_a_look_is_an_error_in_development(patient):
    with pytest.raises(LookNotRecorded, match="showed 1 people"):
        answer(lambda: str(Patient.objects.get()))


def test_outside_development_the_page_is_withheld_and_the_log_names_nobody(
    patient, settings, browse, gp, monkeypatch, caplog
):
    settings.DEVELOPMENT = False
    monkeypatch.setattr("sharedcare.pages.views.audit.record_view", lambda **_: None)

    response = browse(gp).get(reverse("person", args=[patient.pk]))

    assert response.status_code == 403
    assert patient.name not in response.content.decode()
    assert "look_not_recorded page=person people=1" in caplog.text
    assert patient.family_name not in caplog.text


def test_the_page_of_a_person_cannot_leave_when_its_look_is_taken_out(patient, browse, gp, monkeypatch):
    monkeypatch.setattr("sharedcare.pages.views.audit.record_view", lambda **_: None)

    with pytest.raises(LookNotRecorded):
        browse(gp).get(reverse("person", args=[patient.pk]))


@pytest.mark.parametrize("name", ["family_name", "given_name", "nhs_number", "born_on", "address", "postcode"])
def test_reading_any_particular_shows_the_person(patient, name):
    with looks.kept() as account:
        getattr(Patient.objects.get(), name)

    assert account.shown == {patient.pk}


def test_reading_nothing_of_a_person_shows_nobody(patient):
    with looks.kept() as account:
        Patient.objects.get().status  # noqa: B018

    assert account.shown == set()


def test_a_row_about_somebody_not_on_the_register_shows_nobody():
    with looks.kept() as account:
        RegisterImportRow(family_name="Nobody").name  # noqa: B018

    assert account.shown == set()


@pytest.mark.parametrize("status", [302, 403, 404, 500])
def test_an_answer_with_nothing_of_the_page_on_it_is_let_out(patient, status):
    assert answer(lambda: str(Patient.objects.get()), status).status_code == status


def test_a_form_that_comes_back_counts_as_a_page(patient):
    with pytest.raises(LookNotRecorded):
        answer(lambda: str(Patient.objects.get()), 422)


def test_one_answer_records_one_look_a_person(gp, patient):
    other = factories.PatientFactory(scheme=patient.scheme, practice=patient.practice)
    with looks.kept():
        actions.record_view(by=gp, patient_ids=[patient.pk, patient.pk], page="Person")
        actions.record_view(by=gp, patient_ids=[patient.pk, other.pk], page="Person")

    assert sorted(RecordView.objects.values_list("patient_id", flat=True)) == sorted([patient.pk, other.pk])


def test_a_look_says_how_and_at_which_organisation(gp, patient, practice):
    actions.record_view(by=gp, patient_ids=[patient.pk], page="Care plan handout", how=How.PRINT)

    look = RecordView.objects.get()
    assert (look.how, look.organisation_id) == (How.PRINT, practice.pk)


def test_a_field_left_out_of_the_query_is_read_all_the_same(patient):
    with looks.kept() as account:
        assert Patient.objects.defer("family_name").get().family_name == patient.family_name

    assert account.shown == {patient.pk}
