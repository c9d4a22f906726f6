"""What somebody types who is new here."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation

from accounts.models import User
from ui import forms as fields


class JoinForm(forms.Form):
    """A name and a password of one's own; the address is the one that was written to."""

    name = fields.CleanText(label="Your name", max_length=120, help_text="As colleagues will see it.")
    password = forms.CharField(
        label="Choose a password",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 12 characters. Three or four words that do not belong together are easy to remember.",
    )

    postcode = fields.CleanText(
        label="Your home postcode",
        required=False,
        max_length=10,
        help_text="Leave empty if you like. Only a digest of it is kept, to notice looks at one's own home.",
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password"):
            user = User(email=self.email, name=data.get("name", ""))
            try:
                password_validation.validate_password(data["password"], user)
            except forms.ValidationError as refusal:
                self.add_error("password", refusal)
        return data
