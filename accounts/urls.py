from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("act-as/<uuid:pk>/", views.ActAs.as_view(), name="act_as"),
    path("me/", views.Me.as_view(), name="me"),
    path("me/sessions/<int:started>/end/", views.EndSession.as_view(), name="session_end"),
    path("me/sign-out-everywhere/", views.SignOutEverywhere.as_view(), name="sign_out_everywhere"),
    path("session/", views.SessionLeft.as_view(), name="session"),
    path("kept/", views.Keep.as_view(), name="keep"),
    path("kept/<uuid:pk>/", views.KeptForm.as_view(), name="kept"),
    path("kept/<uuid:pk>/open/", views.OpenKept.as_view(), name="kept_open"),
    path("kept/<uuid:pk>/drop/", views.DropKept.as_view(), name="kept_drop"),
    path("new-password/<str:token>/", views.NewPassword.as_view(), name="new_password"),
    path("none/", views.no_role, name="no_role"),
    path("join/<str:token>/", views.Join.as_view(), name="join"),
]
