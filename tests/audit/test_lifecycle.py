"""What can be read off a table of moves."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import TextChoices

from audit.lifecycle import Lifecycle
from sharedcare.diagrams import lifecycles


class Status(TextChoices):
    OPEN = "open", "Open"
    SHUT = "shut", "Shut"


class Move(TextChoices):
    CLOSE = "close", "Close"
    REOPEN = "reopen", "Open again"


LIFE = Lifecycle(
    name="Door",
    initial=Status.OPEN,
    moves={Move.CLOSE: ({Status.OPEN}, Status.SHUT), Move.REOPEN: ({Status.SHUT}, Status.OPEN)},
)
REAL = [life for _, life in lifecycles()]


def test_the_buttons_are_the_moves_that_may_be_made():
    assert LIFE.moves_from("open") == [Move.CLOSE]


def test_a_move_leads_to_its_status():
    assert LIFE.after("open", Move.CLOSE) is Status.SHUT


def test_a_move_that_may_not_be_made_says_what_is_the_case():
    with pytest.raises(ValidationError, match="it is shut"):
        LIFE.after("shut", Move.CLOSE)


def test_the_trigger_gets_every_pair_once():
    assert LIFE.transitions() == [("open", "shut"), ("shut", "open")]


def test_the_diagram_shows_where_it_starts_and_every_move():
    assert LIFE.mermaid().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> open",
        "    open --> shut: close",
        "    shut --> open: open again",
    ]


@pytest.mark.parametrize("life", REAL, ids=lambda life: life.name)
def test_every_status_of_a_real_life_cycle_is_reached_from_the_first(life):
    reached = {str(life.initial)}
    for _ in life.moves:
        reached |= {str(after) for before, after in life.transitions() if before in reached}

    assert reached == set(type(life.initial).values)


@pytest.mark.parametrize("life", REAL, ids=lambda life: life.name)
def test_every_move_of_a_real_life_cycle_is_in_its_table(life):
    moves = type(next(iter(life.moves)))

    assert set(life.moves) == set(moves)
