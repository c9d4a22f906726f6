"""Signing in by a provider of identities: it ends at an organisation, which `accounts` stands beneath."""

from django.urls import path

from accounts import views
from practices import queries as practices

app_name = "openid"
urlpatterns = [
    path("", views.Connect.as_view(), name="connect"),
    path("connect/", views.StartConnecting.as_view(), name="start_connecting"),
    path("confirm/", views.Confirm.as_view(), name="confirm"),
    path("start/", views.Start.as_view(), name="start"),
    path("return/", views.Return.as_view(place_of=practices.organisation_with_code), name="return"),
    path("end-sessions/", views.EndSessions.as_view(), name="end_sessions"),
    path("signed-out/", views.SignedOut.as_view(), name="signed_out"),
]
