"""What a row of a register may say, and how it is refused when it cannot be kept."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from patients.register_cells import day, tidy
from patients.register_columns import EXPORTED, HEADINGS, REQUIRED, layout
from patients.register_row import Memo, Places, Reader, Reason, RegisterRow, check, misplaced
from tests.patients.registers import person

TODAY = date(2026, 3, 16)
HEADING_ROW = ["NHS number", "Family name", "Given name", "Date of birth", "Practice code"]


def kept(**cells) -> RegisterRow:
    row = check(person(0, **cells), TODAY)
    assert isinstance(row, RegisterRow), row
    return row


def refused(**cells) -> list[tuple[str, Reason]]:
    rejections = check(person(0, **cells), TODAY)
    assert isinstance(rejections, list)
    assert all(rejection.words.startswith(f"{rejection.column}: ") for rejection in rejections)
    return [(rejection.column, rejection.reason) for rejection in rejections]


# --- headings


def test_headings_are_found_whatever_their_order_capitals_and_spaces():
    found = layout(["DOB", "nhs_no", "SURNAME", "Fore-name", "GP practice code"])

    assert found.positions == {
        "born_on": 0,
        "nhs_number": 1,
        "family_name": 2,
        "given_name": 3,
        "practice_code": 4,
    }


def test_headings_that_mean_nothing_to_us_are_named():
    assert layout([*HEADING_ROW, "Shoe size", "Line in the file"]).ignored == ["Shoe size", "Line in the file"]


@pytest.mark.parametrize("missing", REQUIRED)
def test_a_file_without_a_column_it_must_have_is_refused_by_its_name(missing):
    headings = [HEADINGS[name][0] for name in REQUIRED if name != missing]

    with pytest.raises(ValidationError, match=HEADINGS[missing][0]):
        layout(headings)


def test_two_columns_for_one_thing_are_refused():
    with pytest.raises(ValidationError, match="“Surname” and “Family name” both mean"):
        layout(["Surname", *HEADING_ROW])


def test_one_column_may_hold_the_whole_name():
    assert "name" in layout(["NHS number", "Name", "Date of birth", "Practice code"]).positions


def test_a_whole_name_beside_both_its_parts_is_passed_over():
    assert layout([*HEADING_ROW, "Name"]).ignored == ["Name"]


def test_every_way_to_call_a_column_means_one_thing():
    names = [plain for field in HEADINGS.values() for plain in field]

    assert len(names) == len(set(names))


# --- cells


def test_a_full_row_is_kept_in_the_types_it_is_kept_in():
    row = kept(
        sex="f",
        email="jo@example.org",
        preferred_channel="Text message",
        safe_to_post="N",
        safe_to_text="yes",
        safe_to_email="",
        language="Welsh",
        format="Large print",
        needs="Longer appointment",
        no_fixed_abode="0",
    )

    assert row == RegisterRow(
        nhs_number="9990000018",
        family_name="Ash0",
        given_name="Jo",
        born_on=date(1980, 5, 17),
        sex="female",
        address="1 Mill Lane\nWoldham",
        postcode="ZZ99 3AB",
        no_fixed_abode=False,
        mobile="07700900123",
        email="jo@example.org",
        preferred_channel="sms",
        safe_to_post=False,
        safe_to_text=True,
        safe_to_email=None,
        language="Welsh",
        format="large_print",
        needs="Longer appointment",
        practice_code="Y81001",
    )


def test_a_missing_nhs_number_is_no_fault():
    assert kept(nhs_number="").nhs_number is None


@pytest.mark.parametrize(
    "typed",
    [
        "17/05/1980", "17-05-1980", "17.5.1980", "1980-05-17", "19800517", "17 May 1980", "17th may 1980",
        "17-MAY-1980", "17May1980", "1980-05-17 00:00:00", "1980-05-17T00:00:00Z", " 17/05/1980 ",
    ],
)  # fmt: skip
def test_a_date_is_read_in_every_way_registers_write_it(typed):
    assert kept(born_on=typed).born_on == date(1980, 5, 17)


@pytest.mark.parametrize(
    "typed",
    [
        "", "31/02/1990", "29/02/1981", "00/01/1980", "05/17/1980", "17/05/80", "29358", "1980", "17 Maytime 1980",
        "17/05/1899", "17/03/2026", "17/05/9999", "0001-01-01", "١٧/٠٥/١٩٨٠", "yesterday", "17/05/1980 23:15:00",
    ],
)  # fmt: skip
def test_a_day_that_never_was_or_cannot_be_a_birthday_is_refused(typed):
    assert refused(born_on=typed) == [("Date of birth", Reason.BORN_ON)]


@given(st.dates(min_value=date(1900, 1, 1), max_value=TODAY), st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%Y%m%d"]))
def test_every_day_since_1900_is_read_as_it_is_written(born, form):
    assert day(born.strftime(form)) == born


@pytest.mark.parametrize(
    ("typed", "sex"),
    [("F", "female"), ("Male", "male"), ("2", "female"), ("9", "other"), ("Not known", "unknown"), ("", "")],
)
def test_sex_is_read_as_registers_and_codes_write_it(typed, sex):
    assert kept(sex=typed).sex == sex


@pytest.mark.parametrize(
    "name", ["Ng", "O", "O'Brien", "van der Berg", "Łukasz", "Nguyễn", "Null", "D’Arcy-Smith", "李"]
)
def test_names_are_kept_as_people_have_them(name):
    row = kept(family_name=name, given_name=name)

    assert (row.family_name, row.given_name) == (name, name)


def test_a_name_is_composed_and_loses_what_cannot_be_seen():
    assert kept(family_name="Zoe\u0308\u202e\u200b\u0000  Ash\t").family_name == "Zoë Ash"


@pytest.mark.parametrize("name", ["", " ", "-", "123", "=1+1", "\u200b", "A" * 81])
def test_what_is_no_name_is_refused(name):
    assert refused(given_name=name) == [("Given name", Reason.NAME)]


@pytest.mark.parametrize("typed", ["<b>Ash</b>", "url(http://example.org)", "Ash{color:red}"])
def test_markup_in_a_name_is_only_text(typed):
    assert kept(family_name=typed).family_name == typed


@pytest.mark.parametrize(
    ("typed", "names"),
    [("Ash, Jo", ("Ash", "Jo")), ("Jo Ash", ("Ash", "Jo")), ("van der Berg, Ana Maria", ("van der Berg", "Ana Maria"))],
)
def test_a_whole_name_is_parted_where_it_can_be(typed, names):
    cells = person(0, name=typed)
    del cells["family_name"], cells["given_name"]

    row = check(cells, TODAY)

    assert (row.family_name, row.given_name) == names


@pytest.mark.parametrize("typed", ["Ana van der Berg", "Ash", "", "Ash,", ", Jo", f"{'a' * 90}, Jo"])
def test_a_whole_name_that_can_be_parted_in_two_ways_is_refused(typed):
    cells = person(0, name=typed)
    del cells["family_name"], cells["given_name"]

    assert [rejection.reason for rejection in check(cells, TODAY)] == [Reason.NAME]


def test_an_address_in_one_cell_is_parted_by_commas_and_lines():
    row = kept(address_1="", address_3="", address="1 Mill  Lane, Woldham\nNorthshire,,")

    assert row.address == "1 Mill Lane\nWoldham\nNorthshire"


def test_an_address_of_too_many_lines_is_refused():
    assert refused(address="a,b,c,d,e,f") == [("Address", Reason.ADDRESS)]


def test_a_line_of_an_address_that_is_too_long_is_refused():
    assert refused(address_2="x" * 81) == [("Address line 2", Reason.ADDRESS)]
    assert refused(address="x" * 81) == [("Address", Reason.ADDRESS)]


@pytest.mark.parametrize(
    ("field", "typed", "reason"),
    [
        ("nhs_number", "9990000019", Reason.NHS_NUMBER),
        ("nhs_number", "٩٩٩٠٠٠٠٠١٨", Reason.NHS_NUMBER),
        ("sex", "yes", Reason.SEX),
        ("postcode", "nowhere", Reason.ADDRESS),
        ("no_fixed_abode", "perhaps", Reason.ADDRESS),
        ("mobile", "01632 960001", Reason.CONTACT),
        ("email", "jo at example", Reason.CONTACT),
        ("preferred_channel", "pigeon", Reason.PREFERENCE),
        ("safe_to_text", "maybe", Reason.PREFERENCE),
        ("format", "papyrus", Reason.PREFERENCE),
        ("language", "x" * 41, Reason.PREFERENCE),
        ("needs", "x" * 201, Reason.PREFERENCE),
        ("practice_code", "", Reason.PRACTICE),
        ("practice_code", "v81999", Reason.PRACTICE),
        ("practice_code", "V81998", Reason.PRACTICE),
        ("practice_code", "V81997", Reason.PRACTICE),
        ("practice_code", "X99999", Reason.PRACTICE),
    ],
)
def test_each_column_refuses_what_it_cannot_hold(field, typed, reason):
    assert refused(**{field: typed}) == [(HEADINGS[field][0], reason)]


def test_everything_wrong_with_a_row_is_said_at_once():
    found = refused(nhs_number="12", born_on="31/02/1990", sex="q")

    assert [reason for _, reason in found] == [Reason.NHS_NUMBER, Reason.BORN_ON, Reason.SEX]


@pytest.mark.parametrize(("cell", "text"), [("'+447700900123", "+447700900123"), ('="0123"', "0123"), ("'tis", "'tis")])
def test_what_a_spreadsheet_wraps_text_in_is_taken_off(cell, text):
    assert tidy(cell) == text


# --- rows


def test_two_rows_that_say_the_same_have_the_same_hash_however_they_are_written():
    assert kept(born_on="17/05/1980", mobile="07700900123").source_hash == (
        kept(born_on="1980-05-17", mobile="+44 7700 900123").source_hash
    )


def test_the_hash_is_what_it_always_was():
    assert kept().source_hash == "b50f2ef4a24a292cd7641eeba1279bba"


def test_a_memo_does_not_remember_without_end():
    memo = Memo(str.upper)
    for n in range(Memo.MOST + 10):
        memo[str(n)]
    memo["x" * 41]

    assert len(memo) == Memo.MOST


@given(st.lists(st.text(max_size=60), min_size=len(EXPORTED), max_size=len(EXPORTED)))
def test_whatever_the_cells_hold_a_row_is_kept_or_refused_in_words(cells):
    found = Reader(layout([HEADINGS[name][0] for name in EXPORTED]), TODAY).read(cells)

    assert isinstance(found, RegisterRow) or all(rejection.words for rejection in found)


@given(st.fixed_dictionaries({name: st.text(max_size=300) for name in ("name", "address", *REQUIRED)}))
def test_whatever_one_row_holds_it_is_kept_or_refused_in_words(cells):
    found = check(cells, TODAY)

    assert isinstance(found, RegisterRow) or found


# --- practices

PLACES = Places(taking_part=frozenset({"Y81001"}), known=frozenset({"Y81001", "Y81002"}))


def test_a_practice_that_takes_part_is_right():
    assert misplaced("Y81001", PLACES) is None


@pytest.mark.parametrize(("code", "reason"), [("Y81002", Reason.NOT_TAKING_PART), ("Y99999", Reason.PRACTICE)])
def test_a_practice_that_does_not_take_part_or_does_not_exist_is_refused(code, reason):
    assert misplaced(code, PLACES).reason == reason


def test_a_practice_brings_in_its_own_people_only():
    own = Places(PLACES.taking_part | {"Y81002"}, PLACES.known, own="Y81001")

    assert misplaced("Y81001", own) is None
    assert misplaced("Y81002", own).reason == Reason.NOT_YOURS
