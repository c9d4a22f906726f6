"""Registers as a practice system would export them: good rows, and the bad ones every real file has."""

import csv
import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from itertools import islice

from patients.nhs_number import check_digit
from sharedcare.demo import names

HEADERS = {
    "nhs_number": "NHS number",
    "family_name": "Family name",
    "given_name": "Given name",
    "born_on": "Date of birth",
    "sex": "Sex",
    "address_1": "Address line 1",
    "address_2": "Address line 2",
    "postcode": "Postcode",
    "no_fixed_abode": "No fixed abode",
    "mobile": "Mobile",
    "email": "E-mail",
    "preferred_channel": "Preferred channel",
    "safe_to_post": "Safe to post",
    "safe_to_text": "Safe to text",
    "safe_to_email": "Safe to e-mail",
    "format": "Format",
    "practice_code": "Practice code",
}


@dataclass(frozen=True)
class Line:
    """One line of a register, as text."""

    nhs_number: str
    family_name: str
    given_name: str
    born_on: str
    sex: str
    address_1: str
    address_2: str
    postcode: str
    no_fixed_abode: str
    mobile: str
    email: str
    preferred_channel: str
    safe_to_post: str
    safe_to_text: str
    safe_to_email: str
    format: str
    practice_code: str


def nhs_numbers(start: int) -> Iterator[str]:
    """Valid synthetic numbers from 999 on, beginning at the start-th six digits, not quite one after another."""
    for nine in (f"999{n:06d}" for n in range(start, 1_000_000, 3)):
        digit = check_digit(nine)
        if digit is not None:
            yield f"{nine}{digit}"


def line(rng: random.Random, nhs_number: str, practice_code: str, today: date) -> Line:
    """One made-up person, reachable in the ways and with the gaps that registers really have."""
    sex = rng.choices(["female", "male", "unknown"], [34, 64, 2])[0]
    born_on = today - timedelta(days=round(rng.triangular(19, 78, 42) * 365.25))
    street, town = names.address(rng)
    homeless = rng.random() < 0.03
    has_mobile = rng.random() < 0.82
    given_name, family_name = names.given(rng, sex), names.family(rng)
    return Line(
        nhs_number=nhs_number,
        family_name=family_name,
        given_name=given_name,
        born_on=f"{born_on:%d/%m/%Y}",
        sex=sex,
        address_1="" if homeless else street,
        address_2="" if homeless else town,
        postcode="" if homeless else names.postcode(rng),
        no_fixed_abode="yes" if homeless else "no",
        mobile=names.mobile(rng) if has_mobile else "",
        email=f"person{nhs_number[-6:]}@example.org" if rng.random() < 0.4 else "",
        preferred_channel=rng.choices(["", "letter", "sms", "email"], [50, 20, 26, 4])[0],
        safe_to_post="no" if rng.random() < 0.06 else "yes",
        safe_to_text="no" if rng.random() < 0.08 else "yes",
        safe_to_email="no" if rng.random() < 0.05 else "yes",
        format=rng.choices(["standard", "large_print", "easy_read"], [90, 6, 4])[0],
        practice_code=practice_code,
    )


def lines(rng: random.Random, *, count: int, practice_codes: Sequence[str], today: date, first: int = 10) -> list[Line]:
    """`count` people spread over the practices, some practices larger than others."""
    weights = [rng.uniform(0.5, 2) for _ in practice_codes]
    numbers = islice(nhs_numbers(first), count)
    return [line(rng, number, rng.choices(practice_codes, weights)[0], today) for number in numbers]


def spoilt(rng: random.Random, good: Sequence[Line]) -> list[Line]:
    """Rows that must come back with a reason: a wrong check digit, an impossible date, no name, no such practice."""
    a, b, c, d = rng.sample(list(good), 4)
    wrong = str((int(a.nhs_number[-1]) + 1) % 10)
    return [
        replace(a, nhs_number=a.nhs_number[:-1] + wrong),
        replace(b, nhs_number="", born_on="31/02/1984"),
        replace(c, nhs_number="", family_name=""),
        replace(d, nhs_number="", practice_code="V81999"),
    ]


def as_csv(rows: Sequence[Line]) -> bytes:
    """The rows as a UTF-8 file with headers."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADERS.values())
    writer.writerows(asdict(row).values() for row in rows)
    return out.getvalue().encode()
