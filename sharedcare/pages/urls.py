from django.urls import path

from sharedcare.pages import views

urlpatterns = [
    path("", views.Today.as_view(), name="today"),
]
