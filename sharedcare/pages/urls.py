from django.urls import path

from sharedcare.pages import views

urlpatterns = [
    path("", views.Today.as_view(), name="today"),
    path("people/<uuid:pk>/", views.Person.as_view(), name="person"),
    path("practices/<uuid:pk>/", views.Practice.as_view(), name="practice"),
    path("scheme/", views.Scheme.as_view(), name="scheme"),
    path("trail/", views.Trail.as_view(), name="trail"),
    path("trail/export/", views.TrailExport.as_view(), name="trail_export"),
]
