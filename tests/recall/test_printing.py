"""A print file: where each practice's letters lie, and the manifest it is checked by."""

import csv
import io
from itertools import pairwise

import pytest
from django.urls import reverse

from recall import delivery
from recall.codes import code_of
from recall.models import PrintRun
from recall.views.printing import letters_of, sections_of
from tests import factories
from tests.recall import cast


@pytest.fixture
def run(scheme, practice, coordinator):
    """Two letters of one practice, of which one is in large print, and one of another."""
    oak = factories.PracticeFactory(name="Oak Street")
    factories.ParticipationFactory(scheme=scheme, organisation=oak)
    cast.due(scheme, oak, family_name="Willowby")
    cast.due(scheme, practice, family_name="Ashby", format="large_print")
    cast.due(scheme, practice, family_name="Birchby")
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
