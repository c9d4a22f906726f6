import uuid

import pytest
from django import forms
from django.contrib.messages.storage.base import BaseStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.test import RequestFactory
from django.views.generic import TemplateView

from ui import views
from ui.views import ActionFormView, PartialMixin

TOKEN = str(uuid.UUID(int=7))


class NoteForm(forms.Form):
    note = forms.CharField(label="Note")


class Messages(BaseStorage):
    def _get(self, *args, **kwargs):
        return [], True

    def _store(self, messages, response, *args, **kwargs):
        return []


class RecordNote(ActionFormView):
    form_class = NoteForm
    heading = "Write a note"
    caption = "Ann Ash"
    intro = "Anybody in the team can read it."
    submit_label = "Save the note"
    back_url = "/back/"
    success_url = "/done/"
    success_message = "The note is saved."
    refusal = None
    done = 0

    def perform(self, data):
        if self.refusal:
            raise self.refusal
        type(self).done += 1
        return data["note"]


@pytest.fixture
def page():
    """The view, counting its deeds from nought, and a way to send it a form within one session."""

    class Page(RecordNote):
        session = SessionStore()

        @classmethod
        def send(cls, **data):
            request = RequestFactory().post("/", data) if data else RequestFactory().get("/")
            request.session = cls.session
            request._messages = cls.messages = Messages(request)
            return cls.as_view()(request)

    return Page


def text(response):
    return response.render().content.decode()


def test_a_form_page_says_what_it_is_for_and_offers_a_way_out(page):
    shown = text(page.send())
    assert "<title>Write a note – SharedCare</title>" in shown
    assert "Anybody in the team can read it." in shown
    assert "Save the note" in shown
    assert 'href="/back/"' in shown
    assert 'name="form_token"' in shown


def test_a_deed_is_done_and_thanked_for(page):
    response = page.send(note="Hello", form_token=TOKEN)
    assert (response.status_code, response.url) == (302, "/done/")
    assert [str(message) for message in page.messages._queued_messages] == ["The note is saved."]
    assert page.done == 1


def test_a_deed_without_words_is_done_in_silence(page):
    page.success_message = ""
    page.send(note="Hello")
    assert page.messages._queued_messages == []


def test_pressing_twice_is_one_deed(page):
    first, second = page.send(note="Hello", form_token=TOKEN), page.send(note="Hello", form_token=TOKEN)
    assert first.url == second.url == "/done/"
    assert page.done == 1


@pytest.mark.parametrize("token", ["", "rubbish", "x" * 500])
def test_a_form_without_a_proper_token_is_still_a_form(page, token):
    page.send(note="Hello", form_token=token)
    assert page.done == 1
    assert views.SESSION_KEY not in page.session


def test_a_refused_form_may_be_sent_again_with_the_same_token(page):
    shown = text(page.send(note="", form_token=TOKEN))
    assert TOKEN in shown
    page.send(note="Hello", form_token=TOKEN)
    assert page.done == 1


def test_only_the_last_fifty_tokens_are_kept(page):
    for number in range(60):
        page.send(note="Hello", form_token=str(uuid.UUID(int=number)))
    assert len(page.session[views.SESSION_KEY]) == views.TOKENS_KEPT
    assert page.session[views.SESSION_KEY][-1][0] == str(uuid.UUID(int=59))


def test_a_missing_entry_says_what_to_do_and_nothing_is_done(page):
    response = page.send(note="", form_token=TOKEN)
    assert response.status_code == 422
    assert "Enter note" in text(response)
    assert page.done == 0


def test_a_refusal_is_shown_above_the_form_with_all_that_was_typed(page):
    page.refusal = ValidationError("The plan has ended.")
    response = page.send(note="A long thought", form_token=TOKEN)
    shown = text(response)
    assert response.status_code == 422
    assert "The plan has ended." in shown
    assert 'value="A long thought"' in shown


def test_a_refusal_that_names_fields_is_shown_beside_them(page):
    page.refusal = ValidationError({"note": "Too short.", "plan": ["It has ended.", "It is not yours."]})
    form = page.send(note="Hm").context_data["form"]
    assert form.errors["note"] == ["Too short."]
    assert form.non_field_errors() == ["It has ended.", "It is not yours."]


def test_who_may_not_is_not_turned_into_an_error_of_the_form(page):
    page.refusal = PermissionDenied()
    with pytest.raises(PermissionDenied):
        page.send(note="Hello")


def test_a_view_must_say_what_it_performs(page):
    with pytest.raises(ImproperlyConfigured, match="must say what it performs"):
        ActionFormView().perform({})


@pytest.mark.parametrize(
    ("htmx", "partial", "template"),
    [(True, "part.html", "part.html"), (False, "part.html", "page.html"), (True, "", "page.html")],
)
def test_htmx_is_answered_with_a_part(htmx, partial, template):
    class Page(PartialMixin, TemplateView):
        template_name = "page.html"
        partial_template_name = partial

    view = Page()
    view.request = RequestFactory().get("/")
    view.request.htmx = htmx
    assert view.get_template_names() == [template]
