"""Who may do what about rights and records."""

import io
import json
import zipfile
from datetime import date

from accounts.roles import Role
from governance import actions
from governance.models import AccessBundle, Erasure, LegalHold, Withholding
from patients.models import Patient
from tests import factories
from tests.matrix import Row

LEAD = {Role.GOVERNANCE_LEAD}
SECOND = {Role.SCHEME_ADMINISTRATOR}
DAY = date(2026, 3, 16)


def request(world, kind="access"):
    return factories.RightsRequestFactory(patient=world.patient, kind=kind)


def a_copy(patient):
    """A copy with one entry in it."""
    content = io.BytesIO()
    entry = {"key": str(patient.pk), "facts": [["Family name", "Made up"]]}
    with zipfile.ZipFile(content, "w") as archive:
        part = {"code": "patients.patient", "title": "Who you are", "rows": [entry]}
        archive.writestr("record.json", json.dumps({"sections": [part]}))
    return content.getvalue()


def bundle(world, status="ready"):
    return AccessBundle.objects.create(
        scheme=world.scheme,
        request=request(world),
        status=status,
        content=a_copy(world.patient),
        sha256="0" * 64,
        asked_by=world.cast[Role.GOVERNANCE_LEAD],
    )


def withholding(world):
    return Withholding.objects.create(
        scheme=world.scheme,
        bundle=bundle(world),
        section="careplans.review",
        row_key="1",
        ground="third_party",
        reason="Names a neighbour",
        by=world.cast[Role.GOVERNANCE_LEAD],
    )


def erasure(world):
    return Erasure.objects.create(
        scheme=world.scheme,
        patient=Patient.objects.get(pk=world.patient.pk),
        ground="duty",
        reason="A court requires it",
        proposed_by=world.cast[Role.GOVERNANCE_LEAD],
    )


def erased(world):
    found = erasure(world)
    Patient.objects.filter(pk=world.patient.pk).update(erased_number="0" * 64)
    return found


ROWS = [
    Row(
        actions.record_request,
        LEAD,
        lambda world: {
            "patient": world.patient,
            "kind": "access",
            "received_on": DAY,
            "identity_checked": "Passport seen",
            "asked_for": "Everything",
        },
    ),
    Row(
        actions.extend_request,
        LEAD,
        lambda world: {"request": request(world), "because": "Two services hold paper", "told_on": DAY},
    ),
    Row(
        actions.close_request,
        LEAD,
        lambda world: {"request": request(world, "objection"), "move": "answer", "answer": "It is recorded"},
    ),
    Row(actions.ask_for_bundle, LEAD, lambda world: {"request": request(world)}),
    Row(
        actions.withhold,
        LEAD,
        lambda world: {
            "bundle": bundle(world),
            "section": "patients.patient",
            "row_key": str(world.patient.pk),
            "ground": "third_party",
            "reason": "Names a neighbour",
        },
    ),
    Row(actions.stop_withholding, LEAD, lambda world: {"withholding": withholding(world)}),
    Row(actions.give_bundle, LEAD, lambda world: {"bundle": bundle(world), "on": DAY, "how": "Collected"}),
    Row(actions.record_bundle_opened, LEAD, lambda world: {"bundle": bundle(world)}),
    Row(
        actions.choose_retention,
        LEAD,
        lambda world: {"retention_class": "adult", "reason": "As the trust does", "source": "Local schedule"},
        anywhere="it is about the scheme they stand in",
    ),
    Row(
        actions.keep_longer,
        LEAD,
        lambda world: {"patient": world.patient, "keep_until": date(2030, 1, 1), "reason": "An inquiry"},
    ),
    Row(actions.place_hold, LEAD, lambda world: {"patient": world.patient, "reason": "A claim"}),
    Row(
        actions.lift_hold,
        LEAD,
        lambda world: {
            "hold": LegalHold.objects.create(
                scheme=world.scheme,
                patient=world.patient,
                reason="A claim",
                placed_by=world.cast[Role.GOVERNANCE_LEAD],
            )
        },
    ),
    Row(
        actions.propose_erasure,
        LEAD,
        lambda world: {"patient": world.patient, "ground": "duty", "reason": "A court requires it"},
    ),
    Row(actions.approve_erasure, SECOND, lambda world: {"erasure": erasure(world)}),
    Row(actions.let_return, LEAD, lambda world: {"erasure": erased(world)}),
    Row(actions.decline_erasure, SECOND, lambda world: {"erasure": erasure(world)}),
]
