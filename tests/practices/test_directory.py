"""Adding organisations and professionals by hand."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from audit.models import Event
from practices import actions
from practices.models import Organisation, Professional
from tests import factories


def test_a_pharmacy_is_added(coordinator):
    added = actions.add_organisation(
        kind="pharmacy",
        name="Corner Pharmacy",
        ods_code=" fvr79 ",
        address=["3 Mill Lane"],
        postcode="zz99 9zz",
        by=coordinator,
    )

    assert (added.ods_code, added.postcode, added.address) == ("FVR79", "ZZ99 9ZZ", ["3 Mill Lane"])
    assert Event.objects.get().sentence == "Corner Pharmacy was added to the directory (pharmacy)."


def test_an_organisation_needs_no_code(coordinator):
    for name in ("One", "Two"):
        actions.add_organisation(kind="other", name=name, ods_code="", by=coordinator)

    assert Organisation.objects.filter(ods_code=None).count() == 2


def test_a_code_that_is_held_or_is_none_is_refused_beside_its_field(coordinator, practice):
    with pytest.raises(ValidationError) as held:
        actions.add_organisation(kind="pharmacy", name="Corner", ods_code=practice.ods_code, by=coordinator)
    with pytest.raises(ValidationError) as wrong:
        actions.add_organisation(kind="pharmacy", name="Corner", ods_code="F!", by=coordinator)

    assert held.value.message_dict == {"ods_code": ["Elm Surgery is held under this code already."]}
    assert "organisation code" in wrong.value.message_dict["ods_code"][0]


def test_a_professional_is_added_with_a_post(coordinator, practice):
    added = actions.add_professional(
        name="Dr Ash", profession="gp", organisation=practice, starts_on=date(2026, 3, 1), by=coordinator
    )

    assert added.posts.get().organisation_id == practice.pk
    assert Event.objects.get().sentence == "Dr Ash was added at Elm Surgery from 1 March 2026."


def test_one_sign_in_is_one_professional(coordinator, practice, gp):
    with pytest.raises(ValidationError, match="already in the scheme's list"):
        actions.add_professional(
            name="Dr Ash", profession="gp", organisation=practice, starts_on=date(2026, 3, 1), user=gp, by=coordinator
        )

    assert Professional.objects.count() == 1


def test_two_posts_at_one_place_never_overlap(coordinator, scheme, practice):
    held = factories.ProfessionalFactory(scheme_id=scheme.pk, organisation=practice)

    with pytest.raises(ValidationError, match="already has a post there"):
        factories.PostFactory.build(
            scheme_id=scheme.pk, professional=held, organisation_id=practice.pk, starts_on=date(2025, 1, 1)
        ).full_clean()
