"""Every write of this app, one function a deed."""

from accounts.actions.notices import claim_notices, queue_notice, record_notice_failed, record_notice_sent
from accounts.actions.people import create_user, grant_membership, set_up_second_factor, switch_role

__all__ = [
    "claim_notices",
    "create_user",
    "grant_membership",
    "queue_notice",
    "record_notice_failed",
    "record_notice_sent",
    "set_up_second_factor",
    "switch_role",
]
