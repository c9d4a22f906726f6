"""What somebody may do with a person's shared care."""

from datetime import date
from typing import Any

from django.utils import timezone

from accounts.models import Membership
from accounts.permissions import holds
from accounts.roles import Permission, Role
from episodes.models import ClinicalQuery, KnowledgeArticle
from patients.models import Patient
from patients.permissions import holds_for
from practices import permissions as practices


def can_start_episode(user: Any, patient: Any) -> bool:
    """Take the person into shared care."""
    return holds_for(user, Permission.START_SHARED_CARE, patient)


def can_assign_responsibility(user: Any, patient: Any) -> bool:
    """Say who answers for an aspect of the person's care, and who supports them."""
    return holds_for(user, Permission.ASSIGN_RESPONSIBILITY, patient)


def can_move_episode(user: Any, patient: Any) -> bool:
    """Suspend the person's shared care, take it up again, or end it."""
    return holds_for(user, Permission.END_SHARED_CARE, patient)


def can_answer_handover(user: Any, handover: Any) -> bool:
    """Accept or decline a hand-over, or a move to another service: the receiver; for one who does not sign in, whoever
    may name holders."""
    if user.acting is None or not Patient.objects.visible_to(user).filter(pk=handover.patient_id).exists():
        return False
    if signs_in(handover.receiver, timezone.localdate()):
        return bool(handover.receiver.user_id == user.pk)
    return can_assign_responsibility(user, handover.episode.patient)


def can_recall_handover(user: Any, handover: Any) -> bool:
    """Take back what was offered or delegated: the giver, whoever offered it, or the co-ordinator; for a giver who does
    not sign in, whoever may name holders."""
    if not can_assign_responsibility(user, handover.episode.patient):
        return False
    return _may_take_back(user, handover.giver, handover.offered_by_id)


def can_withdraw_transition(user: Any, transition: Any) -> bool:
    """Withdraw a move that waits: as a hand-over is taken back."""
    if not can_assign_responsibility(user, transition.episode.patient):
        return False
    return _may_take_back(user, transition.sender, transition.offered_by_id)


def _may_take_back(user: Any, giver: Any, offered_by_id: Any) -> bool:
    if user.pk in (giver.user_id, offered_by_id) or user.acting.organisation_id is None:
        return True
    return not signs_in(giver, timezone.localdate())


def can_record_complexity(user: Any, patient: Any) -> bool:
    """Say that the person's care has become more or less complex: whoever may take people into shared care."""
    return can_start_episode(user, patient)


def can_record_absence(user: Any, professional: Any) -> bool:
    """Say when somebody is away: they themselves, whoever names holders at a place of theirs, or the co-ordinator."""
    if not holds(user, Permission.VIEW_PEOPLE):
        return False
    if professional.user_id == user.pk:
        return True
    here = user.acting.organisation_id
    if not holds(user, Permission.ASSIGN_RESPONSIBILITY):
        return False
    return here is None or professional.posts.filter(organisation_id=here).exists()


def signs_in(professional: Any, day: date) -> bool:
    """Whether somebody can answer for themselves here: they sign in, and hold a role in the scheme."""
    if professional.user_id is None:
        return False
    roles = Membership.objects.filter(user=professional.user_id, user__is_active=True, scheme_id=professional.scheme_id)
    return roles.held_on(day).exists()


def can_arrange_collection(user: Any, patient: Any) -> bool:
    """Record on which days, and at which pharmacy, the person collects."""
    return holds_for(user, Permission.ARRANGE_COLLECTION, patient)


def can_record_collection(user: Any, arrangement: Any) -> bool:
    """Record what came of a day: the pharmacy itself, and whoever it rang up; never another pharmacy."""
    if not holds_for(user, Permission.RECORD_COLLECTION, arrangement.episode.patient):
        return False
    return not is_pharmacist(user) or user.acting.organisation_id == arrangement.pharmacy_id


def can_record_closure(user: Any, pharmacy: Any) -> bool:
    """Record that a pharmacy is closed: of one's own, or of any as somebody who runs the scheme."""
    return practices.holds(user, Permission.RECORD_CLOSURE, pharmacy.pk)


def can_answer_alert(user: Any, patient: Any) -> bool:
    """Say that one has an alert about the person, and what came of it."""
    return holds_for(user, Permission.ANSWER_ALERT, patient)


def is_pharmacist(user: Any) -> bool:
    """Whether the person acts for a pharmacy, and so for its own people only."""
    return user.acting is not None and user.acting.role == Role.PHARMACIST


def can_write_agreement(user: Any, patient: Any) -> bool:
    """Write an agreement, offer it, withdraw it, look at it again, and put on record what was signed on paper."""
    return holds_for(user, Permission.WRITE_AGREEMENT, patient)


def can_record_answer(user: Any, party: Any) -> bool:
    """Put on record what this party signed or said on paper; whoever never may is refused before the person is read."""
    return holds(user, Permission.WRITE_AGREEMENT) and can_write_agreement(user, party.patient)


def can_answer_agreement(user: Any, party: Any) -> bool:
    """Sign, decline or give notice as this party: only the professional named, in a role that signs, as themselves."""
    named = party.professional
    return named is not None and named.user_id == user.pk and holds_for(user, Permission.SIGN_AGREEMENT, party.patient)


def can_copy_agreement(user: Any, party: Any) -> bool:
    """Make this party's copy: whoever may write agreements makes anybody's, and the party their own."""
    return can_record_answer(user, party) or can_answer_agreement(user, party)


def can_record_arrangement(user: Any, patient: Any) -> bool:
    """Record how the person's care is arranged, put it right, and record that their own GP was told."""
    return holds_for(user, Permission.RECORD_ARRANGEMENT, patient)


def can_ask_query(user: Any, patient: Any = None) -> bool:
    """Ask a clinical query: about this person, or about nobody in particular."""
    return holds(user, Permission.ASK_QUERY) if patient is None else holds_for(user, Permission.ASK_QUERY, patient)


def can_route_query(user: Any, query: Any) -> bool:
    """Choose the clinician who answers."""
    return holds(user, Permission.ROUTE_QUERY) and sees_query(user, query)


def answers_queries(user: Any, query: Any) -> bool:
    """Stand in a role in which queries such as this are answered; whether they are competent is for evidence to say."""
    return holds(user, Permission.ANSWER_QUERY) and sees_query(user, query)


def is_asked_to_answer(user: Any, query: Any) -> bool:
    """Be the clinician it was sent to, in such a role."""
    named = query.routed_to
    return named is not None and named.user_id == user.pk and answers_queries(user, query)


def can_settle_query(user: Any, query: Any) -> bool:
    """Close an answered query, or withdraw an open one: whoever asked it, and whoever sends queries on."""
    return (query.asked_by_id == user.pk or holds(user, Permission.ROUTE_QUERY)) and sees_query(user, query)


def can_write_article(user: Any, query: Any) -> bool:
    """Rewrite its answer for the knowledge base."""
    return holds(user, Permission.WRITE_ARTICLE) and sees_query(user, query)


def can_rewrite_article(user: Any, article: Any) -> bool:
    """Rewrite an article once more: its writer."""
    return holds(user, Permission.WRITE_ARTICLE) and article.written_by_id == user.pk


def can_publish_article(user: Any, article: Any) -> bool:
    """Give an article its second look: whoever may, and never its writer."""
    return holds(user, Permission.PUBLISH_ARTICLE) and article.written_by_id != user.pk


def can_withdraw_article(user: Any, article: Any) -> bool:
    """Take an article out of the knowledge base: its writer, whoever may publish, and whoever answers for access."""
    publishes = holds(user, Permission.PUBLISH_ARTICLE) or holds(user, Permission.GOVERN_ACCESS)
    visible = KnowledgeArticle.objects.visible_to(user).filter(pk=article.pk)
    return (publishes or can_rewrite_article(user, article)) and visible.exists()


def sees_query(user: Any, query: Any) -> bool:
    return ClinicalQuery.objects.visible_to(user).filter(pk=query.pk).exists()


def can_log_exchange(user: Any, patient: Any = None) -> bool:
    """Put on record what one's own place told another, or was told: about the person, or about nobody."""
    if patient is None:
        return holds(user, Permission.RECORD_EXCHANGE)
    return holds_for(user, Permission.RECORD_EXCHANGE, patient)


def is_between(user: Any, exchange: Any) -> bool:
    """Whether the person acts for one of the two places of an exchange; whoever runs the scheme acts for no place."""
    return user.acting.organisation_id in (exchange.sender_place_id, exchange.receiver_place_id)


def can_acknowledge(user: Any, exchange: Any) -> bool:
    """Say that something arrived: at the place it was sent to, and for others whoever sent it or runs the scheme."""
    if not can_log_exchange(user, exchange.patient):
        return False
    return user.acting.organisation_id is None or is_between(user, exchange)


def can_withdraw_exchange(user: Any, exchange: Any) -> bool:
    """Withdraw what was put on record by mistake: whoever did so, and whoever runs the scheme."""
    if not can_log_exchange(user, exchange.patient):
        return False
    return user.acting.organisation_id is None or user.pk == exchange.recorded_by_id


def can_keep_route(user: Any, organisation: Any) -> bool:
    """Say how a place and those who work there are reached: of one's own, or of any as somebody who runs the scheme."""
    return practices.holds(user, Permission.KEEP_ROUTE, organisation.pk)


def can_review_caseload(user: Any, review: Any) -> bool:
    """Plan, open, go through, sign off or cancel: at the GP's own practice, as its reviewer, or running the scheme."""
    if not holds(user, Permission.REVIEW_CASELOAD):
        return False
    return user.acting.organisation_id in (None, review.practice_id) or review.reviewer.user_id == user.pk


def can_record_outcome(user: Any, item: Any) -> bool:
    """Say what came of the review for one person, whom one must see."""
    return can_review_caseload(user, item.review) and holds_for(user, Permission.REVIEW_CASELOAD, item.patient)
