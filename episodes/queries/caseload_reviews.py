"""Reviews of GPs' caseloads: which are due, who is on the list, who joined or left since, and what the record says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    TextChoices,
    Value,
    When,
)

from accounts import queries as accounts
from accounts.permissions import holds
from accounts.roles import Permission
from episodes import permissions
from episodes.lifecycle import CaseloadReviewStatus
from episodes.models import (
    CaseloadReview,
    CaseloadReviewItem,
    CaseloadReviewItemQuerySet,
    CaseloadReviewQuerySet,
    Episode,
    EpisodeQuerySet,
    Responsibility,
)
from episodes.queries.holders import by_place
from patients.models import Patient
from patients.models import Status as PatientStatus
from practices.models import Kind, Organisation, Post, Profession, Professional


class ShowReviews(TextChoices):
    """The lists there are."""

    DUE = "due", "Due, or begun and not signed off"
    PLANNED = "planned", "Planned for later"
    DONE = "done", "Signed off or cancelled"
    NONE = "none", "GPs with people and no review planned"


def caseload_reviews(user: Any, show: str, today: date) -> CaseloadReviewQuerySet:
    """One of the lists of reviews: what is due with the oldest first, what was done with the latest first."""
    seen: CaseloadReviewQuerySet = CaseloadReview.objects.visible_to(user).select_related("gp", "practice", "reviewer")
    seen = seen.annotate(gp_left=_left(today))
    if show == ShowReviews.DUE:
        return seen.due_by(today).order_by("planned_on", "pk")
    if show == ShowReviews.PLANNED:
        later = seen.filter(status=CaseloadReviewStatus.PLANNED, planned_on__gt=today)
        return later.order_by("planned_on", "pk")
    return seen.exclude(pk__in=CaseloadReview.objects.unfinished()).order_by("-planned_on", "pk")


def gps_without_review(user: Any, today: date) -> QuerySet[Responsibility, dict[str, Any]]:
    """GPs who answer for people at a practice with no review planned or begun, by practice and name.

    Of people that the user may see: holder, organisation, people. Who has left is on the list of leavers, and not here.
    """
    held = Responsibility.objects.held_now().filter(
        holder__profession=Profession.GP, organisation__kind=Kind.PRACTICE, episode__in=Episode.objects.visible_to(user)
    )
    if not holds(user, Permission.REVIEW_CASELOAD):
        held = held.none()
    elif user.acting.organisation_id is not None:
        held = held.filter(organisation=user.acting.organisation_id)
    there = Post.objects.held_on(today).filter(professional=OuterRef("holder"), organisation=OuterRef("organisation"))
    unfinished = CaseloadReview.objects.unfinished().filter(gp=OuterRef("holder"), practice=OuterRef("organisation"))
    found = held.filter(Exists(there)).exclude(Exists(unfinished)).exclude(accounts.has_left("holder__user", today))
    rows = found.order_by().values("holder", "holder__name", "organisation", "organisation__name")
    return rows.annotate(people=Count("episode", distinct=True)).order_by(
        "organisation__name", "holder__name", "holder"
    )


def _left(today: date) -> Case:
    """Whether the GP of a review works at its practice no more, or once signed in and holds no role now."""
    there = Post.objects.held_on(today).filter(professional=OuterRef("gp"), organisation=OuterRef("practice"))
    gone = ~Q(Exists(there)) | accounts.has_left("gp__user", today)
    return Case(When(gone, then=Value(True)), default=Value(False), output_field=BooleanField())


def gp_has_left(review: CaseloadReview, today: date) -> bool:
    """The same of one review."""
    return CaseloadReview.objects.filter(pk=review.pk).annotate(gone=_left(today)).filter(gone=True).exists()


def on_the_list(review: CaseloadReview) -> EpisodeQuerySet:
    """Everybody in shared care for any part of whose care the GP answers at the practice now."""
    held = Responsibility.objects.held_now().filter(holder=review.gp_id, organisation=review.practice_id)
    found: EpisodeQuerySet = Episode.objects.open().filter(pk__in=held.values("episode"))
    return found.order_by("pk")


def lacking_with_facts(review: CaseloadReview) -> CaseloadReviewItemQuerySet:
    """Those without an outcome, held still, each with whether they died and whether they are on the list now."""
    listed = on_the_list(review).order_by().filter(pk=OuterRef("episode"))
    found: CaseloadReviewItemQuerySet = review.items.lacking().select_for_update(of=("self",))
    return found.annotate(
        died=Case(When(patient__status=PatientStatus.DECEASED, then=Value(True)), default=Value(False)),
        on_list=Exists(listed),
    )


def has_died(patient: Patient) -> bool:
    """Whether it is on record that the person died."""
    return patient.status == PatientStatus.DECEASED


@dataclass(frozen=True)
class ItemLine:
    """One person on the page of a review: what came of it, and what became of them since it was opened."""

    item: CaseloadReviewItem
    died: bool
    on_list: bool
    may_record: bool

    @property
    def since(self) -> str:
        """What happened since the list was taken down, in words; nothing once it was signed off."""
        if self.item.closed_at:
            return ""
        if self.died:
            return "Has died"
        return "" if self.on_list else "No longer on the list"

    @property
    def lacks(self) -> bool:
        """Whether somebody must still say what came of it."""
        return not self.item.outcome and not self.died and self.on_list


@dataclass(frozen=True)
class ReviewRecord:
    """One review as its page shows it: the list as it was taken down, and who joined since."""

    review: CaseloadReview
    lines: Sequence[ItemLine]
    joined: Sequence[Episode]
    gp_has_left: bool
    may_review: bool

    @property
    def out_of_sight(self) -> int:
        """How many of the list the reader may not see."""
        return self.review.people - len(self.lines)

    @property
    def lacking(self) -> int:
        return sum(line.lacks for line in self.lines)

    @property
    def is_open(self) -> bool:
        return bool(self.review.status == CaseloadReviewStatus.OPEN)


def review_record(review: CaseloadReview, user: Any, today: date) -> ReviewRecord:
    """Everything the page of one review shows to this reader."""
    open_now = review.status == CaseloadReviewStatus.OPEN
    may_review = permissions.can_review_caseload(user, review)
    items = items_seen(review, user)
    lines = [
        ItemLine(item, has_died(item.patient), item.on_list or not open_now, may_review and open_now) for item in items
    ]
    joined = on_the_list(review).filter(patient__in=Patient.objects.visible_to(user))
    joined = joined.exclude(pk__in=[item.episode_id for item in items]).select_related("patient")
    return ReviewRecord(
        review=review,
        lines=lines,
        joined=list(joined) if open_now else [],
        gp_has_left=gp_has_left(review, today),
        may_review=may_review,
    )


def items_seen(review: CaseloadReview, user: Any) -> list[Any]:
    """Whom of the list the user may see, by name, each with whether they are on it now."""
    listed = on_the_list(review).order_by().filter(pk=OuterRef("episode"))
    found = review.items.visible_to(user).annotate(on_list=Exists(listed))
    return list(found.select_related("patient", "recorded_by"))


def next_item(review: CaseloadReview, user: Any, after: CaseloadReviewItem) -> CaseloadReviewItem | None:
    """Whom to go through next, by name: the first after this one whom somebody must still say something of."""
    by_name = items_seen(review, user)
    place = next((number for number, each in enumerate(by_name) if each.pk == after.pk), 0)
    in_turn = [*by_name[place + 1 :], *by_name[:place]]
    return next((each for each in in_turn if not each.outcome and each.on_list and not has_died(each.patient)), None)


def review_items(user: Any) -> CaseloadReviewItemQuerySet:
    """The people of reviews that this person may go through."""
    found: CaseloadReviewItemQuerySet = CaseloadReviewItem.objects.visible_to(user)
    return found.select_related("patient__practice", "episode", "review__gp", "review__practice", "review__reviewer")


def possible_reviewers(today: date) -> list[tuple[str, list[Post]]]:
    """Who could go through a list with a GP: GPs, specialist doctors and nurses with a post today, by place."""
    could = (Profession.SPECIALIST, Profession.GP, Profession.NURSE)
    posts = Post.objects.held_on(today).filter(professional__profession__in=could)
    first = Case(When(organisation__kind=Kind.SPECIALIST_SERVICE, then=0), default=1)
    return by_place(
        posts.select_related("professional", "organisation").order_by(
            first, "organisation__name", "professional__name", "pk"
        )
    )


def possible_gps(user: Any, today: date) -> list[tuple[Organisation, list[Professional]]]:
    """Whose caseload this person may plan to go through: the GPs of their own practice, or of every practice."""
    posts = Post.objects.held_on(today).filter(professional__profession=Profession.GP, organisation__kind=Kind.PRACTICE)
    place = user.acting.organisation_id
    if place and Organisation.objects.filter(pk=place, kind=Kind.PRACTICE).exists():
        posts = posts.filter(organisation=place)
    found: dict[Any, tuple[Organisation, list[Professional]]] = {}
    ordered = posts.select_related("professional", "organisation")
    for post in ordered.order_by("organisation__name", "professional__name", "pk"):
        found.setdefault(post.organisation_id, (post.organisation, []))[1].append(post.professional)
    return list(found.values())
