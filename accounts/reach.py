"""Who sees what of a person in treatment: one table of role, reach and kind of record, for people to read.

The door (`visible_to`), the wall (row-level security) and the page "Who can see this person, and why" are all read off
it. What a role may *do* is in `roles.py`; a role without a permission does nothing, however far it reaches.
"""

from dataclasses import dataclass

from django.db.models import TextChoices

from accounts.roles import Role


class Reach(TextChoices):
    """Whose records are within reach."""

    NOBODY = "nobody", "Nobody: numbers only"
    LINKED = "linked", "People registered at their place, and people linked to it today"
    SCHEME = "scheme", "Everyone in the scheme but restricted records"
    EVERYBODY = "everybody", "Everyone in the scheme, restricted records too"


class Record(TextChoices):
    """How much of a record is within reach; each kind holds the one before it."""

    AGGREGATE = "aggregate", "Aggregate only: numbers, small ones withheld, and never a person"
    SLICE = "slice", "Own-pharmacy slice: who they are, who answers for them, what concerns the pharmacy"
    IDENTITY = "identity", "Identity: name, date of birth, NHS number, how to reach them, who takes part"
    WHOLE = "whole", "Whole record: identity, responsibility, plans, reviews, invitations, timeline"


@dataclass(frozen=True)
class Sees:
    """What a role sees, and why, in the words shown to whoever asks who can see somebody."""

    reach: Reach
    record: Record
    why: str


SEES: dict[str, Sees] = {
    Role.SCHEME_ADMINISTRATOR: Sees(Reach.NOBODY, Record.AGGREGATE, "keeps the accounts; sees no person"),
    Role.SCHEME_COORDINATOR: Sees(Reach.SCHEME, Record.WHOLE, "runs the scheme and sees that nobody falls out of it"),
    Role.PRESCRIBER: Sees(Reach.LINKED, Record.WHOLE, "treats people at this place"),
    Role.PRACTICE_STAFF: Sees(Reach.LINKED, Record.WHOLE, "keeps this practice's register and recall"),
    Role.KEY_WORKER: Sees(Reach.LINKED, Record.WHOLE, "works with people linked to this place"),
    Role.PHARMACIST: Sees(Reach.LINKED, Record.SLICE, "supervises people linked to this pharmacy"),
    Role.SPECIALIST: Sees(Reach.LINKED, Record.WHOLE, "treats people linked to this service"),
    Role.MONITORING_MEMBER: Sees(Reach.NOBODY, Record.AGGREGATE, "reads published figures"),
    Role.COMMISSIONER: Sees(Reach.NOBODY, Record.AGGREGATE, "reads published figures"),
    Role.PRACTICE_REPRESENTATIVE: Sees(Reach.NOBODY, Record.AGGREGATE, "reads published figures"),
    Role.REGIONAL_LEAD: Sees(Reach.NOBODY, Record.AGGREGATE, "reads published figures"),
    Role.GOVERNANCE_LEAD: Sees(
        Reach.EVERYBODY, Record.IDENTITY, "answers for who may look, and to the person for their rights"
    ),
    Role.AUDITOR: Sees(Reach.NOBODY, Record.AGGREGATE, "reads the audit trail, in which people are references"),
}
