"""The life of an episode of shared care, and of the hand-overs, alerts, agreements and moves in it."""

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


class HandoverStatus(TextChoices):
    OFFERED = "offered", "Offered"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    RECALLED = "recalled", "Taken back"
    EXPIRED = "expired", "Ran out unanswered"
    OVERTAKEN = "overtaken", "Overtaken"


class HandoverMove(TextChoices):
    ACCEPT = "accept", "Accept"
    DECLINE = "decline", "Decline"
    RECALL = "recall", "Take back"
    EXPIRE = "expire", "Run out"
    OVERTAKE = "overtake", "Overtake"


# That an offer has run out is a fact of the clock; the row says so only once another offer takes its place.
HANDOVER = Lifecycle(
    name="Hand-over",
    initial=HandoverStatus.OFFERED,
    moves={
        HandoverMove.ACCEPT: ({HandoverStatus.OFFERED}, HandoverStatus.ACCEPTED),
        HandoverMove.DECLINE: ({HandoverStatus.OFFERED}, HandoverStatus.DECLINED),
        HandoverMove.RECALL: ({HandoverStatus.OFFERED, HandoverStatus.ACCEPTED}, HandoverStatus.RECALLED),
        HandoverMove.EXPIRE: ({HandoverStatus.OFFERED}, HandoverStatus.EXPIRED),
        HandoverMove.OVERTAKE: ({HandoverStatus.OFFERED, HandoverStatus.ACCEPTED}, HandoverStatus.OVERTAKEN),
    },
)


class AlertStatus(TextChoices):
    OPEN = "open", "Nobody has it yet"
    ACKNOWLEDGED = "acknowledged", "Somebody has it"
    CLOSED = "closed", "Closed"


class AlertMove(TextChoices):
    ACKNOWLEDGE = "acknowledge", "I have this"
    TAKE_OVER = "take_over", "Take over"
    HEIGHTEN = "heighten", "Raise to a higher level"
    CLOSE = "close", "Close"


class AlertOutcome(TextChoices):
    """What came of an alert; the last three are found, not chosen."""

    SPOKEN = "spoken", "Spoken to, and treatment goes on"
    CHANGED = "changed", "Treatment was reassessed or changed"
    ELSEWHERE = "elsewhere", "In hospital, in prison or with another service"
    NOT_FOUND = "not_found", "Not found; others have been told"
    NO_NEED = "no_need", "Nothing had to be done"
    CORRECTED = "corrected", "The record was corrected"
    ENDED = "ended", "Shared care ended"
    DIED = "died", "The person died"


CHOSEN_OUTCOMES = (
    AlertOutcome.SPOKEN,
    AlertOutcome.CHANGED,
    AlertOutcome.ELSEWHERE,
    AlertOutcome.NOT_FOUND,
    AlertOutcome.NO_NEED,
)

ALERT = Lifecycle(
    name="Alert",
    initial=AlertStatus.OPEN,
    moves={
        AlertMove.ACKNOWLEDGE: ({AlertStatus.OPEN}, AlertStatus.ACKNOWLEDGED),
        AlertMove.TAKE_OVER: ({AlertStatus.ACKNOWLEDGED}, AlertStatus.ACKNOWLEDGED),
        AlertMove.HEIGHTEN: ({AlertStatus.OPEN, AlertStatus.ACKNOWLEDGED}, AlertStatus.OPEN),
        AlertMove.CLOSE: ({AlertStatus.OPEN, AlertStatus.ACKNOWLEDGED}, AlertStatus.CLOSED),
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


class TransitionStatus(TextChoices):
    OFFERED = "offered", "Waiting for an answer"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


class TransitionMove(TextChoices):
    ACCEPT = "accept", "Accept"
    DECLINE = "decline", "Decline"
    WITHDRAW = "withdraw", "Withdraw"


# It never runs out by itself: whoever sends stays responsible, and a move that nobody answers stays on their list.
TRANSITION = Lifecycle(
    name="Move between services",
    initial=TransitionStatus.OFFERED,
    moves={
        TransitionMove.ACCEPT: ({TransitionStatus.OFFERED}, TransitionStatus.ACCEPTED),
        TransitionMove.DECLINE: ({TransitionStatus.OFFERED}, TransitionStatus.DECLINED),
        TransitionMove.WITHDRAW: ({TransitionStatus.OFFERED}, TransitionStatus.WITHDRAWN),
    },
)


class QueryStatus(TextChoices):
    """How far a clinical query has come; that it is late is a fact of the clock, and not kept."""

    ASKED = "asked", "Waits to be sent to a clinician"
    ROUTED = "routed", "Waits for the clinician"
    ANSWERED = "answered", "Answered"
    CLOSED = "closed", "Closed"
    WITHDRAWN = "withdrawn", "Withdrawn"


class QueryMove(TextChoices):
    ROUTE = "route", "Send to a clinician"
    SEND_BACK = "send_back", "Send back"
    ANSWER = "answer", "Answer"
    CLOSE = "close", "Close"
    WITHDRAW = "withdraw", "Withdraw"


QUERY_LIFE = Lifecycle(
    name="Clinical query",
    initial=QueryStatus.ASKED,
    moves={
        QueryMove.ROUTE: ({QueryStatus.ASKED, QueryStatus.ROUTED}, QueryStatus.ROUTED),
        QueryMove.SEND_BACK: ({QueryStatus.ROUTED}, QueryStatus.ASKED),
        QueryMove.ANSWER: ({QueryStatus.ROUTED}, QueryStatus.ANSWERED),
        QueryMove.CLOSE: ({QueryStatus.ANSWERED}, QueryStatus.CLOSED),
        QueryMove.WITHDRAW: ({QueryStatus.ASKED, QueryStatus.ROUTED}, QueryStatus.WITHDRAWN),
    },
)


class ArticleStatus(TextChoices):
    PROPOSED = "proposed", "Waits for a second look"
    RETURNED = "returned", "Sent back to be rewritten"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ArticleMove(TextChoices):
    REWRITE = "rewrite", "Rewrite"
    SEND_BACK = "send_back", "Send back"
    PUBLISH = "publish", "Publish"
    WITHDRAW = "withdraw", "Withdraw"


# A published article is not rewritten: it is withdrawn, and another takes its place.
ARTICLE_LIFE = Lifecycle(
    name="Article of the knowledge base",
    initial=ArticleStatus.PROPOSED,
    moves={
        ArticleMove.REWRITE: ({ArticleStatus.PROPOSED, ArticleStatus.RETURNED}, ArticleStatus.PROPOSED),
        ArticleMove.SEND_BACK: ({ArticleStatus.PROPOSED}, ArticleStatus.RETURNED),
        ArticleMove.PUBLISH: ({ArticleStatus.PROPOSED}, ArticleStatus.PUBLISHED),
        ArticleMove.WITHDRAW: (
            {ArticleStatus.PROPOSED, ArticleStatus.RETURNED, ArticleStatus.PUBLISHED},
            ArticleStatus.WITHDRAWN,
        ),
    },
)


class CaseloadReviewStatus(TextChoices):
    PLANNED = "planned", "Planned"
    OPEN = "open", "Being gone through"
    SIGNED_OFF = "signed_off", "Signed off"
    CANCELLED = "cancelled", "Cancelled"


class CaseloadReviewMove(TextChoices):
    OPEN = "open", "Open"
    SIGN_OFF = "sign_off", "Sign off"
    CANCEL = "cancel", "Cancel"


CASELOAD_REVIEW = Lifecycle(
    name="Review of a GP’s caseload",
    initial=CaseloadReviewStatus.PLANNED,
    moves={
        CaseloadReviewMove.OPEN: ({CaseloadReviewStatus.PLANNED}, CaseloadReviewStatus.OPEN),
        CaseloadReviewMove.SIGN_OFF: ({CaseloadReviewStatus.OPEN}, CaseloadReviewStatus.SIGNED_OFF),
        CaseloadReviewMove.CANCEL: (
            {CaseloadReviewStatus.PLANNED, CaseloadReviewStatus.OPEN},
            CaseloadReviewStatus.CANCELLED,
        ),
    },
)
