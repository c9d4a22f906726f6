"""The rows of this app: what people ask about their records, how long these are kept, and what is left of one."""

from governance.models.request import AccessBundle, Kind, RightsRequest, Withholding, WithholdingGround
from governance.models.retention import (
    Erasure,
    ErasureGround,
    KeepingDecision,
    LegalHold,
    RetentionRule,
)

__all__ = [
    "AccessBundle",
    "Erasure",
    "ErasureGround",
    "KeepingDecision",
    "Kind",
    "LegalHold",
    "RetentionRule",
    "RightsRequest",
    "Withholding",
    "WithholdingGround",
]
