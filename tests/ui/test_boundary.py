import pytest
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from ui import boundary

factory = RequestFactory()
FORM = "application/x-www-form-urlencoded"


def answer(request):
    return boundary.BoundaryMiddleware(lambda request: HttpResponse("in"))(request)


def get(path="/", query=""):
    return answer(factory.generic("GET", path, QUERY_STRING=query))


def post(body, kind=FORM):
    return answer(factory.generic("POST", "/", body, content_type=kind))


@pytest.mark.parametrize("query", ["q=Zo%C3%AB", "q=a+b&page=2", "", "q=%F0%9F%91%A9", "broken=%zz"])
def test_text_passes(query):
    assert get(query=query).status_code == 200


@pytest.mark.parametrize("query", ["q=%00", "q=%ED%A0%80", "q=%FF", "q=%C3", "q=%1B", "q=%0A", "%00=q", "q=%7F"])
def test_a_query_that_is_not_text_is_refused_kindly(query):
    response = get(query=query)
    assert response.status_code == 400
    assert "type it again" in response.content.decode()


@pytest.mark.parametrize("path", ["/a\x00b", "/a\x1bb", "/a\x7fb"])
def test_a_path_with_a_control_character_is_refused(path):
    request = factory.get("/")
    request.META["PATH_INFO"] = path
    assert answer(request).status_code == 400


def test_a_path_that_is_not_utf8_is_refused():
    request = factory.get("/")
    request.META["PATH_INFO"] = b"/caf\xe9".decode("latin-1")
    assert answer(request).status_code == 400


def test_a_query_that_is_too_long_is_refused():
    response = get(query="q=" + "a" * 2_000)
    assert response.status_code == 400
    assert "too long" in response.content.decode()


@pytest.mark.parametrize("body", ["note=Zo%C3%AB%0D%0Atwo%09lines", "a=1&a=2", ""])
def test_a_form_of_text_passes(body):
    assert post(body).status_code == 200


@pytest.mark.parametrize("body", ["note=%00", "note=%1B", "note=%ED%A0%80", "note=%FF", "n%00te=a"])
def test_a_form_that_is_not_text_is_refused(body):
    assert post(body).status_code == 400


def test_a_form_with_files_is_checked_too():
    assert answer(factory.post("/", {"note": "a\x00b"})).status_code == 400
    assert answer(factory.post("/", {"note": "fine", "file": SimpleUploadedFile("a.csv", b"x")})).status_code == 200


def test_a_form_that_is_too_large_is_refused(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    response = post("note=" + "a" * 100)
    assert response.status_code == 413
    assert "too large" in response.content.decode()


def test_a_form_with_too_many_fields_is_refused(settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
    response = post("&".join(f"a{i}=1" for i in range(9)))
    assert response.status_code == 400
    assert "more parts" in response.content.decode()


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x"]
)
def test_a_form_that_did_not_arrive_whole_is_refused_or_empty(kind):
    assert post("rubbish", kind).status_code in (200, 400)


def test_a_form_in_another_character_set_is_refused():
    assert post("a=1", f"{FORM}; charset=utf-16").status_code == 400


def test_a_body_that_is_no_form_is_left_to_its_reader():
    assert post("\x00", "application/json").status_code == 200


@pytest.mark.parametrize(
    ("error", "status"), [(BadRequest("x"), 400), (SuspiciousOperation("x"), 400), (LookupError("x"), 400)]
)
def test_whatever_reading_a_form_raises_is_answered(error, status, monkeypatch):
    def broken(request):
        raise error

    monkeypatch.setattr(boundary, "_texts", broken)
    assert post("a=1").status_code == status


@given(st.binary(max_size=200), st.sampled_from([FORM, "multipart/form-data; boundary=x", "text/plain", ""]))
def test_no_body_whatever_breaks_the_door(body, kind):
    assert post(body, kind).status_code in (200, 400, 413)


@given(st.text(max_size=80))
def test_no_query_whatever_breaks_the_door(query):
    request = factory.get("/")
    request.META["QUERY_STRING"] = query
    assert answer(request).status_code in (200, 400)
