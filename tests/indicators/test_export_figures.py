"""The command that writes the figures to a file."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command

from tests import factories


def export(capsys, **options) -> list[dict]:
    out = io.StringIO()
    call_command("export_figures", stdout=out, **options)
    return list(csv.DictReader(io.StringIO(out.getvalue().lstrip("\ufeff"))))


def test_the_command_writes_the_numbers_that_this_person_sees(patient, coordinator, member, capsys):
    factories.CarePlanFactory(patient=patient)

    true = export(capsys, email=coordinator.email, period="2025-Q4")
    published = export(capsys, email=member.email, period="2025-Q4")

    assert next(row["Numerator"] for row in true if row["Measure"] == "N1") == "1"
    assert next(row["Numerator"] for row in published if row["Measure"] == "N1") == "*"


@pytest.mark.parametrize("who", ["gp", "nobody"])
def test_the_command_refuses_whoever_may_not_read_figures(who, gp, capsys):
    email = gp.email if who == "gp" else "nobody@example.org"

    with pytest.raises(CommandError, match="may not read figures" if who == "gp" else "Nobody with a role today"):
        export(capsys, email=email, period="2025-Q4")


def test_the_command_refuses_what_is_no_quarter(coordinator, capsys):
    with pytest.raises(CommandError, match="for example 2026-Q1"):
        export(capsys, email=coordinator.email, period="last")
