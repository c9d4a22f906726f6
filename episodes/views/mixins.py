"""What every page about one episode, or one agreement in it, shares."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from audit import actions as audit
from episodes.models import Agreement, AgreementParty, Episode
from patients import queries as patients


class EpisodeMixin:
    """Loads the episode within the reader's scope, and records the look at it."""

    request: HttpRequest
    kwargs: dict[str, Any]
    looked_at = "Who is responsible"

    @cached_property
    def episode(self) -> Episode:
        scope = Episode.objects.visible_to(self.request.user).select_related("patient", "patient__practice")
        found: Episode = get_object_or_404(scope, pk=self.kwargs["pk"])
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        audit.record_view(by=self.request.user, patient_ids=[self.episode.patient_id], page=self.looked_at)
        context: dict[str, Any] = super().get_context_data(  # type: ignore[misc]
            episode=self.episode,
            patient=self.episode.patient,
            banner=patients.banner(self.episode.patient, self.request.user, timezone.localdate()),
            today=timezone.localdate(),
            **kwargs,
        )
        return context

    def get_success_url(self) -> str:
        return reverse("person", args=[self.episode.patient_id])

    get_back_url = get_success_url


class AgreementMixin(EpisodeMixin):
    """Loads a version of an agreement within the reader's scope, and its episode with it."""

    looked_at = "Shared care agreement"

    @cached_property
    def agreement(self) -> Agreement:
        scope = Agreement.objects.visible_to(self.request.user)
        scope = scope.select_related("patient", "episode__patient__practice", "template")
        found: Agreement = get_object_or_404(scope, pk=self.kwargs["pk"])
        return found

    @cached_property
    def episode(self) -> Episode:
        return self.agreement.episode

    @cached_property
    def party(self) -> AgreementParty:
        """The party that the address names."""
        scope = self.agreement.parties.select_related("professional", "patient", "agreement__episode")
        found: AgreementParty = get_object_or_404(scope, party=self.kwargs["party"])
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(agreement=self.agreement, **kwargs)

    def get_success_url(self) -> str:
        return reverse("episodes:agreement", args=[self.agreement.pk])

    get_back_url = get_success_url
