"""Who may do what with the register and the people on it."""

from datetime import date

from django.utils import timezone

from accounts.roles import Role
from audit import actions as audit
from patients import actions
from patients.models import PossibleDuplicate
from patients.queries import Named
from tests import factories
from tests.matrix import Row
from tests.patients.registers import file_of, person

IMPORTS = {Role.SCHEME_COORDINATOR, Role.PRACTICE_STAFF}
CARE = {Role.SCHEME_COORDINATOR, Role.PRESCRIBER, Role.PRACTICE_STAFF, Role.KEY_WORKER, Role.SPECIALIST}
LEAD = {Role.GOVERNANCE_LEAD}


def content(world, n=900):
    if not factories.Participation.objects.filter(organisation_id=world.practice.pk).exists():
        factories.ParticipationFactory(scheme=world.scheme, organisation=world.practice)
    return file_of(person(n, practice_code=world.practice.ods_code))


def staged(world, role):
    return actions.stage_register(content=content(world), filename="register.csv", by=world.cast[role])


def question(world):
    by = world.cast[Role.SCHEME_COORDINATOR]
    same_name = person(
        901,
        family_name=world.patient.family_name,
        given_name=world.patient.given_name,
        born_on=world.patient.born_on.isoformat(),
        practice_code=world.practice.ods_code,
    )
    content(world)
    found = actions.stage_register(content=file_of(same_name), filename="register.csv", by=by)
    actions.confirm_register_import(register_import=found, by=by)
    return PossibleDuplicate.objects.get()


def of_practice(world):
    return {"register_import": staged(world, Role.PRACTICE_STAFF)}


def gp_of(world):
    """A GP at the practice of the world."""
    return factories.ProfessionalFactory(scheme_id=world.scheme.pk, organisation=world.practice)


def out_of_reach(world):
    """Somebody of another practice, whom nobody of the world is linked to."""
    return factories.PatientFactory(scheme=world.scheme, practice=factories.PracticeFactory())


def named(patient):
    return Named(born_on=patient.born_on, nhs_number=patient.nhs_number)


def emergency(world, **facts):
    return factories.EmergencyAccessFactory(patient=out_of_reach(world), user=world.cast[Role.KEY_WORKER], **facts)


def restriction(world):
    return factories.RestrictionFactory(patient=world.patient)


def named_access(world):
    """One of two who are named and give care, so that the record stays open to somebody who does."""
    restriction(world)
    factories.NamedAccessFactory(patient=world.patient, user=world.cast[Role.PRESCRIBER])
    return factories.NamedAccessFactory(patient=world.patient, user=world.cast[Role.KEY_WORKER])


GIVE_CARE = {Role.PRESCRIBER, Role.PRACTICE_STAFF, Role.KEY_WORKER, Role.PHARMACIST, Role.SPECIALIST}


def looks_that_stand_out(world):
    audit.record_view(by=world.cast[Role.PRESCRIBER], patient_ids=[world.patient.pk], page="Person")
    return {
        "looker": world.cast[Role.PRESCRIBER],
        "patient": world.patient,
        "until": timezone.now(),
        "outcome": "expected",
        "note": "A colleague asked for help",
    }


ROWS = [
    Row(actions.review_looks, {Role.GOVERNANCE_LEAD}, looks_that_stand_out),
    Row(
        actions.open_in_emergency,
        GIVE_CARE,
        lambda world: {
            "named": named(out_of_reach(world)),
            "category": "here_now",
            "reason": "They are here and cannot say what they take",
        },
        anywhere="it is for people of other places; another scheme's are nobody here, as its own test says",
    ),
    Row(actions.end_emergency_access, {Role.KEY_WORKER}, lambda world: {"access": emergency(world)}),
    Row(
        actions.decide_emergency_access,
        {Role.GOVERNANCE_LEAD},
        lambda world: {"access": emergency(world, waiting=True), "approve": True},
    ),
    Row(
        actions.review_emergency_access,
        {Role.GOVERNANCE_LEAD},
        lambda world: {"access": emergency(world), "outcome": "justified", "note": "The person was there"},
    ),
    Row(
        actions.restrict_record,
        {Role.GOVERNANCE_LEAD},
        lambda world: {
            "patient": world.patient,
            "sensitivity": "staff",
            "reason": "Works here",
            "named": [world.cast[Role.PRESCRIBER].pk],
        },
    ),
    Row(
        actions.lift_restriction,
        {Role.GOVERNANCE_LEAD},
        lambda world: {"restriction": restriction(world), "reason": "Moved to another employer"},
    ),
    Row(
        actions.give_named_access,
        {Role.GOVERNANCE_LEAD},
        lambda world: {
            "restriction": restriction(world),
            "user": world.cast[Role.PRESCRIBER],
            "reason": "Treats them",
        },
    ),
    Row(
        actions.withdraw_named_access,
        {Role.GOVERNANCE_LEAD},
        lambda world: {"access": named_access(world), "reason": "Left the practice"},
    ),
    Row(
        actions.stage_register,
        IMPORTS,
        lambda world: {"content": content(world), "filename": "register.csv"},
        anywhere="each row of another practice is refused by itself, and said so",
    ),
    Row(actions.confirm_register_import, IMPORTS, of_practice),
    Row(actions.discard_register_import, IMPORTS, of_practice),
    Row(
        actions.resolve_duplicate,
        {Role.SCHEME_COORDINATOR},
        lambda world: {"duplicate": question(world), "same": True, "reason": "Rang the practice"},
    ),
    Row(
        actions.record_contact_preference,
        CARE,
        lambda world: {"patient": world.patient, "version": world.patient.version, "mobile": "07700900123"},
    ),
    Row(
        actions.record_usual_gp,
        CARE,
        lambda world: {"patient": world.patient, "gp": gp_of(world), "starts_on": date(2026, 3, 1)},
    ),
    Row(
        actions.record_opt_out,
        CARE | {Role.GOVERNANCE_LEAD},
        lambda world: {"patient": world.patient, "starts_on": date(2026, 3, 1), "reason": "Not now"},
    ),
    Row(
        actions.end_opt_out,
        CARE | {Role.GOVERNANCE_LEAD},
        lambda world: {
            "opt_out": factories.OptOutFactory(scheme=world.scheme, patient=world.patient),
            "ends_on": date(2026, 3, 16),
        },
    ),
    Row(
        actions.record_departure,
        CARE,
        lambda world: {"patient": world.patient, "status": "moved", "on": date(2026, 3, 1)},
    ),
    Row(
        actions.link_organisations,
        CARE,
        lambda world: {
            "patient": world.patient,
            "organisations": [factories.OrganisationFactory(kind="pharmacy")],
            "starts_on": date(2026, 3, 1),
        },
    ),
    Row(
        actions.restrict_processing,
        LEAD,
        lambda world: {"patient": world.patient, "ground": "accuracy", "reason": "Disputed", "care_agreed": True},
    ),
    Row(
        actions.release_processing,
        LEAD,
        lambda world: {
            "restriction": factories.ProcessingRestrictionFactory(patient=world.patient),
            "told_on": date(2026, 3, 16),
        },
    ),
    Row(
        actions.record_share_consent,
        CARE,
        lambda world: {
            "patient": world.patient,
            "recipient": "family",
            "recipient_name": "Their sister",
            "scope": "plan",
            "starts_on": date(2026, 3, 1),
        },
    ),
    Row(
        actions.withdraw_share_consent,
        CARE,
        lambda world: {"consent": factories.ShareConsentFactory(patient=world.patient)},
    ),
    Row(
        actions.correct_identity,
        {Role.GOVERNANCE_LEAD, Role.SCHEME_COORDINATOR},
        lambda world: {
            "patient": world.patient,
            "version": world.patient.version,
            "reason": "Birth certificate seen",
            "given_name": "Alix",
        },
    ),
    Row(
        actions.add_statement,
        LEAD,
        lambda world: {"patient": world.patient, "about": "The review of May", "words": "I was not late."},
    ),
]
