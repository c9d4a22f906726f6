"""The national file from the command line."""

import io

import pytest
from django.core.management import CommandError, call_command

from practices.models import Practice
from tests.practices.files import as_file, row


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "epraccur.csv"
    path.write_bytes(as_file(row("Y70001"), row("Y70002", status="X")))
    return path


def run(*arguments):
    said = io.StringIO()
    call_command("import_practices", *arguments, stdout=said)
    return said.getvalue()


def test_a_file_is_looked_at_without_writing(coordinator, file):
    said = run("--file", str(file), "--commissioner", "99X", "--as", coordinator.email.upper())

    assert "Added: 1" in said
    assert "line 2: The status in column 13" in said
    assert "Nothing was written" in said
    assert not Practice.objects.exists()


def test_a_file_is_imported_when_confirmed(coordinator, file):
    said = run("--file", str(file), "--commissioner", "99X", "--as", coordinator.email, "--confirm")

    assert said.endswith("Imported.\n")
    assert Practice.objects.get().ods_code == "Y70001"


def test_whoever_may_not_import_is_refused(gp, file):
    with pytest.raises(CommandError, match="Only somebody who runs the scheme"):
        run("--file", str(file), "--commissioner", "99X", "--as", gp.email)


def test_a_refusal_is_said_in_words(coordinator, file):
    with pytest.raises(CommandError, match="no row for 00Q"):
        run("--file", str(file), "--commissioner", "00Q", "--as", coordinator.email)
    with pytest.raises(CommandError, match=r"Nobody with a role today signs in as nobody@example.org"):
        run("--file", str(file), "--commissioner", "99X", "--as", "nobody@example.org")
    with pytest.raises(CommandError, match="cannot be read or written: No such file"):
        run("--file", str(file) + "x", "--commissioner", "99X", "--as", coordinator.email)
