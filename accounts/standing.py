"""Where somebody who signed in stands: their scheme, their place, and as far as their present role reaches."""

from contextlib import AbstractContextManager
from typing import Any

from accounts.reach import SEES, Reach, Record
from audit import wall

PLACE_KEY = "only_at"  # in the session: the organisation chosen when somebody signed in by their smartcard


def stand(user: Any) -> AbstractContextManager[None]:
    """One transaction behind the wall, as the membership the person acts under; nowhere when they hold no role now."""
    acting = user.acting
    if acting is None:
        return wall.within(None, user.pk, reach=Reach.NOBODY, record=Record.AGGREGATE)
    sees = SEES[acting.role]
    return wall.within(
        acting.scheme_id,
        user.pk,
        reach=sees.reach,
        record=sees.record,
        organisation_id=acting.organisation_id,
        membership_id=acting.pk,
    )
