"""Deeds of this app, in words. A sentence about a person never says who they are: it outlives what is erased."""

from audit.events import Kind

REQUEST_RECEIVED = Kind("governance.request_received", "Asked for {what}, received on {received_on}, due by {due_on}.")
REQUEST_EXTENDED = Kind("governance.request_extended", "The answer was put off to {due_on}; the person was told why.")
REQUEST_CLOSED = Kind("governance.request_closed", "The request for {what} was {outcome}.")
BUNDLE_ASKED_FOR = Kind("governance.bundle_asked_for", "A copy of the record is to be made.")
BUNDLE_MADE = Kind("governance.bundle_made", "A copy of the record was made: {rows} entries, {withheld} withheld.")
BUNDLE_FAILED = Kind("governance.bundle_failed", "A copy of the record could not be made.")
BUNDLE_OPENED = Kind("governance.bundle_opened", "The copy of the record was opened.")
BUNDLE_GIVEN = Kind("governance.bundle_given", "The copy of the record was given to the person.")
WITHHELD = Kind("governance.withheld", "An entry is left out of the copy: {ground}.")
WITHHOLDING_ENDED = Kind("governance.withholding_ended", "An entry is no longer left out of the copy.")
HOLD_PLACED = Kind("governance.hold_placed", "A legal hold was placed: nothing may be erased.")
HOLD_LIFTED = Kind("governance.hold_lifted", "The legal hold was lifted.")
RETENTION_CHOSEN = Kind("governance.retention_chosen", "Records are kept as: {retention}.")
KEPT_LONGER = Kind("governance.kept_longer", "The record is kept until {keep_until}.")
ERASURE_PROPOSED = Kind("governance.erasure_proposed", "Erasing this record was proposed: {ground}.")
ERASURE_DECLINED = Kind("governance.erasure_declined", "Erasing this record was declined.")
LET_RETURN = Kind("governance.let_return", "Somebody whose record was erased may be added again, as somebody new.")
ERASED = Kind("governance.erased", "This record was erased: {ground}. What is left is reference {reference}.")
