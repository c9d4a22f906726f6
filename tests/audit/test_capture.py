"""The net beneath the events: every row that changes is kept with what it was, whoever changed it and however."""

import pytest
from django.db import connection

from accounts.models import Membership
from accounts.standing import stand
from audit import queries, wall
from audit.models import RowChange
from patients.models import Patient, Restriction
from tests import factories


def changes(**of):
    return list(RowChange.objects.filter(**of).order_by("number").values_list("table_name", "deed", "old", "new"))


def by_save(patient):
    patient.given_name = "Sandy"
    patient.save()


def by_bulk_update(patient):
    patient.given_name = "Sandy"
    Patient.objects.bulk_update([patient], ["given_name"])


def by_update(patient):
    Patient.objects.filter(pk=patient.pk).update(given_name="Sandy")


def by_sql(patient):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE patients_patient SET given_name = 'Sandy' WHERE id = %s", [patient.pk])


@pytest.mark.parametrize("way", [by_save, by_bulk_update, by_update, by_sql])
def test_a_changed_row_is_kept_with_what_it_was_and_what_it_is_however_it_was_changed(scheme, gp, patient, way):
    with wall.within(scheme.pk, gp.pk):
        way(patient)

    assert changes(patient_id=patient.pk, deed="changed") == [
        ("patients_patient", "changed", {"given_name": "Alex"}, {"given_name": "Sandy"})
    ]
    kept = queries.row_changes(patient.pk).first()
    assert (kept.by, kept.process, kept.scheme_id, kept.row_id) == (gp, "", scheme.pk, str(patient.pk))
    assert str(kept) == "patients_patient changed"


def test_a_statement_over_many_rows_keeps_each_and_one_that_changes_nothing_keeps_none(scheme, practice, patient):
    factories.PatientFactory(scheme=scheme, practice=practice)

    Patient.objects.update(family_name="Same")
    Patient.objects.update(family_name="Same")

    assert len(changes(deed="changed")) == 2


def test_an_added_row_is_kept_by_its_key_and_not_copied(patient):
    assert changes(patient_id=patient.pk, table_name="patients_patient") == [("patients_patient", "added", None, None)]


def test_a_removed_row_is_kept_as_it_was(scheme, patient):
    link = factories.CareLinkFactory(
        scheme=scheme, patient=patient, organisation=factories.OrganisationFactory(kind="pharmacy")
    )
    link.delete()

    removed = RowChange.objects.get(table_name="patients_carelink", deed="removed")
    assert removed.old["organisation_id"] == str(link.organisation_id)
    assert removed.new is None


def test_who_may_get_in_and_as_what_is_kept_without_the_password(scheme, gp):
    gp.set_unusable_password()
    gp.save()
    Membership.objects.filter(user=gp).update(place_label="Elsewhere")

    kept = changes(table_name="accounts_user", deed="changed")
    assert kept == [("accounts_user", "changed", {"password": "withheld"}, {"password": "withheld"})]
    assert changes(table_name="accounts_membership", deed="changed")[0][3] == {"place_label": "Elsewhere"}


def test_scheduled_work_is_named_as_that_of_the_role_that_connected(scheme, patient):
    by_save(patient)

    assert RowChange.objects.get(deed="changed").process == "nobody signed in: sharedcare_app"


def test_another_scheme_reads_none_of_it(scheme, patient, stranger):
    with wall.within(stranger.acting.scheme_id):
        assert not RowChange.objects.filter(patient_id=patient.pk).exists()


def test_it_is_read_as_far_as_the_row_itself_would_be(scheme, gp, member, pharmacist, patient, coordinator):
    by_save(patient)
    read = {}
    for user in (gp, member, pharmacist, coordinator):
        with stand(user):
            read[user.name] = RowChange.objects.filter(patient_id=patient.pk, deed="changed").count()

    assert read == {"Dr Greta Ash": 1, "Mo Member": 0, "Pat Pharmacist": 0, "Casey Coordinator": 1}


def test_the_row_changes_of_a_restricted_person_are_not_read_by_others(scheme, coordinator, patient):
    by_save(patient)
    Restriction.objects.create(
        scheme=scheme, patient=patient, sensitivity="staff", reason="Works here", placed_by=coordinator
    )

    with stand(coordinator):
        assert not RowChange.objects.filter(patient_id=patient.pk).exists()
