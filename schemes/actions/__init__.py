"""Everything that is done to a scheme."""

from schemes.actions.participation import (
    begin_special_population,
    end_special_population,
    stop_taking_part,
    take_part,
)
from schemes.actions.protocol import add_aspect, adopt_agreement_template, adopt_protocol, end_aspect
from schemes.actions.scheme import change_status, edit_scheme, set_up_scheme
from schemes.actions.staff import invite_colleague

__all__ = [
    "add_aspect",
    "adopt_agreement_template",
    "adopt_protocol",
    "begin_special_population",
    "change_status",
    "edit_scheme",
    "end_aspect",
    "end_special_population",
    "invite_colleague",
    "set_up_scheme",
    "stop_taking_part",
    "take_part",
]
