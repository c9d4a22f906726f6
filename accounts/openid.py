"""What a provider of identities says of somebody, read in the shape of NHS CIS2: who, how well proved, and where.

The claims decide who it is and at which organisation they act. What they may do there is never taken from them: it is
the memberships they hold here. Shape: NHS England, "CIS2 guidance for developers: scopes and claims".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices

STRONG_LEVEL = 3  # NIST SP 800-63B: a smartcard or a passkey, which stands for our second factor
MOST_LETTERS = 255  # OpenID Connect Core 1.0, section 2: `sub` has at most that many


class Refusal(TextChoices):
    """Why somebody who came back from the provider did not get in; counted, and never told apart to a visitor."""

    STARTED_ELSEWHERE = "started_elsewhere", "it did not belong to a sign-in begun here within ten minutes"
    GIVEN_UP = "given_up", "the provider did not sign the person in"
    UNREACHABLE = "unreachable", "the provider did not answer in time"
    UNTRUSTED = "untrusted", "what the provider said could not be trusted"
    WEAK = "weak", "the person was not proved by a smartcard or its like"
    NO_PLACE = "no_place", "no organisation was chosen"
    UNKNOWN_PLACE = "unknown_place", "the organisation is not known here"
    UNKNOWN_PERSON = "unknown_person", "nobody active has connected this identity"
    NO_ROLE_THERE = "no_role_there", "the person holds no role at the organisation"


class Refused(Exception):
    """Nobody gets in, for this reason."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.label)
        self.why = why


@dataclass(frozen=True)
class Proof:
    """Somebody the provider has identified, at the organisation they chose there."""

    issuer: str
    subject: str
    sid: str
    name: str
    strong: bool
    organisation_code: str


def proof(token: Mapping[str, Any], about: Mapping[str, Any]) -> Proof:
    """The proof in a validated ID token and the answer about the person; Refused when the two do not agree."""
    subject = _word(token.get("sub"))
    if not subject or about.get("sub") != subject:
        raise Refused(Refusal.UNTRUSTED)
    return Proof(
        issuer=_word(token.get("iss")),
        subject=subject,
        sid=_word(token.get("sid")),
        name=_word(about.get("name")),
        strong=is_strong(token),
        organisation_code=organisation_code(token, about),
    )


def is_strong(token: Mapping[str, Any]) -> bool:
    """Whether the provider vouches, in the signed token, for a smartcard or its like."""
    level = token.get("authentication_assurance_level")
    if level is not None:
        return str(level) in {str(each) for each in range(STRONG_LEVEL, 5)}
    acr = token.get("acr")
    return isinstance(acr, str) and acr.startswith(f"AAL{STRONG_LEVEL}_")


def organisation_code(token: Mapping[str, Any], about: Mapping[str, Any]) -> str:
    """The code of the organisation whose role was selected; empty when none, or not exactly one, was."""
    selected = {each["selected_roleid"] for each in (token, about) if isinstance(each.get("selected_roleid"), str)}
    roles = about.get("nhsid_nrbac_roles", token.get("nhsid_nrbac_roles"))
    if len(selected) != 1 or not isinstance(roles, list):
        return ""
    codes = {
        _word(role.get("org_code")).upper()
        for role in roles
        if isinstance(role, Mapping) and _word(role.get("person_roleid")) in selected
    }
    return codes.pop() if len(codes) == 1 else ""


def _word(said: object) -> str:
    """A word that is as long as one may be and can be stored; anything else is nothing."""
    fits = isinstance(said, str) and len(said) <= MOST_LETTERS and said.isprintable()
    return str(said) if fits else ""


def refusal(proven: Proof, *, place_is_known: bool, person_is_known: bool, holds_role_there: bool) -> Refusal | None:
    """Why this person does not get in, the provider's side first; None when they do."""
    reasons = [
        (not proven.strong, Refusal.WEAK),
        (not proven.organisation_code, Refusal.NO_PLACE),
        (not place_is_known, Refusal.UNKNOWN_PLACE),
        (not person_is_known, Refusal.UNKNOWN_PERSON),
        (not holds_role_there, Refusal.NO_ROLE_THERE),
    ]
    return next((why for applies, why in reasons if applies), None)
