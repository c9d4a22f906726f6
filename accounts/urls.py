from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [path("act-as/<uuid:pk>/", views.ActAs.as_view(), name="act_as")]
