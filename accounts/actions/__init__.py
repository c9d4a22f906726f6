"""Every write of this app, one function a deed."""

from accounts.actions.joining import accept_invitation, invite_again, invite_colleague, withdraw_invitation
from accounts.actions.leaving import end_membership, record_leaver
from accounts.actions.notices import claim_notices, queue_notice, record_notice_failed, record_notice_sent
from accounts.actions.people import create_user, grant_membership, set_up_second_factor, switch_role

__all__ = [
    "accept_invitation",
    "claim_notices",
    "create_user",
    "end_membership",
    "grant_membership",
    "invite_again",
    "invite_colleague",
    "queue_notice",
    "record_leaver",
    "record_notice_failed",
    "record_notice_sent",
    "set_up_second_factor",
    "switch_role",
    "withdraw_invitation",
]
