"""What shared care agreements are built from: the shipped text, and the scheme's own versions of it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from audit import wall
from audit.models import Event
from schemes import actions, queries
from schemes.agreement import TERMS, Party, duties_field, shipped
from schemes.models import AgreementTemplate
from tests.schemes.test_scheme import set_up
from tests.schemes.test_views import day


def test_a_new_scheme_has_the_shipped_text_from_its_first_day(db):
    made = set_up()

    with wall.within(made.pk):
        template = queries.agreement_template_on(made.pk, date(2026, 4, 1))
        assert template.number == 1
        assert {name: getattr(template, name) for name in TERMS} == shipped()
        assert queries.agreement_template_on(made.pk, date(2026, 3, 31)) is None


@pytest.mark.parametrize("party", list(Party))
def test_every_party_has_duties_in_the_shipped_text(party):
    assert len(str(shipped()[duties_field(party)]).splitlines()) >= 4


def test_a_version_keeps_what_it_does_not_change_and_the_one_before_stays(coordinator, scheme, today):
    actions.adopt_agreement_template(starts_on=date(2026, 1, 1), source="Group", cover="Nobody.", by=coordinator)

    actions.adopt_agreement_template(starts_on=today, source="Group of March", sign_within_days=7, by=coordinator)

    newest, first = queries.agreement_templates(scheme.pk)
    assert (newest.number, newest.cover, newest.sign_within_days) == (2, "Nobody.", 7)
    assert (first.number, first.sign_within_days) == (1, 14)
    assert queries.agreement_template_on(scheme.pk, date(2026, 3, 15)) == first
    assert queries.agreement_template_on(scheme.pk, today) == newest
    told = [each.sentence for each in Event.objects.filter(kind="schemes.agreement_template_adopted")]
    said = "Template 2 of shared care agreements was adopted from 16 March 2026: Group of March"
    assert [each for each in told if each.startswith(said)]


def test_no_past_day_changes_its_template(coordinator, scheme, today):
    actions.adopt_agreement_template(starts_on=today, source="Group", by=coordinator)

    with pytest.raises(ValidationError, match="Version 1 begins on 16 March 2026; this one must not be earlier"):
        actions.adopt_agreement_template(starts_on=date(2026, 3, 1), source="Group", by=coordinator)


def test_a_term_that_there_is_not_is_a_mistake_of_the_programmer(coordinator, scheme, today):
    with pytest.raises(TypeError, match="no such term: colour"):
        actions.adopt_agreement_template(starts_on=today, source="Group", colour="red", by=coordinator)


def test_the_page_offers_the_shipped_text_and_then_shows_what_was_adopted(coordinator, scheme, browse, today):
    browser = browse(coordinator)
    assert "No template is in force" in browser.get(reverse("schemes:agreement_templates")).text
    form = browser.get(reverse("schemes:agreement_template_new")).context["form"]
    assert form.initial["patient_duties"] == shipped()["patient_duties"]

    terms = {name: form.initial[name] for name in TERMS}
    shown = browser.post(
        reverse("schemes:agreement_template_new"),
        terms | {"source": "Group of 16 March", "pharmacist_duties": "Says good morning."} | day("starts_on", today),
        follow=True,
    )

    assert "Says good morning." in shown.text
    assert "1 (in force)" in shown.text
    assert AgreementTemplate.objects.get().recorded_by == coordinator
    again = browser.get(reverse("schemes:agreement_template_new")).context["form"]
    assert again.initial["pharmacist_duties"] == "Says good morning."


def test_others_read_the_template_and_change_nothing(member, scheme, browse):
    assert browse(member).get(reverse("schemes:agreement_templates")).status_code == 200
    assert browse(member).get(reverse("schemes:agreement_template_new")).status_code == 403
