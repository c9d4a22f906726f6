"""What the columns of a register may be called, and which of them a file must have."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

# What each field is called in our own file, and what else it may be called. Capitals, spaces and signs do not count.
HEADINGS: dict[str, tuple[str, ...]] = {
    "nhs_number": ("NHS number", "nhsno", "nhs", "nhsnum", "patientnhsnumber"),
    "name": ("Name", "fullname", "patientname"),
    "family_name": ("Family name", "surname", "lastname", "family", "patientsurname"),
    "given_name": ("Given name", "givennames", "forename", "forenames", "firstname", "given", "patientforename"),
    "born_on": ("Date of birth", "dob", "birthdate", "born", "bornon", "birthdt"),
    "sex": ("Sex", "gender"),
    "address": ("Address", "fulladdress", "homeaddress", "patientaddress"),
    "address_1": ("Address line 1", "address1", "addr1", "street"),
    "address_2": ("Address line 2", "address2", "addr2", "locality"),
    "address_3": ("Address line 3", "address3", "addr3", "town", "city"),
    "address_4": ("Address line 4", "address4", "addr4", "county"),
    "address_5": ("Address line 5", "address5", "addr5"),
    "postcode": ("Postcode", "postalcode", "pcode"),
    "no_fixed_abode": ("No fixed abode", "nfa", "nofixedaddress"),
    "mobile": ("Mobile", "mobilenumber", "mobilephone", "mobileno", "mobiletelephone", "mobilephonenumber"),
    "email": ("Email", "emailaddress", "mail"),
    "preferred_channel": (
        "Preferred channel",
        "preferredcontact",
        "preferredcontactmethod",
        "contactpreference",
        "preferredmethod",
        "channel",
    ),
    "safe_to_post": ("Safe to post", "safetowrite", "posttok", "postok", "letterok"),
    "safe_to_text": ("Safe to text", "safetosms", "textok", "smsok", "smsconsent", "consenttosms", "textconsent"),
    "safe_to_email": ("Safe to email", "emailok", "emailconsent", "consenttoemail"),
    "language": ("Language", "preferredlanguage", "mainlanguage", "spokenlanguage"),
    "format": ("Format", "preferredformat", "printformat", "letterformat"),
    "needs": ("Needs", "communicationneeds", "accessneeds", "reasonableadjustments", "adjustments"),
    "practice_code": (
        "Practice code",
        "odscode",
        "gppracticecode",
        "practiceodscode",
        "gpcode",
        "practice",
        "gppractice",
    ),
}
ADDRESS_LINES = ("address_1", "address_2", "address_3", "address_4", "address_5")
# The file we write: every field of its own column, so that it can be brought in again.
EXPORTED = tuple(name for name in HEADINGS if name not in ("name", "address"))
REQUIRED = ("nhs_number", "family_name", "given_name", "born_on", "practice_code")


def plain(heading: str) -> str:
    """A heading without capitals, spaces and signs."""
    return "".join(character for character in heading.casefold() if character.isalnum())


FIELD_OF = {plain(name): field for field, names in HEADINGS.items() for name in names}


@dataclass(frozen=True)
class Layout:
    """Which cell of a row is which field, and which headings mean nothing to us."""

    positions: dict[str, int]
    ignored: list[str] = field(default_factory=list)


def layout(headings: Sequence[str]) -> Layout:
    """Find each field among the headings, in any order; refuses, in words, a file that lacks one it must have."""
    positions: dict[str, int] = {}
    ignored = []
    for position, heading in enumerate(headings):
        name = FIELD_OF.get(plain(heading))
        if name is None:
            ignored.append(heading)
        elif name in positions:
            raise ValidationError(
                f"“{headings[positions[name]]}” and “{heading}” both mean “{HEADINGS[name][0]}”. Remove one of them.",
                code="same_heading",
            )
        else:
            positions[name] = position
    if positions.keys() >= {"name", "family_name", "given_name"}:
        ignored.append(headings[positions.pop("name")])
    named = {"family_name", "given_name"} if "name" in positions else set()
    missing = [HEADINGS[name][0] for name in REQUIRED if name not in positions and name not in named]
    if missing:
        listed = ", ".join(f"“{heading}”" for heading in missing)
        raise ValidationError(
            f"The file has no column for {listed}. Add it as a heading in the first row, and upload the file again.",
            code="missing_heading",
        )
    return Layout(positions, ignored)
