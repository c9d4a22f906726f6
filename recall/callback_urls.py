"""The addresses to set at GOV.UK Notify, apart from those of the people who sign in."""

from django.urls import path

from recall.views import callbacks

app_name = "callbacks"
urlpatterns = [
    path("receipts", callbacks.Receipts.as_view(), name="receipts"),
    path("returned-letters", callbacks.ReturnedLetters.as_view(), name="returned_letters"),
    path("texts", callbacks.ReceivedTexts.as_view(), name="texts"),
]
