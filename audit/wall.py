"""The wall: who is acting, in which scheme, and the row-level security that holds them to it.

The context lives in two PostgreSQL settings, always local to the transaction, so that nothing leaks from one request
to the next through a pooled connection. Without a context every walled table is empty.

Rules for the tables themselves: a migration calls `build` for each; a model without a scheme says why in
`unwalled_because`; `holes` finds whatever was forgotten, and the web server and worker refuse to start on one.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, migrations, models, transaction

APPLICATION_ROLE = "sharedcare_app"

BUILD = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY wall ON {table}
    USING (scheme_id = (SELECT app_scheme())) WITH CHECK (scheme_id = (SELECT app_scheme()));
ALTER TABLE {table} ADD CONSTRAINT {table}_wall_key UNIQUE (id, scheme_id);
"""
TIE = """
ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_wall FOREIGN KEY ({column}, scheme_id)
    REFERENCES {parent} (id, scheme_id) DEFERRABLE INITIALLY DEFERRED;
"""


def build(table: str, **ties: str) -> migrations.RunSQL:
    """The migration step that walls a table in: `wall.build("episodes_episode", patient_id="patients_patient")`.

    Each tie is a foreign key over (column, scheme), because PostgreSQL checks plain foreign keys past the wall: without
    it a row here could point at a person of another scheme.
    """
    sql = BUILD.format(table=table)
    sql += "".join(TIE.format(table=table, column=column, parent=parent) for column, parent in ties.items())
    return migrations.RunSQL(sql, reverse_sql=migrations.RunSQL.noop)


@dataclass(frozen=True)
class Context:
    """Who is acting, in which scheme; nobody and nowhere to begin with."""

    scheme_id: UUID | str | None = None
    user_id: UUID | str | None = None


# What PostgreSQL has been told, so that it need not be asked. Were it ever wrong, the policies would refuse the row.
_standing: ContextVar[Context] = ContextVar("standing", default=Context())  # noqa: B039  it is frozen


def _tell(context: Context) -> None:
    """Set the context for the rest of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.scheme_id', %s, true), set_config('app.user_id', %s, true)",
            [str(context.scheme_id or ""), str(context.user_id or "")],
        )


@contextmanager
def within(scheme_id: UUID | str | None, user_id: UUID | str | None = None) -> Iterator[None]:
    """One transaction inside one scheme's wall, as one user (or none, for scheduled work).

    May be nested; the outer context stands again afterwards.
    """
    outer, inner = _standing.get(), Context(scheme_id, user_id)
    nested = connection.in_atomic_block
    with transaction.atomic():
        _tell(inner)
        token = _standing.set(inner)
        try:
            yield
        finally:
            _standing.reset(token)
        if nested and not connection.needs_rollback:  # a rollback, or the end of the transaction, does it by itself
            _tell(outer)


def current_scheme() -> UUID | None:
    """The scheme whose rows this transaction can see, or None when it stands outside every wall."""
    scheme_id = _standing.get().scheme_id
    return UUID(str(scheme_id)) if scheme_id else None


def walled_models() -> list[type[models.Model]]:
    """Every model of ours that must stand behind the wall."""
    ours = [m for app in settings.OUR_APPS for m in apps.get_app_config(app).get_models()]
    return [m for m in ours if not m._meta.proxy and not getattr(m, "unwalled_because", "")]


ROLE_FACTS = """
SELECT rolsuper, rolbypassrls,
       EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE c.relowner = r.oid AND n.nspname = 'public')
FROM pg_roles r WHERE rolname = current_user
"""
TABLE_FACTS = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relrowsecurity AND c.relforcerowsecurity
  AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid)
"""


def holes(walled: Sequence[str] | None = None) -> list[str]:
    """Every way in which the wall is not whole, as sentences; empty when it is.

    `walled` names the tables that must be walled; by default those of `walled_models`.
    """
    with connection.cursor() as cursor:
        cursor.execute(ROLE_FACTS)
        superuser, bypasses, owns = cursor.fetchone()
        cursor.execute(TABLE_FACTS)
        standing = {row[0] for row in cursor.fetchall()}
    found = []
    if superuser or bypasses:
        found.append("The database role may bypass row-level security; connect as the application role.")
    if owns:
        found.append("The database role owns tables; connect as the application role, which owns nothing.")
    expected = [m._meta.db_table for m in walled_models()] if walled is None else walled
    found += [f"Table {table} has no wall; build one in a migration." for table in expected if table not in standing]
    return found


def refuse_unless_whole() -> None:
    """Refuse to start on a database whose wall has a hole: raises ImproperlyConfigured with every hole named."""
    found = holes()
    if found:
        raise ImproperlyConfigured("The wall between schemes is not whole. " + " ".join(found))
