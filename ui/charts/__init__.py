"""Charts as pure geometry: frozen facts in, frozen shapes out, drawn by the SVG templates in templates/ui/charts/.

The title of a chart is its finding. Every drawing carries the rows of the table that says the same in words and
figures; shapes, patterns and letters tell things apart, so that nothing depends on colour.
"""

from ui.charts.balance import Balance, Part, draw_balance
from ui.charts.bands import Band, BandChart, draw_bands
from ui.charts.bars import MeasureBar, measure_bar
from ui.charts.falls import Fall, FallChart, draw_falls
from ui.charts.funnel import FunnelChart, Place, draw_funnel
from ui.charts.run import Point, RunChart, draw_run_chart
from ui.charts.timeline import Lane, Span, TimeLine, draw_time_line

__all__ = [
    "Balance",
    "Band",
    "BandChart",
    "Fall",
    "FallChart",
    "FunnelChart",
    "Lane",
    "MeasureBar",
    "Part",
    "Place",
    "Point",
    "RunChart",
    "Span",
    "TimeLine",
    "draw_balance",
    "draw_bands",
    "draw_falls",
    "draw_funnel",
    "draw_run_chart",
    "draw_time_line",
    "measure_bar",
]
