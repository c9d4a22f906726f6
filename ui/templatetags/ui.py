"""The words of a page: tags and filters that turn a value into words. Markup is in templates/ui/tags/.

A builtin library. The thing itself comes first and everything else is a keyword.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, DecimalField, FloatField, TextInput
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html_join

from ui import charts, words
from ui.colours import DEFAULT_COLOUR, STATUS_COLOURS

register = template.Library()

Status = str | tuple[str, str] | None


def status_words(status: Any, label: str = "") -> tuple[str, str]:
    """The stored value and the words of a status given as a choice, a pair or the stored text."""
    if isinstance(status, list | tuple):
        value, words_ = status
        return str(getattr(value, "value", value)), str(label or words_)
    value = str(getattr(status, "value", status))
    return value, str(label or getattr(status, "label", "") or words.sentence(value))


@register.inclusion_tag("ui/tags/status_tag.html")
def status_tag(status: Status, *, label: str = "") -> dict[str, object]:
    if status is None or status == "":
        return {}
    value, text = status_words(status, label)
    return {"text": text, "colour": STATUS_COLOURS.get(value, DEFAULT_COLOUR)}


@register.inclusion_tag("ui/tags/status_tag.html")
def due_tag(due: date | None, today: date, *, label: str = "", soon: int = words.SOON_DAYS) -> dict[str, object]:
    said = words.due(_local_day(due) if due else None, _local_day(today), label, soon)
    return {"text": said.text, "colour": said.colour}


@register.inclusion_tag("ui/tags/patient_banner.html")
def patient_banner(person: Any, *, today: date | None = None, url: str = "") -> dict[str, object]:
    """Who the page is about. Anything with name, born_on and nhs_number will do."""
    born_on, died_on = getattr(person, "born_on", None), getattr(person, "died_on", None)
    until = died_on or today
    return {
        "person": person,
        "url": url,
        "age": words.age(born_on, until) if born_on and until else None,
        "address": ", ".join(str(line) for line in _listed(getattr(person, "address", ()))),
        "needs": _listed(getattr(person, "needs", ())),
        "alerts": _listed(getattr(person, "alerts", ())),
    }


def _listed(value: Any) -> list[object]:
    """Needs and alerts as a list, whether they come as one text, several, a method, or not at all."""
    found = value() if callable(value) else value
    if not found:
        return []
    return [found] if isinstance(found, str) else list(found)


@register.inclusion_tag("ui/tags/count_link.html")
def count_link(count: int, url: str = "", *, label: str = "") -> dict[str, object]:
    """A number as a link to what it counts; nought has nothing to link to."""
    return {"count": count, "url": url, "label": label}


@register.inclusion_tag("ui/tags/form_token.html")
def form_token(form: BaseForm) -> dict[str, object]:
    return {"token": getattr(form, "one_time_token", "")}


@register.simple_tag(takes_context=True)
def csrf_token(context: template.Context) -> str:
    """Instead of Django's tag of this name, and so in every form that is sent: its token, and as whom it was opened."""
    token = context.get("csrf_token")
    if not token or token == "NOTPROVIDED":
        return ""
    field = '<input type="hidden" name="{}" value="{}">'
    as_whom = getattr(context.get("request"), "as_whom", "")
    fields = [("csrfmiddlewaretoken", token), *([("as_whom", as_whom)] if as_whom else [])]
    return format_html_join("", field, fields)


@register.inclusion_tag("ui/tags/icon.html")
def icon(name: str) -> dict[str, object]:
    return {"name": name}


@register.inclusion_tag("ui/tags/term.html")
def term(short: str, long: str) -> dict[str, object]:
    return {"short": short, "long": long}


@register.inclusion_tag("ui/tags/measure_bar.html")
def measure_bar(
    *, label: str, met: int, counted: int, standard: float | Decimal | None = None, url: str = ""
) -> dict[str, object]:
    return {"bar": charts.measure_bar(label=label, met=met, counted=counted, standard=standard), "url": url}


@register.inclusion_tag("ui/charts/balance_bar.html")
def balance_bar(balance: charts.Balance) -> dict[str, object]:
    return {"drawing": charts.draw_balance(balance)}


@register.inclusion_tag("ui/charts/run_chart.html")
def run_chart(chart: charts.RunChart) -> dict[str, object]:
    return {"drawing": charts.draw_run_chart(chart)}


@register.inclusion_tag("ui/charts/funnel_chart.html")
def funnel_chart(chart: charts.FunnelChart) -> dict[str, object]:
    return {"drawing": charts.draw_funnel(chart)}


@register.inclusion_tag("ui/charts/time_line.html")
def time_line(chart: charts.TimeLine) -> dict[str, object]:
    return {"drawing": charts.draw_time_line(chart)}


@register.inclusion_tag("ui/charts/fall_chart.html")
def fall_chart(chart: charts.FallChart) -> dict[str, object]:
    return {"drawing": charts.draw_falls(chart)}


@register.inclusion_tag("ui/charts/band_charts.html")
def band_charts(band_charts: Iterable[charts.BandChart]) -> dict[str, object]:
    return {"drawings": [charts.draw_bands(chart) for chart in band_charts]}


@register.simple_tag
def error_list(form: BaseForm | None) -> list[dict[str, str]]:
    """Every error of a form with the place it belongs to, in the order of the fields."""
    if not form or not form.is_bound:
        return []
    found = [{"text": str(text), "href": ""} for text in form.non_field_errors()]
    for field in form:
        target = field.id_for_label or field.auto_id
        href = "" if field.is_hidden or not target else f"#{target}"
        found += [{"text": str(text), "href": href} for text in field.errors]
    return found


@register.simple_tag
def page_numbers(page: Page) -> list[int | None]:
    """The pages to link to, with None where some are left out."""
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return [number if isinstance(number, int) else None for number in shown]


@register.simple_tag
def field_widget(field: Any) -> str:
    """The bare widget of a field with the design system's classes, beside any the widget has of its own.

    A number is typed into a plain box: a browser's number box throws away what is not a number.
    """
    kind = getattr(field.field.widget, "input_type", "")
    base = {"select": "nhsuk-select", "file": "nhsuk-file-upload"}.get(
        kind, "nhsuk-input" if kind else "nhsuk-textarea"
    )
    own = field.field.widget.attrs.get("class", "").split()
    classes = [base, *(f"{base}--error" for _ in field.errors[:1]), *own]
    attrs = {"class": " ".join(dict.fromkeys(classes))}
    if kind == "number":
        mode = "decimal" if isinstance(field.field, DecimalField | FloatField) else "numeric"
        return field.as_widget(TextInput(attrs={"inputmode": mode}), attrs=attrs)
    return field.as_widget(attrs=attrs)


@register.simple_tag
def date_boxes(field: Any) -> list[dict[str, object]]:
    """The three boxes of a date, as typed; a birthday's autocomplete goes to each of them."""
    widget = field.field.widget
    shown = widget.get_context(field.html_name, field.value(), {"id": field.auto_id})["widget"]["subwidgets"]
    own = widget.attrs.get("autocomplete", "")
    return [
        {
            **box,
            "box_label": label,
            "autocomplete": f"{own}-{label.lower()}" if own else "",
            "invalid": bool(field.errors),
        }
        for box, label in zip(shown, ("Day", "Month", "Year"), strict=True)
    ]


@register.simple_tag
def relabel(form: BaseForm, **labels: str) -> str:
    """Other words for the fields of a form made elsewhere, which also loses its placeholders; draws nothing."""
    for name, field in form.fields.items():
        field.label = labels.get(name, field.label)
        form[name].label = field.label or ""  # a sent form has drawn its fields already
        field.widget.attrs.pop("placeholder", None)
    return ""


@register.filter
def field_kind(field: Any) -> str:
    """Which template of the pack draws a field."""
    widget = field.field.widget
    if getattr(widget, "is_date_boxes", False):
        return "boxes"
    kind = getattr(widget, "input_type", "")
    if kind == "checkbox":
        return "checkboxes" if getattr(widget, "allow_multiple_selected", False) else "tick"
    return {"radio": "radios"}.get(kind, "box")


@register.filter
def hint_for(option: Any) -> str:
    """The hint of one choice, when the widget has hints."""
    return getattr(option.parent_widget, "hints", {}).get(str(option.data["value"]), "")


@register.filter
def day(value: date | datetime | None) -> str:
    return words.day(_local_day(value)) if value else ""


@register.filter
def weekday(value: date | datetime | None) -> str:
    return words.weekday(_local_day(value)) if value else ""


@register.filter(name="time")
def time_(value: datetime | time | None) -> str:
    return "" if value is None else words.clock(_local(value))


@register.filter
def moment(value: datetime | date | None) -> str:
    """The day and the time here; a plain day has no time to say."""
    if not isinstance(value, datetime):
        return day(value)
    return words.moment(_local(value))


def _local(value: Any) -> Any:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def _local_day(value: date | datetime) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


@register.filter
def money(pence: int | None) -> str:
    return "" if pence in (None, "") else words.money(pence)


@register.filter
def percent(share: float | Decimal | None, places: int = 0) -> str:
    return words.DASH if share in (None, "") else words.percent(share, places)


@register.filter
def number(value: int | float | Decimal | str | None) -> str:
    """With commas; a component hands over what was written in its tag as text."""
    if isinstance(value, str):
        return f"{int(value):,}" if value.isdecimal() else value
    return "" if value is None else f"{value:,}"


@register.filter
def age(born_on: date | None, today: date) -> int | str:
    return words.age(born_on, _local_day(today)) if born_on else ""


@register.filter
def days_between(start: date | None, end: date | None) -> int | str:
    return (_local_day(end) - _local_day(start)).days if start and end else ""


@register.filter
def nhs_number(value: str | None) -> str:
    if not value:
        return ""
    return render_to_string("ui/tags/nhs_number.html", {"groups": words.nhs_number_groups(str(value))})


@register.filter
def breakable(text: object) -> str:
    """Typed text safe to lay out in a PDF; still escaped by the template."""
    return words.breakable(str(text or ""))


@register.filter
def paragraphs(text: object) -> str:
    """Typed text as paragraphs, a single line break kept."""
    blocks: Sequence[str] = [block for block in str(text or "").replace("\r\n", "\n").split("\n\n") if block.strip()]
    return render_to_string("ui/tags/paragraphs.html", {"paragraphs": [block.strip().split("\n") for block in blocks]})


@register.filter
def in_fours(text: str) -> str:
    """A key or code in groups of four, as people read one out and type one in."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
