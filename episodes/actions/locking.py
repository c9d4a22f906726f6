"""Holding an episode, an agreement in it or a clinical query still while something is done to it."""

from collections.abc import Iterable
from uuid import UUID

from audit.freshness import check_fresh
from episodes.models import Agreement, ClinicalQuery, Episode


def locked(episode: Episode, version: int | None) -> Episode:
    """The episode as it is now, held until the deed is done; refused when it changed since the page was opened."""
    fresh: Episode = Episode.objects.select_for_update(of=("self",)).select_related("patient").get(pk=episode.pk)
    check_fresh(fresh, version)
    return fresh


def hold_still(episode_ids: Iterable[UUID]) -> None:
    """Hold these episodes until the deed is done, in one order, so that two who hold several never wait in a ring."""
    list(Episode.objects.select_for_update().filter(pk__in=episode_ids).order_by("pk").values_list("pk"))


def locked_agreement(agreement: Agreement, version: int | None = None) -> Agreement:
    """A version of an agreement as it is now, with its episode held: whatever is done to agreements goes one by one."""
    locked(agreement.episode, None)
    scope = Agreement.objects.select_for_update(of=("self",))
    fresh: Agreement = scope.select_related("patient", "episode", "template").get(pk=agreement.pk)
    check_fresh(fresh, version)
    return fresh


def locked_query(query: ClinicalQuery, version: int | None = None) -> ClinicalQuery:
    """The query as it is now, held until the deed is done; refused when it changed since the page was opened."""
    scope = ClinicalQuery.objects.select_for_update(of=("self",))
    related = ("patient", "routed_to__user", "routed_by", "asked_by", "article")
    fresh: ClinicalQuery = scope.select_related(*related).get(pk=query.pk)
    check_fresh(fresh, version)
    return fresh
