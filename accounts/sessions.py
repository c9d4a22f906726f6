"""Sessions in PostgreSQL: whose each is, sealed, ended by the server after a while without use or a day's work."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY as USER_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from accounts import sealing
from accounts.models import Session

START, ORIGIN = "started", "origin"
LONGEST = timedelta(hours=10)
GRAIN = timedelta(seconds=10)  # use is noted at most this often, so a session may end this much early and never late


class SessionStore(DatabaseStore):
    """The documented way to keep more about a session than its data: the row says whose it is, since when, where."""

    row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        self.row = super()._get_session_from_db()  # type: ignore[misc]
        return self.row

    def encode(self, session_dict: dict[str, Any]) -> str:
        return sealing.seal(json.dumps(session_dict, separators=(",", ":")))

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        try:
            return dict(json.loads(sealing.unseal(str(session_data))))
        except ValueError:  # a key that was taken away: whoever it was signs in again
            return {}

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        now = timezone.now()
        user_id = data.get(USER_KEY)
        if data.get(START, [None])[0] != user_id or START not in data:
            data[START] = [user_id, now.isoformat()]
        origin = data.get(ORIGIN, {})
        started_at = datetime.fromisoformat(data[START][1])
        return Session(
            session_key=self._get_or_create_session_key(),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            expire_date=ends_at(started_at, now),
            user_id=user_id,
            started_at=started_at,
            seen_at=now,
            browser=origin.get("browser", ""),
            address=origin.get("address", ""),
        )


def ends_at(started_at: datetime, seen_at: datetime) -> datetime:
    """When a session ends if nothing more is done in it."""
    return min(seen_at + timedelta(seconds=settings.SESSION_COOKIE_AGE), started_at + LONGEST)
