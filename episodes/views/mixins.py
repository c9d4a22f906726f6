"""What every page about one episode shares."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from audit import actions as audit
from episodes.models import Episode
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
