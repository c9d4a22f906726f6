"""Drawing the life cycles."""

from io import StringIO

from django.core.management import call_command

from sharedcare import diagrams


def test_the_command_writes_the_page(tmp_path, monkeypatch):
    monkeypatch.setattr(diagrams, "PATH", tmp_path / "lifecycles.md")
    monkeypatch.setattr(diagrams, "README", tmp_path / "README.md")
    diagrams.README.write_text("Before\n<!-- diagram: Care plan -->\nold\n<!-- end of diagram -->\nAfter\n")
    said = StringIO()

    call_command("diagrams", stdout=said)

    assert diagrams.PATH.read_text(encoding="utf-8") == diagrams.page()
    assert "old" not in diagrams.README.read_text(encoding="utf-8")
    assert "[*] --> draft" in diagrams.README.read_text(encoding="utf-8")
    assert f"Drew {len(diagrams.lifecycles())} life cycles" in said.getvalue()


def test_every_life_cycle_is_on_the_page_once():
    headings = [line for line in diagrams.page().splitlines() if line.startswith("## ")]

    assert len(headings) == len(set(headings)) == len(diagrams.lifecycles())


def test_the_readme_shows_the_life_of_a_plan_as_the_table_has_it():
    text = diagrams.README.read_text(encoding="utf-8")

    assert "stateDiagram-v2" in text
    assert diagrams.drawn_into(text) == text, "Run ./dev diagrams."
