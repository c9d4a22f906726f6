"""The register's commands, which do what its pages do."""

import io

import pytest
from django.core.management import CommandError, call_command

from audit.models import RecordView
from patients.models import Patient, RegisterImport
from tests.patients.registers import bring_in, file_of, person


@pytest.fixture
def register(tmp_path):
    """Writes a register and gives its path."""

    def write(*people):
        path = tmp_path / "register.csv"
        path.write_bytes(file_of(*people))
        return path

    return write


def run(name, **options) -> str:
    out = io.StringIO()
    call_command(name, stdout=out, **options)
    return out.getvalue()


def test_a_register_is_checked_and_brought_in_only_when_confirmed(elm, coordinator, register):
    path = register(person(0), person(1, born_on="x"))

    checked = run("import_register", file=path, email=coordinator.email)
    assert "To add: 1" in checked
    assert "line 3: Date of birth: “x” is not a real date." in checked
    assert not Patient.objects.exists()

    assert "Brought in." in run("import_register", file=path, email=coordinator.email, confirm=True)
    assert Patient.objects.count() == 1


def test_rows_that_cannot_be_taken_are_written_to_a_file(elm, coordinator, register, tmp_path):
    rejected = tmp_path / "rejected.csv"

    run("import_register", file=register(person(0, sex="q")), email=coordinator.email, rejected=rejected)

    assert "Line in the file,Reason,NHS number" in rejected.read_text(encoding="utf-8-sig")


def test_a_file_that_cannot_be_read_is_refused_in_words(elm, coordinator, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        run("import_register", file=tmp_path / "nothing.csv", email=coordinator.email)


def test_what_the_action_refuses_ends_the_command_with_its_words(elm, coordinator, member, tmp_path, register):
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")

    with pytest.raises(CommandError, match="The file is empty"):
        run("import_register", file=empty, email=coordinator.email)
    with pytest.raises(CommandError, match="may not bring a register in"):
        run("import_register", file=register(person(0)), email=member.email)
    assert not RegisterImport.objects.exists()


@pytest.mark.parametrize("name", ["import_register", "export_register"])
def test_nobody_without_a_role_runs_them(elm, register, name):
    options = {"file": register()} if name == "import_register" else {}

    with pytest.raises(CommandError, match=r"Nobody with a role today signs in as nobody@example\.org"):
        run(name, email="nobody@example.org", **options)


def test_what_is_exported_is_brought_in_again_without_a_change(elm, oak, coordinator, tmp_path):
    bring_in(
        coordinator,
        person(0, email="jo@example.org", preferred_channel="sms", safe_to_post="N", format="large_print"),
        person(1, nhs_number="", mobile="+33612345678", practice_code="Y81002", no_fixed_abode="Y", needs="-none"),
        person(2, given_name="=Jo", language="Welsh", address_1="@home"),
    )
    exported = run("export_register", email=coordinator.email)
    path = tmp_path / "exported.csv"
    path.write_text(exported, encoding="utf-8", newline="")

    told = run("import_register", file=path, email=coordinator.email)

    assert "Nothing new: 2" in told
    assert "For somebody to decide: 1" in told  # the one without a number
    assert "'=Jo" in exported
    assert "'+33612345678" in exported
    assert RecordView.objects.count() == 3


def test_somebody_exports_only_whom_they_see(elm, oak, coordinator, elm_staff):
    bring_in(coordinator, person(0), person(1, practice_code="Y81002"))

    exported = run("export_register", email=elm_staff.email)

    assert "Ash0" in exported
    assert "Ash1" not in exported
