"""Each request stands in one scheme and one transaction."""

from datetime import date

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from accounts.middleware import SESSION_KEY, ActingMiddleware
from accounts.models import Membership, User
from accounts.roles import Role
from audit import wall
from tests import factories


def request_of(user, **session):
    request = RequestFactory().get("/")
    request.user = User.objects.get(pk=user.pk)  # as a request finds them: nothing remembered
    request.session = session
    return request


def answering(status=200, raising=False):
    """A view that writes a row, and says in which scheme it stood."""

    def view(request):
        factories.UserFactory(name="Written in the request")
        if raising:
            middleware.process_exception(request, RuntimeError("broken"))
        response = HttpResponse(status=500 if raising else status)
        response.stood_in = wall.current_scheme()
        return response

    middleware = ActingMiddleware(view)
    return middleware


def was_written():
    return User.objects.filter(name="Written in the request").exists()


def test_a_request_stands_in_the_scheme_of_the_role(scheme, gp):
    request = request_of(gp)

    response = answering()(request)

    assert response.stood_in == scheme.pk
    assert request.user.acting.role == Role.PRESCRIBER
    assert was_written()


def test_a_visitor_stands_in_no_scheme(db):
    from django.contrib.auth.models import AnonymousUser

    request = RequestFactory().get("/")
    request.user = AnonymousUser()

    response = ActingMiddleware(lambda _: HttpResponse(str(wall.current_scheme())))(request)

    assert response.content == b"None"


@pytest.mark.parametrize("broken", [{"status": 503}, {"raising": True}])
def test_a_request_that_fails_leaves_nothing_behind(gp, broken):
    answering(**broken)(request_of(gp))

    assert not was_written()


def test_a_refusal_is_not_a_failure(gp):
    answering(status=404)(request_of(gp))

    assert was_written()


def test_the_role_chosen_in_the_session_is_the_one_acted_under(scheme, gp):
    chosen = factories.MembershipFactory(user=gp, role=Role.COMMISSIONER, scheme_id=scheme.pk, place_label="x")
    request = request_of(gp, **{SESSION_KEY: str(chosen.pk)})

    answering()(request)

    assert request.user.acting == chosen


def test_a_role_that_ended_yesterday_is_not_acted_under_even_if_chosen(scheme, gp):
    ended = factories.MembershipFactory(
        user=gp,
        role=Role.COMMISSIONER,
        scheme_id=scheme.pk,
        place_label="x",
        starts_on=date(2025, 1, 1),
        ends_on=date(2026, 3, 15),
    )
    request = request_of(gp, **{SESSION_KEY: str(ended.pk)})

    answering()(request)

    assert request.user.acting.role == Role.PRESCRIBER


def test_somebody_whose_last_role_has_ended_stands_nowhere(scheme, gp):
    Membership.objects.filter(user=gp).update(ends_on=date(2026, 3, 15))
    request = request_of(gp)

    response = answering()(request)

    assert request.user.acting is None
    assert response.stood_in is None
