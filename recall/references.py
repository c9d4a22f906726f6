"""The reference of an attempt: the same campaign, person and step always give the same one, also after a restore.

It is made of random keys only, so it says nothing about anybody. `queries.statements.REFERENCE` makes the same in SQL.
"""

import hashlib
from uuid import UUID


def reference(campaign_id: UUID, patient_id: UUID, sequence: int) -> UUID:
    """The attempt's key, and what the provider knows it by."""
    digest = hashlib.sha256(f"recall:{campaign_id}:{patient_id}:{sequence}".encode()).digest()
    return UUID(bytes=digest[:16])
