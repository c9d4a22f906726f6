"""Pages about who answers for what."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from audit.models import RecordView
from episodes import actions
from tests import factories


@pytest.fixture
def aspects(scheme):
    return {aspect.code: aspect for aspect in factories.care_aspects(scheme)}


@pytest.fixture
def kit(key_worker):
    return key_worker.professionals.get()


@pytest.fixture
def episode(patient, gp, aspects):
    return actions.start_episode(patient=patient, started_on=date(2026, 3, 2), complexity="stable", by=gp)


def text(response):
    return " ".join(response.content.decode().split())


def day(name, value):
    return dict(zip((f"{name}_{part}" for part in ("day", "month", "year")), value.split(), strict=True))


def test_somebody_is_named_for_an_aspect_from_now_on(browse, gp, episode, aspects, kit):
    client = browse(gp)
    url = reverse("episodes:assign", args=[episode.pk])
    page = client.get(url, {"aspect": aspects["key_work"].pk})

    answer = client.post(
        url,
        {"aspect": aspects["key_work"].pk, "holder": kit.pk, "version": page.context["form"].initial["version"]},
    )

    assert answer.url == reverse("person", args=[episode.patient_id])
    assert episode.responsibilities.get(aspect=aspects["key_work"]).held.lower == timezone.now()
    assert "Bridge Service" in text(page)
    assert RecordView.objects.get().page == "Who is responsible"


def test_the_record_is_put_right_and_what_it_said_before_can_still_be_asked_for(browse, gp, episode, aspects, kit):
    client = browse(gp)
    url = reverse("episodes:correct", args=[episode.pk])
    given = {"aspect": aspects["coordination"].pk, "holder": kit.pk, "version": 1, **day("from_day", "5 3 2026")}
    unreasoned = client.post(url, given)

    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        client = browse(gp)
        client.post(url, {**given, "reason": "Kit had taken over by telephone", **day("until_day", "9 3 2026")})
        history = reverse("episodes:history", args=[episode.pk])
        asked = {**day("on", "7 3 2026"), "at": "10:00"}
        now = client.get(history, asked)
        then = client.get(history, {**asked, **day("known_on", "16 3 2026")})

    assert "Answer “Why was the record wrong?”" in text(unreasoned)
    assert "Kit had taken over by telephone" in text(now)
    assert "Who was responsible on 7 March 2026 at 10am, as it was known on 16 March 2026" in text(then)
    for page, name in ((now, "Kit Worker"), (then, "Dr Greta Ash")):
        assert next(line.holder.name for line in page.context["lines"] if line.aspect.code == "coordination") == name


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({**day("on", "29 3 2026"), "at": "01:30"}, "clocks went forward"),
        ({**day("on", "25 10 2026"), "at": "01:30"}, "this time came twice"),
        ({**day("on", "25 10 2026"), "at": "noon"}, "Enter a time"),
    ],
)
def test_the_clocks_going_forward_and_back_have_an_answer_in_words(browse, gp, episode, asked, said):
    assert said in text(browse(gp).get(reverse("episodes:history", args=[episode.pk]), asked))


def test_naming_whoever_answers_already_is_refused_beside_the_field(browse, gp, episode, aspects):
    page = browse(gp).post(
        reverse("episodes:assign", args=[episode.pk]),
        {"aspect": aspects["coordination"].pk, "holder": gp.professionals.get().pk, "version": 1},
    )

    assert page.status_code == 422
    assert "answers for this already" in text(page)


def test_shared_care_is_suspended_with_a_reason_and_taken_up_again(browse, gp, episode):
    client = browse(gp)
    suspend = reverse("episodes:episode_move", args=[episode.pk, "suspend"])
    assert "Suspend shared care" in text(client.get(suspend))
    assert "Say why" in text(client.post(suspend, {"version": 1}))

    client.post(suspend, {"reason": "In hospital", "version": 1})
    resume = reverse("episodes:episode_move", args=[episode.pk, "resume"])
    client.post(resume, {"version": 2})

    episode.refresh_from_db()
    assert episode.status == "active"
    assert client.get(resume).status_code == 200
    history = text(client.get(reverse("episodes:history", args=[episode.pk])))
    assert "Suspended, 16 March 2026 at 10am, by Dr Greta Ash: In hospital" in history


@pytest.mark.parametrize("move", ["end", "nonsense"])
def test_there_is_no_page_for_other_moves(browse, gp, episode, move):
    assert browse(gp).get(reverse("episodes:episode_move", args=[episode.pk, move])).status_code == 404


def test_who_was_responsible_on_a_day_has_one_answer_or_nobody(browse, gp, episode, aspects, kit):
    url = reverse("episodes:history", args=[episode.pk])

    with time_machine.travel(timezone.now() + timedelta(days=7), tick=False):
        client = browse(gp)
        actions.assign_responsibility(episode=episode, aspect=aspects["coordination"], holder=kit, by=gp)
        now = text(client.get(url))
        then = client.get(url, day("on", "9 3 2026"))

    assert "Who is responsible now" in now
    assert "Who was responsible on 9 March 2026 at midday" in text(then)
    holders = {line.aspect.code: line.holder for line in then.context["lines"]}
    assert (holders["coordination"].name, holders["safeguarding"]) == ("Dr Greta Ash", None)


def test_the_history_of_an_episode_in_which_nobody_answered_is_empty(browse, gp, patient, aspects):
    episode = factories.EpisodeFactory(patient=patient)

    assert "Nobody has answered for anything yet." in text(
        browse(gp).get(reverse("episodes:history", args=[episode.pk]))
    )


def test_the_gaps_are_listed_by_person_and_narrowed_to_an_aspect(browse, gp, episode, aspects):
    client = browse(gp)
    url = reverse("episodes:gaps")

    everything = text(client.get(url))
    prescribing = client.get(url, {"aspect": aspects["prescribing"].pk})
    coordination = text(client.get(url, {"aspect": aspects["coordination"].pk}))

    assert "Substitute prescribing" in everything
    assert [found.episode.pk for found in prescribing.context["people"]] == [episode.pk]
    assert "Somebody answers for everything" in coordination


def test_the_gaps_ask_as_many_questions_for_twenty_people_as_for_two(browse, gp, scheme, practice, aspects):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = browse(gp)
    asked = []
    client.get(reverse("episodes:gaps"))
    for people in (2, 18):
        for _ in range(people):
            factories.EpisodeFactory(patient=factories.PatientFactory(scheme=scheme, practice=practice))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(reverse("episodes:gaps"))
        asked.append(len(captured))

    assert asked[0] == asked[1]


@pytest.mark.parametrize("who", ["stranger", "member"])
def test_nobody_out_of_scope_learns_that_any_of_it_exists(browse, gp, episode, who, request):
    client = browse(request.getfixturevalue(who))

    for url in (
        reverse("episodes:assign", args=[episode.pk]),
        reverse("episodes:history", args=[episode.pk]),
        reverse("episodes:episode_move", args=[episode.pk, "suspend"]),
    ):
        assert client.get(url).status_code == 404
    assert not client.get(reverse("episodes:gaps")).context["people"]
