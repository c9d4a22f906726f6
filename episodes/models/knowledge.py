"""The scheme's knowledge base: answers rewritten so that they point to nobody, and looked at by a second person."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.permissions import holds
from accounts.roles import Permission
from episodes.competence import Ground
from episodes.lifecycle import ARTICLE_LIFE, ArticleMove, ArticleStatus
from schemes.models import SchemeRow

ENGLISH = "english"  # PostgreSQL's own: word endings of British English, and no list of synonyms


class KnowledgeArticleQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "KnowledgeArticleQuerySet":
        """What is published, for everybody in the scheme; the rest for its writer and whoever gives a second look."""
        if user.acting is None:
            return self.none()
        if holds(user, Permission.PUBLISH_ARTICLE):
            return self
        return self.filter(Q(status=ArticleStatus.PUBLISHED) | Q(written_by=user))

    def published(self) -> "KnowledgeArticleQuerySet":
        return self.filter(status=ArticleStatus.PUBLISHED)


class KnowledgeArticle(SchemeRow):
    """One question and its answer, about nobody (C17).

    Whoever wrote it said that they checked that it points to nobody; somebody else looked a second time before it was
    published. It has no key to the query it came from, nor to anybody. `answered_as` says what the clinician was.
    """

    title = models.CharField(max_length=120)
    question = models.TextField()
    answer = models.TextField()
    source = models.CharField(max_length=200, blank=True)
    answered_as = models.CharField(max_length=12, choices=Ground.choices)
    status = models.CharField(max_length=10, choices=ArticleStatus.choices, default=ARTICLE_LIFE.initial)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    published_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    words = models.GeneratedField(
        expression=SearchVector("title", weight="A", config=ENGLISH)
        + SearchVector("question", weight="B", config=ENGLISH)
        + SearchVector("answer", weight="C", config=ENGLISH),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = KnowledgeArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-written_at", "pk"]
        indexes = [GinIndex(fields=["words"], name="article_words")]
        triggers = [pgtrigger.FSM(name="article_moves", field="status", transitions=ARTICLE_LIFE.transitions())]
        constraints = [
            models.CheckConstraint(
                name="article_words_are_known",
                condition=Q(status__in=ArticleStatus.values, answered_as__in=Ground.values),
                violation_error_message="Choose one of the statuses there are.",
            ),
            models.CheckConstraint(
                name="article_published_by_somebody",
                condition=~Q(status=ArticleStatus.PUBLISHED)
                | Q(published_by__isnull=False, published_at__isnull=False),
                violation_error_message="A published article says who gave it the second look, and when.",
            ),
            models.CheckConstraint(
                name="article_second_look_by_somebody_else",
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("written_by")),
                violation_error_message="Somebody else than whoever wrote it must give an article its second look.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class KnowledgeArticleStatusChange(SchemeRow):
    """One move in the life of an article, with the reason given for it. Never edited."""

    article = models.ForeignKey(KnowledgeArticle, on_delete=models.PROTECT, related_name="changes", db_constraint=False)
    move = models.CharField(max_length=10, choices=ArticleMove.choices)
    status = models.CharField(max_length=10, choices=ArticleStatus.choices)
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                name="article_change_is_known",
                condition=Q(move__in=ArticleMove.values, status__in=ArticleStatus.values),
                violation_error_message="Choose one of the moves there are.",
            )
        ]

    def __str__(self) -> str:
        return f"{ArticleMove(self.move).label} at {self.at:%Y-%m-%d %H:%M}"
