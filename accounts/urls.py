from django.urls import path

from accounts.views import joining, roles

app_name = "accounts"
urlpatterns = [
    path("act-as/<uuid:pk>/", roles.ActAs.as_view(), name="act_as"),
    path("join/<str:token>/", joining.Join.as_view(), name="join"),
]
