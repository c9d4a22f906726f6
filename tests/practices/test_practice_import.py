"""Bringing the national practice file in."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError

from audit import wall
from audit.models import Event
from practices import actions, queries
from practices.lifecycle import LIFE, Status
from practices.models import Organisation, Practice, PracticeImport, PracticeImportRow
from practices.national_file import Verdict
from tests import factories
from tests.practices.files import EXTRACT, as_file, row, whole_file
from tests.practices.test_national_file import CASES


def stage(by, *rows, content=None, codes=("99X",), filename="epraccur.csv"):
    return actions.preview_practice_import(
        content=as_file(*rows) if content is None else content,
        filename=filename,
        commissioner_codes=list(codes),
        by=by,
    )


def counts(practice_import):
    preview = queries.preview(practice_import)
    return {found.verdict.value: found.count for found in preview.verdicts if found.count}


def import_all(by, *rows, **options):
    return actions.confirm_practice_import(practice_import=stage(by, *rows, **options), by=by)


def test_a_preview_says_what_would_happen_and_writes_nothing(coordinator):
    staged = stage(coordinator, row("Y70001"), row("Y70002", status="C"), row("Y70003", commissioner="88X"))

    assert counts(staged) == {"added": 1, "left_alone": 2}
    assert not Practice.objects.exists()
    assert staged.status == Status.STAGED
    assert Event.objects.get().sentence == "epraccur.csv was looked at for 99X: 3 rows."


def test_a_confirmed_import_adds_the_practices_with_names_written_well(coordinator):
    done = import_all(coordinator, row("Y70001", "ST MARY'S SURGERY"))

    practice = Practice.objects.get()
    assert (practice.name, practice.published_name) == ("St Mary's Surgery", "ST MARY'S SURGERY")
    assert (practice.address, practice.postcode) == (["1 Mill Lane", "Woldham"], "ZZ99 9ZZ")
    assert practice.commissioner_code == "99X"
    assert (done.status, done.decided_by) == (Status.CONFIRMED, coordinator)
    event = Event.objects.get(kind="practices.import_confirmed")
    assert event.sentence == "epraccur.csv was imported for 99X: practices added 1, changed 0, closed 0."
    assert event.data == {"added": 1, "changed": 0, "closed": 0}


def test_the_same_file_again_changes_nothing(coordinator):
    import_all(coordinator, content=EXTRACT.read_bytes(), codes=["00K", "11N"])
    before = list(Organisation.objects.order_by("pk").values())

    again = import_all(coordinator, content=EXTRACT.read_bytes(), codes=["00K", "11N"])

    assert set(counts(again)) == {"left_alone"}
    assert list(Organisation.objects.order_by("pk").values()) == before
    assert Practice.objects.count() >= 50


def test_a_second_confirmation_changes_nothing_and_says_so(coordinator):
    done = import_all(coordinator, row())

    with pytest.raises(ValidationError, match="has been imported already"):
        actions.confirm_practice_import(practice_import=done, by=coordinator)

    assert Practice.objects.count() == 1


def test_a_practice_is_changed_and_closed_as_the_file_says(coordinator):
    import_all(coordinator, row("Y70001"), row("Y70002"), row("Y70003"))

    staged = stage(
        coordinator,
        row("Y70001", "OAK SURGERY", telephone="07700 900002"),
        row("Y70002", status="C", closed="20260131"),
        row("Y70003", status="D"),
    )
    assert counts(staged) == {"changed": 1, "closed": 2}
    actions.confirm_practice_import(practice_import=staged, by=coordinator)

    changed, closed, dormant = Practice.objects.order_by("ods_code")
    assert (changed.name, changed.telephone) == ("Oak Surgery", "07700 900002")
    assert (closed.status, str(closed.closed_on)) == ("C", "2026-01-31")
    assert dormant.status == "D"


def test_a_closed_practice_is_opened_again(coordinator):
    import_all(coordinator, row())
    import_all(coordinator, row(status="C", closed="20260131"))

    import_all(coordinator, row())

    practice = Practice.objects.get()
    assert (practice.status, practice.closed_on) == ("A", None)


def test_a_name_put_right_here_stays_while_the_printed_one_does(coordinator):
    import_all(coordinator, row())
    Practice.objects.update(name="Elm Surgery at Woldham")

    import_all(coordinator, row(telephone="07700 900002"))

    assert Practice.objects.get().name == "Elm Surgery at Woldham"


def test_a_preview_that_has_gone_stale_is_not_written_until_looked_at_again(coordinator):
    first, second = stage(coordinator, row()), stage(coordinator, row())
    actions.confirm_practice_import(practice_import=first, by=coordinator)

    with pytest.raises(ValidationError, match="have changed since this preview"):
        actions.confirm_practice_import(practice_import=second, by=coordinator)
    assert counts(second) == {"added": 1}

    actions.look_again(practice_import=second, by=coordinator)
    assert counts(second) == {"left_alone": 1}
    actions.confirm_practice_import(practice_import=second, by=coordinator)
    assert Practice.objects.count() == 1


def test_a_discarded_file_keeps_no_rows_and_cannot_be_confirmed(coordinator):
    staged = stage(coordinator, row())

    discarded = actions.discard_practice_import(practice_import=staged, by=coordinator)

    assert discarded.status == Status.DISCARDED
    assert not PracticeImportRow.objects.exists()
    assert Event.objects.filter(kind="practices.import_discarded").exists()
    for action in (
        actions.confirm_practice_import,
        actions.discard_practice_import,
        actions.look_again,
    ):
        with pytest.raises(ValidationError, match="it is discarded"):
            action(practice_import=staged, by=coordinator)


@pytest.mark.parametrize(("changes", "held", "reason", "differences"), CASES)
def test_the_statement_judges_as_the_rule_does(coordinator, changes, held, reason, differences):
    if held:
        Organisation.objects.create(
            ods_code="Y70001",
            kind="practice" if held.is_practice else "pharmacy",
            name="Elm Surgery",
            published_name=held.published_name,
            address=list(held.address),
            postcode=held.postcode,
            telephone=held.telephone,
            opened_on=held.opened_on,
            status=held.status,
            commissioner_code=held.commissioner_code,
        )

    staged = stage(coordinator, row(**changes), row("Y99999"), row("Y99998", commissioner="77X"), codes=["99X", "77X"])

    judged = staged.rows.get(ods_code="Y70001")
    assert (judged.reason, tuple(judged.differences)) == (reason, differences)


def test_a_file_as_long_as_the_real_one_is_looked_at_and_imported(coordinator):
    staged = stage(coordinator, content=whole_file(), codes=["01X", "02X"])

    preview = queries.preview(staged)
    assert preview.rows == 14_357
    assert preview.count(Verdict.ADDED) == preview.writes > 0
    actions.confirm_practice_import(practice_import=staged, by=coordinator)
    assert Practice.objects.count() == preview.writes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_file_is_read_whatever_a_spreadsheet_made_of_it(coordinator, encoding, delimiter):
    content = as_file(row(name="CAFÉ SURGERY"), delimiter=delimiter, encoding=encoding)

    import_all(coordinator, content=content)

    assert Practice.objects.get().name == "Café Surgery"


def test_rows_that_cannot_be_used_are_rejected_with_what_stood_there(coordinator):
    staged = stage(
        coordinator,
        row("Organisation Code", "Name", opened="Open", status="Status"),
        row("Y70001"),
        row("Y70001", "AGAIN"),
        row("Y70002", opened="20250230"),
        row("Y70003")[:20],
    )

    assert counts(staged) == {"added": 1, "rejected": 4}
    said = {rejected.line: rejected.rejection for rejected in queries.rows_with(staged, Verdict.REJECTED)}
    assert "row of headings" in said[1]
    assert said[3] == "The code Y70001 is on line 2 already; that line was used and not this one."
    assert "not a real date" in said[4]
    assert "20 columns" in said[5]
    assert staged.rows.get(line=4).cells[0] == "Y70002"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"\r\n \r\n", "The file is empty"),
        (b"PK\x03\x04rest", "a zip file or a workbook"),
        (b"\x00\x01\x02", "not text we can read"),
        (b"Practice,Code\r\nElm,Y70001\r\n", "line 1 has 2 columns, and that file has 27"),
        (as_file(row(status="X")), "No row of the file can be used. Line 1: The status"),
        (as_file(row()) + b'"Y70002","ELM', "Line 2 cannot be read"),
        (b"x" * 200_000, "Line 1 cannot be read"),
        (b"x" * 20_000_001, "larger than 20 MB"),
        (b"a\n" * 60_001, "more than 60,000 rows"),
    ],
)
def test_what_is_not_the_national_file_is_refused_in_words(coordinator, content, said):
    with pytest.raises(ValidationError) as refused:
        stage(coordinator, content=content)

    assert said in " ".join(refused.value.message_dict["file"])
    assert not PracticeImport.objects.exists()


def test_a_commissioner_that_the_file_does_not_know_is_refused_with_those_it_knows(coordinator):
    with pytest.raises(ValidationError, match=r"no row for 00Q.* are 99X, 88X"):
        stage(coordinator, row("Y70001"), row("Y70002"), row("Y70003", commissioner="88X"), codes=["99x", "00q"])


def test_at_least_one_commissioner_is_asked_for(coordinator):
    with pytest.raises(ValidationError, match="at least one commissioner"):
        stage(coordinator, row(), codes=[" "])


def test_practices_that_the_file_does_not_mention_are_left_alone_and_listed(coordinator, practice):
    staged = import_all(coordinator, row("Y70001"))

    assert list(queries.not_in_file(staged)) == [practice]
    assert queries.preview(staged).not_in_file == 1
    practice.refresh_from_db()
    assert practice.status == "A"


def test_the_rows_show_what_would_change_beside_what_we_hold(coordinator):
    import_all(coordinator, row("Y70001", opened=""))
    staged = stage(coordinator, row("Y70001", "OAK SURGERY", telephone="", line_2=""), row("Y70002"))

    changed, added = queries.import_lines(list(staged.rows.all()))

    assert [(each.label, each.held, each.published) for each in changed.changes] == [
        ("Name", "ELM SURGERY", "OAK SURGERY"),
        ("Address", "1 Mill Lane, Woldham, ZZ99 9ZZ", "1 Mill Lane, ZZ99 9ZZ"),
        ("Telephone", "07700 900001", ""),
        ("Opening date", "none", "1 April 1974"),
    ]
    assert added.changes == []


def test_an_import_stays_behind_its_schemes_wall(coordinator, stranger):
    staged = stage(coordinator, row())

    with wall.within(stranger.acting.scheme_id, stranger.pk):
        assert not PracticeImport.objects.exists()
        assert not PracticeImportRow.objects.exists()
    assert PracticeImport.objects.get() == staged


@pytest.mark.parametrize("final", ["confirmed", "discarded"])
def test_a_decided_import_is_never_undecided_not_even_by_the_database(coordinator, final):
    staged = stage(coordinator, row())
    when = {"decided_by": coordinator, "decided_at": staged.staged_at}
    PracticeImport.objects.update(status=final, **when)

    with pytest.raises(ProgrammingError, match="Invalid transition"), transaction.atomic():
        PracticeImport.objects.update(status="staged", decided_by=None, decided_at=None)

    assert LIFE.moves_from(final) == []


def test_the_database_refuses_rows_that_contradict_themselves(coordinator, scheme):
    staged = stage(coordinator, row())
    blank = {"scheme_id": scheme.pk, "practice_import": staged, "line": 9, "reason": "same"}

    for wrong in (
        {"verdict": "rejected"},
        {"verdict": "added", "rejection": "No name"},
        {"verdict": "perhaps"},
        {"verdict": "added", "ods_code": "Y70001"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            PracticeImportRow.objects.create(**blank | wrong)
    with pytest.raises(IntegrityError, match="decided_by_somebody"), transaction.atomic():
        PracticeImport.objects.update(status="confirmed")


def test_an_organisation_elsewhere_in_the_file_is_left_alone(coordinator):
    factories.PracticeFactory(ods_code="Y80001", commissioner_code="88X", name="Kept As It Is")

    import_all(coordinator, row("Y70001"), row("Y80001", "CHANGED", commissioner="88X"))

    assert Practice.objects.get(ods_code="Y80001").name == "Kept As It Is"
