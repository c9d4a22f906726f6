"""That the papers an organisation needs are whole, and that every line in them that says "met" is held by a test."""

import ast
import re
from pathlib import Path

import pytest

from accounts.reach import SEES, Reach, Record
from accounts.roles import Role
from tests.source import ROOT, parsed

PAGE = ROOT / "docs/security.md"
HAZARDS = ROOT / "docs/clinical-safety/hazard-log.md"
PAPERS = [PAGE, ROOT / "docs/accessibility-statement-template.md", *sorted((ROOT / "docs/privacy").glob("*.md"))]
TEST = re.compile(r"`(test_\w+)`")

# OWASP ASVS 5.0.0: the requirements of each section by number, at levels 1 and 2.
LEVEL_1 = """
V1.2: 1 2 3 4 5; V1.3: 1 2; V1.5: 1; V2.1: 1; V2.2: 1 2; V2.3: 1; V3.2: 1 2; V3.3: 1; V3.4: 1 2; V3.5: 1 2 3;
V4.1: 1; V4.4: 1; V5.2: 1 2; V5.3: 1 2; V6.1: 1; V6.2: 1 2 3 4 5 6 7 8; V6.3: 1 2; V6.4: 1 2; V7.2: 1 2 3 4;
V7.4: 1 2; V8.1: 1; V8.2: 1 2; V8.3: 1; V9.1: 1 2 3; V9.2: 1; V10.4: 1 2 3 4 5; V11.3: 1 2; V11.4: 1; V12.1: 1;
V12.2: 1 2; V13.4: 1; V14.2: 1; V14.3: 1; V15.1: 1; V15.2: 1; V15.3: 1
"""
LEVEL_2 = """
V1.1: 1 2; V1.2: 6 7 8 9; V1.3: 3 4 5 6 7 8 9 10 11; V1.4: 1 2 3; V1.5: 2; V2.1: 2 3; V2.2: 3; V2.3: 2 3 4; V2.4: 1;
V3.3: 2 3 4; V3.4: 3 4 5 6; V3.5: 4 5; V3.7: 1 2; V4.1: 2 3; V4.2: 1; V4.3: 1 2; V4.4: 2 3 4; V5.1: 1; V5.2: 3;
V5.4: 1 2 3; V6.1: 2 3; V6.2: 9 10 11 12; V6.3: 3 4; V6.4: 3 4; V6.5: 1 2 3 4 5; V6.6: 1 2 3; V6.8: 1 2 3 4;
V7.1: 1 2 3; V7.3: 1 2; V7.4: 3 4 5; V7.5: 1 2; V7.6: 1 2; V8.1: 2; V8.2: 3; V8.4: 1; V9.2: 2 3 4; V10.1: 1 2;
V10.2: 1 2; V10.3: 1 2 3 4; V10.4: 6 7 8 9 10 11; V10.5: 1 2 3 4 5; V10.6: 1 2; V10.7: 1 2 3; V11.1: 1 2;
V11.2: 1 2 3; V11.3: 3; V11.4: 2 3 4; V11.5: 1; V11.6: 1; V12.1: 2 3; V12.3: 1 2 3 4; V13.1: 1; V13.2: 1 2 3 4 5;
V13.3: 1 2; V13.4: 2 3 4 5; V14.1: 1 2; V14.2: 2 3 4; V14.3: 2 3; V15.1: 2 3; V15.2: 2 3; V15.3: 2 3 4 5 6 7;
V16.1: 1; V16.2: 1 2 3 4 5; V16.3: 1 2 3 4; V16.4: 1 2 3; V16.5: 1 2 3; V17.1: 1; V17.2: 1 2 3 4; V17.3: 1 2
"""
# Of level 3, what records of this kind warrant besides.
BESIDES = {
    *("V1.2.10", "V2.3.5", "V3.4.7", "V3.4.8", "V5.2.4", "V6.3.7", "V6.3.8", "V7.5.3"),
    *("V8.3.2", "V13.4.6", "V14.2.6", "V14.2.7", "V15.4.2", "V16.5.4"),
}
# What the standard wants written down, and the heading of security.md it stands under.
WRITTEN = {
    "V2.1.1": "What input must look like",
    "V2.1.2": "What input must look like",
    "V2.1.3": "Limits",
    "V5.1.1": "Files",
    "V6.1.1": "Signing in, and being held off",
    "V6.1.2": "Signing in, and being held off",
    "V6.1.3": "Signing in, and being held off",
    "V7.1.1": "Sessions",
    "V7.1.2": "Sessions",
    "V7.1.3": "Sessions",
    "V8.1.1": "Who sees what",
    "V8.1.2": "Who sees what",
    "V11.1.1": "Keys and secrets",
    "V11.1.2": "Keys and secrets",
    "V13.1.1": "What it talks to",
    "V14.1.1": "Classes of data",
    "V14.1.2": "Classes of data",
    "V15.1.1": "Packages",
    "V15.1.2": "Packages",
    "V15.1.3": "Costly work",
    "V16.1.1": "What is logged",
}
STARTING_HAZARDS = (
    "wrong person",
    "twice",
    "regimen",
    "missed-dose",
    "late review",
    "died",
    "drug treatment",
    "active prescribers",
    "agreement is assumed",
    "PAM or PHQ",
    "question 9",
    "DNACPR",
    "glass",
    "wrong address",
    "NDTMS",
    "day slips",
    "safeguarding",
    "training or tier",
)


def listed(text: str) -> set[str]:
    sections = (part.split(":") for part in text.replace("\n", " ").split(";"))
    return {f"{section.strip()}.{number}" for section, numbers in sections for number in numbers.split()}


def rows_of(paper: Path, first: str) -> list[list[str]]:
    """The rows of the paper's tables whose first cell looks so."""
    lines = paper.read_text(encoding="utf-8").splitlines()
    return [
        [cell.strip() for cell in line.strip("|").split(" | ")] for line in lines if re.match(rf"\| {first} \|", line)
    ]


def existing() -> set[str]:
    return {
        node.name
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef)
    }


REQUIREMENTS = rows_of(PAGE, r"V\d+\.\d+\.\d+")


def test_every_requirement_of_the_standard_has_one_line():
    level_1, level_2 = listed(LEVEL_1), listed(LEVEL_2)
    assert (len(level_1), len(level_2)) == (70, 183)

    expected = {**dict.fromkeys(level_1, "1"), **dict.fromkeys(level_2, "2"), **dict.fromkeys(BESIDES, "3")}
    assert {row[0]: row[1] for row in REQUIREMENTS} == expected
    assert len(REQUIREMENTS) == len(expected)


def test_every_line_says_how_it_stands_and_names_its_test_or_its_reason():
    wrong = [
        row[0]
        for row in REQUIREMENTS
        if len(row) != 5
        or row[3] not in {"met", "does not apply", "not met"}
        or (row[3] == "met" and not TEST.search(row[4]))
        or (row[3] != "met" and len(re.sub(r"`[^`]*`", "", row[4]).split()) < 2)
    ]
    assert wrong == []


def test_the_sums_above_the_table_are_right():
    text = PAGE.read_text(encoding="utf-8")
    for standing in ("met", "does not apply", "not met"):
        told = re.search(rf"^\| {standing} \| (\d+) \|$", text, re.M)
        assert told
        assert int(told[1]) == sum(row[3] == standing and row[1] != "3" for row in REQUIREMENTS)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_every_test_that_a_paper_names_exists(paper):
    assert set(TEST.findall(paper.read_text(encoding="utf-8"))) - existing() == set()


@pytest.mark.parametrize("requirement", WRITTEN)
def test_what_must_be_written_down_stands_on_this_page(requirement):
    under = re.split(rf"^##+ {WRITTEN[requirement]}$", PAGE.read_text(encoding="utf-8"), maxsplit=1, flags=re.M)

    assert len(under) == 2, WRITTEN[requirement]
    section = re.split(r"^##+ ", under[1], maxsplit=1, flags=re.M)[0]
    assert len(section.split()) > 40


def test_the_page_says_who_sees_what_as_the_table_in_the_code_has_it():
    told = {row[0]: row[1:] for role in SEES for row in rows_of(PAGE, re.escape(Role(role).label)) if len(row) == 4}

    assert told == {
        Role(role).label: [Reach(sees.reach).label, Record(sees.record).label.partition(":")[0], sees.why]
        for role, sees in SEES.items()
    }


def test_every_threat_has_its_control_and_its_test():
    threats = rows_of(PAGE, r"T\d+")

    assert [row[0] for row in threats] == [f"T{number}" for number in range(1, 45)]
    assert [row[0] for row in threats if len(row) != 4 or not TEST.search(row[3])] == []


RISKS = {
    "very high": (3, 4, 4, 5, 5),
    "high": (2, 3, 3, 4, 5),
    "medium": (2, 2, 3, 3, 4),
    "low": (1, 2, 2, 3, 4),
    "very low": (1, 1, 2, 2, 3),
}
HAZARD_ROWS = rows_of(HAZARDS, r"H\d+")


def test_hazards_are_numbered_without_a_gap_and_have_every_column():
    assert [row[0] for row in HAZARD_ROWS] == [f"H{number:02}" for number in range(1, len(HAZARD_ROWS) + 1)]
    assert [row[0] for row in HAZARD_ROWS if len(row) != 10 or not all(row)] == []


@pytest.mark.parametrize("row", HAZARD_ROWS, ids=lambda row: row[0])
def test_a_risk_is_what_the_matrix_makes_of_severity_and_likelihood(row):
    for told in (row[5], row[7]):
        severity, likelihood, risk = re.fullmatch(r"(\d) × ([a-z ]+) = (\d)", told).groups()
        assert int(risk) == RISKS[likelihood][int(severity) - 1], told


@pytest.mark.parametrize("row", HAZARD_ROWS, ids=lambda row: row[0])
def test_a_hazard_is_held_by_a_test_or_open_because_nothing_is_built(row):
    if row[9].startswith("open: not built"):
        assert not TEST.search(row[6])
    else:
        assert TEST.search(row[6])


@pytest.mark.parametrize("words", STARTING_HAZARDS)
def test_every_hazard_that_such_a_log_begins_with_is_in_it(words):
    assert [row[0] for row in HAZARD_ROWS if words.lower() in " ".join(row).lower()]
