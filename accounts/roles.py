"""Roles and what each may do: one table, a sentence a role. Everything that asks "may they?" ends here."""

from django.db.models import TextChoices


class Place(TextChoices):
    """The kind of place a role is held at; a scheme has one monitoring group, so its members stand at the scheme."""

    SCHEME = "scheme", "the scheme"
    GROUP = "group", "the monitoring group"
    PRACTICE = "practice", "a GP practice"
    PHARMACY = "pharmacy", "a pharmacy"
    SERVICE = "specialist_service", "a specialist service"


class Role(TextChoices):
    """The few roles there are. Names are the glossary's; four of them must never be mixed up."""

    SCHEME_ADMINISTRATOR = "scheme_administrator", "Scheme administrator"
    SCHEME_COORDINATOR = "scheme_coordinator", "Scheme co-ordinator"
    PRESCRIBER = "prescriber", "Prescriber"
    PRACTICE_STAFF = "practice_staff", "Practice staff"
    KEY_WORKER = "key_worker", "Key worker"
    PHARMACIST = "pharmacist", "Pharmacist"
    SPECIALIST = "specialist", "Specialist"
    MONITORING_MEMBER = "monitoring_member", "Monitoring group member"
    COMMISSIONER = "commissioner", "Commissioner"
    PRACTICE_REPRESENTATIVE = "practice_representative", "Practice representative"
    REGIONAL_LEAD = "regional_lead", "Regional lead"
    GOVERNANCE_LEAD = "governance_lead", "Information-governance lead"
    AUDITOR = "auditor", "Auditor"


class Permission(TextChoices):
    """What can be permitted: a verb and a noun, asked for by the actions."""

    # practices and schemes
    IMPORT_PRACTICES = "import_practices"
    RUN_SCHEME = "run_scheme"
    AWARD_TIER = "award_tier"
    RECORD_EVIDENCE = "record_evidence"
    # who signs in
    MANAGE_ACCESS = "manage_access"
    # people
    VIEW_PEOPLE = "view_people"
    VIEW_IDENTITY = "view_identity"
    VIEW_WHOLE_RECORD = "view_whole_record"
    BREAK_GLASS = "break_glass"
    RECORD_CONSENT = "record_consent"
    IMPORT_REGISTER = "import_register"
    RESOLVE_DUPLICATE = "resolve_duplicate"
    RECORD_PREFERENCE = "record_preference"
    # shared care
    START_SHARED_CARE = "start_shared_care"
    ASSIGN_RESPONSIBILITY = "assign_responsibility"
    RECORD_ARRANGEMENT = "record_arrangement"
    END_SHARED_CARE = "end_shared_care"
    # collections and alerts
    ARRANGE_COLLECTION = "arrange_collection"
    RECORD_COLLECTION = "record_collection"
    RECORD_CLOSURE = "record_closure"
    ANSWER_ALERT = "answer_alert"
    # agreements
    WRITE_AGREEMENT = "write_agreement"
    SIGN_AGREEMENT = "sign_agreement"
    # clinical queries, and what is learnt from them
    ASK_QUERY = "ask_query"
    ROUTE_QUERY = "route_query"
    ANSWER_QUERY = "answer_query"
    WRITE_ARTICLE = "write_article"
    PUBLISH_ARTICLE = "publish_article"
    # what is exchanged, and caseload reviews
    RECORD_EXCHANGE = "record_exchange"
    KEEP_ROUTE = "keep_route"
    REVIEW_CASELOAD = "review_caseload"
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
    # information governance
    GOVERN_ACCESS = "govern_access"
    ANSWER_RIGHTS = "answer_rights"
    APPROVE_ERASURE = "approve_erasure"
    VIEW_TRAIL = "view_trail"


_FIGURES = {Permission.VIEW_FIGURES, Permission.VIEW_MEETINGS}
_IDENTIFIES = {Permission.VIEW_PEOPLE, Permission.VIEW_IDENTITY}
_SEES = {*_IDENTIFIES, Permission.VIEW_WHOLE_RECORD}
_AGREES = {Permission.WRITE_AGREEMENT, Permission.SIGN_AGREEMENT}
_EXCHANGES = {Permission.RECORD_EXCHANGE, Permission.KEEP_ROUTE}
_CARE = {
    *_SEES,
    *_EXCHANGES,
    Permission.BREAK_GLASS,
    Permission.RECORD_CONSENT,
    Permission.RECORD_PREFERENCE,
    Permission.START_SHARED_CARE,
    Permission.ASSIGN_RESPONSIBILITY,
    Permission.RECORD_ARRANGEMENT,
    Permission.WRITE_PLAN,
    Permission.AGREE_PLAN,
    Permission.RECORD_REVIEW,
    Permission.PRINT_PLAN,
    Permission.RECORD_ANSWER,
    Permission.ARRANGE_COLLECTION,
    Permission.RECORD_COLLECTION,
    Permission.ANSWER_ALERT,
    Permission.ASK_QUERY,
}
# To answer a clinical query takes recorded evidence too (`episodes/competence.py`).
_ANSWERS = {Permission.ANSWER_QUERY, Permission.WRITE_ARTICLE}

PERMISSIONS: dict[str, frozenset[str]] = {
    # Says who signs in as what, and keeps the scheme's places; never sees a person in treatment.
    Role.SCHEME_ADMINISTRATOR: frozenset({Permission.MANAGE_ACCESS, Permission.APPROVE_ERASURE}),
    # Runs the scheme and sees everyone in it but restricted records; does not review or agree plans, which is care.
    Role.SCHEME_COORDINATOR: frozenset(
        {
            *_SEES,
            *_FIGURES,
            *_EXCHANGES,
            Permission.REVIEW_CASELOAD,
            Permission.MANAGE_ACCESS,
            Permission.IMPORT_PRACTICES,
            Permission.RUN_SCHEME,
            Permission.AWARD_TIER,
            Permission.RECORD_EVIDENCE,
            Permission.IMPORT_REGISTER,
            Permission.RESOLVE_DUPLICATE,
            Permission.RECORD_PREFERENCE,
            Permission.RECORD_CONSENT,
            Permission.START_SHARED_CARE,
            Permission.ASSIGN_RESPONSIBILITY,
            Permission.RECORD_ARRANGEMENT,
            Permission.END_SHARED_CARE,
            Permission.WRITE_AGREEMENT,
            Permission.WRITE_PLAN,
            Permission.PRINT_PLAN,
            Permission.RUN_CAMPAIGN,
            Permission.RECORD_ANSWER,
            Permission.HOLD_MEETING,
            Permission.ARRANGE_COLLECTION,
            Permission.RECORD_COLLECTION,
            Permission.RECORD_CLOSURE,
            Permission.ANSWER_ALERT,
            Permission.ASK_QUERY,
            Permission.ROUTE_QUERY,
            Permission.ANSWER_QUERY,
            Permission.PUBLISH_ARTICLE,
        }
    ),
    # Holds clinical responsibility for the people of their own practice.
    Role.PRESCRIBER: frozenset(
        _CARE
        | _AGREES
        | _ANSWERS
        | {Permission.END_SHARED_CARE, Permission.RECORD_EVIDENCE, Permission.REVIEW_CASELOAD}
    ),
    # Keeps the practice's register and recall right; reviews when a nurse does.
    Role.PRACTICE_STAFF: frozenset(_CARE - {Permission.AGREE_PLAN} | {Permission.IMPORT_REGISTER}),
    # Psychosocial work with the people linked to their organisation.
    Role.KEY_WORKER: frozenset(_CARE | _AGREES),
    # Sees who the people linked to their own pharmacy are and who answers for them; not their plans. Records what they
    # collect and when the pharmacy is closed; whoever is alerted then acts, and the pharmacist sees who. Signs the
    # agreements that the pharmacy is party to, and then reads them; so too what is sent to the pharmacy or from it.
    # Asks clinical queries, and reads its own.
    Role.PHARMACIST: frozenset(
        {
            *_EXCHANGES,
            Permission.VIEW_PEOPLE,
            Permission.BREAK_GLASS,
            Permission.RECORD_COLLECTION,
            Permission.RECORD_CLOSURE,
            Permission.SIGN_AGREEMENT,
            Permission.ASK_QUERY,
        }
    ),
    # Takes people on and hands them on, for the people linked to their service.
    Role.SPECIALIST: frozenset(
        _CARE | _ANSWERS | {Permission.END_SHARED_CARE, Permission.SIGN_AGREEMENT, Permission.REVIEW_CASELOAD}
    ),
    # Reads figures and meetings; never a named person.
    Role.MONITORING_MEMBER: frozenset(_FIGURES),
    # The same, for the body that pays.
    Role.COMMISSIONER: frozenset(_FIGURES),
    # The same, for whoever speaks for practices within a mandate.
    Role.PRACTICE_REPRESENTATIVE: frozenset(_FIGURES),
    # The same, for whoever compares schemes; takes a membership in each.
    Role.REGIONAL_LEAD: frozenset(_FIGURES),
    # Sees who looked at whom, restricts and opens records, answers people's rights; knows people by their particulars,
    # and reads a whole record only as the bundle that a person asked for.
    Role.GOVERNANCE_LEAD: frozenset(
        {*_IDENTIFIES, Permission.GOVERN_ACCESS, Permission.ANSWER_RIGHTS, Permission.VIEW_TRAIL}
    ),
    # Reads and verifies the audit trail, in which people are only references.
    Role.AUDITOR: frozenset({Permission.VIEW_TRAIL}),
}

# The places a role may be held at: at the scheme, or at an organisation of one of these kinds.
HELD_AT: dict[str, tuple[Place, ...]] = {
    Role.SCHEME_ADMINISTRATOR: (Place.SCHEME,),
    Role.SCHEME_COORDINATOR: (Place.SCHEME,),
    Role.PRESCRIBER: (Place.PRACTICE, Place.SERVICE),
    Role.PRACTICE_STAFF: (Place.PRACTICE,),
    Role.KEY_WORKER: (Place.SERVICE, Place.PRACTICE),
    Role.PHARMACIST: (Place.PHARMACY,),
    Role.SPECIALIST: (Place.SERVICE,),
    Role.MONITORING_MEMBER: (Place.GROUP,),
    Role.COMMISSIONER: (Place.SCHEME,),
    Role.PRACTICE_REPRESENTATIVE: (Place.PRACTICE,),
    Role.REGIONAL_LEAD: (Place.SCHEME,),
    Role.GOVERNANCE_LEAD: (Place.SCHEME,),
    Role.AUDITOR: (Place.SCHEME,),
}
_WHOLE_SCHEME = {Place.SCHEME, Place.GROUP}


def at_organisation(role: str) -> bool:
    """Whether the role is held at an organisation; otherwise it is held at the scheme or its group."""
    return not _WHOLE_SCHEME & set(HELD_AT[role])


def may(role: str, permission: Permission) -> bool:
    """Whether the role carries the permission, wherever it is held."""
    return permission in PERMISSIONS[role]
