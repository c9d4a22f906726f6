"""A copy for each party: their own part first, plain words for the person, kept as it was printed."""

import io
from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from pypdf import PdfReader

from episodes import actions
from episodes.models import AgreementCopy, CopyVariant
from schemes.agreement import Party
from tests import factories
from tests.episodes.agreements.conftest import party


def words(copy):
    reader = PdfReader(io.BytesIO(bytes(copy.pdf)))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def printed(agreement, which, by, variant=CopyVariant.STANDARD):
    return actions.print_agreement(party=party(agreement, which), variant=variant, by=by)


def test_a_pharmacists_copy_begins_with_what_the_pharmacist_does(offered, pharmacist):
    said = words(printed(offered, Party.PHARMACIST, pharmacist))

    assert said.index("Supervises and dispenses") < said.index("Prescribes as the plan says")
    for expected in (
        "What you agree to do, as pharmacist",
        "Pat Pharmacist",
        "Corner Pharmacy",
        "Version 1: waiting for signatures.",
        "Not signed yet",
        "Copy for pharmacist.",
    ):
        assert expected in said, expected


@pytest.mark.parametrize("variant", list(CopyVariant))
def test_the_persons_copy_speaks_to_them_and_has_a_place_to_sign(offered, gp, variant):
    said = words(printed(offered, Party.PATIENT, gp, variant))

    for expected in (
        "My shared care agreement",
        "What I will do",
        "I get my medicine from one prescriber and one pharmacy.",
        "I do not have to sign.",
        "Nobody takes it as a yes when I say nothing.",
        "I can leave this agreement at any time.",
        "Sign here:",
    ):
        assert expected in said, expected


def test_a_copy_in_force_says_who_signed_when_and_asks_for_no_signature(agreed, gp):
    said = words(printed(agreed, Party.PATIENT, gp))

    assert "Signed on 16 March 2026, on paper" in said
    assert "In force." in said
    assert "Sign here:" not in said


def test_a_copy_under_notice_says_so(agreed, gp):
    actions.give_notice(
        party=party(agreed, Party.PRESCRIBER), ends_on=datetime(2026, 4, 1, tzinfo=UTC).date(), reason="Retires", by=gp
    )

    assert "It ends on 1 April 2026." in words(printed(agreed, Party.PATIENT, gp))


def test_what_says_the_same_is_made_once_and_what_changed_is_made_anew(offered, gp):
    first = printed(offered, Party.PRESCRIBER, gp)
    assert printed(offered, Party.PRESCRIBER, gp) == first

    actions.sign_agreement(party=party(offered, Party.PRESCRIBER), by=gp)

    assert printed(offered, Party.PRESCRIBER, gp) != first
    assert AgreementCopy.objects.count() == 2


def test_a_party_prints_only_their_own_copy(offered, pharmacist):
    with pytest.raises(PermissionDenied, match="this party's copy"):
        printed(offered, Party.PATIENT, pharmacist)


def test_a_pharmacist_opens_only_the_copies_of_the_pharmacy(browse, offered, gp, pharmacist):
    own, persons = printed(offered, Party.PHARMACIST, gp), printed(offered, Party.PATIENT, gp)

    answer = browse(pharmacist).get(reverse("episodes:agreement_copy", args=[own.pk]))

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="agreement.pdf"'
    assert browse(pharmacist).get(reverse("episodes:agreement_copy", args=[persons.pk])).status_code == 404


def test_nothing_is_printed_while_the_person_wants_their_record_not_used(offered, gp, patient):
    factories.ProcessingRestrictionFactory(patient=patient)

    with pytest.raises(ValidationError, match="Nothing is printed from it"):
        printed(offered, Party.PATIENT, gp)


def test_a_copy_is_asked_for_on_a_page_and_comes_in_the_print_the_person_needs(browse, offered, gp, patient):
    patient.format = "large_print"
    patient.save()
    client = browse(gp)
    page = client.get(reverse("episodes:agreement_print", args=[offered.pk, "patient"]))
    assert page.context["form"].initial["variant"] == CopyVariant.LARGE

    answer = client.post(reverse("episodes:agreement_print", args=[offered.pk, "patient"]), {"variant": "large"})

    assert answer.url == reverse("episodes:agreement_copy", args=[AgreementCopy.objects.get().pk])
