import pytest

from ui import colours


def test_every_colour_is_one_the_design_system_has():
    assert set(colours.STATUS_COLOURS.values()) <= colours.COLOURS
    assert colours.DEFAULT_COLOUR in colours.COLOURS


def test_a_status_has_the_colour_of_the_table():
    assert colours.colour_of("active") == "green"


def test_a_status_nobody_has_coloured_is_an_error():
    with pytest.raises(KeyError):
        colours.colour_of("no_such_status")


def test_the_table_is_in_order():
    assert list(colours.STATUS_COLOURS) == sorted(colours.STATUS_COLOURS)
