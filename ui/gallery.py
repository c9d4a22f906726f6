"""A page of every component in every state, to look at while making or changing one. Made-up people only."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from ui import charts, pdf, tables
from ui import forms as fields
from ui.colours import COLOURS
from ui.views import ActionFormView

TODAY = date(2026, 11, 21)
ERRORS = (400, 403, 404, 413, 500, 503)
PERSON = SimpleNamespace(
    name="Blodwen Ap-Griffith",
    preferred_name="Bee",
    born_on=date(1984, 2, 29),
    nhs_number="9990000018",
    address="12 Glan-yr-Afon, Wolds WD1 4ZZ",
    needs=["Welsh first", "Large print"],
    alerts=["Do not leave messages at home", "Naloxone given 3 May 2026"],
)
COLUMNS = (
    tables.Column("Name", "name"),
    tables.Column("NHS number"),
    tables.Column("Practice", "practice"),
    tables.Column("Prescriber"),
    tables.Column("Status"),
    tables.Column("Review", "due"),
    tables.Column("Daily dose", numeric=True),
)


class ExampleForm(forms.Form):
    """One field of every kind."""

    reviewed_on = fields.DateField(label="When was the review?", help_text="For example, 6 8 2018", latest=TODAY)
    outcome = forms.ChoiceField(
        label="What was decided?",
        choices=[("continue", "Carry on as now"), ("change", "Change the plan"), ("return", "Hand care back")],
        widget=fields.Radios(hints={"return": "The specialist service is asked to take over."}),
    )
    topics = forms.MultipleChoiceField(
        label="What was talked about?",
        required=False,
        choices=[("health", "Health"), ("home", "Home"), ("work", "Work")],
        widget=fields.Checkboxes,
    )
    prescriber = forms.ChoiceField(label="Prescriber", choices=[("", "Choose"), ("ash", "Dr Ash"), ("oak", "Dr Oak")])
    dose = fields.short(forms.IntegerField(label="Daily dose", help_text="In millilitres", min_value=0), 4)
    note = fields.CleanText(label="Note", rows=4, required=False)
    letter = forms.FileField(label="Letter", required=False)
    told = forms.BooleanField(label="The person has a copy", help_text="On paper or on screen")


class FilterForm(forms.Form):
    """What a list can be narrowed by."""

    practice = forms.ChoiceField(
        label="Practice", required=False, choices=[("", "All practices"), ("elm", "Elm Surgery")]
    )
    due = forms.ChoiceField(label="Review", required=False, choices=[("", "Any"), ("overdue", "Overdue")])


def example_rows() -> list[dict[str, Any]]:
    names = ("Ann Ash", "Blodwen Ap-Griffith", "Ng", "Cosmo O’Brien", "Wilhelmina Featherstonehaugh-Cholmondeley")
    states = (("active", "Active"), ("suspended", "Suspended"), ("proposed", "Waiting for the GP"), ("draft", "Draft"))
    return [
        {
            "name": names[index % 5],
            "number": f"99900{index:05d}",
            "practice": ("Elm Surgery", "Oak Street Medical Centre")[index % 2],
            "prescriber": "Dr Greta Ash",
            "status": states[index % 4],
            "due": TODAY + timedelta(days=index * 9 - 21) if index != 4 else None,
            "dose": 30 + index * 5,
        }
        for index in range(60)
    ]


def example_charts() -> dict[str, Any]:
    months = [f"{month} {year}" for year in (2025, 2026) for month in ("Jan", "Mar", "May", "Jul", "Sep", "Nov")]
    shares = (0.62, 0.66, 0.61, 0.65, 0.63, 0.67, 0.64, 0.78, 0.84, 0.86, 0.88, 0.90)
    points = [charts.Point(month, share) for month, share in zip(months, shares, strict=True)]
    places = [
        ("Elm Surgery", 40, 52),
        ("Oak Street", 90, 96),
        ("Birch Lane", 12, 20),
        ("Rowan", 30, 64),
        ("Hazel", 8, 9),
    ]
    places += [("Willow", 55, 70), ("Larch", 20, 26), ("Alder", 34, 50), ("Holly", 0, 0)]
    return {
        "run": charts.RunChart("Reviews on time have improved since March 2026", points, target=0.9),
        "few": charts.RunChart("Two months are too few to say", [*points[:1], charts.Point("Feb", None)], kind="run"),
        "funnel": charts.FunnelChart("Two practices differ by more than chance", [charts.Place(*p) for p in places]),
        "falls": charts.FallChart(
            "Half have answered by day 14",
            [charts.Fall(3, 0.8, 120), charts.Fall(7, 0.62, 96), charts.Fall(14, 0.48, 70), charts.Fall(40, 0.3, 12)],
            last_day=56,
        ),
        "time_line": example_time_line(),
        "balance": charts.Balance(
            "312 people: 200 invited, 6 could not be reached",
            [
                charts.Part("Invited and answered", 118, "#a", "done"),
                charts.Part("Invited, waiting for an answer", 82, "#b", "going"),
                charts.Part("Waiting to be sent", 61, "#c", "waiting"),
                charts.Part("Could not be reached", 6, "#d", "trouble"),
                charts.Part("Left out, with a reason", 45, "#e", "out"),
            ],
            312,
        ),
        "bands": [
            charts.BandChart("Sleep has improved", example_scores(3, 4, 5, 7), example_bands()),
            charts.BandChart("Mood is much the same", example_scores(12, 11, 13, 12), example_bands()),
        ],
    }


def example_scores(*scores: int) -> list[charts.Point]:
    return [charts.Point(when, score) for when, score in zip(("Jan", "Apr", "Jul", "Oct"), scores, strict=True)]


def example_bands() -> list[charts.Band]:
    return [charts.Band("Low", 0, 5), charts.Band("Middle", 5, 10), charts.Band("High", 10, 20)]


def example_time_line() -> charts.TimeLine:
    specialist, gp = "Wolds Recovery Service", "Dr Greta Ash"
    return charts.TimeLine(
        "Prescribing moved to Elm Surgery in March 2026, after 12 days with nobody",
        [
            charts.Lane(
                "Prescribing",
                [
                    charts.Span(date(2025, 3, 1), date(2026, 3, 4), specialist, "specialist"),
                    charts.Span(date(2026, 3, 4), date(2026, 3, 16), "Nobody", "gap"),
                    charts.Span(date(2026, 3, 16), None, gp, "gp"),
                ],
            ),
            charts.Lane("Keyworking", [charts.Span(date(2025, 3, 1), None, specialist, "specialist")]),
            charts.Lane("Dispensing", [charts.Span(date(2025, 6, 1), None, "High Street Pharmacy", "pharmacy")]),
        ],
        start=date(2025, 3, 1),
        end=TODAY,
    )


def example_lists() -> dict[str, Any]:
    return {
        "summary": [
            {"key": "Practice", "value": "Elm Surgery", "url": "#"},
            {"key": "Prescriber", "value": "Dr Greta Ash"},
            {"key": "Next review", "value": "6 August 2027", "url": "#", "action": "Move"},
        ],
        "tasks": [
            {
                "title": "Agree the plan",
                "url": "#",
                "hint": "Dr Ash has not answered",
                "status": "Waiting",
                "colour": "yellow",
            },
            {"title": "Write to the pharmacy", "url": "#", "status": "Done"},
            {"title": "First review", "status": "Cannot start yet"},
        ],
        "events": [
            {
                "at": TODAY,
                "title": "Review recorded",
                "by": "Nurse Rowan",
                "body": "Going well.\n\nAsked for\nlarge print.",
            },
            {"at": TODAY, "title": "Letter could not be delivered", "kind": "trouble", "by": "Post", "url": "#"},
            {"at": TODAY - timedelta(days=90), "title": "Plan agreed", "kind": "quiet", "by": "Dr Greta Ash"},
        ],
        "figures": [
            {"label": "People in shared care", "value": "312", "url": "#"},
            {"label": "Reviews overdue", "value": "14", "url": "#", "note": "3 more than last week"},
            {"label": "Plans waiting", "value": "0", "note": "Nothing waits for you"},
            {"label": "Reviewed on time", "value": "88%", "note": "275 of 312"},
        ],
    }


@method_decorator(login_not_required, name="dispatch")
class Gallery(TemplateView):
    template_name = "ui/gallery/gallery.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        messages.success(self.request, "The review is recorded.")
        messages.warning(self.request, "Three letters could not be made.")
        bound = ExampleForm(
            {"reviewed_on_day": "31", "reviewed_on_month": "2", "reviewed_on_year": "2026", "dose": "ten"}
        )
        fields.say_what_to_do(bound)
        bound.add_error(None, ValidationError("A plan that has ended cannot be reviewed."))
        navigation = [
            {"label": label, "url": "#", "current": label == "People"} for label in ("Today", "People", "Scheme")
        ]
        return super().get_context_data(
            today=TODAY,
            person=PERSON,
            gone=SimpleNamespace(name="Ng", born_on=date(1950, 1, 1), died_on=date(2026, 1, 4), nhs_number=""),
            page=Paginator(example_rows(), 8).get_page(self.request.GET.get("page")),
            columns=tables.columns(self.request, *COLUMNS),
            colours=sorted(COLOURS),
            due_dates=[TODAY + timedelta(days=days) for days in (-12, -1, 0, 1, 5, 91)],
            form=ExampleForm(),
            bound=bound,
            filters=FilterForm(),
            errors=ERRORS,
            charts=example_charts(),
            navigation=navigation,
            **example_lists(),
            **kwargs,
        )


@method_decorator(login_not_required, name="dispatch")
class SampleForm(ActionFormView):
    form_class = ExampleForm
    heading = "Record a review"
    caption = "Blodwen Ap-Griffith"
    submit_label = "Record the review"
    back_url = "/gallery/"
    success_url = "/gallery/"
    success_message = "The review is recorded."

    def perform(self, data: dict[str, Any]) -> str:
        if data["outcome"] == "return":
            raise ValidationError({"outcome": "Nobody is there to take over yet.", "plan": "The plan is suspended."})
        return str(data["outcome"])


@login_not_required
def sample_report(request: HttpRequest) -> HttpResponse:
    context = {"person": PERSON, "today": TODAY, "charts": example_charts(), **example_lists()}
    variant = request.GET.get("variant", "standard")
    made = pdf.render_pdf("ui/gallery/report.html", context, title="Sample report", variant=variant)
    return HttpResponse(made, content_type="application/pdf")


@login_not_required
def sample_letters(request: HttpRequest) -> HttpResponse:
    contexts = [{"name": name, "today": TODAY} for name in ("Ann Ash", "Blodwen Ap-Griffith")]
    made = pdf.render_pdfs("ui/gallery/letter.html", contexts, title="Sample letters")
    return HttpResponse(made.content, content_type="application/pdf")


@login_not_required
def sample_error(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, f"{status if status in ERRORS else 404}.html", status=status if status in ERRORS else 404)
