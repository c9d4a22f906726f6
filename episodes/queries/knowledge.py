"""The knowledge base as it is read: found by words, waiting for a second look, and compared with where it came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, TextChoices

from episodes import identifying, permissions
from episodes.identifying import Match, Particulars
from episodes.lifecycle import ARTICLE_LIFE, ArticleMove, ArticleStatus
from episodes.models import (
    ClinicalQuery,
    KnowledgeArticle,
    KnowledgeArticleQuerySet,
    KnowledgeArticleStatusChange,
)
from episodes.models.knowledge import ENGLISH
from patients.models import Patient


class ShowArticles(TextChoices):
    """Which articles are listed."""

    PUBLISHED = "published", "Published"
    WAITING = "waiting", "Waiting for a second look"
    MINE = "mine", "Written by you"
    WITHDRAWN = "withdrawn", "Withdrawn"


def articles(user: Any, show: str, words: str = "") -> KnowledgeArticleQuerySet:
    """The articles on one list that this person may read; with words, those that hold them, the nearest first."""
    seen = KnowledgeArticle.objects.visible_to(user).select_related("written_by", "published_by")
    found = {
        ShowArticles.PUBLISHED: seen.published(),
        ShowArticles.WAITING: seen.filter(status=ArticleStatus.PROPOSED),
        ShowArticles.MINE: seen.filter(written_by=user),
        ShowArticles.WITHDRAWN: seen.filter(status=ArticleStatus.WITHDRAWN),
    }[ShowArticles(show)]
    if not words:
        return found
    asked = SearchQuery(words, config=ENGLISH, search_type="websearch")
    return found.filter(words=asked).order_by(SearchRank(F("words"), asked).desc(), "-published_at", "pk")


def to_look_at(user: Any) -> KnowledgeArticleQuerySet:
    """What waits for a second look; what Today counts and the list shows."""
    return articles(user, ShowArticles.WAITING)


def query_of(article: KnowledgeArticle, user: Any) -> ClinicalQuery | None:
    """The query an article came from, for whoever may see it; nothing for anybody else."""
    seen = ClinicalQuery.objects.visible_to(user).filter(article=article)
    found: ClinicalQuery | None = seen.select_related("patient", "answered_by").first()
    return found


def particulars_of(patient: Patient | None) -> Particulars | None:
    """Who a text must not point to."""
    if patient is None:
        return None
    return Particulars(
        names=[patient.given_name, patient.family_name],
        born_on=patient.born_on,
        nhs_number=patient.nhs_number or "",
        address=list(patient.address),
        postcode=patient.postcode,
    )


def identifying_words(article_text: Sequence[str], patient: Patient | None) -> list[Match]:
    """What in these texts points to the person a query was about, or to somebody."""
    return identifying.identifying("\n".join(article_text), particulars_of(patient))


@dataclass(frozen=True)
class ArticlePage:
    """One article, and what the reader may do with it."""

    article: KnowledgeArticle
    changes: Sequence[KnowledgeArticleStatusChange]
    may: dict[str, bool]


def article_page(article: KnowledgeArticle, user: Any) -> ArticlePage:
    """Everything the page of one article shows; its history only for who may change it."""
    moves = ARTICLE_LIFE.moves_from(article.status)
    may = {
        "publish": ArticleMove.PUBLISH in moves and permissions.can_publish_article(user, article),
        "rewrite": ArticleMove.REWRITE in moves and permissions.can_rewrite_article(user, article),
        "withdraw": ArticleMove.WITHDRAW in moves and permissions.can_withdraw_article(user, article),
    }
    knows = permissions.can_rewrite_article(user, article) or permissions.can_publish_article(user, article)
    changes = list(article.changes.select_related("by")) if knows else []
    return ArticlePage(article, changes, may)
