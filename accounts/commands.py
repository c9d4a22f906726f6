"""What every command of manage.py that is done by somebody has in common."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import CommandError, CommandParser

from accounts.models import User
from accounts.standing import stand


def add_person(parser: CommandParser) -> None:
    """The option that says who does it."""
    parser.add_argument("--as", dest="email", required=True, help="the e-mail address of whoever does this")


@contextmanager
def acting_as(email: str) -> Iterator[User]:
    """Stand where this person stands, in one transaction; whatever is refused, and how, is a CommandError in words."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None or user.acting is None:
        raise CommandError(f"Nobody with a role today signs in as {email}.")
    try:
        with stand(user):
            yield user
    except (ValidationError, PermissionDenied) as refusal:
        raise CommandError(" ".join(getattr(refusal, "messages", [str(refusal)]))) from None
    except OSError as problem:
        raise CommandError(f"{problem.filename} cannot be read or written: {problem.strerror}.") from None
