"""The life of an episode of shared care."""

from django.db.models import TextChoices

from audit.lifecycle import Lifecycle


class Status(TextChoices):
    ACTIVE = "active", "In shared care"
    SUSPENDED = "suspended", "Suspended"
    ENDED = "ended", "Ended"


class Move(TextChoices):
    SUSPEND = "suspend", "Suspend"
    RESUME = "resume", "Resume"
    END = "end", "End"


class EndReason(TextChoices):
    COMPLETED = "completed", "Treatment completed"
    RETURNED = "returned", "Returned to the specialist service"
    MOVED = "moved", "Moved away"
    DIED = "died", "Died"
    DECLINED = "declined", "Chose not to go on"
    OTHER = "other", "Other"


LIFE = Lifecycle(
    name="Episode of shared care",
    initial=Status.ACTIVE,
    moves={
        Move.SUSPEND: ({Status.ACTIVE}, Status.SUSPENDED),
        Move.RESUME: ({Status.SUSPENDED}, Status.ACTIVE),
        Move.END: ({Status.ACTIVE, Status.SUSPENDED}, Status.ENDED),
    },
)


class AgreementStatus(TextChoices):
    """What became of one version of an agreement; that it has run out is a fact of the date, and not kept."""

    DRAFT = "draft", "Being written"
    OFFERED = "offered", "Waiting for signatures"
    IN_FORCE = "in_force", "In force"
    NOTICE = "notice", "Notice given"
    SUPERSEDED = "superseded", "Replaced by a later version"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    ENDED = "ended", "Ended with shared care"


class AgreementMove(TextChoices):
    OFFER = "offer", "Offer for signature"
    COMPLETE = "complete", "The last party signs"
    REFUSE = "refuse", "A party declines"
    WITHDRAW = "withdraw", "Withdraw"
    REVIEW = "review", "Look at it again"
    GIVE_NOTICE = "give_notice", "Give notice"
    SUPERSEDE = "supersede", "Replace"
    END = "end", "End with shared care"


AGREEMENT_LIFE = Lifecycle(
    name="Version of a shared care agreement",
    initial=AgreementStatus.DRAFT,
    moves={
        AgreementMove.OFFER: ({AgreementStatus.DRAFT}, AgreementStatus.OFFERED),
        AgreementMove.COMPLETE: ({AgreementStatus.OFFERED}, AgreementStatus.IN_FORCE),
        AgreementMove.REFUSE: ({AgreementStatus.OFFERED}, AgreementStatus.DECLINED),
        AgreementMove.WITHDRAW: ({AgreementStatus.DRAFT, AgreementStatus.OFFERED}, AgreementStatus.WITHDRAWN),
        AgreementMove.REVIEW: ({AgreementStatus.IN_FORCE}, AgreementStatus.IN_FORCE),
        AgreementMove.GIVE_NOTICE: ({AgreementStatus.IN_FORCE}, AgreementStatus.NOTICE),
        AgreementMove.SUPERSEDE: ({AgreementStatus.IN_FORCE, AgreementStatus.NOTICE}, AgreementStatus.SUPERSEDED),
        AgreementMove.END: (
            {AgreementStatus.DRAFT, AgreementStatus.OFFERED, AgreementStatus.IN_FORCE, AgreementStatus.NOTICE},
            AgreementStatus.ENDED,
        ),
    },
)


class SignatureStatus(TextChoices):
    OPEN = "open", "Not signed yet"
    SIGNED = "signed", "Signed"
    DECLINED = "declined", "Declined"


class SignatureMove(TextChoices):
    SIGN = "sign", "Sign"
    DECLINE = "decline", "Decline"


# Silence is no arrow: a party who says nothing has not signed.
SIGNATURE_LIFE = Lifecycle(
    name="Signature of a party to an agreement",
    initial=SignatureStatus.OPEN,
    moves={
        SignatureMove.SIGN: ({SignatureStatus.OPEN}, SignatureStatus.SIGNED),
        SignatureMove.DECLINE: ({SignatureStatus.OPEN}, SignatureStatus.DECLINED),
    },
)
