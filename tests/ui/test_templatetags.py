from datetime import UTC, date, datetime, time
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.db.models import TextChoices
from django.template import engines

from ui.colours import DEFAULT_COLOUR

TODAY = date(2026, 3, 16)
EVENING = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # after midnight in London


class Status(TextChoices):
    ACTIVE = "active", "In shared care"
    ODD = "no_colour_for_this", "Odd"


def drawn(template, **context):
    return engines["django"].from_string(template).render({"today": TODAY, **context})


@pytest.mark.parametrize(
    ("status", "colour", "words"),
    [
        (Status.ACTIVE, "green", "In shared care"),
        (("active", "Active"), "green", "Active"),
        ((Status.ACTIVE, "Active"), "green", "Active"),
        ("not_started", "grey", "Not started"),
        (Status.ODD, DEFAULT_COLOUR, "Odd"),
    ],
)
def test_a_status_is_a_coloured_tag_with_words(status, colour, words):
    page = drawn("{% status_tag status %}", status=status)
    assert f"nhsuk-tag--{colour}" in page
    assert f">{words}<" in page


def test_a_stored_status_takes_its_words_from_the_label():
    assert ">In shared care<" in drawn('{% status_tag "active" label="In shared care" %}')


@pytest.mark.parametrize("status", [None, ""])
def test_no_status_is_no_tag(status):
    assert drawn("{% status_tag status %}", status=status) == ""


def test_a_status_is_escaped():
    assert "<b>" not in drawn("{% status_tag status %}", status=("active", "<b>"))


def test_a_due_date_is_said_in_words():
    assert "Review 12 days overdue" in drawn('{% due_tag due today label="Review" %}', due=date(2026, 3, 4))
    assert "Due in 5 days" in drawn(
        "{% due_tag due today %}", due=datetime(2026, 3, 20, 23, 30, tzinfo=UTC).replace(day=21)
    )
    assert "No review date" in drawn('{% due_tag None today label="Review" %}')
    assert "nhsuk-tag--grey" in drawn("{% due_tag due today soon=3 %}", due=date(2026, 3, 21))


def person(**more):
    return SimpleNamespace(**{"name": "Ann <Ash>", "born_on": date(1984, 3, 16), "nhs_number": "9990000018", **more})


def test_a_banner_says_who_somebody_is():
    page = drawn('{% patient_banner person today=today url="/p/" %}', person=person())
    assert "Ann &lt;Ash&gt;" in page
    assert "16 March 1984" in page
    assert "(42 years)" in page
    assert "999 000 0018" in page
    assert 'href="/p/"' in page
    assert "Alerts" not in page


def test_a_banner_says_needs_and_alerts_however_they_come():
    page = drawn("{% patient_banner person %}", person=person(needs=lambda: ["Large print"], alerts="Lone visits"))
    assert "<li>Large print</li>" in page
    assert "<li>Lone visits</li>" in page
    assert "years" not in page


def test_a_banner_says_what_is_not_known_and_who_has_died():
    page = drawn("{% patient_banner person today=today %}", person=person(born_on=None, nhs_number=""))
    assert page.count("Not known") == 2
    assert "(aged 41)" in drawn("{% patient_banner person today=today %}", person=person(died_on=date(2026, 3, 15)))


def test_a_count_leads_to_what_it_counts_unless_there_is_nothing():
    assert '<a class="app-count" href="/w/">' in drawn('{% count_link 1200 "/w/" label="people" %}')
    assert "1,200" in drawn('{% count_link 1200 "/w/" %}')
    assert "<a" not in drawn('{% count_link 0 "/w/" label="people" %}')


def test_a_token_is_drawn_only_when_there_is_one():
    assert drawn("{% form_token form %}", form=SimpleNamespace(one_time_token="abc")).count("abc") == 1
    assert drawn("{% form_token form %}", form=SimpleNamespace()) == ""


@pytest.mark.parametrize(
    "name", ["tick", "cross", "warning", "arrow-right", "arrow-left", "search", "user", "box", "box-ticked"]
)
def test_an_icon_is_decoration(name):
    page = drawn("{% icon name %}", name=name)
    assert 'aria-hidden="true"' in page
    assert "<path" in page or "<rect" in page


def test_an_abbreviation_is_written_out():
    assert drawn('{% term "OST" "opioid substitution treatment" %}') == (
        '<abbr title="opioid substitution treatment">OST</abbr>'
    )


def test_a_measure_is_said_in_words_beside_its_bar():
    page = drawn('{% measure_bar label="Reviewed" met=45 counted=60 standard=0.9 %}')
    assert "45 of 60" in page
    assert "Standard 90%: not reached" in page


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{{ day|day }}", "16 March 2026"),
        ("{{ day|weekday }}", "Monday 16 March 2026"),
        ("{{ evening|day }}", "2 July 2026"),
        ("{{ evening|moment }}", "2 July 2026 at 12:30am"),
        ("{{ evening|time }}", "12:30am"),
        ("{{ noon|time }}", "midday"),
        ("{{ day|moment }}", "16 March 2026"),
        ("{{ 123456|money }}", "£1,234.56"),
        ("{{ 0|money }}", "£0.00"),
        ("{{ 0.875|percent }}", "88%"),
        ("{{ 0.875|percent:1 }}", "87.5%"),
        ("{{ 0|percent }}", "0%"),
        ("{{ 12345|number }}", "12,345"),
        ('{{ "12345"|number }}', "12,345"),
        ('{{ "many"|number }}', "many"),
        ("{{ born|age:today }}", "42"),
        ("{{ born|days_between:day }}", "15340"),
        ('{{ "9990000018"|nhs_number }}', '<span class="app-nhs-number">999 000 0018</span>'),
        ("{{ bad|nhs_number }}", '<span class="app-nhs-number">&lt;b&gt;</span>'),
        ("{{ long|breakable }}", "a" * 40 + "\u200b" + "a" * 10),
        ("{{ typed|paragraphs }}", "<p>one<br>more</p><p>&lt;b&gt;two</p>"),
    ],
)
def test_a_value_is_said_in_words(template, words):
    context = {
        "day": TODAY,
        "evening": EVENING,
        "noon": time(12),
        "born": date(1984, 3, 16),
        "long": "a" * 50,
        "bad": "<b>",
        "typed": "one\r\nmore\n\n<b>two",
    }
    assert drawn(template, **context) == words


@pytest.mark.parametrize(
    "name",
    [
        "day",
        "weekday",
        "time",
        "moment",
        "money",
        "number",
        "age:today",
        "days_between:today",
        "nhs_number",
        "breakable",
        "paragraphs",
    ],
)
def test_nothing_is_said_of_nothing(name):
    assert drawn("{{ nothing|" + name + " }}", nothing=None) == ""


def test_a_share_of_nobody_is_a_dash():
    assert drawn("{{ nothing|percent }}", nothing=None) == "–"


def test_pages_are_numbered_with_gaps():
    pages = Paginator(range(1000), 10)
    assert drawn("{% page_numbers page as found %}{{ found }}", page=pages.get_page(50)).count("None") == 2


def test_no_form_has_no_errors():
    assert drawn("{% error_list form as found %}{{ found }}", form=None) == "[]"
