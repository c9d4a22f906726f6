"""How many pages somebody asks for, counted before the page is made."""

from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts import limits
from accounts.actions.sign_in import record_security
from accounts.models import User
from accounts.origin import Origin
from accounts.security import Deed

# One statement outside any other transaction, so that two windows of one person never wait for each other.
COUNT = """
WITH counted AS (
    INSERT INTO accounts_pace (user_id, minute, requests) VALUES (%(user)s, date_trunc('minute', %(now)s), 1)
    ON CONFLICT (user_id, minute) DO UPDATE SET requests = accounts_pace.requests + 1 RETURNING minute, requests)
SELECT requests, requests + COALESCE((SELECT sum(earlier.requests) FROM accounts_pace earlier
    WHERE earlier.user_id = %(user)s AND earlier.minute < counted.minute
      AND earlier.minute > counted.minute - interval '1 hour'), 0) FROM counted
"""


def count_request(*, user: User, origin: Origin) -> bool:
    """Count one request of somebody who is signed in; whether it is still one that a person could make.

    The first that is too many stands among what happened to their account: somebody else may be at it.
    """
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"user": user.pk, "now": timezone.now()})
        in_minute, in_hour = cursor.fetchone()
    most = settings.REQUESTS_A_MINUTE
    if limits.is_a_persons_pace(in_minute, in_hour, most):
        return True
    if in_minute == most + 1 or in_hour == most * limits.FULL_PACE + 1:
        record_security(deed=Deed.TOO_MANY_PAGES, user=user, origin=origin)
    return False
