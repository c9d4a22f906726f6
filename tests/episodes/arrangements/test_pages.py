"""The pages about how care is arranged, as people use them."""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import RecordView
from episodes import actions
from episodes.models import Arrangement, ToldOwnGp
from tests import factories
from tests.episodes.arrangements.conftest import BEGUN

LIST = "/episodes/arrangements/"


@pytest.fixture
def typed(practice, gp, service):
    """The facts of shared care, as they are sent from the page."""
    return {
        "starts_on": "2025-03-01",
        "prescribed": f"{practice.pk}:{gp.professionals.get().pk}",
        "setting": "own_practice",
        "responsible": "prescriber",
        "support": "given",
        "support_by": str(service.pk),
        "one_plan": "yes",
        "notes": "registered",
        "referral_source": "prison",
        "pathway": "criminal_justice",
        "led_by": str(service.pk),
    }


@pytest.fixture(autouse=True)
def taking_part(scheme, service):
    factories.ParticipationFactory(scheme=scheme, organisation=service)


def url(name, thing):
    return reverse(f"episodes:{name}", args=[thing.pk])


def text(response):
    return " ".join(response.content.decode().split())


def test_what_is_on_record_is_shown_with_the_tests_in_words(episode, typed, gp, browse, patient):
    answer = browse(gp).post(url("arrangement_new", episode), typed, follow=True)

    page = text(answer)
    assert "The arrangement is on record." in page
    assert "All five tests are passed." in page
    assert "Criminal justice, led by Bridge Service" in page
    person = text(browse(gp).get(patient.get_absolute_url()))
    assert "Is it shared care?" in person
    assert "Original notes: Elm Surgery. Clinical responsibility: Dr Greta Ash, the prescriber." in person


def test_of_somebody_about_whom_nothing_is_on_record_the_page_says_what_is_missing(episode, gp, browse):
    page = text(browse(gp).get(url("arrangements_of", episode)))

    assert "Facts are missing, so nobody can say yet." in page
    assert "Where the prescription comes from is not on record." in page
    assert "Nothing is on record yet" in page


def test_what_is_not_known_may_stay_so_and_a_name_nobody_asked_for_is_left_out(episode, typed, gp, browse):
    sent = {**typed, "prescribed": "", "support": "not_known", "pathway": "none"}

    browse(gp).post(url("arrangement_new", episode), sent)

    made = Arrangement.objects.get()
    assert (made.prescribed_at, made.prescriber, made.support_by, made.led_by) == (None, None, None, None)


def test_somebody_there_may_prescribe_of_whom_the_name_is_not_known(episode, typed, oak, gp, browse):
    browse(gp).post(url("arrangement_new", episode), {**typed, "prescribed": str(oak.pk)})

    made = Arrangement.objects.get()
    assert (made.prescribed_at.name, made.prescriber) == ("Oak Surgery", None)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"support_by": ""}, "Choose who gives the support."),
        ({"led_by": ""}, "Choose the service that leads the pathway."),
        ({"responsible": "other"}, "Choose who carries clinical responsibility."),
        ({"starts_on": "2026-03-17"}, "The date must be 16 March 2026 or earlier"),
        ({"starts_on": "2025-02-28"}, "The date must be 1 March 2025 or later"),
        ({"prescribed": "somewhere"}, "Select a valid choice"),
        ({"setting": "at_sea"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_answered_in_words_and_nothing_typed_is_lost(episode, typed, gp, browse, changes, said):
    answer = browse(gp).post(url("arrangement_new", episode), {**typed, **changes})

    assert answer.status_code == 422
    assert said in text(answer)
    assert not Arrangement.objects.exists()


def test_the_form_begins_with_what_is_on_record_though_the_prescriber_has_left(episode, shared, gp, browse):
    made = actions.record_arrangement(episode=episode, starts_on=BEGUN, by=gp, **shared)
    shared["prescriber"].posts.update(ends_on=date(2026, 1, 1))

    page = text(browse(gp).get(url("arrangement_new", episode)))

    assert f'value="{made.prescribed_at_id}:{made.prescriber_id}" selected' in page


def test_the_form_begins_with_a_place_that_takes_part_no_more(episode, shared, oak, gp, browse, scheme):
    far = factories.PracticeFactory(name="Far Surgery")
    dr_far = factories.ProfessionalFactory(scheme_id=scheme.pk, name="Dr Far", organisation=far)
    elsewhere = {"prescribed_at": far, "responsible": "other", "responsible_other": dr_far}
    actions.record_arrangement(episode=episode, starts_on=BEGUN, by=gp, **{**shared, "prescriber": None, **elsewhere})

    page = text(browse(gp).get(url("arrangement_new", episode)))

    assert f'value="{far.pk}" selected' in page
    assert f'value="{dr_far.pk}" selected' in page


def test_a_record_is_corrected_and_the_first_one_stands_beside_it(episode, shared, typed, gp, browse):
    made = actions.record_arrangement(episode=episode, starts_on=BEGUN, by=gp, **shared)
    sent = {**typed, "notes": "elsewhere", "reason": "The notes are at the service"}

    answer = browse(gp).post(url("arrangement_correct", made), sent, follow=True)

    page = text(answer)
    assert "Corrected: The notes are at the service" in page
    assert "Falls short of shared care" in page
    made.refresh_from_db()
    assert made.superseded_by.notes == "elsewhere"
    assert browse(gp).get(url("arrangement_correct", made)).status_code == 200


def test_the_own_gp_is_on_todays_list_until_told(episode, elsewhere, gp, coordinator, browse, patient):
    actions.record_arrangement(episode=episode, starts_on=BEGUN, by=gp, **elsewhere)
    today = text(browse(coordinator).get("/"))
    assert "person treated away from their own practice whose GP was not told, or not lately" in today
    assert patient.name in text(browse(coordinator).get(f"{LIST}?own_gp=any"))
    person = text(browse(coordinator).get(patient.get_absolute_url()))
    assert "Record that Elm Surgery was told" in person
    assert "<li>Their own GP was never told.</li>" in person

    answer = browse(coordinator).post(
        url("own_gp_told_new", episode),
        {"told_on": "2026-03-16", "how": "telephone", "told_by": "Dr Oak, Oak Surgery"},
        follow=True,
    )

    assert "It is on record that Elm Surgery was told." in text(answer)
    assert "Nobody on this list" in text(browse(coordinator).get(f"{LIST}?own_gp=any"))
    person = text(browse(coordinator).get(patient.get_absolute_url()))
    assert "Elm Surgery, their own practice, was told on 16 March 2026." in person


def test_a_telling_is_withdrawn_with_a_reason(episode, elsewhere, gp, browse):
    actions.record_arrangement(episode=episode, starts_on=BEGUN, by=gp, **elsewhere)
    told = factories.ToldOwnGpFactory(episode=episode)

    answer = browse(gp).post(url("own_gp_told_withdraw", told), {"reason": "Another person’s letter"}, follow=True)

    page = text(answer)
    assert "Withdrawn by Dr Greta Ash: Another person’s letter" in page
    assert "Their own GP was never told" in page
    assert ToldOwnGp.objects.get().withdrawn_at


def test_the_list_is_narrowed_says_why_and_every_look_is_on_record(episode, gp, browse, patient, practice):
    page = text(browse(gp).get(LIST))

    assert "Who carries clinical responsibility is not on record." in page
    assert RecordView.objects.filter(patient_id=patient.pk, page="Is it shared care?").count() == 1
    narrowed = browse(gp).get(f"{LIST}?kind=not_known&practice={practice.pk}")
    assert patient.name in text(narrowed)
    assert patient.name not in text(browse(gp).get(f"{LIST}?kind=shared_care"))
    assert browse(gp).get(f"{LIST}?kind=nonsense").status_code == 200


def test_an_ended_episode_is_read_and_not_arranged(episode, shared, gp, browse):
    actions.record_arrangement(episode=episode, starts_on=BEGUN, by=gp, **shared)
    actions.move_episode(episode=episode, move="end", end_reason="completed", by=gp)

    page = text(browse(gp).get(url("arrangements_of", episode)))

    assert "Shared care ended on 16 March 2026." in page
    assert "Record how care is arranged" not in page


def test_the_practice_and_the_scheme_show_the_kinds_apart(episode, shared, gp, coordinator, member, browse, practice):
    actions.record_arrangement(episode=episode, starts_on=BEGUN, by=gp, **shared)

    for address in (reverse("practice", args=[practice.pk]), reverse("scheme")):
        page = text(browse(coordinator).get(address))
        assert "People in treatment, by how their care is arranged" in page
        assert "kind=shared_care" in page
    assert "by how their care is arranged" not in text(browse(member).get(reverse("scheme")))


def test_whoever_may_not_read_the_record_finds_nothing(episode, pharmacist, member, browse, patient, scheme):
    factories.CareLinkFactory(scheme=scheme, patient=patient, organisation_id=pharmacist.acting.organisation_id)

    for user in (pharmacist, member):
        assert patient.name not in text(browse(user).get(LIST))
        assert browse(user).get(url("arrangements_of", episode)).status_code == 404
        assert browse(user).get(url("arrangement_new", episode)).status_code == 404
