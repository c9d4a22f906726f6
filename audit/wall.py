"""The wall: who is acting, in which scheme, and the row-level security that holds them to it.

The context lives in PostgreSQL settings, always local to the transaction, so that nothing leaks from one request to the
next through a pooled connection. Without a context every walled table is empty.

Two walls stand in each other. The outer keeps schemes apart: a migration calls `build` for each table. The inner holds
whoever acts to the people within their reach (`accounts/reach.py`): a migration calls `hold_to_person` for a table with
a person in it, and `hold_to_parent` for a table beneath one. A model without a scheme says why in `unwalled_because`;
`holes` finds whatever was forgotten in either wall, and the web server and worker refuse to start on one.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, migrations, models, transaction
from django.utils import timezone

APPLICATION_ROLE = "sharedcare_app"
PEOPLE = "patients_patient"

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


# Whoever stands in the whole scheme is kept from restricted people by a short list; everybody else is asked of the row
# above, whose own policy knows. The short cut comes first, because it is what most statements need.
HOLD_TO_PERSON = """
CREATE POLICY person ON {table} AS RESTRICTIVE FOR {deed} USING (
    {column} IS NULL OR {record} AND (
        (SELECT app_reach()) IN ('everybody', 'scheme') AND {column} <> ALL ((SELECT app_hidden())::uuid[])
        OR EXISTS (SELECT FROM {people} WHERE {people}.id = {table}.{column})));
"""
HOLD_TO_PARENT = """
CREATE POLICY person ON {table} AS RESTRICTIVE USING (
    {column} IS NULL OR {record} AND (
        (SELECT app_sees_all()) OR EXISTS (SELECT FROM {parent} WHERE {parent}.id = {table}.{column})));
"""
ANY_RECORD, WHOLE_RECORD = "true", "(SELECT app_whole())"


def hold_to_person(table: str, *, whole: bool = False, deed: str = "ALL") -> migrations.RunSQL:
    """The migration step that shows a row only to whoever may see its person; `whole` asks for the whole record too.

    With deed="SELECT" only reading is held: a row may be written about somebody whom its writer cannot see.
    """
    record = WHOLE_RECORD if whole else ANY_RECORD
    sql = HOLD_TO_PERSON.format(table=table, column="patient_id", people=PEOPLE, record=record, deed=deed)
    return migrations.RunSQL(sql, reverse_sql=f"DROP POLICY person ON {table}")


def hold_to_parent(table: str, column: str, parent: str, *, whole: bool = False) -> migrations.RunSQL:
    """The same for a row whose person stands in the row above it: it is seen when that row is."""
    record = WHOLE_RECORD if whole else ANY_RECORD
    sql = HOLD_TO_PARENT.format(table=table, column=column, parent=parent, record=record)
    return migrations.RunSQL(sql, reverse_sql=f"DROP POLICY person ON {table}")


def build(table: str, **ties: str) -> migrations.RunSQL:
    """The migration step that walls a table in: `wall.build("episodes_episode", patient_id="patients_patient")`.

    Each tie is a foreign key over (column, scheme), because PostgreSQL checks plain foreign keys past the wall: without
    it a row here could point at a person of another scheme.
    """
    sql = BUILD.format(table=table)
    sql += "".join(TIE.format(table=table, column=column, parent=parent) for column, parent in ties.items())
    return migrations.RunSQL(sql, reverse_sql=migrations.RunSQL.noop)


def tie(table: str, column: str, parent: str) -> migrations.RunSQL:
    """The same tie for a column that came after the wall was built."""
    sql = TIE.format(table=table, column=column, parent=parent)
    return migrations.RunSQL(sql, reverse_sql=f"ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_wall")


EVERYBODY, WHOLE = "everybody", "whole"  # as in accounts/reach.py, which stands above


@dataclass(frozen=True)
class Context:
    """Who is acting, in which scheme, and how far they reach; nobody and nowhere to begin with."""

    scheme_id: UUID | str | None = None
    user_id: UUID | str | None = None
    organisation_id: UUID | str | None = None
    reach: str = EVERYBODY
    record: str = WHOLE
    membership_id: UUID | str | None = None
    widened: bool = False


# What PostgreSQL has been told, so that it need not be asked. Were it ever wrong, the policies would refuse the row.
_standing: ContextVar[Context] = ContextVar("standing", default=Context())  # noqa: B039  it is frozen


def _tell(context: Context) -> None:
    """Set the context for the rest of the transaction; the moment is the application's, which the pages show too."""
    told = {
        "app.scheme_id": str(context.scheme_id or ""),
        "app.user_id": str(context.user_id or ""),
        "app.organisation_id": str(context.organisation_id or ""),
        "app.reach": context.reach,
        "app.record": context.record,
        "app.membership_id": str(context.membership_id or ""),
        "app.widened": "yes" if context.widened else "",
        "app.now": timezone.now().isoformat(),
    }
    with connection.cursor() as cursor:
        calls = ", ".join(["set_config(%s, %s, true)"] * len(told))
        cursor.execute(f"SELECT {calls}", [word for pair in told.items() for word in pair])


@contextmanager
def within(
    scheme_id: UUID | str | None,
    user_id: UUID | str | None = None,
    *,
    reach: str = EVERYBODY,
    record: str = WHOLE,
    organisation_id: UUID | str | None = None,
    membership_id: UUID | str | None = None,
) -> Iterator[None]:
    """One transaction inside one scheme's wall: as one user, held to their reach, or as scheduled work, which has all.

    Somebody who signed in is put there by `accounts.standing.stand`. May be nested; the outer context stands again
    afterwards.
    """
    with _standing_in(Context(scheme_id, user_id, organisation_id, reach, record, membership_id)):
        yield


@contextmanager
def widened(why: str) -> Iterator[None]:
    """The rest of the scheme too, for a statement whose result names nobody whom the user may not see.

    `why` says what makes that so; a test lists every use with its reason.
    """
    if not why:
        raise ValueError("Say why this may reach beyond what the person sees.")
    with _standing_in(replace(_standing.get(), reach=EVERYBODY, record=WHOLE, widened=True)):
        yield


@contextmanager
def _standing_in(inner: Context) -> Iterator[None]:
    outer = _standing.get()
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


def patience(seconds: int) -> None:
    """Give the statements of this transaction longer than a request usually has: for a deed known to be large."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{seconds}s"])


def current_scheme() -> UUID | None:
    """The scheme whose rows this transaction can see, or None when it stands outside every wall."""
    scheme_id = _standing.get().scheme_id
    return UUID(str(scheme_id)) if scheme_id else None


def walled_models() -> list[type[models.Model]]:
    """Every model of ours that must stand behind the wall."""
    ours = [m for app in settings.OUR_APPS for m in apps.get_app_config(app).get_models()]
    return [m for m in ours if not m._meta.proxy and not getattr(m, "unwalled_because", "")]


def personal_models() -> list[type[models.Model]]:
    """Every walled model whose rows are about a person: with a person's key, or a key to a row that is."""
    walled = walled_models()
    personal = {m for m in walled if m._meta.db_table == PEOPLE or _columns(m) & {"patient_id"}}
    while True:
        beneath = {m for m in walled if any(field.related_model in personal for field in m._meta.concrete_fields)}
        if beneath <= personal:
            return [m for m in walled if m in personal]
        personal |= beneath


def _columns(model: type[models.Model]) -> set[str]:
    return {str(field.column) for field in model._meta.concrete_fields}


ROLE_FACTS = """
SELECT rolsuper, rolbypassrls,
       EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE c.relowner = r.oid AND n.nspname = 'public')
FROM pg_roles r WHERE rolname = current_user
"""
TABLE_FACTS = """
SELECT c.relname, p.polpermissive FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relrowsecurity AND c.relforcerowsecurity
"""


def holes(walled: Sequence[str] | None = None, personal: Sequence[str] | None = None) -> list[str]:
    """Every way in which the walls are not whole, as sentences; empty when they are.

    `walled` names the tables that must be walled, and `personal` those that must be held to people; by default those of
    `walled_models` and `personal_models`.
    """
    with connection.cursor() as cursor:
        cursor.execute(ROLE_FACTS)
        superuser, bypasses, owns = cursor.fetchone()
        cursor.execute(TABLE_FACTS)
        policies = cursor.fetchall()
    found = []
    if superuser or bypasses:
        found.append("The database role may bypass row-level security; connect as the application role.")
    if owns:
        found.append("The database role owns tables; connect as the application role, which owns nothing.")
    expected = [m._meta.db_table for m in walled_models()] if walled is None else walled
    outer = {table for table, permissive in policies if permissive}
    found += [f"Table {table} has no wall; build one in a migration." for table in expected if table not in outer]
    held = {table for table, permissive in policies if not permissive}
    expected = [m._meta.db_table for m in personal_models()] if personal is None else personal
    found += [f"Table {table} is not held to people; do so in a migration." for table in expected if table not in held]
    return found


def refuse_unless_whole() -> None:
    """Refuse to start on a database whose wall has a hole: raises ImproperlyConfigured with every hole named."""
    found = holes()
    if found:
        raise ImproperlyConfigured("The wall between schemes is not whole. " + " ".join(found))
