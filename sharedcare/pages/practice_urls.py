"""Addresses under /practices/: those of the app itself, and the list, which shows the scheme as well."""

from django.urls import path

from practices.urls import urlpatterns as practices
from sharedcare.pages.practice_list import PracticeList

app_name = "practices"
urlpatterns = [path("", PracticeList.as_view(), name="list"), *practices]
