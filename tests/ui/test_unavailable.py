from django.http import HttpResponse
from django.test import RequestFactory

from ui.pdf import PdfUnavailable
from ui.unavailable import PdfUnavailableMiddleware

middleware = PdfUnavailableMiddleware(lambda request: HttpResponse("fine"))


def test_a_page_that_needs_no_pdf_is_left_alone():
    assert middleware(RequestFactory().get("/")).content == b"fine"
    assert middleware.process_exception(RequestFactory().get("/"), ValueError()) is None


def test_a_missing_library_becomes_a_page_that_says_so():
    response = middleware.process_exception(RequestFactory().get("/"), PdfUnavailable())
    assert response.status_code == 503
    assert "PDFs cannot be made on this server" in response.content.decode()
