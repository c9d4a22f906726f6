"""The forms of the second step: what is typed is recorded, and what no browser would send is refused in words."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, ReauthenticateWebAuthnForm
from django.core.exceptions import ValidationError

from accounts import actions
from accounts.models import User
from accounts.origin import origin_of
from accounts.security import Deed

LONGEST_CREDENTIAL = 20_000


class RecordedCode:
    """Records a code that was wrong, and a recovery code that was used."""

    user: User
    authenticator: Authenticator
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except ValidationError:
            actions.record_security(deed=Deed.CODE_REFUSED, user=self.user, origin=origin_of(context.request))
            raise
        if self.authenticator.type == Authenticator.Type.RECOVERY_CODES:
            actions.record_security(deed=Deed.CODE_USED, user=self.user, origin=origin_of(context.request))
        return code


class CodeForm(RecordedCode, AuthenticateForm):
    """The second step of signing in."""


class CodeAgainForm(RecordedCode, ReauthenticateForm):
    """The second step again, before something that matters."""


@contextmanager
def understood() -> Iterator[None]:
    """The parsers of passkeys expect what browsers send, and fail in many ways on what somebody made up."""
    try:
        yield
    except ValidationError:
        raise
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError):
        raise get_adapter().validation_error("incorrect_code") from None


class WholeCredential:
    """Refuses a credential that cannot be read, before and while it is taken apart."""

    data: Any

    def full_clean(self) -> None:
        super().full_clean()  # type: ignore[misc]
        if self.errors:  # type: ignore[attr-defined]
            self.data = {**self.data.dict(), "credential": ""}  # a browser makes a new one, and this may be no text

    def _clean_fields(self) -> None:
        typed = self.data.get("credential", "")
        try:
            with understood():
                if len(typed) > LONGEST_CREDENTIAL:
                    raise ValueError("Longer than any browser sends.")
                if not isinstance(json.loads(typed), dict):
                    # allauth takes a nought for none, and would keep it as a passkey that nobody has.
                    raise ValueError("No browser sends that.")
                super()._clean_fields()  # type: ignore[misc]
        except ValidationError as refusal:
            self.add_error(None, refusal)  # type: ignore[attr-defined]

    def clean(self) -> Any:
        with understood():
            return super().clean()  # type: ignore[misc]


class AddPasskeyForm(WholeCredential, AddWebAuthnForm):
    """A new passkey."""


class PasskeyForm(WholeCredential, AuthenticateWebAuthnForm):
    """A passkey as the second step."""


class PasskeyAgainForm(WholeCredential, ReauthenticateWebAuthnForm):
    """A passkey before something that matters."""
