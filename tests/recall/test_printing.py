"""A print file: where each practice's letters lie, and the manifest it is checked by."""

import csv
import io
from itertools import pairwise

import pytest
from django.urls import reverse

from recall import actions, delivery
from recall.codes import code_of
from recall.models import Campaign, PrintRun
from recall.rounds import Rule
from recall.views.printing import letters_of, sections_of
from tests import factories
from tests.recall import cast


@pytest.fixture
def of_two_practices(scheme, practice):
    """People for two letters of one practice, of which one is in large print, and one of another."""
    oak = factories.PracticeFactory(name="Oak Street")
    factories.ParticipationFactory(scheme=scheme, organisation=oak)
    cast.due(scheme, oak, family_name="Willowby")
    cast.due(scheme, practice, family_name="Ashby", format="large_print")
    cast.due(scheme, practice, family_name="Birchby")


@pytest.fixture
def run(of_two_practices, coordinator):
    """One print file of all three letters."""
    cast.launch(coordinator)
    delivery.drain(gateway=cast.FakeGateway())
    return PrintRun.objects.get()


def test_letters_lie_practice_by_practice_and_page_after_page(run):
    letters = letters_of(run)

    assert [letter.attempt.invitation.practice.name for letter in letters] == [
        "Elm Surgery", "Elm Surgery", "Oak Street",
    ]  # fmt: skip
    assert letters[0].first_page == 1
    assert [after.first_page - before.last_page for before, after in pairwise(letters)] == [1, 1]
    assert letters[-1].last_page == run.pages


def test_a_file_may_be_split_where_a_practice_ends(run):
    elm, oak = sections_of(letters_of(run))

    assert (elm.practice.name, elm.first.attempt.position, elm.last.attempt.position) == ("Elm Surgery", 1, 2)
    assert (oak.practice.name, oak.first.attempt.position, oak.last.last_page) == ("Oak Street", 3, run.pages)
    assert (elm.letters, oak.letters, oak.pages) == ("1 to 2", "3", str(run.pages))


def test_the_page_says_where_to_split(run, coordinator, browse):
    page = browse(coordinator).get(reverse("recall:print_run", args=[run.pk])).text

    assert "To split the file by practice" in page
    assert "1 to 2" in page


def test_the_manifest_has_a_line_a_letter_and_nobodys_name(run, practice, coordinator, browse):
    answer = browse(coordinator).get(reverse("recall:print_run_manifest", args=[run.pk]))
    _, *lines = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    letters = letters_of(run)

    assert [line[0] for line in lines] == ["1", "2", "3"]
    assert lines[0][3:6] == [practice.ods_code, "Elm Surgery", "Large print"]
    assert [line[6] for line in lines] == [code_of(letter.attempt.pk) for letter in letters]
    assert not {"Ashby", "Birchby", "Willowby"} & set(answer.content.decode().replace(",", " ").split())


def test_all_of_it_is_read_by_one_statement(run, django_assert_num_queries):
    with django_assert_num_queries(1):
        sections_of(letters_of(run))


def test_a_campaign_may_have_a_file_for_each_practice(of_two_practices, coordinator):
    split = cast.draft(coordinator, rule=Rule(attempts=3, gap_days=21, split_by_practice=True))
    actions.launch_campaign(campaign=split, by=coordinator)
    delivery.drain(gateway=cast.FakeGateway())

    elm, oak = (letters_of(run) for run in PrintRun.objects.order_by("number"))
    assert [letter.attempt.invitation.patient.family_name for letter in elm] == ["Ashby", "Birchby"]
    assert [letter.attempt.invitation.patient.family_name for letter in oak] == ["Willowby"]
    assert [letters[0].first_page for letters in (elm, oak)] == [1, 1]


def test_that_a_campaign_has_such_files_is_chosen_and_shown_with_its_rule(scheme, practice, coordinator, browse):
    cast.due(scheme, practice)
    day = {"due_by_day": "16", "due_by_month": "5", "due_by_year": "2026"}
    typed = {"name": "Spring", "purpose": "Their review", "attempts": "3", "gap_days": "21", **day}
    client = browse(coordinator)

    client.post(reverse("recall:campaign_new"), {**typed, "split_by_practice": "on"})

    campaign = Campaign.objects.get()
    assert campaign.split_by_practice
    page = client.get(reverse("recall:campaign", args=[campaign.pk])).text
    assert "the letters of each practice in a file of their own" in " ".join(page.split())
