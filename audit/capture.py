"""The net beneath the events: triggers that write down every change of a row about a person, or about who may see one.

They are laid by `manage.py migrate` after its migrations, over whatever tables there are by then, so that a new table
cannot be forgotten; `audit.trail.holes` finds one that was.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from audit import wall

# Whom the system lets in, and as what. They stand outside the wall, and are watched as the people are.
ACCESS = ("accounts_user", "accounts_membership", "accounts_provideridentity")
# As much as everybody needs who may know that somebody is in the scheme; every other table holds the whole record.
IDENTITY = (
    "patients_patient", "patients_carelink", "patients_demographicchange", "patients_optout",
    "patients_restriction", "patients_namedaccess", "patients_emergencyaccess", *ACCESS,
)  # fmt: skip
UNWATCHED = {
    "audit_event": "the trail itself",
    "audit_recordview": "the trail itself",
    "audit_rowchange": "the trail itself",
    "patients_registerimportrow": "lines of a file while it is checked; what they change in people is watched there",
    "episodes_agreementcopy": "issued bytes, never edited, with an event of their own; copying them would double them",
    "careplans_handout": "issued bytes, never edited, with an event of their own; copying them would double them",
}
WITHHELD = {"accounts_user": ("password", "last_login")}  # that it changed is kept, and not from what to what
DEEDS = {
    "added": "INSERT ON {table} REFERENCING NEW TABLE AS new_rows",
    "changed": "UPDATE ON {table} REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "removed": "DELETE ON {table} REFERENCING OLD TABLE AS old_rows",
}


@dataclass(frozen=True)
class Watch:
    """One table that is watched: how much of a record it holds, where its person stands, what is withheld."""

    table: str
    kind_of_record: str
    person: str
    withheld: tuple[str, ...]

    def triggers(self) -> dict[str, str]:
        """The statement that makes each trigger, by its name; the names sort last, after whatever else fires."""
        arguments = ", ".join(f"'{word}'" for word in (self.kind_of_record, self.person, ",".join(self.withheld)))
        return {
            f"zz_trail_{deed}": f"CREATE OR REPLACE TRIGGER zz_trail_{deed} AFTER {words.format(table=self.table)}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION audit_capture({arguments})"
            for deed, words in DEEDS.items()
        }


def watches() -> list[Watch]:
    """Every table to be watched."""
    models_ = [*wall.personal_models(), *(_model(table) for table in ACCESS)]
    return [_watch(model) for model in models_ if model._meta.db_table not in UNWATCHED]


def _watch(model: type[models.Model]) -> Watch:
    table = model._meta.db_table
    columns = {field.column for field in model._meta.concrete_fields}
    person = "id" if table == wall.PEOPLE else "patient_id" if "patient_id" in columns else ""
    return Watch(table, "identity" if table in IDENTITY else "whole", person, WITHHELD.get(table, ()))


def _model(table: str) -> type[models.Model]:
    return next(model for model in apps.get_models() if model._meta.db_table == table)


def lay(cursor: Any) -> None:
    """Lay what is missing of the net, as the owner of the tables; what lies already is left alone."""
    cursor.execute(
        "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgfoid = to_regprocedure('audit_capture()')"
    )
    laid = set(cursor.fetchall())
    cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
    there = {table for (table,) in cursor.fetchall()}
    for watch in watches():
        for name, statement in watch.triggers().items():
            if watch.table in there and (watch.table, name) not in laid:
                cursor.execute(statement)
