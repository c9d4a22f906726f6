from ui import checks
from ui.press import layout


def test_nothing_is_said_when_pdfs_can_be_made(monkeypatch):
    monkeypatch.setattr(layout, "weasyprint", object)
    assert checks.pdf_libraries(None) == []


def test_missing_libraries_are_warned_of_and_named(monkeypatch):
    def missing():
        raise layout.LibrariesMissing

    monkeypatch.setattr(layout, "weasyprint", missing)
    (warning,) = checks.pdf_libraries(None)
    assert warning.id == "ui.W001"
    assert "libpango" in warning.hint
