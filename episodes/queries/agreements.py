"""Agreements in number: what is wrong with which, what waits for whose signature, who has left."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accounts import queries as accounts
from accounts.permissions import holds
from accounts.roles import Permission, may
from episodes.agreement import SOON, Finding
from episodes.lifecycle import AgreementStatus, SignatureStatus, Status
from episodes.models import Agreement, AgreementParty, AgreementQuerySet, Episode, EpisodeQuerySet
from practices.models import Post
from schemes.agreement import Party

HOLDS, WAITS = Q(status=AgreementStatus.IN_FORCE), Q(status=AgreementStatus.OFFERED)


def parties_left(today: date) -> QuerySet[AgreementParty]:
    """Professionals who are party to an agreement and work there no more, or once signed in and hold no role now."""
    post = Post.objects.held_on(today).filter(
        professional=OuterRef("professional"), organisation=OuterRef("organisation")
    )
    named = AgreementParty.objects.filter(professional__isnull=False)
    return named.filter(~Exists(post) | accounts.has_left("professional__user", today))


def with_facts(agreements: AgreementQuerySet, today: date) -> AgreementQuerySet:
    """The agreements, each with whether a party has left and whether it is the newest of its episode."""
    left = parties_left(today).filter(agreement=OuterRef("pk"))
    later = Agreement.objects.filter(episode=OuterRef("episode"), number__gt=OuterRef("number"))
    return agreements.annotate(somebody_left=Exists(left), newest=~Exists(later))


def where(finding: str, today: date) -> Q:
    """What `episodes.agreement.findings` says of one version, asked of all of them at once."""
    lasting = HOLDS & Q(ends_on__gte=today)
    return {
        Finding.LEFT: Q(somebody_left=True) & (WAITS | lasting),
        Finding.NOTICE: Q(status=AgreementStatus.NOTICE),
        Finding.EXPIRED: HOLDS & Q(ends_on__lt=today),
        Finding.DECLINED: Q(status=AgreementStatus.DECLINED, newest=True),
        Finding.WAITING: WAITS & Q(answer_by__lt=today),
        Finding.REVIEW: lasting & Q(review_on__lte=today),
        Finding.EXPIRING: lasting & Q(ends_on__lte=today + SOON),
    }[Finding(finding)]


def agreement_findings(user: Any, today: date, finding: str = "") -> AgreementQuerySet:
    """The agreements of people in shared care that somebody must see to, of those this person may read; by name.

    All of them, or those with one finding. What Today counts and `episodes:agreements` lists.
    """
    wrong = Q()
    for each in [finding] if finding else Finding:
        wrong |= where(each, today)
    scope = Agreement.objects.visible_to(user).exclude(episode__status=Status.ENDED)
    found: AgreementQuerySet = with_facts(scope, today).filter(wrong)
    return found.select_related("patient", "patient__practice").order_by(
        "patient__family_name", "patient__given_name", "pk"
    )


def without_agreement(user: Any) -> EpisodeQuerySet:
    """People in shared care about whom no agreement was ever put to anybody, of those this person may read; by name.

    With the version that is being `drafted`, if one is. What is wrong with an offered one: `agreement_findings`.
    """
    if not holds(user, Permission.VIEW_WHOLE_RECORD):
        return Episode.objects.none()
    versions = Agreement.objects.filter(episode=OuterRef("pk"))
    draft = versions.filter(status=AgreementStatus.DRAFT).values("pk")[:1]
    offered = versions.exclude(status__in=[AgreementStatus.DRAFT, AgreementStatus.WITHDRAWN])
    found: EpisodeQuerySet = Episode.objects.in_care_visible_to(user).filter(~Exists(offered))
    return (
        found.annotate(drafted=Subquery(draft))
        .select_related("patient", "patient__practice")
        .order_by("patient__family_name", "patient__given_name", "pk")
    )


def to_answer(user: Any) -> QuerySet[AgreementParty]:
    """What waits for this person's own signature, in the role they act in; what is to be answered first comes first."""
    if user.acting is None or not may(user.acting.role, Permission.SIGN_AGREEMENT):
        return AgreementParty.objects.none()
    waiting = Agreement.objects.visible_to(user).filter(WAITS)
    own = AgreementParty.objects.filter(agreement__in=waiting, professional__user=user, status=SignatureStatus.OPEN)
    return own.select_related("agreement", "patient").order_by("agreement__answer_by", "pk")


def agreements_to_answer(user: Any, today: date) -> AgreementQuerySet:
    """The agreements that wait for this person's own signature."""
    scope = Agreement.objects.visible_to(user).filter(pk__in=to_answer(user).values("agreement_id"))
    found: AgreementQuerySet = with_facts(scope, today).select_related("patient", "patient__practice")
    return found.order_by("answer_by", "pk")


def last_agreement(episode: Episode) -> Agreement | None:
    """The version that a new one begins with: the last that was offered to anybody."""
    found: Agreement | None = Agreement.objects.filter(episode=episode, offered_on__isnull=False).first()
    return found


def waiting_for(agreement: Agreement) -> list[str]:
    """Which parties have not answered, by what they are."""
    unanswered = AgreementParty.objects.filter(agreement=agreement, status=SignatureStatus.OPEN)
    return [str(Party(party).label).lower() for party in unanswered.values_list("party", flat=True)]


def next_agreement_number(episode: Episode) -> int:
    """The number of the next version, from 1."""
    newest = Agreement.objects.filter(episode=episode).order_by("-number").first()
    return newest.number + 1 if newest else 1


def name_of(party: AgreementParty) -> str:
    """A party by name, for a page."""
    return party.professional.name if party.professional else party.patient.name


def spoken_of(party: AgreementParty) -> str:
    """A party as the record speaks of them: never the person by name, because the record outlives their data."""
    label = str(Party(party.party).label)
    return f"{party.professional.name} ({label.lower()})" if party.professional else label
