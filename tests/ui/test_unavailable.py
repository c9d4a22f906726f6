import pytest
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from ui.pdf import PdfUnavailable
from ui.unavailable import UnavailableMiddleware

middleware = UnavailableMiddleware(lambda request: HttpResponse("fine"))


def test_a_page_that_needs_no_pdf_is_left_alone():
    assert middleware(RequestFactory().get("/")).content == b"fine"
    assert middleware.process_exception(RequestFactory().get("/"), ValueError()) is None


def test_a_missing_library_becomes_a_page_that_says_so():
    response = middleware.process_exception(RequestFactory().get("/"), PdfUnavailable())
    assert response.status_code == 503
    assert "PDFs cannot be made on this server" in response.content.decode()


@pytest.mark.parametrize(
    ("limit", "words"),
    [("statement_timeout", "took too long"), ("lock_timeout", "Somebody else is changing the same thing")],
)
def test_a_statement_cut_short_becomes_a_page_that_says_what_to_do(db, limit, words):
    response = middleware.process_exception(RequestFactory().get("/"), cut_short(limit))

    assert response.status_code == 503
    assert words in response.content.decode()


def cut_short(limit):
    """The exception of a statement that ran into this limit: a wait, or a lock that another connection holds."""
    other = connection.copy()
    try:
        with transaction.atomic(), connection.cursor() as cursor, other.cursor() as holder:
            holder.execute("SELECT pg_advisory_lock(4711)")  # until it closes
            cursor.execute(f"SET LOCAL {limit} = '50ms'")
            cursor.execute("SELECT pg_advisory_lock(4711)")
    except OperationalError as error:
        return error
    finally:
        other.close()


def test_what_the_database_refuses_for_another_reason_is_a_fault_of_ours():
    assert middleware.process_exception(RequestFactory().get("/"), OperationalError("gone")) is None
