"""Passing alerts on, and looking each day for what calls for one: a process of many small transactions."""

import time
from uuid import UUID

from audit import wall
from episodes import actions
from schemes.models import Scheme

RUN_SECONDS = 240  # well under the worker's time limit; the bell rings again


def schemes() -> list[UUID]:
    """Every scheme there is work to look for in."""
    return list(Scheme.objects.order_by("pk").values_list("pk", flat=True))


def escalate(*, scheme_ids: list[UUID] | None = None) -> int:
    """Fire every step that is due, each in a transaction of its own; says how many. Safe to run twice at once."""
    fired, until = 0, time.monotonic() + RUN_SECONDS
    for scheme_id in schemes() if scheme_ids is None else scheme_ids:
        while time.monotonic() < until and _fired(scheme_id):
            fired += 1
    return fired


def _fired(scheme_id: UUID) -> bool:
    with wall.within(scheme_id):
        return actions.fire_next_step(scheme_id=scheme_id) is not None


def sweep(*, scheme_ids: list[UUID] | None = None) -> int:
    """In every scheme raise whatever the days up to today call for, and withdraw the moves of people who died or moved
    away; says how many alerts rose."""
    risen = 0
    for scheme_id in schemes() if scheme_ids is None else scheme_ids:
        with wall.within(scheme_id):
            risen += actions.sweep(scheme_id=scheme_id)
            actions.withdraw_transitions_of_the_departed(scheme_id=scheme_id)
    return risen
