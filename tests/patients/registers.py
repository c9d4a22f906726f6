"""Registers made up for tests: a file of so many people."""

import csv
import io

from patients import actions
from patients.register_columns import EXPORTED, HEADINGS
from tests import factories

COLUMNS = {name: HEADINGS[name][0] for name in EXPORTED}


def person(n: int = 0, **cells: str) -> dict[str, str]:
    """The n-th made-up person of a register."""
    return {
        "nhs_number": factories.nhs_number(n),
        "family_name": f"Ash{n}",
        "given_name": "Jo",
        "born_on": "17/05/1980",
        "sex": "F",
        "address_1": f"{n + 1} Mill Lane",
        "address_3": "Woldham",
        "postcode": "ZZ99 3AB",
        "mobile": "07700 900123",
        "practice_code": "Y81001",
        **cells,
    }


def file_of(*people: dict[str, str], columns=EXPORTED, delimiter=",", encoding="utf-8") -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow([COLUMNS.get(name, name) for name in columns])
    writer.writerows([each.get(name, "") for name in columns] for each in people)
    return text.getvalue().encode(encoding)


def stage(by, *people, **how):
    return actions.stage_register(content=file_of(*people, **how), filename="register.csv", by=by)


def bring_in(by, *people, **how):
    return actions.confirm_register_import(register_import=stage(by, *people, **how), by=by)
