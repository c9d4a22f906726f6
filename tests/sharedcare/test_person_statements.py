"""How many questions the Person page asks the database."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from careplans import actions as careplans
from tests import factories


def test_the_page_of_somebody_in_shared_care_asks_no_more_than_it_says(browse, gp, patient, scheme):
    factories.care_aspects(scheme)
    careplans.start_shared_care(patient=patient, started_on=date(2026, 3, 2), complexity="complex", by=gp)
    client = browse(gp)
    url = reverse("person", args=[patient.pk])
    client.get(url)

    with CaptureQueriesContext(connection) as captured:
        client.get(url)

    # Twelve of them are session, pace, account, roles, wall, the look on record and the transaction,
    # as on every page about somebody.
    assert len(captured) <= 12 + 28
