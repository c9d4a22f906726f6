from django.http import HttpResponse
from django.test import RequestFactory

from ui.headers import HeadersMiddleware


def answer(path, headers=None):
    return HeadersMiddleware(lambda request: HttpResponse("x", headers=headers or {}))(RequestFactory().get(path))


def test_a_page_is_kept_out_of_caches_and_away_from_other_origins():
    response = answer("/people/")
    assert response["Cache-Control"] == "no-store"
    assert "camera=()" in response["Permissions-Policy"]
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_static_file_may_be_kept(settings):
    response = answer(f"{settings.STATIC_URL}css/app.css", {"Cache-Control": "max-age=60"})
    assert response["Cache-Control"] == "max-age=60"


def test_a_page_cannot_ask_to_be_cached():
    assert answer("/people/", {"Cache-Control": "public"})["Cache-Control"] == "no-store"
