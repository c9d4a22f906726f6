"""The table a person reads."""

from collections.abc import Iterable, Iterator

from sharedcare.bench.timing import Outcome

HEAD = f"{'':<38}{'ours':>22}   {'beside':<34}{'':>22}{'ours takes':>12}   clock"


def lines(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """A line a case; a limit cannot be beaten, the naive way should be."""
    yield HEAD
    for outcome in outcomes:
        case = outcome.case
        kind = "limit" if case.is_limit else "naive"
        yield (
            f"{case.name:<38}{_rate(outcome.rate(outcome.ours), case.unit):>22}   {f'{kind}: {case.beside_name}':<34}"
            f"{_rate(outcome.rate(outcome.beside), case.unit):>22}{outcome.ratio:>9.2f} x   {case.clock}"
            f"{'   noisy' if outcome.is_noisy else ''}"
        )


def _rate(number: float, unit: str) -> str:
    return f"{number:,.0f} {unit}/s" if number >= 10 else f"{number:,.1f} {unit}/s"
