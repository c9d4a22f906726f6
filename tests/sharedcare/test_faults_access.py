"""A slice of `./dev faults access`: bad input to every kind of form and query, and not one server error."""

import random

import pytest

from accounts.roles import Role
from sharedcare.bench.access import files, ground, reading
from sharedcare.bench.access.part import Share
from sharedcare.bench.access.visitor import Sent, Visitor
from tests.access.world import furnish

INPUTS = 800
VISITORS = {Role.SCHEME_COORDINATOR, Role.GOVERNANCE_LEAD}  # between them they open nearly every form


@pytest.fixture
def furnished(scheme, practice):
    full = furnish(scheme, practice)
    people = {role: user for role, user in full.own.cast.items() if role in VISITORS}
    elsewhere = full.key("foreign", "patient")
    forbidden = ["Zqforeignzq"]
    return ground.Ground(ground.visitors_for(people, forbidden), ground.keys_of(scheme.pk), [str(elsewhere)], forbidden)


def test_many_hundred_bad_inputs_cause_no_server_error_and_show_nobody_of_another_scheme(furnished):
    tally = Share(furnished, INPUTS, "a slice", batch=INPUTS, each=1, keys_tried=0).run()

    assert [failure.kind for failure in tally.failures] == []
    assert tally.inputs == INPUTS
    assert min(tally.statuses[status] for status in (200, 302, 400, 404, 422)) > 15
    assert tally.forms > 70


def test_an_answer_is_judged_by_what_it_shows(scheme, coordinator):
    visitor = Visitor("scheme_coordinator", coordinator, coordinator.acting, [coordinator.name])
    visitor.sign_in()

    assert "of another scheme" in visitor.ask(Sent("a page with the name", "/roles/me/")).wrong


def test_an_error_is_found_with_the_place_that_raised_it(scheme, coordinator, monkeypatch):
    visitor = Visitor("scheme_coordinator", coordinator, coordinator.acting, [])
    visitor.sign_in()
    monkeypatch.setattr("patients.queries.people", None)

    answer = visitor.ask(Sent("a page that breaks", "/people/"))

    assert (answer.status, answer.wrong) == (500, "answered 500")
    assert "TypeError" in answer.trace


def test_what_an_input_did_is_undone_unless_it_is_kept(scheme, coordinator):
    visitor = Visitor("scheme_coordinator", coordinator, coordinator.acting, [])
    visitor.sign_in()
    form = b"name=Blood+tests&starts_on_day=16&starts_on_month=3&starts_on_year=2026"
    sent = Sent(
        "a new aspect", "/schemes/aspects/", "POST", body=form, content_type="application/x-www-form-urlencoded"
    )

    found = []
    for keep in (False, True):
        assert visitor.ask(sent, keep=keep).status == 302
        found.append("Blood tests" in visitor.ask(Sent("looking", "/schemes/aspects/")).text)

    assert found == [False, True]


def test_the_same_seed_makes_the_same_broken_files():
    good = b"NHS number,Family name\r\n9990000131,Ash\r\n"

    made = [[files.bad(random.Random(7), good) for _ in range(20)] for _ in range(2)]

    assert made[0] == made[1]


def test_three_hundred_files_are_broken_in_three_hundred_ways():
    chance = random.Random(1)

    assert len({files.bad(chance, b"a,b,c\r\n1,2,3\r\n4,5,6\r\n")[1] for _ in range(500)}) > 300


def test_a_page_is_read_as_a_browser_reads_it():
    page = reading.read(
        "/people/",
        '<a href="?page=2">More</a><a href="https://example.org/">Away</a>'
        '<form method="post" action="new/" id="f"><textarea name="note">\nWhat\nwas</textarea>'
        '<select name="kind"><option value="a">A<option value="b" selected>B</select>'
        '<input type="radio" name="way" value="x"><input type="radio" name="way" value="y" checked>'
        '<button name="deed" value="go">Go</button></form><input name="apart" form="f" inputmode="numeric">',
    )

    (form,) = page.forms
    assert page.links == ["/people/?page=2"]
    assert (form.action, form.method, form.buttons) == ("/people/new/", "POST", [("deed", "go")])
    assert {name: (each.kind, each.values) for name, each in form.fields.items()} == {
        "note": ("textarea", ["What\nwas"]),
        "kind": ("select", ["b"]),
        "way": ("radio", ["y"]),
        "apart": ("number", [""]),
    }
