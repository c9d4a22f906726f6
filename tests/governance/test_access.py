"""The copy of a record: nothing is missing from it, what is left out is said, and what was given is kept."""

import io
import json
import zipfile
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from audit import wall
from audit.holdings import Row, Section
from governance import actions, documents, queries, reporting
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


def test_why_an_entry_was_left_out_is_not_told_in_the_copy(request_, lead):
    """The reason may name the very person whom leaving it out protects."""
    bundle = made(request_, lead)
    review = request_.patient.reviews.get()

    actions.withhold(
        bundle=bundle,
        section="careplans.review",
        row_key=str(review.pk),
        ground="third_party",
        reason="Zqneighbour rang",
        by=lead,
    )
    reporting.produce(bundle.scheme_id, bundle.pk)
    bundle.refresh_from_db()

    assert "Zqneighbour" not in opened(bundle).read("record.json").decode()


@pytest.mark.parametrize(
    ("section", "row_key"),
    [("careplans.review", "1"), ("accounts.user", "1"), ("", ""), ("patients.patient", "\ud800")],
)
def test_nothing_is_left_out_that_is_not_in_the_copy(request_, lead, section, row_key):
    bundle = made(request_, lead)

    with pytest.raises(ValidationError, match="no such entry"):
        actions.withhold(
            bundle=bundle, section=section, row_key=row_key, ground="third_party", reason="Names one", by=lead
        )


def test_an_entry_that_only_the_maker_of_the_copy_reads_can_be_left_out_too(request_, lead):
    """Whoever answers rights does not read what was done in the course of care; the copy holds it."""
    bundle = made(request_, lead)
    deed = next(s for s in documents.read_copy(bytes(bundle.content)) if s.code == "audit.event").rows[0]

    actions.withhold(
        bundle=bundle, section="audit.event", row_key=deed.key, ground="third_party", reason="Names one", by=lead
    )

    assert bundle.withheld.get().row_key == deed.key


def test_an_entry_can_be_put_back(client, request_, lead):
    bundle = made(request_, lead)
    review = request_.patient.reviews.get()
    withholding = actions.withhold(
        bundle=bundle,
        section="careplans.review",
        row_key=str(review.pk),
        ground="third_party",
        reason="Names a neighbour",
        by=lead,
    )
    reporting.produce(bundle.scheme_id, bundle.pk)
    client.force_login(lead)

    page = client.post(reverse("governance:withhold_stop", args=[withholding.pk]), follow=True)
    reporting.produce(bundle.scheme_id, bundle.pk)

    assert "The entry is back in the copy" in page.content.decode()
    bundle.refresh_from_db()
    assert "Spoke of a neighbour" in opened(bundle).read("record.json").decode()


def test_what_somebody_typed_is_marked_so_that_it_is_read_for_others(client, request_, lead):
    bundle = made(request_, lead)
    client.force_login(lead)

    marked = {s.code: [row.free_text for row in s.rows] for s in documents.read_copy(bytes(bundle.content))}
    page = client.get(reverse("governance:bundle", args=[request_.pk])).content.decode()

    assert marked["careplans.review"] == [True]
    assert marked["patients.patient"] == [False]
    assert not any(marked["audit.event"])
    assert "typed by somebody" in page
    assert "Look whether it speaks of anybody else" in page


def test_the_entry_to_be_left_out_is_shown_and_an_unknown_one_leads_back_to_the_list(client, request_, lead):
    bundle = made(request_, lead)
    client.force_login(lead)
    address = reverse("governance:withhold", args=[request_.pk])

    chosen = client.get(address, {"section": "careplans.review", "row": str(request_.patient.reviews.get().pk)})
    unknown = client.get(address, {"section": "careplans.review", "row": "1"})
    forged = client.post(address, {"section": "x", "row_key": "1", "ground": "third_party", "reason": "Why"})

    assert "Spoke of a neighbour" in chosen.content.decode()
    assert unknown["Location"] == reverse("governance:bundle", args=[request_.pk])
    assert forged.status_code == 422
    assert "no such entry" in forged.content.decode()
    assert bundle.withheld.count() == 0


def test_a_copy_that_is_not_made_yet_has_nothing_to_leave_out(client, request_, lead):
    actions.ask_for_bundle(request=request_, by=lead)
    client.force_login(lead)

    answer = client.get(reverse("governance:withhold", args=[request_.pk]), {"section": "x", "row": "1"})

    assert answer.status_code == 302


def test_the_copy_comes_as_a_table_too(request_, lead):
    table = opened(made(request_, lead)).read("record.csv").decode("utf-8-sig")

    assert table.splitlines()[0] == "Part,Entry,What,Words"
    assert "Your reviews,1,Note,Spoke of a neighbour" in table


def test_a_copy_asked_for_anew_while_it_is_made_is_not_overwritten_by_the_older_one(request_, lead):
    bundle = actions.ask_for_bundle(request=request_, by=lead)
    slow = actions.claim_bundle(bundle_id=bundle.pk)
    actions.ask_for_bundle(request=request_, by=lead)
    assert actions.complete_bundle(bundle=slow, content=b"old", rows=1, withheld=0) is None

    AccessBundle.objects.filter(pk=bundle.pk).update(claimed_at="2026-03-16T08:00Z")
    reporting.produce(bundle.scheme_id, bundle.pk)

    assert actions.complete_bundle(bundle=slow, content=b"old", rows=1, withheld=0) is None
    assert actions.fail_bundle(bundle=slow, reason="Too late") is None
    bundle.refresh_from_db()
    assert (bundle.status, bytes(bundle.content)[:2]) == ("ready", b"PK")


def test_pressing_once_too_often_is_answered_in_words(client, request_, lead):
    bundle = made(request_, lead)
    actions.give_bundle(bundle=bundle, on=DAY, how="Collected", by=lead)
    hold = actions.place_hold(patient=request_.patient, reason="A claim", by=lead)
    actions.lift_hold(hold=hold, by=lead)
    client.force_login(lead)

    again = client.post(reverse("governance:bundle_make", args=[request_.pk]), follow=True)
    lifted = client.post(reverse("governance:hold_lift", args=[hold.pk]), follow=True)

    assert "it is given to the person" in again.content.decode()
    assert "lifted already" in lifted.content.decode()


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
