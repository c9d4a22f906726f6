from ui import checks, pdf


def test_nothing_is_said_when_pdfs_can_be_made(monkeypatch):
    monkeypatch.setattr(pdf, "_weasyprint", object)
    assert checks.pdf_libraries(None) == []


def test_missing_libraries_are_warned_of_and_named(monkeypatch):
    def missing():
        raise pdf.PdfUnavailable

    monkeypatch.setattr(pdf, "_weasyprint", missing)
    (warning,) = checks.pdf_libraries(None)
    assert warning.id == "ui.W001"
    assert "libpango" in warning.hint
