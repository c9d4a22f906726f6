"""Every deed of this app, by the noun it is about."""

from governance.actions.bundles import (
    ask_for_bundle,
    claim_bundle,
    complete_bundle,
    fail_bundle,
    give_bundle,
    record_bundle_opened,
    stop_withholding,
    withhold,
)
from governance.actions.erasing import approve_erasure, decline_erasure, let_return, propose_erasure
from governance.actions.requests import close_request, extend_request, record_request
from governance.actions.retention import choose_retention, keep_longer, lift_hold, place_hold

__all__ = [
    "approve_erasure",
    "ask_for_bundle",
    "choose_retention",
    "claim_bundle",
    "close_request",
    "complete_bundle",
    "decline_erasure",
    "extend_request",
    "fail_bundle",
    "give_bundle",
    "keep_longer",
    "let_return",
    "lift_hold",
    "place_hold",
    "propose_erasure",
    "record_bundle_opened",
    "record_request",
    "stop_withholding",
    "withhold",
]
