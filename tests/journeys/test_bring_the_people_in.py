"""Bring the people in: good rows go in, bad rows come back with a reason, and what is doubtful is put to a human."""

import csv
import io
from dataclasses import replace
from itertools import islice

from tests.journeys import register
from tests.journeys.visitor import Visitor, number

NOT_GIVEN_OUT = 5_000  # beyond the numbers of the newcomers


def test_a_register_goes_in_and_what_is_wrong_with_it_comes_back(visitor: Visitor):
    ann, bea, kit = islice(register.newcomers(register.FIRST + NOT_GIVEN_OUT), 3)
    wrong_digit = replace(kit, nhs_number=kit.nhs_number[:-1] + str((int(kit.nhs_number[-1]) + 1) % 10))
    no_such_day = replace(kit, nhs_number="", born_on="31/02/1984")
    nowhere = replace(kit, nhs_number="", practice_code="V81999")
    visitor.signs_in_as("Scheme co-ordinator")

    brings(visitor, [ann, bea, wrong_digit, no_such_day, nowhere])

    visitor.reads("5 rows in the file", "3 rows cannot be taken", "Nothing is written until you bring it in")
    assert number(visitor.sees("To add")) == 2

    back = visitor.downloads("Download these rows with the reason on each")
    rows = list(csv.DictReader(io.StringIO(back.decode("utf-8-sig"))))
    assert len(rows) == 3
    assert all(reason for row in rows for reason in [list(row.values())[1]])

    visitor.presses("Bring the register in")

    visitor.reads("The register was brought in: 2 people added, 0 updated.")
    visitor.finds(ann.nhs_number).reads(f"{ann.family_name}, {ann.given_name}")
    visitor.finds(kit.nhs_number).reads("Nobody found. You may not have access to everyone.")

    brings(visitor, [ann, bea])

    visitor.presses("Bring the register in").reads("The register was brought in: 0 people added, 0 updated.")


def test_two_people_who_may_be_the_same_are_put_to_a_human(visitor: Visitor):
    known, other = islice(register.newcomers(register.FIRST + 2 * NOT_GIVEN_OUT), 2)
    same_name = replace(known, nhs_number=other.nhs_number)
    visitor.signs_in_as("Scheme co-ordinator")
    brings(visitor, [known])
    visitor.presses("Bring the register in")
    waiting = visitor.goes_to("/people/questions/").listed()

    brings(visitor, [same_name])
    visitor.presses("Bring the register in")

    assert visitor.goes_to("/people/questions/").listed() == waiting + 1
    visitor.follows("Decide", within=f"tr:has-text('{known.given_name} {known.family_name}')")
    visitor.is_on("Are these the same person?").fills("How do you know?", "Rang the practice: they are brothers")

    visitor.presses("Two people: add the second one")

    visitor.reads("Your answer is recorded.")
    assert visitor.listed() == waiting
    visitor.finds(other.nhs_number).reads(f"{other.family_name}, {known.given_name}")


def brings(visitor: Visitor, lines: list[register.Line]) -> None:
    visitor.goes_to("/people/").presses("Bring a register in")
    visitor.attaches("Register file", "register.csv", register.as_file(lines)).presses("Check the file")
