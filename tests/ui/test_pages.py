"""What holds for every page and component: no inline style or script, nothing from elsewhere, every state drawn."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.base import BaseStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.paginator import Paginator
from django.template import Origin, RequestContext, Template, engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import include, path
from django.views import View
from django_cotton.compiler_regex import CottonCompiler

from ui import gallery, pdf

TEMPLATES = sorted(Path(settings.BASE_DIR, "templates").rglob("*.html"))
STATIC = Path(settings.BASE_DIR, "static")
SAMPLE = Path(settings.BASE_DIR, "ui")


class Messages(BaseStorage):
    def _get(self, *args, **kwargs):
        return [], True

    def _store(self, messages, response, *args, **kwargs):
        return []


class Urls:
    """The addresses a header and a gallery lead to, where no site is put together."""

    urlpatterns = None


@pytest.fixture(autouse=True)
def addresses(settings):
    nothing = View.as_view()
    Urls.urlpatterns = [
        path("gallery/", include("ui.urls")),
        path("search/", include(([path("", nothing, name="search")], "patients"))),
        path("roles/", include(([path("<uuid:pk>/", nothing, name="act_as")], "accounts"))),
        path("login/", nothing, name="account_login"),
        path("logout/", nothing, name="account_logout"),
        path("reset/", nothing, name="account_reset_password"),
        path("code/", nothing, name="mfa_authenticate"),
        path("help/", nothing, name="help"),
    ]
    settings.ROOT_URLCONF = Urls


def request_for(url="/gallery/", method="get", **data):
    request = getattr(RequestFactory(), method)(url, data)
    request.user, request.session = AnonymousUser(), SessionStore()
    request._messages = Messages(request)
    return request


def drawn(template, **context):
    request = request_for(context.pop("url", "/"))
    origin = Origin("sample.html", template_name="sample.html")
    text, engine = CottonCompiler().process(template), engines["django"].engine
    return Template(text, origin=origin, name="sample.html", engine=engine).render(RequestContext(request, context))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_inline_style_or_script_or_marks_text_safe(template):
    text = template.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|javascript:|\|safe\b|autoescape off", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)


@pytest.mark.parametrize("name", ["css/app.css", "css/print.css", "vendor/nhsuk-frontend/nhsuk-frontend-10.6.1.css"])
def test_no_style_sheet_fetches_anything_from_elsewhere(name):
    sheet = STATIC / name
    found = re.findall(r"url\(\"?([^)\"]+)", sheet.read_text())
    assert not [url for url in found if ":" in url or url.startswith("/")]
    assert all((sheet.parent / url).exists() for url in found)


def test_the_print_style_sheet_stays_lean():
    assert (STATIC / "css/print.css").stat().st_size < 8_000


def test_no_script_uses_what_the_policy_forbids():
    text = (STATIC / "js/app.js").read_text()
    assert not re.search(r"eval\(|innerHTML|\.style\b|https?://", text)


def test_the_gallery_shows_every_component():
    response = gallery.Gallery.as_view()(request_for())
    page = response.render().content.decode()
    shown = (Path(settings.BASE_DIR, "templates/ui/gallery/gallery.html")).read_text()
    for component in Path(settings.BASE_DIR, "templates/cotton").glob("*.html"):
        name = component.stem.replace("_", "-")
        wrapper = component.stem in {"measure_bar", "balance_bar", "error_summary"}
        assert wrapper or f"<c-{name}" in shown, f"{name} is not in the gallery"
    assert "<c-" not in page
    assert "There is a problem" in page


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        ({}, 422, "Answer “What was decided?”"),
        ({"outcome": "return"}, 422, "Nobody is there to take over yet."),
        ({"outcome": "continue"}, 302, ""),
    ],
)
def test_the_form_of_the_gallery_can_be_tried(data, status, words):
    whole = {"reviewed_on": "2026-08-06", "prescriber": "ash", "dose": "30", "told": "on"} if data else {}
    response = gallery.SampleForm.as_view()(request_for("/gallery/form/", "post", **whole, **data))
    assert response.status_code == status
    if status == 422:
        assert words in response.render().content.decode()


@pytest.mark.parametrize("status", [400, 403, 404, 413, 500, 503])
def test_an_error_page_says_what_to_do_and_needs_nothing(status):
    page = render_to_string(f"{status}.html")
    assert "– SharedCare</title>" in page
    assert re.search(r"Go back|Go to Today|Try again", page)
    assert gallery.sample_error(request_for(), status).status_code == status


def test_an_error_nobody_knows_is_a_page_not_found():
    assert gallery.sample_error(request_for(), 418).status_code == 404
    assert "cookies" in render_to_string("403_csrf.html")


def test_the_header_says_who_acts_as_what_and_offers_the_other_roles():
    page = request_for("/")
    roles = [
        SimpleNamespace(pk=f"{number}1111111-1111-1111-1111-111111111111", role_label=role, place_label=place)
        for number, (role, place) in enumerate([("GP", "Elm Surgery"), ("Co-ordinator", "Wolds")], 1)
    ]
    user = SimpleNamespace(is_authenticated=True, acting=roles[0], memberships_now=roles)
    page.user = user
    text = render_to_string(
        "ui/header.html", {"request": page, "navigation": [{"label": "Today", "url": "/", "current": True}]}
    )
    assert "GP, Elm Surgery" in text
    assert f'action="/roles/{roles[1].pk}/"' in text
    assert 'action="/search/" method="post"' in text
    assert 'aria-current="page"' in text
    user.memberships_now = roles[:1]
    assert "Go on as" not in render_to_string("ui/header.html", {"request": page})
    user.acting, user.memberships_now = None, []
    assert "Elm Surgery" not in render_to_string("ui/header.html", {"request": page})


@pytest.mark.parametrize("template", ["account/login.html", "account/password_reset.html", "mfa/authenticate.html"])
def test_sign_in_pages_carry_labels_and_no_hint_whether_an_account_exists(template):
    from django import forms

    class SignIn(forms.Form):
        login = email = forms.EmailField(widget=forms.EmailInput(attrs={"autocomplete": "email"}))
        code = forms.CharField()

    page = render_to_string(template, {"form": SignIn()}, request_for())
    assert "nhsuk-button" in page
    assert ("E-mail address" in page) != ("mfa" in template)
    assert "sign up" not in page.lower()


@pytest.mark.parametrize("template", ["logout", "password_reset_done", "password_reset_from_key_done"])
def test_the_other_account_pages_look_like_ours(template):
    assert "nhsuk-heading-l" in render_to_string(f"account/{template}.html", {}, request_for())


@pytest.mark.parametrize(("failed", "words"), [(True, "does not work any more"), (False, "Save the password")])
def test_a_password_link_works_or_says_why_not(failed, words):
    from django import forms

    context = {"token_fail": failed, "form": forms.Form(), "action_url": "/"}
    assert words in render_to_string("account/password_reset_from_key.html", context, request_for())


ELEMENTS = """{% load allauth %}
{% element h1 %}One{% endelement %}{% element h2 %}Two{% endelement %}
{% element p %}Text{% endelement %}{% element hr %}{% endelement %}
{% element alert %}{% slot message %}Mind{% endslot %}{% endelement %}{% element badge %}Now{% endelement %}
{% element button_group %}
  {% element button href="/a/" %}Go{% endelement %}{% element button type="submit" tags="link" %}Link{% endelement %}
  {% element button tags="danger" %}Stop{% endelement %}
  {% element button tags="outline" name="n" value="v" form="f" id="i" %}Out{% endelement %}
{% endelement %}
{% element field id="a" type="text" value="x" name="n" disabled=True autocomplete="off" %}
  {% slot label %}Label{% endslot %}{% slot help_text %}Hint{% endslot %}
{% endelement %}
{% element field id="b" type="textarea" name="m" readonly=True disabled=True %}
  {% slot label %}Label{% endslot %}{% slot value %}typed{% endslot %}
{% endelement %}
{% element panel %}
  {% slot title %}Title{% endslot %}{% slot body %}Body{% endslot %}{% slot actions %}Act{% endslot %}
{% endelement %}
{% element details open=True %}{% slot summary %}Why{% endslot %}{% slot body %}So{% endslot %}{% endelement %}
{% element table %}<tr></tr>{% endelement %}{% element img src="/x.png" %}{% endelement %}
{% element form method="post" action="/" %}
  {% slot body %}{% element fields form=form %}{% endelement %}{% endslot %}{% slot actions %}<b></b>{% endslot %}
{% endelement %}"""


def test_elements_of_allauth_are_drawn_in_our_look():
    page = drawn(ELEMENTS)
    for words in (
        "nhsuk-heading-l",
        "app-link-button",
        "nhsuk-button--warning",
        "nhsuk-button--secondary",
        "nhsuk-textarea",
    ):
        assert words in page


# Components in the states that the gallery does not show.


def test_components_escape_what_they_are_given():
    page = drawn(
        '<c-card title="{{ bad }}">{{ bad }}</c-card><c-summary-list :rows="rows" />',
        bad="<b>",
        rows=[{"key": "<i>", "value": "<b>"}],
    )
    assert "<b>" not in page
    assert "<i>" not in page


def test_a_page_of_nothing_has_no_links():
    page = drawn('<c-pagination :page="page" />', page=Paginator([], 10).get_page(1))
    assert "<a" not in page


def test_a_middle_page_leads_both_ways_and_keeps_the_filters():
    page = drawn('<c-pagination :page="page" />', page=Paginator(range(900), 10).get_page(45), url="/?practice=elm")
    assert "441 to 450 of 900" in page
    assert 'rel="prev" href="?practice=elm&amp;page=44"' in page
    assert 'rel="next"' in page


def test_no_page_is_no_pagination():
    assert drawn('<c-pagination :page="page" />', page=None).strip() == ""


def test_an_empty_time_line_says_so():
    assert "Nothing has happened yet." in drawn('<c-timeline :events="events" />', events=[])


def test_a_table_may_hide_its_caption_and_name_its_action_column():
    page = drawn(
        '<c-data-table caption="People" hide_caption="1" :columns="columns">x</c-data-table>', columns=[{"label": ""}]
    )
    assert "nhsuk-u-visually-hidden" in page
    assert "Action" in page


def test_finished_work_is_no_longer_asked_about():
    assert "hx-get" not in drawn('<c-progress done="3" total="3" url="/x/" finished="1">All made.</c-progress>')


def test_a_destructive_step_says_how_many():
    page = drawn('<c-confirm title="Stop?" :count="count" count_label="invitations" button="Stop" />', count=1200)
    assert "1,200" in page
    assert "Cancel" not in page


def test_an_error_summary_can_stand_alone():
    from django import forms

    class Needs(forms.Form):
        name = forms.CharField()

    assert 'href="#id_name"' in drawn('<c-error-summary :form="form" />', form=Needs({}))


def test_bars_can_be_components():
    balance = gallery.example_charts()["balance"]
    page = drawn(
        '<c-measure-bar label="Reviewed" :met="1" :counted="2" /><c-balance-bar :balance="balance" />', balance=balance
    )
    assert "1 of 2" in page
    assert "app-balance" in page


@pytest.mark.skipif(not pdf.is_available(), reason="WeasyPrint's libraries are missing")
def test_the_samples_of_the_gallery_are_pdfs():
    for made in (gallery.sample_report(request_for()), gallery.sample_letters(request_for())):
        assert made.content.startswith(b"%PDF")
