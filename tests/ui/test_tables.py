import pytest
from django.test import RequestFactory

from ui import tables

COLUMNS = (tables.Column("Name", "name"), tables.Column("Note"), tables.Column("Dose", "dose", numeric=True))


def request(query=""):
    return RequestFactory().get(f"/?{query}")


@pytest.mark.parametrize(
    ("query", "order"),
    [("", "name"), ("sort=dose", "dose"), ("sort=-dose", "-dose"), ("sort=password", "name"), ("sort=", "name")],
)
def test_a_list_is_sorted_by_nothing_but_its_columns(query, order):
    assert tables.order(request(query), *COLUMNS) == order


def test_a_list_without_sortable_columns_has_no_order():
    assert tables.order(request("sort=name"), tables.Column("Note")) == ""


def test_a_head_turns_the_order_round_and_keeps_the_filters():
    name, note, dose = tables.columns(request("sort=name&practice=elm&page=3"), *COLUMNS)
    assert name["url"] == "?sort=-name&practice=elm"
    assert (name["sorted"], dose["sorted"], note["url"]) == ("ascending", "", "")
    assert dose["url"] == "?sort=dose&practice=elm"


def test_a_head_says_when_it_is_sorted_downwards():
    head = tables.columns(request("sort=-dose"), *COLUMNS)[2]
    assert (head["sorted"], head["url"], head["numeric"]) == ("descending", "?sort=dose", True)
