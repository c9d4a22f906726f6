"""The copy of a record: nothing is missing from it, what is left out is said, and what was given is kept."""

import io
import json
import zipfile
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from audit import wall
from audit.holdings import Row, Section
from governance import actions, queries, reporting
from governance.documents import _parts
from governance.models import AccessBundle
from tests import factories

DAY = date(2026, 3, 16)


@pytest.fixture
def request_(patient):
    factories.ReviewFactory(plan=factories.CarePlanFactory(patient=patient), note="Spoke of a neighbour")
    return factories.RightsRequestFactory(patient=patient)


def made(request_, lead) -> AccessBundle:
    bundle = actions.ask_for_bundle(request=request_, by=lead)
    reporting.produce(bundle.scheme_id, bundle.pk)
    bundle.refresh_from_db()
    return bundle


def opened(bundle) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(bytes(bundle.content)))


def test_every_table_about_a_person_is_in_the_copy():
    assert {each.model for each in queries.HOLDINGS} == set(wall.personal_models()) | {
        each.model for each in queries.HOLDINGS if each.model._meta.app_label == "audit"
    }


def test_each_part_of_the_copy_finds_its_rows(patient):
    assert all(each.of_person(patient).count() >= 0 for each in queries.HOLDINGS)


def test_a_copy_holds_what_there_is_to_read_and_for_a_machine(request_, lead):
    bundle = made(request_, lead)

    names = opened(bundle).namelist()
    assert {"READ ME FIRST.txt", "record-1.pdf", "record.json"} <= set(names)
    assert opened(bundle).read("record-1.pdf").startswith(b"%PDF")
    assert "Spoke of a neighbour" in opened(bundle).read("record.json").decode()
    assert bundle.status == "ready"


def test_what_is_left_out_is_said_and_never_shown(request_, lead):
    bundle = made(request_, lead)
    review = request_.patient.reviews.get()

    actions.withhold(
        bundle=bundle,
        section="careplans.review",
        row_key=str(review.pk),
        ground="third_party",
        reason="Names a neighbour",
        by=lead,
    )
    reporting.produce(bundle.scheme_id, bundle.pk)
    bundle.refresh_from_db()

    kept = json.loads(opened(bundle).read("record.json"))
    assert kept["left_out"] == [["Your reviews", "It is about somebody else, who did not agree", 1]]
    assert "Spoke of a neighbour" not in json.dumps(kept)


def test_what_was_given_is_kept_and_never_made_again(request_, lead):
    bundle = made(request_, lead)
    actions.give_bundle(bundle=bundle, on=DAY, how="Collected", by=lead)

    with pytest.raises(ValidationError, match="it is given to the person"):
        actions.ask_for_bundle(request=request_, by=lead)
    actions.close_request(request=request_, move="answer", answer="The copy was collected", by=lead)

    request_.refresh_from_db()
    assert request_.status == "answered"


def test_a_copy_is_the_answer_to_a_request_for_one(request_, lead):
    with pytest.raises(ValidationError, match="Give the copy"):
        actions.close_request(request=request_, move="answer", answer="Done", by=lead)


def test_a_long_record_comes_in_parts_and_loses_nothing():
    rows = tuple(Row(str(n), (("Note", "x" * 3_000),)) for n in range(40))

    parts = list(_parts([Section("a", "A", ()), Section("b", "B", rows), Section("c", "C", rows[:1])]))

    found = [row.key for part in parts for section in part for row in section.rows]
    assert found == [*(row.key for row in rows), "0"]
    assert len(parts) > 3
