"""Pages on which a caseload is gone through, and the printed record."""

import io
from datetime import date

import pytest
from django.urls import reverse
from pypdf import PdfReader

from audit.models import RecordView
from episodes import actions
from episodes.models import CaseloadReview
from episodes.queries import ShowReviews
from patients.models import Patient
from tests import factories
from tests.episodes.caseload_reviews.conftest import NEXT, go_through


def text(response):
    return " ".join(response.content.decode().split())


def page(name, *args):
    return reverse(f"episodes:{name}", args=args)


def day(name, value):
    return {f"{name}_{part}": getattr(value, part) for part in ("day", "month", "year")}


def printed(client, review):
    answer = client.get(page("caseload_review_pdf", review.pk))
    assert answer.headers["Content-Type"] == "application/pdf"
    return " ".join(" ".join(each.extract_text() for each in PdfReader(io.BytesIO(answer.content)).pages).split())


def test_a_gp_goes_through_the_list_person_by_person_and_signs_off(browse, people, listed, surgery, specialist, gp):
    client = browse(gp)
    asked = client.get(page("caseload_review_new"), {"gp": f"{surgery.pk}:{listed.pk}"})
    assert "Dr Sol Pine (Specialist doctor)" in text(asked)
    entered = {"gp": f"{surgery.pk}:{listed.pk}", "reviewer": specialist.professionals.get().pk}
    shown = client.post(page("caseload_review_new"), {**entered, **day("planned_on", date(2026, 3, 16))}, follow=True)
    review = CaseloadReview.objects.get()
    assert "Take the list down and begin" in text(shown)
    begun = client.post(page("caseload_review_open", review.pk), follow=True)
    assert "3 of 3 still to be gone through." in text(begun)
    first = review.items.get(episode=people[0])

    address = page("caseload_outcome", first.pk)
    for _ in people:
        version = client.get(address).context["form"].initial["version"]
        address = client.post(address, {"outcome": "continues", "note": "Bloods in May", "version": version}).url

    assert address == page("caseload_review", review.pk)
    assert RecordView.objects.filter(page="Review of a caseload", patient_id=people[2].patient_id).exists()
    assert "Everybody you can see was gone through." in text(client.get(address))
    form = client.get(page("caseload_review_sign", review.pk)).context["form"]
    assert form.initial["next_on"] == NEXT
    done = client.post(
        page("caseload_review_sign", review.pk),
        {**day("next_on", NEXT), "supervised_by": specialist.professionals.get().pk, "supervision": "When to ask"},
        follow=True,
    )
    assert "Supervision was given by Dr Sol Pine." in text(done)


def test_the_form_refuses_in_words_and_loses_nothing(browse, opened, gp):
    client = browse(gp)
    item = opened.items.first()
    answer = client.post(page("caseload_outcome", item.pk), {"outcome": "died", "note": "Some words", "version": 1})
    assert answer.status_code == 422
    assert "Some words" in text(answer)

    lacking = client.post(page("caseload_review_sign", opened.pk), day("next_on", NEXT))

    assert lacking.status_code == 422
    assert "3 people still without an outcome." in text(lacking)


def test_a_stale_page_of_one_person_is_told_so(browse, opened, gp, coordinator):
    item = opened.items.first()
    actions.record_outcome(item=item, outcome="step_up", note="", by=coordinator, version=1)

    answer = browse(gp).post(page("caseload_outcome", item.pk), {"outcome": "continues", "note": "Mine", "version": 1})

    assert answer.status_code == 422
    assert "Somebody else changed this" in text(answer)
    assert "Mine" in text(answer)


def test_the_record_names_each_person_with_what_came_of_it(browse, opened, people, gp):
    go_through(opened, gp)
    client = browse(gp)
    refused = client.get(page("caseload_review_pdf", opened.pk), follow=True)
    assert "Sign the review off first" in text(refused)
    actions.sign_off_caseload_review(review=opened, next_on=NEXT, by=gp)

    said = printed(client, opened)

    for expected in ("Dr Greta Ash", "Alex Birche", "Goes on as it is: 3", "planned for 14 September 2026"):
        assert expected in said, expected
    assert RecordView.objects.filter(page="Review of a caseload", how="print").count() == 3


def test_the_record_stays_as_it_was_whatever_happens_to_the_people(browse, opened, people, gp):
    go_through(opened, gp)
    actions.sign_off_caseload_review(review=opened, next_on=NEXT, by=gp)
    client = browse(gp)
    before = printed(client, opened)

    Patient.objects.filter(pk=people[0].patient_id).update(status="deceased", died_on=date(2026, 3, 16))
    actions.move_episode(episode=people[1], move="end", end_reason="completed", by=gp)

    assert printed(client, opened) == before


def test_nothing_is_printed_of_whoever_wants_their_record_not_used(browse, opened, people, gp):
    go_through(opened, gp)
    actions.sign_off_caseload_review(review=opened, next_on=NEXT, by=gp)
    factories.ProcessingRestrictionFactory(patient=people[0].patient)

    said = printed(browse(gp), opened)

    assert "Ashe" not in said
    assert "1 more on this list is not printed" in said


def test_a_review_of_a_gp_who_left_says_what_to_do(browse, planned, people, coordinator, listed):
    listed.posts.update(ends_on=date(2026, 3, 15))
    client = browse(coordinator)

    shown = text(client.get(page("caseload_review", planned.pk)))

    assert "This GP has left" in shown
    assert "Take the list down" not in shown
    assert "The GP has left" in text(client.get(page("caseload_reviews")))
    assert client.get(page("caseload_review_sign", planned.pk)).context["form"].initial == {}
    assert "has left Elm Surgery" in text(client.post(page("caseload_review_open", planned.pk), follow=True))


def test_who_died_since_is_said_on_the_page(browse, opened, people, gp):
    Patient.objects.filter(pk=people[0].patient_id).update(status="deceased", died_on=date(2026, 3, 16))

    shown = text(browse(gp).get(page("caseload_review", opened.pk)))

    assert "Has died" in shown
    assert "2 of 3 still to be gone through." in shown


def test_a_review_is_moved_and_cancelled_from_its_page(browse, planned, gp, specialist):
    client = browse(gp)
    form = client.get(page("caseload_review_move", planned.pk)).context["form"]
    sent = {
        "reviewer": specialist.professionals.get().pk,
        "version": form.initial["version"],
        **day("planned_on", NEXT),
    }
    assert "14 September 2026" in text(client.post(page("caseload_review_move", planned.pk), sent, follow=True))

    shown = client.post(page("caseload_review_cancel", planned.pk), {"reason": "The GP is ill"}, follow=True)

    assert "The GP is ill" in text(shown)
    assert "Cancelled" in text(client.get(page("caseload_reviews"), {"show": "done"}))


@pytest.mark.parametrize("show", ["", *ShowReviews.values, "?"])
def test_every_list_opens_for_everybody(browse, planned, people, coordinator, member, show):
    assert browse(coordinator).get(page("caseload_reviews"), {"show": show}).status_code == 200
    assert browse(member).get(page("caseload_reviews"), {"show": show}).status_code == 200


def test_a_gp_without_a_review_is_planned_from_the_list(browse, people, coordinator, surgery, listed):
    shown = text(browse(coordinator).get(page("caseload_reviews"), {"show": "none"}))

    assert f"?gp={surgery.pk}:{listed.pk}" in shown


def test_a_stranger_finds_nothing(browse, opened, stranger):
    item = opened.items.first()
    client = browse(stranger)
    for address in (page("caseload_review", opened.pk), page("caseload_outcome", item.pk)):
        assert client.get(address).status_code == 404
