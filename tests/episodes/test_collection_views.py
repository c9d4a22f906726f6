"""The pharmacist's list, the arrangement, alerts: the pages as people use them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from episodes.models import Alert, Collection, CollectionArrangement, CollectionRule, PharmacyClosure
from tests import factories
from tests.episodes.collections_cast import TODAY, tell


@pytest.fixture
def story(scheme, patient, pharmacist, key_worker, gp, coordinator):
    told = tell(scheme, patient, pharmacist, key_worker, gp, coordinator)
    factories.CollectionFactory(arrangement=told.arrangement, day=TODAY - timedelta(days=2))
    return told


LIST = "/episodes/collections/"


def test_the_pharmacist_records_one_person_in_two_presses(story, browse, patient):
    browser, key = browse(story.pharmacist), story.arrangement.pk
    assert patient.name in browser.get(LIST).content.decode()

    answer = browser.post(LIST, {f"outcome_{key}": "not_collected", "only": str(key)}, follow=True)

    assert "not collected. This is on record." in answer.content.decode()
    assert Collection.objects.get(day=TODAY).outcome == "not_collected"
    assert Alert.objects.unanswered().count() == 1


def test_the_whole_list_is_saved_with_those_changed(story, browse, patient):
    other = factories.PatientFactory(scheme=patient.scheme, practice=patient.practice)
    factories.CareLinkFactory(scheme=patient.scheme, patient=other, organisation=story.arrangement.pharmacy)
    second = factories.CollectionArrangementFactory(
        episode=factories.EpisodeFactory(patient=other), pharmacy=story.arrangement.pharmacy
    )

    browse(story.pharmacist).post(
        LIST, {f"outcome_{story.arrangement.pk}": "refused", f"outcome_{second.pk}": "collected"}
    )

    assert dict(Collection.objects.filter(day=TODAY).values_list("arrangement", "outcome")) == {
        story.arrangement.pk: "refused",
        second.pk: "collected",
    }


def test_a_concern_without_words_is_refused_and_nothing_is_lost(story, browse):
    key = story.arrangement.pk

    answer = browse(story.pharmacist).post(LIST, {f"outcome_{key}": "concern", "only": str(key)})

    assert answer.status_code == 422
    assert "say what happened" in answer.content.decode()
    assert not Collection.objects.filter(day=TODAY).exists()


def test_a_pharmacist_never_sees_who_collects_elsewhere(story, browse, patient):
    elsewhere = factories.OrganisationFactory(kind="pharmacy", name="Other Pharmacy")
    CollectionArrangement.objects.update(pharmacy=elsewhere)

    assert patient.name not in browse(story.pharmacist).get(LIST).content.decode()


def test_a_whole_list_is_recorded_by_the_pharmacy_only(story, browse):
    answer = browse(story.coordinator).post(LIST, {"only": ""})

    assert answer.status_code == 403


@pytest.mark.parametrize("day", ["2026-13-01", "soon", "2026-03-17", "2020-01-01", "2026-02-31"])
def test_a_day_that_cannot_be_is_answered_in_words(story, browse, day):
    assert browse(story.pharmacist).get(LIST, {"day": day}).status_code in (200, 404)


def test_the_key_worker_says_i_have_this_and_the_pharmacist_sees_who(story, browse, patient):
    story.records("not_collected")
    alert = Alert.objects.get()
    assert "alert for you that nobody has yet" in browse(story.key_worker).get("/").content.decode()

    answer = browse(story.key_worker).post(
        reverse("episodes:alert_acknowledge", args=[alert.pk]),
        {"will_do": "Ring their sister", "version": alert.version},
        follow=True,
    )

    assert "You have this." in answer.content.decode()
    page = browse(story.pharmacist).get(LIST).content.decode()
    assert "Kit Worker has this" in page
    assert "Ring their sister" in page


def test_one_closes_the_alert_with_what_came_of_it(story, browse):
    story.records("not_collected")
    alert = Alert.objects.get()
    browser = browse(story.key_worker)
    have, close = (reverse(f"episodes:alert_{word}", args=[alert.pk]) for word in ("acknowledge", "close"))
    browser.post(have, {"will_do": "Ring", "version": 1})

    answer = browser.post(close, {"outcome": "spoken", "version": 2}, follow=True)

    assert "The alert is closed." in answer.content.decode()


def test_what_is_arranged_is_recorded_changed_and_ended(story, browse, patient, scheme):
    factories.ParticipationFactory(scheme=scheme, organisation=story.arrangement.pharmacy)
    browser = browse(story.gp)
    days = {f"day_{n}": "supervised" for n in range(6)} | {"day_6": "at_home"}
    given = {
        "pharmacy": str(story.arrangement.pharmacy_id), "starts_on": "2026-03-20", "may_vary": "The prescriber",
        "review_on": "2026-06-01", **days,
    }  # fmt: skip

    browser.post(reverse("episodes:collection_arrange", args=[story.episode.pk]), given)
    browser.post(
        reverse("episodes:collection_end", args=[story.episode.pk]), {"ends_on": "2026-03-19", "reason": "Stopped"}
    )

    story.arrangement.refresh_from_db()
    assert story.arrangement.ends_on == date(2026, 3, 19)
    assert CollectionArrangement.objects.count() == 2


def test_a_correction_keeps_the_first_record_and_closes_what_it_raised(story, browse):
    record = story.records("not_collected")

    browse(story.pharmacist).post(
        reverse("episodes:collection_correct", args=[record.pk]),
        {"outcome": "collected", "reason": "Came at the last minute"},
    )

    record.refresh_from_db()
    assert record.superseded_by.outcome == "collected"
    assert Alert.objects.get().outcome == "corrected"


def test_a_closure_for_a_fortnight_is_a_finding_before_it_begins(story, browse, patient):
    closes = {"starts_on": "2026-04-13", "ends_on": "2026-04-26", "reason": "Refurbished"}
    given = {"pharmacy": str(story.arrangement.pharmacy_id), **closes}

    browse(story.pharmacist).post(reverse("episodes:closure_new"), given)

    assert PharmacyClosure.objects.get().length == 14
    page = browse(story.coordinator).get("/episodes/collections/findings/?show=closing").content.decode()
    assert patient.name in page
    assert "person whose pharmacy is closed" in browse(story.coordinator).get("/").content.decode()


def test_a_day_that_a_pharmacy_told_is_recorded_by_whoever_it_rang(story, browse):
    url = reverse("episodes:collection_record", args=[story.episode.pk])

    browse(story.key_worker).post(url, {"day": "2026-03-13", "outcome": "not_collected"})
    again = browse(story.key_worker).post(url, {"day": "2026-03-13", "outcome": "collected"})

    assert Collection.objects.get(day=date(2026, 3, 13)).outcome == "not_collected"
    assert again.status_code == 422


def test_the_scheme_adopts_its_own_numbers(story, browse):
    given = {
        "starts_on": "2026-03-16", "source": "Monitoring group, March", "nation": "SCT", "urgent_after_days": "1",
        "highest_after_days": "2", "not_recorded_after_days": "1", "longest_closure_days": "3", "repeat_minutes": "30",
        "minutes_first": "0, 30, 60, 90, 120", "minutes_urgent": "0,15,30,45,60", "minutes_highest": "0,0,0,0,0",
    }  # fmt: skip

    browse(story.coordinator).post(reverse("episodes:rules"), given)
    refused = browse(story.coordinator).post(reverse("episodes:rules"), {**given, "minutes_first": "soon"})

    assert CollectionRule.objects.get().minutes_first == [0, 30, 60, 90, 120]
    assert refused.status_code == 422


def test_the_persons_page_shows_collections_and_who_has_the_alert(story, browse, patient):
    story.records("not_collected")

    for user in (story.pharmacist, story.key_worker):
        page = browse(user).get(patient.get_absolute_url()).content.decode()
        assert "Nobody has this alert yet" in page


@pytest.mark.parametrize("show", ["mine", "open", "held", "taken", "closed"])
def test_every_list_of_alerts_opens(story, browse, show):
    story.records("not_collected")

    assert browse(story.key_worker).get("/episodes/alerts/", {"show": show}).status_code == 200


def test_a_stranger_finds_nothing(story, browse, stranger):
    story.records("not_collected")
    alert = Alert.objects.get()
    keys = [("collections_of", story.episode.pk), ("alert", alert.pk), ("alert_acknowledge", alert.pk)]

    for name, key in keys:
        assert browse(stranger).get(reverse(f"episodes:{name}", args=[key])).status_code in (403, 404)
