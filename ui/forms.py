"""Fields that every app's forms share: a date in three boxes, clean text, choices with hints."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ui import words

LONGEST_TEXT = 5_000
EARLIEST_YEAR = 1880
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
REAL_DATE = "Enter a real date, for example 6 8 2018"
# Characters that change the direction of what follows: invisible, and able to disguise a name or a dose.
DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")


def clean_text(text: str) -> str:
    """Typed text as it is kept: composed (NFC), one kind of line break, no control or direction characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", DIRECTION.sub("", CONTROL.sub("", text)))


class CleanText(forms.CharField):
    """Text as people type it, 5,000 characters at most, so that it can be printed; rows above one make a textarea."""

    def __init__(self, *, rows: int = 1, max_length: int = LONGEST_TEXT, **kwargs: Any) -> None:
        if rows > 1:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        return clean_text(text) if isinstance(text, str) else text

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without the browser's own maxlength, which cuts a paste short without a word."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class NFCMixin:
    """Normalises every text field of a form after it was cleaned, for forms whose fields come from elsewhere.

    What has changed by that is judged again: composed text may be longer, and text without its controls may be nothing.
    """

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        cleaned: dict[str, Any] = self.cleaned_data  # type: ignore[attr-defined]
        for name, value in list(cleaned.items()):
            text = clean_text(value) if isinstance(value, str) else value
            if text == value:
                continue
            cleaned[name] = text
            try:
                self.fields[name].validate(text)  # type: ignore[attr-defined]
                self.fields[name].run_validators(text)  # type: ignore[attr-defined]
            except ValidationError as refusal:
                self.add_error(name, refusal)  # type: ignore[attr-defined]


class DateInput(forms.MultiWidget):
    """Day, month and year, each in its own box; also understands one value such as 2018-08-06.

    The template pack draws it; attrs={"autocomplete": "bday"} is for somebody's own birthday only.
    """

    is_date_boxes = True
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            name: forms.TextInput(attrs={"inputmode": "numeric"}) for name in ("day", "month", "year")
        }
        super().__init__(boxes, attrs)

    def decompress(self, value: date | str | None) -> list[str]:
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        parts = re.split(r"[-/. ]+", (value or "").strip(), maxsplit=2)
        if len(parts) != 3:
            return [value or "", "", ""]
        return parts[::-1] if re.fullmatch(r"\d{4}", parts[0]) else parts

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        boxes = [value or "" for value in super().value_from_datadict(data, files, name)]
        return boxes if any(boxes) else self.decompress(data.get(name))

    def id_for_label(self, id_: str) -> str:
        """The first box: where a link in the error summary leads."""
        return f"{id_}_0" if id_ else id_


class DateField(forms.Field):
    """A day; refuses what is not a real date, a year without four figures, and days outside earliest and latest."""

    widget = DateInput
    default_error_messages = {
        "required": "Enter a date",
        "missing": "The date must include a %(what)s",
        "unreal": REAL_DATE,
        "year": "The year must include 4 numbers, for example 2018",
        "early": "The date must be %(day)s or later",
        "late": "The date must be %(day)s or earlier",
    }

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, **kwargs: Any) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date) or value in self.empty_values:
            return value or None
        boxes = [str(box).strip() for box in value]
        if not any(boxes):
            return None
        missing = [name for name, box in zip(("day", "month", "year"), boxes, strict=True) if not box]
        if missing:
            raise self._refusal("missing", what=" and ".join(missing))
        return self._day(*boxes)

    def _day(self, day: str, month: str, year: str) -> date:
        months = {name: number for number, name in enumerate(MONTHS, 1)}
        number = months.get(month.lower()[:3]) if month.isalpha() else _whole(month)
        day_number, year_number = _whole(day), _whole(year)
        if day_number is None or number is None or year_number is None:
            raise self._refusal("unreal")
        if len(year) != 4 or year_number < EARLIEST_YEAR:
            raise self._refusal("year")
        try:
            return date(year_number, number, day_number)
        except ValueError:
            raise self._refusal("unreal") from None

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and self.earliest and value < self.earliest:
            raise self._refusal("early", day=words.day(self.earliest))
        if value and self.latest and value > self.latest:
            raise self._refusal("late", day=words.day(self.latest))

    def _refusal(self, code: str, **params: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != (initial or None)
        except ValidationError:
            return True


class DaysForm(forms.Form):
    """From one day to another, both of them included, neither after today; a filter that is filled in to begin with."""

    first = DateField(label="From")
    last = DateField(label="To")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "last"):
            self.fields[name].latest = today  # type: ignore[attr-defined]

    @classmethod
    def asked(cls, given: Any, *, today: date, days: int, **kwargs: Any) -> Any:
        """The form as it was filled in; so many days until today where no days were."""
        begin = {"first": (today - timedelta(days=days - 1)).isoformat(), "last": today.isoformat()}
        chosen = given if any(name.startswith(("first", "last")) for name in given) else {**begin, **given.dict()}
        return cls(chosen, today=today, **kwargs)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("first") and given.get("last") and given["first"] > given["last"]:
            self.add_error("last", "The last day must not be before the first day")
        return given

    @property
    def days(self) -> tuple[date, date] | None:
        """The days asked for, when they are good ones."""
        return (self.cleaned_data["first"], self.cleaned_data["last"]) if self.is_valid() else None


def _whole(text: str) -> int | None:
    """A number of at most four plain figures."""
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else None


class Radios(forms.RadioSelect):
    """Radios of which each may have a hint, keyed by its value."""

    def __init__(self, *args: Any, hints: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hints = dict(hints or {})


class Checkboxes(forms.CheckboxSelectMultiple):
    """Checkboxes of which each may have a hint, keyed by its value."""

    def __init__(self, *args: Any, hints: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hints = dict(hints or {})


def short(field: forms.Field, width: int) -> forms.Field:
    """The field with a box as wide as what belongs in it: 2, 3, 4, 5, 10, 20 or 30 characters."""
    own: Sequence[str] = field.widget.attrs.get("class", "").split()
    field.widget.attrs["class"] = " ".join([*own, f"nhsuk-input--width-{width}"])
    return field


def say_what_to_do(form: forms.BaseForm) -> None:
    """Give every required field of the form an error that says what to do, unless it has words of its own."""
    plain = forms.Field.default_error_messages["required"]
    for name, field in form.fields.items():
        if str(field.error_messages.get("required", "")) == str(plain):
            field.error_messages["required"] = _what_to_do(field, str(field.label or words.sentence(name)))


def _what_to_do(field: forms.Field, label: str) -> str:
    if label.endswith("?"):
        return f"Answer “{label}”"
    name = label if label[1:2].isupper() else label[:1].lower() + label[1:]
    if isinstance(field, forms.BooleanField):
        return f"Tick “{label}” to go on"
    return f"{'Choose' if isinstance(field, forms.ChoiceField | forms.FileField) else 'Enter'} {name}"
