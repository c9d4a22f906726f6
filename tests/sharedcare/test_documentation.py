"""That the documents tell the truth where a program can tell: links lead somewhere, tests named exist."""

import ast
import re

import pytest

from tests.source import ROOT, parsed

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"(?<!!)\[[^\]]+\]\((?!https?:|#)([^)#]+)")


@pytest.mark.parametrize("document", PAGES, ids=lambda document: document.relative_to(ROOT).as_posix())
def test_every_link_between_documents_leads_somewhere(document):
    links = LINK.findall(document.read_text(encoding="utf-8"))

    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_control_in_the_hazard_log_is_held_by_a_test_that_exists():
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs/clinical-safety/hazard-log.md").read_text(encoding="utf-8")))
    there = {
        node.name
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef)
    }

    assert named
    assert named - there == set()


def test_decisions_are_numbered_without_a_gap_and_have_their_four_parts():
    records = sorted((ROOT / "docs/decisions").glob("*.md"))

    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for path in records:
        headings = re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), re.M)
        assert headings == ["Context", "Options", "Decision", "Consequences"], path.name


def test_the_readme_lists_every_app(settings):
    text = (ROOT / "README.md").read_text(encoding="utf-8")

    assert [app for app in settings.OUR_APPS if not re.search(rf"^{app} ", text, re.M)] == []
