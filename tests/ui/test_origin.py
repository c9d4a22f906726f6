import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from ui.origin import OriginMiddleware, is_welcome

CASES = [
    # method, site, mode, destination, welcome
    ("POST", "same-origin", "navigate", "document", True),
    ("POST", "", "", "", True),  # an old browser, or a program: the token decides
    ("POST", "none", "navigate", "document", True),
    ("POST", "cross-site", "navigate", "document", False),
    ("POST", "same-site", "navigate", "document", False),
    ("POST", "cross-site", "cors", "empty", False),
    ("GET", "cross-site", "navigate", "document", True),  # a link in an e-mail
    ("GET", "same-site", "navigate", "document", True),
    ("HEAD", "cross-site", "navigate", "document", True),
    ("GET", "cross-site", "navigate", "iframe", False),
    ("GET", "cross-site", "navigate", "object", False),
    ("GET", "cross-site", "no-cors", "image", False),
    ("GET", "cross-site", "no-cors", "script", False),
    ("GET", "cross-site", "cors", "empty", False),
    ("GET", "something new", "no-cors", "empty", False),
    ("DELETE", "cross-site", "cors", "empty", False),
    ("GET", "none", "navigate", "document", True),
    ("GET", "same-origin", "cors", "empty", True),
]


@pytest.mark.parametrize(("method", "site", "mode", "destination", "welcome"), CASES)
def test_another_site_may_link_to_us_and_do_nothing_else(method, site, mode, destination, welcome):
    assert is_welcome(method, site=site, mode=mode, destination=destination) is welcome


def test_a_request_that_says_nothing_of_where_it_comes_from_goes_on():
    assert OriginMiddleware(lambda request: HttpResponse("fine"))(RequestFactory().post("/")).content == b"fine"
