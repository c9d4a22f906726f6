"""The handout: what it says, and that what was typed stays text."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from careplans import actions
from careplans.models import Variant


def words(handout):
    reader = PdfReader(io.BytesIO(bytes(handout.pdf)))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.fixture
def full(plan, plan_action, gp):
    actions.write_escalation(plan=plan, if_things_get_worse="Call the Bridge Service at once.", by=gp)
    actions.agree_plan(plan=plan, agreed_on=date(2026, 3, 16), present="Alex and Dr Ash", by=gp)
    return plan


@pytest.mark.parametrize("variant", [Variant.STANDARD, Variant.LARGE])
def test_a_handout_says_what_who_by_when_and_who_is_who(full, gp, variant):
    said = words(actions.print_plan(plan=full, variant=variant, by=gp))

    for expected in (
        "I want to walk my daughter to school",
        "Walk every Monday",
        "Alex, with Sister Jo",
        "6 April 2026",
        "My care co-ordinator is Dr Greta Ash",
        "We look at this plan again by 1 March 2027",
        "Call the Bridge Service at once.",
        "It is not legally binding.",
        "Clinical notes are kept in the practice’s record.",
        "Agreed on 16 March 2026, with Alex and Dr Ash.",
        "Page 1 of",
    ):
        assert expected in said, expected


def test_an_easy_read_handout_says_one_thing_a_line(full, gp):
    said = words(actions.print_plan(plan=full, variant=Variant.EASY, by=gp))

    for expected in (
        "My plan",
        "Who does this: Alex, with Sister Jo",
        "We do this by 1 March 2027.",
        "We all do our best.",
    ):
        assert expected in said, expected
    assert "Improve mobility" not in said


def test_a_draft_says_that_it_is_one_and_leaves_out_what_is_not_written(plan, gp):
    for variant in Variant:
        said = words(actions.print_plan(plan=plan, variant=variant, by=gp))

        assert "not been agreed yet" in said or "have not agreed it yet" in said
        assert "If things get worse" not in said


def test_an_ended_plan_says_that_no_review_is_planned(full, gp):
    actions.end_shared_care(plan=full, ended_on=date(2026, 3, 16), end_reason="completed", by=gp)

    assert "no review is planned" in words(actions.print_plan(plan=full, variant=Variant.STANDARD, by=gp))


def test_a_replaced_version_says_so(full, gp):
    actions.revise_plan(plan=full, reason="A new goal", by=gp)
    actions.agree_plan(plan=full, agreed_on=date(2026, 3, 16), present="Alex", by=gp)

    handout = actions.print_plan(plan=full, variant=Variant.STANDARD, version=full.versions.get(number=1), by=gp)

    assert "A later version has replaced this one." in words(handout)


def test_markup_styles_and_addresses_typed_into_a_goal_come_out_as_text(plan, gp):
    typed = '<style>body{display:none}</style> <img src="file:///etc/passwd"> https://example.org/x {{ plan }}'
    goal = actions.record_goal(plan=plan, own_words=typed, importance=1, confidence=1, by=gp)
    actions.record_plan_action(goal=goal, what="<b>Walk</b>", owner_kind="service", by=gp)

    handout = actions.print_plan(plan=plan, variant=Variant.STANDARD, by=gp)

    said = words(handout)
    assert "<style>body{display:none}</style>" in said
    assert "file:///etc/passwd" in said
    assert "{{ plan }}" in said
    assert "<b>Walk</b> A service" in said
    assert b"/URI" not in bytes(handout.pdf)
