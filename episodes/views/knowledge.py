"""Pages of the knowledge base: searching it, one article, writing one, the second look, and withdrawing it."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import ListView, TemplateView

from accounts.permissions import holds
from accounts.roles import Permission
from audit import actions as audit
from episodes import actions, forms, permissions, queries
from episodes.models import ClinicalQuery, KnowledgeArticle, KnowledgeArticleQuerySet
from episodes.views.clinical_query import QueryMixin
from ui.views import ActionFormView

PER_PAGE = 20
SHOWN = {
    queries.ShowArticles.WAITING: Permission.PUBLISH_ARTICLE,
    queries.ShowArticles.MINE: Permission.WRITE_ARTICLE,
    queries.ShowArticles.WITHDRAWN: Permission.PUBLISH_ARTICLE,
}


class Knowledge(ListView):
    """What was answered before, found by its words."""

    template_name = "episodes/knowledge.html"
    context_object_name = "articles"
    paginate_by = PER_PAGE

    def get_queryset(self) -> KnowledgeArticleQuerySet:
        user = self.request.user
        shows = [show for show in queries.ShowArticles if show not in SHOWN or holds(user, SHOWN[show])]
        self.form = forms.SearchForm(self.request.GET or None, shows=shows)
        asked = self.form.cleaned_data if self.form.is_valid() else {}
        self.words = asked.get("q", "")
        self.show = queries.ShowArticles(asked.get("show") or queries.ShowArticles.PUBLISHED)
        return queries.articles(user, self.show, self.words)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(form=self.form, words=self.words, show=self.show, **kwargs)


class ArticleMixin:
    """Loads the article within the reader's scope."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def article(self) -> KnowledgeArticle:
        scope = KnowledgeArticle.objects.visible_to(self.request.user).select_related("written_by", "published_by")
        found: KnowledgeArticle = get_object_or_404(scope, pk=self.kwargs["pk"])
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(article=self.article, **kwargs)  # type: ignore[misc]
        return context

    def get_success_url(self) -> str:
        return reverse("episodes:article", args=[self.article.pk])

    get_back_url = get_success_url


class Article(ArticleMixin, TemplateView):
    """One question and its answer."""

    template_name = "episodes/article.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(page=queries.article_page(self.article, self.request.user), **kwargs)


class WriteArticle(QueryMixin, ActionFormView):
    """Rewrite a closed query for everybody in the scheme."""

    form_class = forms.ArticleForm
    template_name = "episodes/article_form.html"
    heading = "Write for the knowledge base"
    intro = (
        "Everybody in the scheme will be able to read this. Say what was asked and answered so that nobody is pointed "
        "to. The co-ordinator looks at it before it is published, under your name and theirs."
    )
    submit_label = "Send it for the second look"
    success_message = "It waits for the co-ordinator’s second look."

    def may(self) -> bool:
        return permissions.can_write_article(self.request.user, self.query)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "patient": self.patient}

    def get_initial(self) -> dict[str, Any]:
        return {"question": self.query.question, "answer": self.query.answer}

    def perform(self, data: dict[str, Any]) -> Any:
        data.pop("version")
        return actions.propose_article(query=self.query, by=self.request.user, **data)

    def get_success_url(self) -> str:
        return reverse("episodes:article", args=[self.result.pk])


class BesideItsQuery(ArticleMixin, ActionFormView):
    """What rewriting and the second look share: the query it came from stands beside it."""

    template_name = "episodes/article_form.html"

    @cached_property
    def query(self) -> ClinicalQuery | None:
        return queries.query_of(self.article, self.request.user)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.article.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query, article = self.query, self.article
        patient = query.patient if query else None
        if patient is not None:
            audit.record_view(by=self.request.user, patient_ids=[patient.pk], page="Knowledge base, second look")
        texts = (article.title, article.question, article.answer, article.source)
        found = queries.identifying_words(texts, patient)
        return super().get_context_data(query=query, found=found, today=timezone.localdate(), **kwargs)


class RewriteArticle(BesideItsQuery):
    """Word it anew before it is published."""

    form_class = forms.ArticleForm
    heading = "Rewrite the article"
    submit_label = "Send it for the second look"
    success_message = "It waits for the co-ordinator’s second look."

    def may(self) -> bool:
        return permissions.can_rewrite_article(self.request.user, self.article)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "patient": self.query.patient if self.query else None}

    def get_initial(self) -> dict[str, Any]:
        names = ("version", "title", "question", "answer", "source")
        return {name: getattr(self.article, name) for name in names}

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.rewrite_article(article=self.article, by=self.request.user, **data)


class PublishArticle(BesideItsQuery):
    """Look a second time, and publish."""

    form_class = forms.SecondLookForm
    template_name = "episodes/second_look.html"
    heading = "Second look"
    submit_label = "Publish it"
    success_message = "It is in the knowledge base."

    def may(self) -> bool:
        return permissions.can_publish_article(self.request.user, self.article)

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.publish_article(article=self.article, by=self.request.user, **data)


class SendArticleBack(ArticleMixin, ActionFormView):
    """Ask the writer to word it anew."""

    form_class = forms.ReasonForm
    heading = "Send it back to its writer"
    intro = "Say what should be worded otherwise. Do not repeat what points to somebody."
    submit_label = "Send it back"
    success_message = "It is back with its writer."

    def may(self) -> bool:
        return permissions.can_publish_article(self.request.user, self.article)

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.send_article_back(article=self.article, by=self.request.user, **data)


class WithdrawArticle(ArticleMixin, ActionFormView):
    """Take it out of the knowledge base."""

    form_class = forms.ReasonForm
    heading = "Withdraw the article"
    intro = "Nobody finds it any more, from this moment. Do not repeat what points to somebody."
    submit_label = "Withdraw it"
    success_message = "The article is withdrawn."

    def may(self) -> bool:
        return permissions.can_withdraw_article(self.request.user, self.article)

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.withdraw_article(article=self.article, by=self.request.user, **data)

    def get_success_url(self) -> str:
        return reverse("episodes:knowledge")
