"""Every write of this app, one function a deed."""

from accounts.actions.factors import reseal_factors, reset_second_factor, set_up_second_factor
from accounts.actions.joining import accept_invitation, invite_again, invite_colleague, withdraw_invitation
from accounts.actions.kept_forms import forget_form, keep_form
from accounts.actions.leaving import end_membership, record_leaver
from accounts.actions.notices import claim_notices, queue_notice, record_notice_failed, record_notice_sent
from accounts.actions.openid import (
    connect_identity,
    disconnect_identity,
    end_provider_sessions,
    follow_session,
    record_provider_refusal,
    record_provider_sign_in,
)
from accounts.actions.pace import count_request
from accounts.actions.passwords import ask_for_reset, change_password
from accounts.actions.people import create_user, grant_membership, switch_role
from accounts.actions.sessions import end_session, end_sessions, note_use
from accounts.actions.sign_in import (
    count_knock,
    count_reset,
    count_try,
    forget_tries,
    forget_what_is_over,
    record_refused,
    record_security,
    record_signed_in,
)
from accounts.actions.telling import address_of, tell

__all__ = [
    "accept_invitation",
    "address_of",
    "ask_for_reset",
    "change_password",
    "claim_notices",
    "connect_identity",
    "count_knock",
    "count_request",
    "count_reset",
    "count_try",
    "create_user",
    "disconnect_identity",
    "end_membership",
    "end_provider_sessions",
    "end_session",
    "end_sessions",
    "follow_session",
    "forget_form",
    "forget_tries",
    "forget_what_is_over",
    "grant_membership",
    "invite_again",
    "invite_colleague",
    "keep_form",
    "note_use",
    "queue_notice",
    "record_leaver",
    "record_notice_failed",
    "record_notice_sent",
    "record_provider_refusal",
    "record_provider_sign_in",
    "record_refused",
    "record_security",
    "record_signed_in",
    "reseal_factors",
    "reset_second_factor",
    "set_up_second_factor",
    "switch_role",
    "tell",
    "withdraw_invitation",
]
