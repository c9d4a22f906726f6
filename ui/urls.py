"""The gallery, which the site puts in place in development only."""

from django.urls import path

from ui import gallery

app_name = "ui"
urlpatterns = [
    path("", gallery.Gallery.as_view(), name="gallery"),
    path("form/", gallery.SampleForm.as_view(), name="gallery_form"),
    path("report.pdf", gallery.sample_report, name="gallery_report"),
    path("letters.pdf", gallery.sample_letters, name="gallery_letters"),
    path("errors/<int:status>/", gallery.sample_error, name="gallery_error"),
]
