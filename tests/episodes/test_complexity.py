"""How complex care is: it changes from a day on, with a reason, and what it was before is kept."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.models import Event
from episodes import actions
from episodes.complexity import Complexity
from episodes.models import ComplexityChange
from tests import factories

TODAY = date(2026, 3, 16)
STABLE, COMPLEX, CHAOTIC = Complexity


@pytest.fixture
def episode(patient):
    return factories.EpisodeFactory(patient=patient, started_on=date(2025, 3, 1))


def became(episode, complexity, by, since=TODAY, reason="Sleeps rough again", **given):
    return actions.record_complexity(episode=episode, complexity=complexity, since=since, reason=reason, by=by, **given)


def test_care_becomes_more_complex_from_a_day_and_what_it_was_is_kept(episode, gp):
    became(episode, CHAOTIC, gp, since=date(2026, 3, 10))

    episode.refresh_from_db()
    change = ComplexityChange.objects.get()
    assert (episode.complexity, episode.version) == (CHAOTIC, 2)
    assert (change.before, change.since, change.by) == (STABLE, date(2026, 3, 10), gp)
    assert Event.objects.get().sentence == "Care became chaotic on 10 March 2026; before, it was stable."


@pytest.mark.parametrize(
    ("complexity", "since", "said"),
    [
        (STABLE, TODAY, "stable on record already"),
        (COMPLEX, TODAY + timedelta(days=1), "today or in the past"),
        (COMPLEX, date(2025, 2, 28), "stable since 1 March 2025"),
    ],
)
def test_a_change_that_cannot_be_is_refused_in_words(episode, gp, complexity, since, said):
    with pytest.raises(ValidationError, match=said):
        became(episode, complexity, gp, since=since)


def test_complexity_does_not_change_before_its_last_change(episode, gp):
    became(episode, COMPLEX, gp, since=date(2026, 3, 1))

    with pytest.raises(ValidationError, match="complex since 1 March 2026"):
        became(episode, STABLE, gp, since=date(2026, 2, 28))


def test_complexity_of_ended_care_stays(episode, gp):
    actions.move_episode(episode=episode, move="end", end_reason="completed", by=gp)

    with pytest.raises(ValidationError, match="has ended"):
        became(episode, COMPLEX, gp)


def test_two_who_change_it_at_once_are_told(episode, gp, nurse):
    became(episode, COMPLEX, gp, version=1)

    with pytest.raises(ValidationError, match="Somebody else changed this"):
        became(episode, CHAOTIC, nurse, version=1)


def test_a_pharmacist_does_not_say_how_complex_care_is(episode, pharmacist, patient, scheme):
    factories.CareLinkFactory(scheme=scheme, patient=patient, organisation_id=pharmacist.acting.organisation_id)
    with pytest.raises(PermissionDenied):
        became(episode, COMPLEX, pharmacist)


@pytest.mark.parametrize("broken", [{"complexity": "stable"}, {"complexity": "odd"}, {"before": "odd"}])
def test_the_database_refuses_a_change_to_the_same_or_to_nothing_known(episode, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.ComplexityChangeFactory(episode=episode, **{"before": "stable", "complexity": "complex", **broken})


def text(response):
    return " ".join(response.content.decode().split())


def test_complexity_is_changed_from_the_person_page_and_its_history_shown(episode, gp, browse):
    browser = browse(gp)
    url = reverse("episodes:complexity", args=[episode.pk])
    assert url in browser.get(reverse("person", args=[episode.patient_id])).text
    given = {"complexity": "complex", "version": 1, "since_day": "10", "since_month": "3", "since_year": "2026"}

    unreasoned = browser.post(url, given)
    done = browser.post(url, {**given, "reason": "Lost the flat"}, follow=True)

    assert unreasoned.status_code == 422
    assert "Care is complex. What it was before is kept." in text(done)
    history = text(browser.get(reverse("episodes:history", args=[episode.pk])))
    assert "Stable to complex, since 10 March 2026" in history
    assert "Lost the flat" in history
