from django.urls import path

from indicators import views

app_name = "indicators"
urlpatterns = [
    path("", views.Results.as_view(), name="results"),
    path("figures.csv", views.Csv.as_view(), name="csv"),
    path("<slug:code>/", views.MeasureDetail.as_view(), name="measure"),
    path("<slug:code>/over-time/", views.OverTime.as_view(), name="over_time"),
    path("<slug:code>/people/", views.People.as_view(), name="people"),
]
