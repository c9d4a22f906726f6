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
WRITES_AGREEMENTS = holding(Permission.WRITE_AGREEMENT)
RIGHTS = holding(Permission.ANSWER_RIGHTS)
SECOND = holding(Permission.APPROVE_ERASURE)
CONSENTS = holding(Permission.RECORD_CONSENT)
IMPORTS = holding(Permission.IMPORT_REGISTER)
FIGURES = holding(Permission.VIEW_FIGURES)
MEETINGS = holding(Permission.VIEW_MEETINGS)
LEAD = holding(Permission.GOVERN_ACCESS)
AT_THE_PRACTICE = frozenset({Role.PRESCRIBER, Role.PRACTICE_STAFF})
TRUE_FIGURES = FIGURES & WHOLE
COLLECTS = holding(Permission.RECORD_COLLECTION)
ARRANGES = holding(Permission.ARRANGE_COLLECTION)
ARRANGES_CARE = holding(Permission.RECORD_ARRANGEMENT)
ANSWERS = holding(Permission.ANSWER_ALERT)
ASKS = holding(Permission.ASK_QUERY)
EXCHANGES = holding(Permission.RECORD_EXCHANGE)
REVIEWS_CASELOADS = holding(Permission.REVIEW_CASELOAD)
BETWEEN = AT_THE_PRACTICE | COORDINATOR | {Role.KEY_WORKER}
# Rows about one person, and rows of one practice; every other keyed row is of the whole scheme.
OF_A_PERSON = {
    "patient",
    "episode",
    "handover",
    "transition",
    "support",
    "holder",
    "agreement",
    "agreement_copy",
    "plan",
    "goal",
    "plan_action",
    "review",
    "handout",
    "opt_out",
    "question",
    "invitation",
    "attempt",
    "booking",
    "concern",
    "unread_text",
    "cohort_member",
    "rights_request",
    "withholding",
    "processing",
    "consent",
    "legal_hold",
    "emergency",
    "restriction",
    "named",
    "collection",
    "alert",
    "arrangement",
    "told_own_gp",
    "query",
    "query_routed",
    "query_answered",
    "query_closed",
    "exchange",
    "caseload_item",
}
OF_A_PRACTICE = {"register_import", "absence", "route", "caseload_review", "caseload_done"}
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
    **each("", (), "demo_sign_in", post=True),  # in development only, and only into the demo, which is not here
    **each("", EVERYONE, "csp", post=True),  # browsers report to it by themselves
    **each("membership", (), "accounts:act_as", post=True),  # only under a role of one's own
    **each("patient", SEES, "person"),
    # One's own account
    **each("", EVERYONE, "accounts:me accounts:session accounts:no_role"),
    **each("", EVERYONE, "accounts:keep accounts:sign_out_everywhere", post=True),
    **each("", EVERYONE, "accounts:session_end", post=True, started="1"),
    **each("", (), "accounts:new_password accounts:join", token="made-up"),
    # Only what one typed oneself, in the same browser.
    **each("membership", (), "accounts:kept"),
    **each("membership", (), "accounts:kept_open accounts:kept_drop", post=True),
    **each("", holding(Permission.VIEW_TRAIL), "trail"),
    **each("", holding(Permission.VIEW_TRAIL), "trail_export", post=True),
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
    **each("", EVERYONE, "schemes:participations schemes:protocols schemes:agreement_templates"),
    **each(
        "",
        COORDINATOR,
        "schemes:edit schemes:status schemes:participation_new schemes:protocol_new schemes:aspects"
        " schemes:agreement_template_new",
    ),
    **each("participation", COORDINATOR, "schemes:participation_end"),
    **each("special_population", COORDINATOR, "schemes:population_end"),
    **each("practice", COORDINATOR, "schemes:population_new"),
    **each("aspect", COORDINATOR, "schemes:aspect_end"),
    # Who signs in
    **each("", holding(Permission.MANAGE_ACCESS), "schemes:staff schemes:invite"),
    **each("held_role", holding(Permission.MANAGE_ACCESS), "schemes:role_end"),
    **each("colleague", holding(Permission.MANAGE_ACCESS), "schemes:leaver schemes:second_step_reset"),
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
    **each("", COORDINATOR | LEAD, "patients:questions"),
    **each("question", COORDINATOR, "patients:question"),
    **each("patient", PREFERS, "patients:preferences patients:usual_gp patients:opt_out_new patients:departure"),
    **each("opt_out", PREFERS, "patients:opt_out_end"),
    # Who may open a record
    **each("", holding(Permission.BREAK_GLASS), "patients:emergency"),
    **each("emergency", (), "patients:emergency_done", post=True),  # the hour of every one is over
    **each("", LEAD, "patients:emergencies careplans:restricted"),
    **each("emergency", LEAD, "patients:emergency_access"),
    **each("emergency", LEAD, "patients:emergency_decide", post=True),
    **each("patient", LEAD, "patients:restrict"),
    **each("restriction", LEAD, "patients:restriction_lift patients:name"),
    **each("named", LEAD, "patients:name_withdraw"),
    # Who looked
    **each("patient", SEES, "patients:who_can_see"),
    **each("patient", LEAD, "patients:looks patients:review_looks"),
    **each("patient", LEAD, "patients:access_report", variant="standard"),
    **each("looker", LEAD, "patients:review_looks_at_many"),
    **each("", LEAD, "patients:standing_out"),
    # Shared care
    **each("", EVERYONE, "episodes:gaps episodes:held_by_leavers episodes:absences"),
    **each("episode", SEES, "episodes:history"),
    **each("", SEES, "episodes:absence_new"),
    **each("absence", AT_THE_PRACTICE | COORDINATOR, "episodes:absence_cancel", post=True),
    **each("episode", STARTS, "episodes:assign episodes:correct episodes:offer"),
    **each("", EVERYONE, "episodes:handovers"),
    **each("handover", SEES, "episodes:handover"),
    # Offered from and to people who do not sign in, so whoever may name holders answers for them.
    **each("handover", STARTS, "episodes:handover_accept episodes:handover_decline episodes:handover_recall"),
    **each("episode", STARTS, "episodes:support_add"),
    **each("support", STARTS, "episodes:support_end", post=True),
    **each("", EVERYONE, "episodes:caseloads"),
    **each("holder", STARTS, "episodes:caseload"),
    **each("episode", ENDS, "episodes:episode_move", move="suspend"),
    # Tier and complexity, and moves between services; the sender and the receiver do not sign in here either
    **each("", WHOLE, "episodes:match"),
    **each("episode", STARTS, "episodes:complexity episodes:transition_new"),
    **each("", EVERYONE, "episodes:transitions"),
    **each("transition", WHOLE, "episodes:transition"),
    **each("transition", STARTS, "episodes:transition_accept episodes:transition_decline episodes:transition_withdraw"),
    # Collections and alerts
    **each("", EVERYONE, "episodes:collections episodes:collection_findings episodes:closures episodes:alerts"),
    **each("", holding(Permission.RECORD_CLOSURE), "episodes:closure_new"),
    **each("", COORDINATOR, "episodes:rules"),
    **each("episode", COLLECTS, "episodes:collections_of episodes:collection_record"),
    **each("episode", ARRANGES, "episodes:collection_arrange episodes:collection_end"),
    **each("collection", COLLECTS, "episodes:collection_correct"),
    **each("alert", COLLECTS, "episodes:alert"),
    **each("alert", ANSWERS, "episodes:alert_acknowledge episodes:alert_close"),
    # Shared care agreements: in the walk's world the person and the prescriber are party, and nobody else
    **each("", EVERYONE, "episodes:agreements episodes:without_agreement"),
    **each("agreement", WHOLE, "episodes:agreement"),
    **each("episode", WRITES_AGREEMENTS, "episodes:agreement_new"),
    **each(
        "agreement",
        WRITES_AGREEMENTS,
        "episodes:agreement_edit episodes:agreement_offer episodes:agreement_withdraw episodes:agreement_review",
    ),
    **each(
        "agreement",
        WRITES_AGREEMENTS,
        "episodes:agreement_paper episodes:agreement_notice episodes:agreement_print",
        party="prescriber",
    ),
    **each("agreement", {Role.PRESCRIBER}, "episodes:agreement_answer", party="prescriber"),
    **each("agreement_copy", WHOLE, "episodes:agreement_copy"),
    # Is it shared care?
    **each("", EVERYONE, "episodes:arrangements"),
    **each("episode", WHOLE, "episodes:arrangements_of"),
    **each("episode", ARRANGES_CARE, "episodes:arrangement_new episodes:own_gp_told_new"),
    **each("arrangement", ARRANGES_CARE, "episodes:arrangement_correct"),
    **each("told_own_gp", ARRANGES_CARE, "episodes:own_gp_told_withdraw"),
    # Clinical queries: in the walk's world the prescriber asked, and the specialist is the clinician
    **each("", EVERYONE, "episodes:queries"),
    **each("", ASKS, "episodes:query_new"),
    **each("patient", ASKS, "episodes:query_about"),
    **each("query", WHOLE, "episodes:query"),
    **each("query", COORDINATOR, "episodes:query_route"),
    **each("query", COORDINATOR | {Role.PRESCRIBER}, "episodes:query_withdraw"),
    **each("query_routed", {Role.SPECIALIST}, "episodes:query_answer episodes:query_send_back"),
    **each("query_answered", COORDINATOR | {Role.PRESCRIBER}, "episodes:query_close"),
    **each("query_closed", holding(Permission.WRITE_ARTICLE), "episodes:article_new"),
    # The knowledge base: in the walk's world the prescriber wrote, and what is published is everybody's
    **each("", EVERYONE, "episodes:knowledge"),
    **each("article", EVERYONE, "episodes:article"),
    **each("article_proposed", {Role.PRESCRIBER}, "episodes:article_rewrite"),
    **each("article_proposed", COORDINATOR, "episodes:article_publish episodes:article_send_back"),
    **each("article", {*COORDINATOR, *LEAD, Role.PRESCRIBER}, "episodes:article_withdraw"),
    # Exchanges: in the walk's world a letter of the practice to the key worker's place
    **each("", EVERYONE, "episodes:silence episodes:routes episodes:caseload_reviews"),
    **each("episode", EXCHANGES, "episodes:exchanges_of episodes:exchange_new"),
    **each("", EXCHANGES, "episodes:contact_new"),
    **each("practice", AT_THE_PRACTICE | COORDINATOR, "episodes:contacts"),
    **each("exchange", BETWEEN, "episodes:exchange_told"),
    **each("exchange", BETWEEN, "episodes:exchange_acknowledge episodes:exchange_done", post=True),
    **each("exchange", COORDINATOR, "episodes:exchange_withdraw"),
    **each("practice", AT_THE_PRACTICE | COORDINATOR, "episodes:route_new"),
    **each("route", AT_THE_PRACTICE | COORDINATOR, "episodes:route_change"),
    **each("route", AT_THE_PRACTICE | COORDINATOR, "episodes:route_verify episodes:route_remove", post=True),
    # Reviews of caseloads: the specialist of the cast is the reviewer
    **each("", REVIEWS_CASELOADS, "episodes:caseload_review_new"),
    **each(
        "caseload_review",
        REVIEWS_CASELOADS,
        "episodes:caseload_review episodes:caseload_review_move episodes:caseload_review_cancel"
        " episodes:caseload_review_sign",
    ),
    **each("caseload_review", REVIEWS_CASELOADS, "episodes:caseload_review_open", post=True),
    **each("caseload_done", REVIEWS_CASELOADS, "episodes:caseload_review_pdf"),
    **each("caseload_item", REVIEWS_CASELOADS, "episodes:caseload_outcome"),
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
    **each("draft", COORDINATOR, "recall:preview recall:launch recall:simulation recall:campaign_change"),
    **each("campaign", COORDINATOR, "recall:campaign_again recall:quality recall:quality_pdf"),
    **each("draft", COORDINATOR, "recall:preview_people", verdict="sms"),
    **each("attempt", WHOLE, "recall:attempt"),
    **each("attempt", COORDINATOR, "recall:attempt_settle"),
    **each("invitation", holding(Permission.RECORD_ANSWER), "recall:answer_new"),
    **each("invitation", holding(Permission.RECORD_ANSWER), "recall:telling_new"),
    **each("", EVERYONE, "recall:to_tell"),
    **each("invitation", COORDINATOR, "recall:try_again", post=True),
    **each("", EVERYONE, "recall:bookings recall:missed recall:concerns recall:texts"),
    **each("", holding(Permission.RECORD_ANSWER), "recall:slips"),
    **each("unread_text", holding(Permission.RECORD_ANSWER), "recall:text_read", post=True),
    **each("", (), "reply", token="made-up"),
    **each("", (), "callbacks:receipts callbacks:returned_letters callbacks:texts", post=True),
    **each("booking", holding(Permission.RECORD_ANSWER), "recall:attendance_new"),
    **each("concern", holding(Permission.RECORD_ANSWER), "recall:concern_settle"),
    **each(
        "print_run",
        COORDINATOR,
        "recall:print_run recall:print_run_pdf recall:print_run_post recall:print_run_manifest",
    ),
    **each("", EVERYONE, "recall:cohorts"),
    **each("", COORDINATOR, "recall:cohort_new"),
    **each("", COORDINATOR, "recall:cohort_new_by", method="segment"),
    **each(
        "cohort", COORDINATOR | LEAD, "recall:cohort recall:cohort_people recall:cohort_rows recall:cohort_rows_csv"
    ),
    **each("cohort", COORDINATOR | LEAD, "recall:cohort_equity"),
    **each("cohort", LEAD, "recall:cohort_sign_off", post=True),
    **each("cohort", COORDINATOR, "recall:cohort_scores recall:cohort_fair_processing"),
    **each("patient", holding(Permission.RECORD_ANSWER), "recall:member_propose"),
    **each("cohort_member", holding(Permission.RECORD_ANSWER), "recall:member_decide"),
    **each("hold", COORDINATOR, "recall:hold_release", post=True),
    **each("wording", COORDINATOR, "recall:wording_change"),
    **each("", COORDINATOR, "recall:wording_new recall:never_said"),
    **each("", holding(Permission.IMPORT_REGISTER), "recall:coded_events recall:coded_events_csv"),
    **each("", COORDINATOR, "recall:clinical_code", event="booked"),
    **each("wording", holding(Permission.RECORD_ANSWER), "recall:wording_detail recall:wording_pdf"),
    **each("shipped_wording", holding(Permission.RECORD_ANSWER), "recall:wording_review"),
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
    # Rights and records
    **each("", RIGHTS, "governance:requests governance:retention governance:retention_choose"),
    **each("patient", RIGHTS, "governance:request_new governance:hold_new governance:keep governance:erase"),
    **each(
        "rights_request",
        RIGHTS,
        "governance:request governance:request_extend governance:request_close governance:bundle governance:bundle_zip"
        " governance:withhold governance:bundle_give",
    ),
    **each("rights_request", RIGHTS, "governance:bundle_make", post=True),
    **each("withholding", RIGHTS, "governance:withhold_stop", post=True),
    **each("legal_hold", RIGHTS, "governance:hold_lift", post=True),
    **each("", SECOND, "governance:erasures"),
    **each("erasure", SECOND, "governance:erasure_decide"),
    **each("erasure", RIGHTS, "governance:let_return", post=True),
    **each("patient", RIGHTS, "patients:processing_restrict patients:objection_new patients:statement_new"),
    **each("processing", RIGHTS, "patients:processing_release"),
    **each("patient", {*RIGHTS, Role.SCHEME_COORDINATOR}, "patients:identity"),
    **each("patient", CONSENTS, "patients:consent_new"),
    **each("consent", CONSENTS, "patients:consent_withdraw", post=True),
}
