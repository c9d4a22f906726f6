"""Every address of the site and who opens it: a new address without its line here fails the build.

A line says what the key in the address is of, and which roles open the page when that thing is of their own place.
Everything else follows from `accounts/reach.py`: of another place it opens for whoever reaches that far, of another
scheme for nobody.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from accounts.roles import Permission, Role, may


def holding(permission: Permission) -> frozenset[Role]:
    return frozenset(role for role in Role if may(role, permission))


EVERYONE = frozenset(Role)
COORDINATOR = frozenset({Role.SCHEME_COORDINATOR})
SEES = holding(Permission.VIEW_PEOPLE)
WHOLE = holding(Permission.VIEW_WHOLE_RECORD)
PREFERS = holding(Permission.RECORD_PREFERENCE)
STARTS = holding(Permission.START_SHARED_CARE)
ENDS = holding(Permission.END_SHARED_CARE)
IMPORTS = holding(Permission.IMPORT_REGISTER)
FIGURES = holding(Permission.VIEW_FIGURES)
MEETINGS = holding(Permission.VIEW_MEETINGS)
TRUE_FIGURES = FIGURES & WHOLE
# Rows about one person, and rows of one practice; every other keyed row is of the whole scheme.
OF_A_PERSON = {
    "patient",
    "episode",
    "plan",
    "goal",
    "plan_action",
    "review",
    "handout",
    "opt_out",
    "question",
    "invitation",
    "attempt",
}
OF_A_PRACTICE = {"register_import"}
PUBLIC = {"practice"}  # the national file, the same for every scheme


@dataclass(frozen=True)
class Line:
    """Who opens an address. `words` fills the parts of it that are no key; `post` says that it is only sent to."""

    opens: Collection[Role]
    of: str = ""
    words: dict[str, str] = field(default_factory=dict)
    post: bool = False


def each(of: str, opens: Collection[Role], names: str, *, post: bool = False, **words: str) -> dict[str, Line]:
    """The same line for several addresses."""
    return {name: Line(opens, of, words, post) for name in names.split()}


TABLE: dict[str, Line] = {
    # The site
    **each("", EVERYONE, "healthz readyz today scheme"),
    **each("membership", (), "accounts:act_as", post=True),  # only under a role of one's own
    **each("patient", SEES, "person"),
    # Practices
    **each("", EVERYONE, "practices:list"),
    **each(
        "practice",
        EVERYONE - {Role.KEY_WORKER, Role.PHARMACIST, Role.SPECIALIST},
        "practice",
    ),
    **each("professional", EVERYONE, "practices:professional"),
    **each("", COORDINATOR, "practices:import practices:organisation_new practices:professional_new"),
    **each(
        "practice_import",
        COORDINATOR,
        "practices:import_preview practices:import_not_in_file practices:import_rejected_csv",
    ),
    **each("practice_import", COORDINATOR, "practices:import_rows", verdict="added"),
    **each(
        "practice_import",
        COORDINATOR,
        "practices:import_confirm practices:import_discard practices:import_look_again",
        post=True,
    ),
    **each("professional", {*COORDINATOR, Role.PRESCRIBER}, "practices:qualification_new"),
    **each("professional", COORDINATOR, "practices:tier_award_new practices:appointment_new"),
    **each("tier", COORDINATOR, "practices:tier_end"),
    # The scheme
    **each("", EVERYONE, "schemes:participations schemes:protocols"),
    **each(
        "",
        COORDINATOR,
        "schemes:edit schemes:status schemes:participation_new schemes:protocol_new schemes:aspects",
    ),
    **each("participation", COORDINATOR, "schemes:participation_end"),
    **each("aspect", COORDINATOR, "schemes:aspect_end"),
    # Who signs in
    **each("", holding(Permission.MANAGE_ACCESS), "schemes:staff schemes:invite"),
    **each("held_role", holding(Permission.MANAGE_ACCESS), "schemes:role_end"),
    **each("colleague", holding(Permission.MANAGE_ACCESS), "schemes:leaver"),
    **each(
        "staff_invitation",
        holding(Permission.MANAGE_ACCESS),
        "schemes:invite_again schemes:invitation_withdraw",
        post=True,
    ),
    # People
    **each("", EVERYONE, "patients:list patients:search"),
    **each("", IMPORTS, "patients:import patients:imports"),
    **each("register_import", IMPORTS, "patients:import_preview patients:import_rejected"),
    **each("register_import", IMPORTS, "patients:import_rows", verdict="add"),
    **each("register_import", IMPORTS, "patients:import_confirm patients:import_discard", post=True),
    **each("", COORDINATOR, "patients:questions"),
    **each("question", COORDINATOR, "patients:question"),
    **each("patient", PREFERS, "patients:preferences patients:opt_out_new patients:departure"),
    **each("opt_out", PREFERS, "patients:opt_out_end"),
    # Shared care
    **each("", EVERYONE, "episodes:gaps episodes:held_by_leavers"),
    **each("episode", SEES, "episodes:history"),
    **each("episode", STARTS, "episodes:assign"),
    **each("episode", ENDS, "episodes:episode_move", move="suspend"),
    # Plans
    **each("", EVERYONE, "careplans:worklist"),
    **each("patient", STARTS, "careplans:start"),
    **each("plan", WHOLE, "careplans:plan careplans:revise careplans:print careplans:escalation careplans:goal_new"),
    **each("plan", WHOLE, "careplans:version", number="1"),
    **each("plan", holding(Permission.AGREE_PLAN), "careplans:agree"),
    **each("plan", ENDS, "careplans:end"),
    **each("plan", holding(Permission.RECORD_REVIEW), "careplans:review_new"),
    **each("review", holding(Permission.RECORD_REVIEW), "careplans:review_correct"),
    **each("goal", WHOLE, "careplans:goal_correct careplans:goal_withdraw careplans:action_new"),
    **each("plan_action", WHOLE, "careplans:action_withdraw"),
    **each("handout", WHOLE, "careplans:handout"),
    # Call and recall
    **each("", EVERYONE, "recall:campaigns recall:no_answer recall:failed recall:unknown recall:print_runs"),
    **each("", EVERYONE, "recall:wording"),
    **each("", COORDINATOR, "recall:campaign_new"),
    **each("campaign", COORDINATOR, "recall:campaign recall:progress recall:stop recall:members recall:members_csv"),
    **each("draft", COORDINATOR, "recall:preview recall:launch"),
    **each("draft", COORDINATOR, "recall:preview_people", verdict="sms"),
    **each("attempt", WHOLE, "recall:attempt"),
    **each("attempt", COORDINATOR, "recall:attempt_settle"),
    **each("invitation", holding(Permission.RECORD_ANSWER), "recall:answer_new"),
    **each("invitation", COORDINATOR, "recall:try_again", post=True),
    **each("print_run", COORDINATOR, "recall:print_run recall:print_run_pdf recall:print_run_post"),
    **each("hold", COORDINATOR, "recall:hold_release", post=True),
    **each("wording", COORDINATOR, "recall:wording_change"),
    # Figures
    **each("", FIGURES, "indicators:results indicators:csv"),
    **each("", FIGURES, "indicators:measure indicators:over_time", code="R1"),
    **each("", TRUE_FIGURES, "indicators:people", code="R1"),
    # The monitoring group
    **each("", MEETINGS, "monitoring:group monitoring:terms monitoring:find"),
    **each("", EVERYONE, "monitoring:actions"),
    **each("", COORDINATOR, "monitoring:group_set_up monitoring:terms_new monitoring:meeting_new"),
    **each("seat", COORDINATOR, "monitoring:seat_fill monitoring:seat_vacate"),
    **each("meeting", MEETINGS, "monitoring:meeting monitoring:report monitoring:report_csv monitoring:minutes_pdf"),
    **each("meeting", (), "monitoring:report_pdf"),  # was never made in this world
    **each(
        "meeting",
        COORDINATOR,
        "monitoring:meeting_cancel monitoring:attendance monitoring:meeting_hold monitoring:freeze"
        " monitoring:item_new monitoring:approve monitoring:report_request",
    ),
    **each("report", COORDINATOR, "monitoring:report_retry"),
    **each("item", COORDINATOR, "monitoring:minute monitoring:decision_new monitoring:action_new"),
    **each("action", COORDINATOR, "monitoring:action_close monitoring:action_carry monitoring:action_cancel"),
}
