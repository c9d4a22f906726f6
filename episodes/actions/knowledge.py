"""Putting an answer into the knowledge base: rewritten, checked, looked at by a second person, published, withdrawn."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from audit import actions as audit
from audit import constraints
from audit.freshness import check_fresh
from episodes import events, permissions, queries
from episodes.actions.locking import locked_query
from episodes.lifecycle import ARTICLE_LIFE, ArticleMove, ArticleStatus, QueryStatus
from episodes.models import ClinicalQuery, KnowledgeArticle, KnowledgeArticleStatusChange
from patients.models import Patient

NOT_COMPARED = (
    "The query that this came from is not open to you, so it cannot be compared with it. Somebody who may open it must "
    "give it the second look."
)


@transaction.atomic
def propose_article(
    *,
    query: ClinicalQuery,
    title: str,
    question: str,
    answer: str,
    by: Any,
    checked: bool,
    source: str = "",
    despite: bool = False,
) -> KnowledgeArticle:
    """Rewrite a closed query and its answer so that they point to nobody; it waits for somebody else's second look.

    `checked` is the writer's word that they made sure of it. Refused where the text holds the person's NHS number, date
    of birth or postcode; other words that may point to them need `despite`: the writer's word that they do not.
    """
    if not permissions.can_write_article(by, query):
        raise PermissionDenied("You may not write for the knowledge base.")
    query = locked_query(query)
    if query.status != QueryStatus.CLOSED:
        raise ValidationError("Close the query first: only closed answers go into the knowledge base.")
    if query.article is not None and query.article.status != ArticleStatus.WITHDRAWN:
        raise ValidationError("An article was written from this query already.")
    _check(query.patient, (title, question, answer, source), checked=checked, despite=despite)
    article = KnowledgeArticle(
        scheme_id=query.scheme_id,
        title=title,
        question=question,
        answer=answer,
        source=source,
        answered_as=query.answered_as,
        written_by=by,
    )
    constraints.save(article)
    query.article = article
    query.version += 1
    constraints.save(query)
    audit.record(events.ARTICLE_PROPOSED, subject=query, by=by, patient_id=query.patient_id)
    return article


@transaction.atomic
def rewrite_article(
    *,
    article: KnowledgeArticle,
    title: str,
    question: str,
    answer: str,
    by: Any,
    checked: bool,
    source: str = "",
    despite: bool = False,
    version: int | None = None,
) -> KnowledgeArticle:
    """Word an article anew before it is published, checked as before. Refused once it is published, and to others."""
    if not permissions.can_rewrite_article(by, article):
        raise PermissionDenied("Only its writer may rewrite an article.")
    article = _locked(article, version)
    status = ARTICLE_LIFE.after(article.status, ArticleMove.REWRITE)
    query = queries.query_of(article, by)
    if query is None:
        raise ValidationError(NOT_COMPARED)
    _check(query.patient, (title, question, answer, source), checked=checked, despite=despite)
    article.status, article.title, article.question, article.answer = status, title, question, answer
    article.source, article.written_at = source, timezone.now()
    _moved(article, ArticleMove.REWRITE, by)
    audit.record(events.ARTICLE_REWRITTEN, subject=article, by=by)
    return article


@transaction.atomic
def publish_article(
    *, article: KnowledgeArticle, by: Any, checked: bool, version: int | None = None
) -> KnowledgeArticle:
    """Publish an article after a second look at it, beside the query it came from. Refused to its writer.

    Refused too where it certainly points to somebody, and to whoever may not open that query.
    """
    if not permissions.can_publish_article(by, article):
        raise PermissionDenied("Somebody else than its writer, who runs the scheme, gives an article its second look.")
    article = _locked(article, version)
    status = ARTICLE_LIFE.after(article.status, ArticleMove.PUBLISH)
    query = queries.query_of(article, by)
    if query is None:
        raise ValidationError(NOT_COMPARED)
    texts = (article.title, article.question, article.answer, article.source)
    _check(query.patient, texts, checked=checked, despite=True)
    article.status, article.published_by, article.published_at = status, by, timezone.now()
    _moved(article, ArticleMove.PUBLISH, by)
    audit.record(events.ARTICLE_PUBLISHED, subject=article, by=by, title=article.title)
    return article


@transaction.atomic
def send_article_back(*, article: KnowledgeArticle, reason: str, by: Any) -> KnowledgeArticle:
    """Ask the writer to word an article anew, and say why."""
    if not permissions.can_publish_article(by, article):
        raise PermissionDenied("Somebody else than its writer, who runs the scheme, gives an article its second look.")
    article = _locked(article)
    if not reason.strip():
        raise ValidationError({"reason": "Say what should be worded otherwise."})
    article.status = ARTICLE_LIFE.after(article.status, ArticleMove.SEND_BACK)
    _moved(article, ArticleMove.SEND_BACK, by, reason=reason)
    audit.record(events.ARTICLE_SENT_BACK, subject=article, by=by)
    return article


@transaction.atomic
def withdraw_article(*, article: KnowledgeArticle, reason: str, by: Any) -> KnowledgeArticle:
    """Take an article out of the knowledge base, at once and with a reason; it is kept, for those who withdrew it."""
    if not permissions.can_withdraw_article(by, article):
        raise PermissionDenied("You may not withdraw this article.")
    article = _locked(article)
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is withdrawn."})
    article.status = ARTICLE_LIFE.after(article.status, ArticleMove.WITHDRAW)
    _moved(article, ArticleMove.WITHDRAW, by, reason=reason)
    audit.record(events.ARTICLE_WITHDRAWN, subject=article, by=by)
    return article


def _check(patient: Patient | None, texts: tuple[str, ...], *, checked: bool, despite: bool) -> None:
    """Refuse what points to somebody, and a text that nobody says they checked."""
    if not all(text.strip() for text in texts[:3]):
        raise ValidationError("Enter a title, the question and the answer.")
    found = queries.identifying_words(texts, patient)
    certain = [each.in_words for each in found if each.certain]
    if certain:
        raise ValidationError(f"This points to somebody: {', '.join(certain)}. Take it out.", code="identifies")
    if found and not despite:
        words = ", ".join(each.in_words for each in found)
        raise ValidationError(f"This may point to somebody: {words}. Take it out, or say that it does not.")
    if not checked:
        raise ValidationError({"checked": "Say that you checked that it points to nobody."})


def _locked(article: KnowledgeArticle, version: int | None = None) -> KnowledgeArticle:
    fresh: KnowledgeArticle = KnowledgeArticle.objects.select_for_update().get(pk=article.pk)
    check_fresh(fresh, version)
    return fresh


def _moved(article: KnowledgeArticle, move: ArticleMove, by: Any, *, reason: str = "") -> None:
    article.version += 1
    constraints.save(article)
    KnowledgeArticleStatusChange.objects.create(
        scheme_id=article.scheme_id, article=article, move=move, status=article.status, reason=reason, by=by
    )
