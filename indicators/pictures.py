"""Pictures of figures, drawn from the same numbers as the table beside them; pure."""

from collections.abc import Sequence

from indicators.disclosure import Figure
from ui import charts
from ui.charts.funnel import outside


def funnel(overall: Figure, practices: Sequence[Figure]) -> charts.FunnelChart | None:
    """Practices compared by size; none where there is nothing to compare.

    Practices with a hidden number are left out. A measure that counts each practice as one has no sizes.
    """
    places = [
        charts.Place(figure.practice, met=figure.numerator, counted=figure.denominator)
        for figure in practices
        if isinstance(figure.numerator, int) and isinstance(figure.denominator, int)
    ]
    counted = [place for place in places if place.counted]
    if max((place.counted for place in counted), default=0) <= 1:
        return None
    share = sum(place.met for place in counted) / sum(place.counted for place in counted)
    far = [place.name for place in counted if outside(place, share) == 3]
    return charts.FunnelChart(title=f"{overall.title}: {_who_stands_out(far)}", places=places)


def _who_stands_out(far: Sequence[str]) -> str:
    if not far:
        return "the practices differ no more than chance explains"
    if len(far) == 1:
        return f"{far[0]} differs by more than chance explains"
    return f"{len(far)} practices differ by more than chance explains"


def run(figures: Sequence[tuple[str, Figure]]) -> charts.RunChart:
    """The measure over time, one labelled point a quarter; a hidden number is a gap."""
    latest = figures[-1][1]
    is_share = latest.denominator is not None
    return charts.RunChart(
        title=f"{latest.title}: {_change(figures, is_share)}",
        points=[charts.Point(label, _height(figure, is_share)) for label, figure in figures],
        target=float(latest.standard) if is_share and latest.standard is not None else None,
        kind="run",
        unit="percent" if is_share else "count",
        higher_is_better=latest.higher_is_better,
    )


def _height(figure: Figure, is_share: bool) -> float | None:
    if is_share:
        return None if figure.percentage is None else figure.percentage / 100
    return figure.numerator if isinstance(figure.numerator, int) else None


def _change(figures: Sequence[tuple[str, Figure]], is_share: bool) -> str:
    """What the last point says beside the one before it."""
    heights = [(label, _height(figure, is_share)) for label, figure in figures]
    label, now = heights[-1]
    if now is None:
        return f"no figure can be shown for {label}"
    said = _said(now, is_share)
    known = [(name, height) for name, height in heights[:-1] if height is not None]
    if not known:
        return f"{said} in {label}"
    before_label, before = known[-1]
    if before == now:
        return f"{said} in {label}, the same as in {before_label}"
    return f"{said} in {label}, {'up' if now > before else 'down'} from {_said(before, is_share)} in {before_label}"


def _said(height: float, is_share: bool) -> str:
    return f"{height * 100:.0f}%" if is_share else f"{height:,.0f}"
