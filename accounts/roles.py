"""Roles and what each may do: one table, a sentence a role. Everything that asks "may they?" ends here."""

from django.db.models import TextChoices


class Place(TextChoices):
    """The kind of place a role is held at."""

    SCHEME = "scheme", "the scheme"
    ORGANISATION = "organisation", "an organisation"


class Role(TextChoices):
    """The few roles there are. Names are the glossary's; four of them must never be mixed up."""

    SCHEME_COORDINATOR = "scheme_coordinator", "Scheme co-ordinator"
    PRESCRIBER = "prescriber", "Prescriber"
    PRACTICE_STAFF = "practice_staff", "Practice staff"
    KEY_WORKER = "key_worker", "Key worker"
    PHARMACIST = "pharmacist", "Pharmacist"
    SPECIALIST = "specialist", "Specialist"
    MONITORING_MEMBER = "monitoring_member", "Monitoring group member"
    COMMISSIONER = "commissioner", "Commissioner"


class Permission(TextChoices):
    """What can be permitted: a verb and a noun, asked for by the actions."""

    # practices and schemes
    IMPORT_PRACTICES = "import_practices"
    RUN_SCHEME = "run_scheme"
    AWARD_TIER = "award_tier"
    RECORD_EVIDENCE = "record_evidence"
    # people
    VIEW_PEOPLE = "view_people"
    IMPORT_REGISTER = "import_register"
    RESOLVE_DUPLICATE = "resolve_duplicate"
    RECORD_PREFERENCE = "record_preference"
    # shared care
    START_SHARED_CARE = "start_shared_care"
    ASSIGN_RESPONSIBILITY = "assign_responsibility"
    END_SHARED_CARE = "end_shared_care"
    # plans and reviews
    WRITE_PLAN = "write_plan"
    AGREE_PLAN = "agree_plan"
    RECORD_REVIEW = "record_review"
    PRINT_PLAN = "print_plan"
    # call and recall
    RUN_CAMPAIGN = "run_campaign"
    RECORD_ANSWER = "record_answer"
    # figures and meetings
    VIEW_FIGURES = "view_figures"
    HOLD_MEETING = "hold_meeting"
    VIEW_MEETINGS = "view_meetings"


_CARE = {
    Permission.VIEW_PEOPLE,
    Permission.RECORD_PREFERENCE,
    Permission.START_SHARED_CARE,
    Permission.ASSIGN_RESPONSIBILITY,
    Permission.WRITE_PLAN,
    Permission.AGREE_PLAN,
    Permission.RECORD_REVIEW,
    Permission.PRINT_PLAN,
    Permission.RECORD_ANSWER,
}

PERMISSIONS: dict[str, frozenset[str]] = {
    # Runs the scheme and sees everyone in it; does not review or agree plans, which is care.
    Role.SCHEME_COORDINATOR: frozenset(set(Permission) - {Permission.AGREE_PLAN, Permission.RECORD_REVIEW}),
    # Holds clinical responsibility for the people of their own practice.
    Role.PRESCRIBER: frozenset(_CARE | {Permission.END_SHARED_CARE, Permission.RECORD_EVIDENCE}),
    # Keeps the practice's register and recall right; reviews when a nurse does.
    Role.PRACTICE_STAFF: frozenset(_CARE - {Permission.AGREE_PLAN} | {Permission.IMPORT_REGISTER}),
    # Psychosocial work with the people linked to their organisation.
    Role.KEY_WORKER: frozenset(_CARE),
    # Sees the people linked to their own pharmacy.
    Role.PHARMACIST: frozenset({Permission.VIEW_PEOPLE}),
    # Takes people on and hands them on, for the people linked to their service.
    Role.SPECIALIST: frozenset(_CARE | {Permission.END_SHARED_CARE}),
    # Reads figures and meetings; never a named person.
    Role.MONITORING_MEMBER: frozenset({Permission.VIEW_FIGURES, Permission.VIEW_MEETINGS}),
    # The same, for the body that pays.
    Role.COMMISSIONER: frozenset({Permission.VIEW_FIGURES, Permission.VIEW_MEETINGS}),
}

HELD_AT: dict[str, Place] = {
    Role.SCHEME_COORDINATOR: Place.SCHEME,
    Role.PRESCRIBER: Place.ORGANISATION,
    Role.PRACTICE_STAFF: Place.ORGANISATION,
    Role.KEY_WORKER: Place.ORGANISATION,
    Role.PHARMACIST: Place.ORGANISATION,
    Role.SPECIALIST: Place.ORGANISATION,
    Role.MONITORING_MEMBER: Place.SCHEME,
    Role.COMMISSIONER: Place.SCHEME,
}


def may(role: str, permission: Permission) -> bool:
    """Whether the role carries the permission, wherever it is held."""
    return permission in PERMISSIONS[role]
