"""Every write of this app, one function a deed."""

from accounts.actions.notices import claim_notices, queue_notice, record_notice_failed, record_notice_sent
from accounts.actions.openid import (
    connect_identity,
    disconnect_identity,
    end_provider_sessions,
    record_provider_refusal,
    record_provider_sign_in,
)
from accounts.actions.people import create_user, grant_membership, set_up_second_factor, switch_role

__all__ = [
    "claim_notices",
    "connect_identity",
    "create_user",
    "disconnect_identity",
    "end_provider_sessions",
    "grant_membership",
    "queue_notice",
    "record_notice_failed",
    "record_notice_sent",
    "record_provider_refusal",
    "record_provider_sign_in",
    "set_up_second_factor",
    "switch_role",
]
