"""The wording of messages: what is in force, what service users said of it, how it will look, and changing it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import TemplateView

from accounts.permissions import holds
from accounts.roles import Permission
from recall import actions, documents, forms, lengths, links, permissions, readability, variants, wording
from recall.models import Kind, Wording
from recall.queries import wordings as queries
from ui.views import ActionFormView


def may_read(user: Any) -> bool:
    """Whoever runs campaigns, and whoever works with the people who get them."""
    return holds(user, Permission.RUN_CAMPAIGN) or holds(user, Permission.RECORD_ANSWER)


class WordingMixin:
    """Loads one version of a message, of the scheme acted in."""

    kwargs: dict[str, Any]
    request: HttpRequest

    @cached_property
    def wording(self) -> Wording:
        may = may_read(self.request.user)
        in_scheme = (
            Wording.objects.filter(scheme_id=self.request.user.acting.scheme_id) if may else Wording.objects.none()
        )
        return get_object_or_404(in_scheme.select_related("recorded_by"), pk=self.kwargs["pk"])

    def get_back_url(self) -> str:
        return reverse("recall:wording_detail", args=[self.wording.pk])


class WordingList(TemplateView):
    """What each message says now, and which newer version waits to be read."""

    template_name = "recall/wording_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            versions=queries.versions() if may_read(self.request.user) else [],
            can_change=permissions.can_run_campaign(self.request.user),
            **kwargs,
        )


class WordingDetail(WordingMixin, TemplateView):
    """One version: exactly as somebody made up would get it, what speaks against it, and who has read it."""

    template_name = "recall/wording_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sample = wording.sample(self.wording)
        sent = links.opened(sample.body, attempt_id=wording.SAMPLE_KEY, secret="preview", site=settings.SITE_URL)
        as_read = wording.as_read(f"{self.wording.subject}\n{self.wording.body}")
        return super().get_context_data(
            wording=self.wording,
            subject=sample.subject,
            sent=lengths.as_sent(sent) if self.wording.kind == Kind.SMS else sent,
            length=lengths.measure(sent) if self.wording.kind == Kind.SMS else None,
            is_letter=self.wording.kind in variants.LETTERS,
            reading_age=None if self.wording.language else readability.reading_age(as_read),
            faults=list(queries.faults(self.wording, as_read)),
            reviews=queries.reviews(self.wording),
            can_review=permissions.can_review_wording(self.request.user, self.wording),
            can_change=permissions.can_run_campaign(self.request.user),
            **kwargs,
        )


class PreviewLetter(WordingMixin, View):
    """The letter as it would be printed for somebody made up."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        printed = documents.letters([wording.sample_letter(self.wording)], timezone.localdate())
        response = HttpResponse(printed.content, content_type="application/pdf")
        response["Content-Disposition"] = 'inline; filename="letter.pdf"'
        return response


class ReviewWording(WordingMixin, ActionFormView):
    """Record what service users said of a message."""

    form_class = forms.WordingReviewForm
    heading = "What service users said"
    submit_label = "Record it"
    success_message = "It is recorded."

    def may(self) -> bool:
        return permissions.can_review_wording(self.request.user, self.wording)

    @property
    def caption(self) -> str:  # type: ignore[override]
        return str(self.wording)

    def get_initial(self) -> dict[str, Any]:
        return {"reviewed_on": timezone.localdate()}

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.review_wording(wording=self.wording, by=self.request.user, **data)

    def get_success_url(self) -> str:
        return self.get_back_url()


class ChangesWording(ActionFormView):
    """Writes a version of a message; only for whoever runs campaigns."""

    submit_label = "Save as a new version"
    success_message = "It is saved. It is sent once service users have read it and found it fit."
    intro = "Write nothing that would tell somebody else in the household why the person is written to."

    def may(self) -> bool:
        return permissions.can_run_campaign(self.request.user)

    def get_success_url(self) -> str:
        return reverse("recall:wording_detail", args=[self.result.pk])


class ChangeWording(WordingMixin, ChangesWording):
    """Write a new version of one message."""

    form_class = forms.WordingForm

    @property
    def heading(self) -> str:  # type: ignore[override]
        return self.wording.title

    def get_initial(self) -> dict[str, Any]:
        return {"subject": self.wording.subject, "body": self.wording.body}

    def perform(self, data: dict[str, Any]) -> Wording:
        of = self.wording
        return actions.change_wording(
            kind=of.kind, is_reminder=of.is_reminder, language=of.language, by=self.request.user, **data
        )


class AddVariant(ChangesWording):
    """Write a message in another language or for another format."""

    form_class = forms.VariantForm
    heading = "Another language or format"

    def perform(self, data: dict[str, Any]) -> Wording:
        return actions.change_wording(by=self.request.user, **data)

    def get_back_url(self) -> str:
        return reverse("recall:wording")


class ChangeDisclosureList(ActionFormView):
    """Change the words that no message says."""

    form_class = forms.DisclosureListForm
    heading = "Words never said"
    intro = "Substances, services and diagnoses: whatever would tell a household why somebody is written to."
    success_message = "The list is changed."
    success_url = reverse_lazy("recall:wording")
    back_url = reverse_lazy("recall:wording")  # type: ignore[assignment]

    def may(self) -> bool:
        return permissions.can_run_campaign(self.request.user)

    def get_initial(self) -> dict[str, Any]:
        return {"words": "\n".join(queries.never_said())}

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.change_disclosure_list(by=self.request.user, **data)
