"""Who may read figures, and who may see the people behind them."""

from typing import Any

from accounts.permissions import holds
from accounts.roles import Permission


def can_view_figures(user: Any) -> bool:
    """Read figures, as published."""
    return holds(user, Permission.VIEW_FIGURES)


def can_view_true_figures(user: Any) -> bool:
    """Read true numbers and open the list behind each: only where both figures and people may be seen."""
    return can_view_figures(user) and holds(user, Permission.VIEW_WHOLE_RECORD)
