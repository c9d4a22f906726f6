"""What can happen to an account's door, in words; and which of it the person is told by e-mail at once."""

from django.db.models import TextChoices


class Deed(TextChoices):
    """Each as its owner reads it."""

    SIGNED_IN = "signed_in", "Signed in"
    REFUSED = "refused", "A wrong password was tried"
    HELD_OFF = "held_off", "Too many wrong passwords; more were not looked at for a while"
    NO_ROLE = "no_role", "Tried to sign in without a role"
    SIGNED_OUT = "signed_out", "Signed out"
    SESSION_ENDED = "session_ended", "A session was ended"
    CODE_REFUSED = "code_refused", "A wrong code was tried as second step"
    STEPPED_UP = "stepped_up", "Confirmed who you are"
    RESET_ASKED = "reset_asked", "A link for a new password was asked for"
    PASSWORD_CHANGED = "password_changed", "The password was changed"
    APP_ADDED = "app_added", "An authenticator app was added"
    APP_REMOVED = "app_removed", "The authenticator app was removed"
    PASSKEY_ADDED = "passkey_added", "A passkey was added"
    PASSKEY_REMOVED = "passkey_removed", "A passkey was removed"
    CODES_MADE = "codes_made", "New recovery codes were made"
    CODE_USED = "code_used", "A recovery code was used"
    TOO_MANY_PAGES = "too_many_pages", "Pages were asked for faster than a person does; more were refused for a while"
    FACTOR_RESET = "factor_reset", "The second step was reset by whoever keeps the accounts"


TOLD_AT_ONCE = frozenset(
    {
        Deed.PASSWORD_CHANGED,
        Deed.APP_ADDED,
        Deed.APP_REMOVED,
        Deed.PASSKEY_ADDED,
        Deed.PASSKEY_REMOVED,
        Deed.CODES_MADE,
        Deed.CODE_USED,
        Deed.FACTOR_RESET,
    }
)
SUBJECT = "A change to how you sign in"
BODY = """Something changed about how you sign in:

    {what}.

If this was you, you need do nothing. If it was not, change your password now and tell whoever keeps the accounts of
your scheme: somebody may be able to sign in as you.
"""
RESET_SUBJECT = "A new password"
RESET_BODY = """You, or somebody who knows your e-mail address, asked for a new password. Choose it within one hour:

    {link}

The link works until the password is changed. If you did not ask, do nothing: your password stays as it is.
"""
