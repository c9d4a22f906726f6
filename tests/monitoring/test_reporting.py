"""Documents: what they say, how they are made, and that page, print and file have the same numbers."""

import csv
import hashlib
import io
import re

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from monitoring import actions, documents, queries, reporting, tasks
from monitoring.models import IssuedDocument, ReportRun
from sharedcare.celery import app
from tests import factories


def text_of(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


@pytest.fixture
def people(scheme, practice):
    """Thirty people at one practice and three at another, all with a review overdue at the end of the quarter."""
    small = factories.PracticeFactory(name="Ash Surgery")
    for place, count in ((practice, 30), (small, 3)):
        factories.ParticipationFactory(scheme=scheme, organisation=place)
        for _ in range(count):
            person = factories.PatientFactory(scheme=scheme, practice=place)
            factories.CarePlanFactory(patient=person, next_review_on=held_over())


def held_over():
    from datetime import date

    return date(2025, 11, 10)


@pytest.fixture
def run(people, approved, coordinator):
    return actions.request_report(meeting=approved, by=coordinator)


def test_page_print_and_file_have_the_same_numbers(run, approved, coordinator, member, browse):
    content = bytes(reporting.produce(run.scheme_id, run.pk).content)

    figures = [f for _, f in queries.frozen_figures(approved.snapshot, "2025-Q4")]
    response = browse(member).get(reverse("monitoring:report_csv", args=[approved.pk]))
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    page = re.sub(r"<[^>]+>|\s+", " ", browse(member).get(approved.get_absolute_url()).content.decode())
    page = re.sub(r"\s+", " ", page)
    print_ = text_of(content)
    assert [(r["Measure"], r["Practice"], r["Numerator"], r["Denominator"]) for r in rows] == [
        (f.code, f.place, str(f.numerator), "" if f.denominator is None else str(f.denominator)) for f in figures
    ]
    for figure in figures:
        cells = [figure.percentage_words or "–", figure.numerator, figure.denominator, figure.excluded]
        line = " ".join("–" if cell is None else str(cell) for cell in cells)
        assert f"{figure.place} {line}" in print_
        if figure.practice_id is None:
            assert f"{figure.title} ({figure.code}) {line}" in page
    overdue = next(f for f in figures if f.code == "R3" and f.practice == "Elm Surgery")
    assert (overdue.numerator, overdue.denominator, overdue.percentage) == (30, 30, 100)
    assert [f.numerator for f in figures if f.code == "R3"] == [35, "*", 30]


@pytest.fixture
def approved(people, held, coordinator):
    """Approved after the people are there to be counted."""
    return actions.approve_minutes(meeting=held, by=coordinator)


def test_the_report_never_names_a_person(run):
    print_ = text_of(bytes(reporting.produce(run.scheme_id, run.pk).content))

    assert "Alex" not in print_
    # Ten digits as they are written; three of them also stand in the fingerprint of a run now and then.
    assert not re.search(r"\b999 ?\d{3} ?\d{4}\b", print_)


def test_the_minutes_are_made_from_what_was_approved_and_kept(approved, coordinator):
    run = approved.report_runs.get()

    document = reporting.produce(run.scheme_id, run.pk)

    words = text_of(bytes(document.content))
    for said in (
        "Minutes of 16 March 2026",
        "Approved by Casey Coordinator on 16 March 2026",
        "There is a quorum: 8 stakeholder groups are present.",
        "Decision 1. Reviews come first this quarter.",
        "Action 1: Member Shared care GPs, by 16 April 2026. Write to the practices about overdue reviews",
        "The actions were read.",
        "Page 1 of",
    ):
        assert said in words
    assert "Draft" not in words
    assert document.sha256 == hashlib.sha256(bytes(document.content)).hexdigest()
    assert reporting.produce(run.scheme_id, run.pk) is None  # made once


def test_until_they_are_approved_the_minutes_say_that_they_are_a_draft(held):
    words = text_of(documents.minutes_pdf(queries.meeting_record(held)))

    assert "These minutes are not approved and may change." in words
    assert "Draft, not yet approved" in words


def test_minutes_of_a_meeting_with_nothing_yet_can_be_printed(meeting):
    words = text_of(documents.minutes_pdf(queries.meeting_record(meeting)))

    assert "No figures were frozen into this meeting." in words
    assert "No action of an earlier meeting was open." in words


@pytest.mark.parametrize(
    ("error", "reason"),
    [(ValidationError("The document is too long to print."), "too long to print"), (documents.CannotPrint(), "PDFs")],
)
def test_a_report_that_cannot_be_made_says_why(run, monkeypatch, error, reason):
    def refuse(*args):
        raise error

    monkeypatch.setattr(documents, "report_pdf", refuse)

    assert reporting.produce(run.scheme_id, run.pk) is None

    run.refresh_from_db()
    assert run.status == "failed"
    assert reason in run.reason


def test_an_unforeseen_error_is_kept_as_a_reason_and_reaches_the_log(run, monkeypatch):
    def break_(*args):
        raise RuntimeError("broken")

    monkeypatch.setattr(documents, "report_pdf", break_)

    with pytest.raises(RuntimeError):
        reporting.produce(run.scheme_id, run.pk)

    run.refresh_from_db()
    assert (run.status, run.reason) == ("failed", reporting.UNEXPECTED)


def test_what_waits_is_found_without_a_bell(run):
    tasks.produce_waiting()

    assert set(IssuedDocument.objects.values_list("kind", flat=True)) == {"minutes", "audit_report"}
    assert not ReportRun.objects.waiting().exists()


def test_the_task_makes_one_report(run):
    tasks.produce_report(str(run.scheme_id), str(run.pk))

    assert IssuedDocument.objects.get().kind == "audit_report"


def test_the_bell_rings_after_the_wish_is_committed(run, monkeypatch, django_capture_on_commit_callbacks):
    rung = []
    monkeypatch.setattr(tasks.produce_report, "apply_async", lambda *args, **options: rung.append((args, options)))

    with django_capture_on_commit_callbacks(execute=True):
        tasks.ring(run.scheme_id, run.pk)
        assert rung == []

    assert rung == [(((str(run.scheme_id), str(run.pk)),), {"retry": False})]


def test_the_clock_finds_what_waits():
    assert app.conf.beat_schedule["monitoring.produce_waiting"]["task"] == tasks.produce_waiting.name
