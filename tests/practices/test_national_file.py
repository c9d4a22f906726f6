"""What a row of the national file says, and what an import would do with it."""

import csv
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from practices.national_file import HeldPractice, Reason, Verdict, parse, verdict
from tests.practices.files import EXTRACT, row

PUBLISHED = parse(row())
HELD = HeldPractice(
    is_practice=True,
    published_name="ELM SURGERY",
    address=("1 Mill Lane", "Woldham"),
    postcode="ZZ99 9ZZ",
    telephone="07700 900001",
    opened_on=date(1974, 4, 1),
    status="A",
    commissioner_code="99X",
)
OTHER = {"commissioner": "88X"}


def held(**changes):
    return HeldPractice(**{**HELD.__dict__, **changes})


# (changes to the row, what we hold, reason, differences): run here by the pure rule and in test_practice_import by SQL.
CASES = [
    ({}, None, Reason.NEW, ()),
    ({}, held(), Reason.SAME, ()),
    (OTHER, None, Reason.OTHER_COMMISSIONER, ()),
    (OTHER, held(commissioner_code="88X"), Reason.OTHER_COMMISSIONER, ()),
    (OTHER, held(), Reason.DIFFERENT, ("commissioner",)),
    ({}, held(commissioner_code="88X"), Reason.DIFFERENT, ("commissioner",)),
    ({"setting": "9"}, None, Reason.NOT_GP_PRACTICE, ()),
    ({"setting": "9"}, held(), Reason.NOT_GP_PRACTICE, ()),
    ({"setting": "9", "status": "C"}, None, Reason.NOT_GP_PRACTICE, ()),
    ({"setting": "9", "status": "C"}, held(), Reason.NOW_CLOSED, ()),
    ({"status": "C"}, None, Reason.CLOSED_NOT_HELD, ()),
    ({"status": "D"}, None, Reason.DORMANT_NOT_HELD, ()),
    ({"status": "P"}, None, Reason.NOT_OPEN_YET, ()),
    ({"status": "P"}, held(), Reason.NOT_OPEN_YET, ()),
    ({"status": "C", "closed": "20260101"}, held(), Reason.NOW_CLOSED, ()),
    ({"status": "D"}, held(), Reason.NOW_DORMANT, ()),
    ({"status": "C"}, held(status="D"), Reason.NOW_CLOSED, ()),
    ({"status": "C"}, held(status="C"), Reason.STILL_CLOSED, ()),
    ({"status": "D"}, held(status="D"), Reason.STILL_CLOSED, ()),
    ({}, held(status="C"), Reason.REOPENED, ("status",)),
    ({}, held(is_practice=False), Reason.HELD_AS_OTHER, ()),
    ({}, held(published_name="OAK SURGERY"), Reason.DIFFERENT, ("name",)),
    ({}, held(address=("2 Mill Lane",)), Reason.DIFFERENT, ("address",)),
    ({}, held(address=()), Reason.DIFFERENT, ("address",)),
    ({}, held(postcode="ZZ99 1AA"), Reason.DIFFERENT, ("address",)),
    ({}, held(telephone=""), Reason.DIFFERENT, ("telephone",)),
    ({}, held(opened_on=None), Reason.DIFFERENT, ("opened",)),
    ({"opened": ""}, held(opened_on=None), Reason.SAME, ()),
    (
        {},
        held(published_name="OAK", telephone="", status="D", opened_on=None),
        Reason.REOPENED,
        ("name", "telephone", "opened", "status"),
    ),
]


@pytest.mark.parametrize(("changes", "what_we_hold", "reason", "differences"), CASES)
def test_a_row_is_judged_against_what_we_hold(changes, what_we_hold, reason, differences):
    judged = verdict(parse(row(**changes)), what_we_hold, ["99X", "77X"])

    assert (judged.reason, judged.differences) == (reason, differences)


def test_each_reason_belongs_to_one_verdict():
    assert verdict(PUBLISHED, None, ["99X"]).verdict == Verdict.ADDED
    assert verdict(PUBLISHED, held(telephone=""), ["99X"]).verdict == Verdict.CHANGED
    assert verdict(parse(row(status="D")), HELD, ["99X"]).verdict == Verdict.CLOSED
    assert verdict(PUBLISHED, HELD, ["99X"]).verdict == Verdict.LEFT_ALONE


def test_a_row_is_read_by_position_with_its_name_written_well():
    assert PUBLISHED.ods_code == "Y70001"
    assert (PUBLISHED.name, PUBLISHED.published_name) == ("Elm Surgery", "ELM SURGERY")
    assert PUBLISHED.address == ("1 Mill Lane", "Woldham")
    assert PUBLISHED.opened_on == date(1974, 4, 1)
    assert PUBLISHED.closed_on is None


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        (row()[:-1], "has 26 columns; the national practice file has 27"),
        ([*row(), "x"], "has 28 columns"),
        (row(code=""), "no organisation code in its first column"),
        (row(code="A8!"), "“A8!” is not an organisation code"),
        (row(name=" "), "has no name"),
        (row(name="X" * 101), "longer than 100 characters"),
        (row(line_1="X" * 61), "The address “XXXXXXXXXXXXXXXXXXXX…” is longer than 60 characters"),
        (row(opened="20250230"), "The opening date “20250230” is not a real date"),
        (row(closed="1 April"), "The closing date “1 April” is not a real date"),
        (row(status="X"), "The status in column 13 is “X”"),
        (
            row("Organisation Code", "Name", opened="Open Date", status="Status Code", commissioner="CCG"),
            "This is a row of headings",
        ),
    ],
)
def test_a_row_that_cannot_be_used_says_why(spoilt, said):
    with pytest.raises(ValidationError, match=said.replace("(", r"\(")):
        parse(spoilt)


def test_every_row_of_the_real_extract_can_be_read():
    with EXTRACT.open(encoding="utf-8", newline="") as file:
        published = [parse(cells) for cells in csv.reader(file)]

    assert len(published) == 75
    assert {each.commissioner_code for each in published} == {"00K", "11N"}
    for code in ("00K", "11N"):
        judged = [verdict(each, None, [code]).reason for each in published]
        assert judged.count(Reason.NEW) >= 25
        assert {Reason.CLOSED_NOT_HELD, Reason.DORMANT_NOT_HELD, Reason.NOT_GP_PRACTICE} <= set(judged)
