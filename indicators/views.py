"""The pages of figures: all measures in a quarter, one measure, the people behind a number, and the file."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.generic import TemplateView, View

from audit import actions as audit
from audit.looks import How
from indicators import forms, permissions, pictures, queries, table
from indicators.measures import BY_CODE, MEASURES, Measure, Number
from patients.models import Patient
from practices.models import Practice
from ui import csv
from ui.views import PartialMixin

PEOPLE_PER_PAGE = 25
PEOPLE_COLUMNS = [{"label": label} for label in ("Name", "Born", "NHS number", "Practice", "How they stand")]


class FiguresMixin:
    """Lets in whoever may read figures, and knows the quarter asked for."""

    request: HttpRequest
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not permissions.can_view_figures(request.user):
            raise PermissionDenied("Figures are for the co-ordinator, the monitoring group and the commissioner.")
        self.today = timezone.localdate()
        self.form = forms.PeriodForm(request.GET, today=self.today)
        self.quarter = self.form.quarter
        self.period = self.quarter.seen_on(self.today)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    @property
    def measure(self) -> Measure:
        """The measure named in the address, or 404."""
        try:
            return BY_CODE[self.kwargs["code"]]
        except KeyError:
            raise Http404 from None


class Results(FiguresMixin, TemplateView):
    """Every measure in one quarter, each number open to whoever may open it."""

    template_name = "indicators/results.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figures = queries.figures(self.request.user, MEASURES, self.period)
        return super().get_context_data(
            form=self.form,
            period=self.period,
            overall=[figure for figure in figures if figure.practice_id is None],
            opens=permissions.can_view_true_figures(self.request.user),
            **kwargs,
        )


class MeasureDetail(FiguresMixin, TemplateView):
    """One measure: figure, rule in words, practice by practice; how it changed is fetched after the page stands."""

    template_name = "indicators/measure.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = queries.measure_page(self.request.user, self.measure, self.period)
        return super().get_context_data(
            form=self.form,
            page=page,
            funnel=pictures.funnel(page.overall, page.practices) if self.measure.is_share else None,
            opens=permissions.can_view_true_figures(self.request.user) and page.counts_people,
            **kwargs,
        )


class OverTime(FiguresMixin, PartialMixin, TemplateView):
    """One measure over two years: eight quarters take longer to count than one, so it has an address of its own."""

    template_name = "indicators/over_time.html"
    partial_template_name = "indicators/_over_time.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = queries.over_time(self.request.user, self.measure, self.quarter, self.today)
        run = pictures.run([(quarter.short, figure) for quarter, figure in found])
        return super().get_context_data(measure=self.measure, period=self.period, run=run, **kwargs)


class Csv(FiguresMixin, View):
    """The figures of the quarter as a file, in the numbers this person sees on the page."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        figures = queries.figures(request.user, MEASURES, self.period)
        return csv.csv_response(f"figures-{self.period.code}.csv", table.HEADERS, table.rows(figures))


class People(FiguresMixin, TemplateView):
    """The list behind a number; looking at it is recorded for each person shown."""

    template_name = "indicators/people.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not permissions.can_view_true_figures(request.user):
            raise Http404
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        practice = self._practice()
        number = self._number()
        standings = queries.standings(self.measure, self.period, number, practice.pk if practice else None)
        people = Patient.objects.visible_to(self.request.user).filter(pk__in=standings).select_related("practice")
        page = Paginator(people, PEOPLE_PER_PAGE).get_page(self.request.GET.get("page"))
        rows = [(patient, standings[patient.pk]) for patient in page]
        audit.record_view(
            by=self.request.user,
            patient_ids=[patient.pk for patient, _ in rows],
            page=f"Figures: {self.measure.title}",
            how=How.LIST,
        )
        return super().get_context_data(
            measure=self.measure,
            period=self.period,
            practice=practice,
            number=number,
            page=page,
            rows=rows,
            columns=PEOPLE_COLUMNS,
            **kwargs,
        )

    def _number(self) -> Number:
        try:
            return Number(self.request.GET.get("number", Number.NUMERATOR))
        except ValueError:
            raise Http404 from None

    def _practice(self) -> Practice | None:
        wanted = self.request.GET.get("practice", "")
        if not wanted:
            return None
        try:
            return Practice.objects.visible_to(self.request.user).get(pk=UUID(wanted))
        except (ValueError, Practice.DoesNotExist):
            raise Http404 from None
