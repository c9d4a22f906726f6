"""Organisation codes."""

import pytest
from django.core.exceptions import ValidationError

from practices import ods_code
from practices.models import Organisation, PracticeImport, Professional
from tests import factories


@pytest.mark.parametrize(("typed", "kept"), [(" a81001 ", "A81001"), ("FVR79", "FVR79"), ("00K", "00K")])
def test_a_code_is_kept_in_capitals(typed, kept):
    assert ods_code.check(typed) == kept


@pytest.mark.parametrize("typed", ["", "A8", "A8100É", "A 81001", "A" * 13])
def test_what_cannot_be_a_code_is_refused(typed):
    with pytest.raises(ValidationError, match="organisation code of 3 to 12"):
        ods_code.check(typed)


@pytest.mark.parametrize(("code", "is_one"), [("A81001", True), ("ALD001", True), ("FVR79", False), ("Z99999", False)])
def test_a_practice_code_has_its_shape(code, is_one):
    assert ods_code.is_practice_code(code) == is_one


def test_somebody_without_a_role_sees_no_organisation_and_no_import(practice):
    nobody = factories.UserFactory()

    assert not Organisation.objects.visible_to(nobody).exists()
    assert not PracticeImport.objects.visible_to(nobody).exists()
    assert not Professional.objects.visible_to(nobody).exists()
