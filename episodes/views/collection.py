"""Pages about collections: the pharmacist's list of a day, what is arranged for one person, and what was recorded."""

from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.generic import TemplateView

from accounts.permissions import holds
from accounts.roles import Permission
from audit import actions as audit
from audit.looks import How
from episodes import actions, forms, permissions, queries, tasks
from episodes.collecting import LOOK_BACK, Entry
from episodes.models import Collection, CollectionArrangement
from episodes.views.mixins import EpisodeMixin
from ui import words
from ui.views import ActionFormView

NO_PHARMACY = "Only the pharmacy itself records a whole list. Open the person to record what a pharmacy told you."


class DayList(ActionFormView):
    """Everybody due on a day. The pharmacy records one person in two presses, or the whole list at once."""

    form_class = forms.DayListForm
    template_name = "episodes/collections.html"

    @cached_property
    def day(self) -> date:
        """Today, or an earlier day that is asked for."""
        today = timezone.localdate()
        try:
            asked = parse_date(self.request.GET.get("day", "")) or today
        except ValueError:
            raise Http404 from None
        if not today - timedelta(days=LOOK_BACK) <= asked <= today:
            raise Http404
        return asked

    @cached_property
    def lines(self) -> list[queries.Line]:
        return queries.day_list(self.request.user, self.day)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "lines": self.lines, "only": self.request.POST.get("only", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {line.arrangement.episode.patient_id for line in self.lines}
        audit.record_view(by=self.request.user, patient_ids=shown, page="Collections of a day", how=How.LIST)
        today = timezone.localdate()
        return super().get_context_data(
            day=self.day,
            today=today,
            before=self.day - timedelta(days=1) if self.day > today - timedelta(days=LOOK_BACK) else None,
            after=self.day + timedelta(days=1) if self.day < today else None,
            lines=self.lines,
            told=[line for line in self.lines if not line.is_due],
            may_close=holds(self.request.user, Permission.RECORD_CLOSURE),
            **kwargs,
        )

    def perform(self, data: dict[str, Any]) -> Any:
        if not permissions.is_pharmacist(self.request.user):
            raise PermissionDenied(NO_PHARMACY)
        if not data["entries"]:
            raise ValidationError(
                "Nobody on this list waits to be recorded. Look at it again: a colleague was quicker."
            )
        made = actions.record_collections(day=self.day, by=self.request.user, **data)
        tasks.ring()
        return made

    def get_success_message(self) -> str:
        count = len(self.result)
        if count == 1:
            made = self.result[0]
            return f"{made.arrangement.episode.patient.name}: {made.get_outcome_display().lower()}. This is on record."
        return f"{count} people are on record for {words.day(self.day)}."

    def get_success_url(self) -> str:
        query = "" if self.day == timezone.localdate() else f"?day={self.day.isoformat()}"
        return reverse("episodes:collections") + query


class CollectionsOf(EpisodeMixin, TemplateView):
    """What is arranged for one person, how each day stands, and every record and alert there was."""

    template_name = "episodes/collections_of.html"
    looked_at = "Collections"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not holds(request.user, Permission.RECORD_COLLECTION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today, user = timezone.localdate(), self.request.user
        present = queries.arrangement_on(self.episode, today)
        return super().get_context_data(
            present=present,
            run=queries.run_of(self.episode, today),
            days=list(reversed(queries.days_told(self.episode, today))),
            history=queries.history(self.episode),
            collections=queries.collections_of(self.episode),
            alerts=queries.alerts_of(self.episode),
            may_arrange=permissions.can_arrange_collection(user, self.episode.patient),
            may_record=present is not None and permissions.can_record_collection(user, present),
            **kwargs,
        )


class OfCollections(EpisodeMixin, ActionFormView):
    """A form about one person's collections, which leads back to them."""

    template_name = "episodes/form.html"

    def get_success_url(self) -> str:
        return reverse("episodes:collections_of", args=[self.episode.pk])

    get_back_url = get_success_url


class Arrange(OfCollections):
    """Record where and when somebody collects from a day on."""

    form_class = forms.ArrangeForm
    heading = "Arrange collections"
    intro = "This records what was prescribed and agreed. It is no prescription, and names no drug and no dose."
    submit_label = "Record the arrangement"
    success_message = "The arrangement is on record, and the pharmacy sees this person from that day."

    def may(self) -> bool:
        return permissions.can_arrange_collection(self.request.user, self.episode.patient)

    @cached_property
    def present(self) -> CollectionArrangement | None:
        return queries.arrangement_on(self.episode, timezone.localdate())

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "present": self.present}

    def get_initial(self) -> dict[str, Any]:
        today, present = timezone.localdate(), self.present
        kinds = present.days if present else ["supervised"] * 6 + ["at_home"]
        return {
            "starts_on": today + timedelta(days=1) if present else today,
            "review_on": today + timedelta(weeks=13),
            "pharmacy": present.pharmacy_id if present else None,
            "may_vary": present.may_vary if present else "",
            **{f"day_{number}": kind for number, kind in enumerate(kinds)},
        }

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.arrange_collection(episode=self.episode, by=self.request.user, **data)


class EndArrangement(OfCollections):
    """Say that somebody collects no longer, and why."""

    form_class = forms.EndForm
    heading = "End the arrangement"
    submit_label = "End the arrangement"
    success_message = "The end of the arrangement is on record."

    def may(self) -> bool:
        return permissions.can_arrange_collection(self.request.user, self.episode.patient)

    def get_initial(self) -> dict[str, Any]:
        return {"ends_on": timezone.localdate()}

    def perform(self, data: dict[str, Any]) -> Any:
        present = queries.arrangement_on(self.episode, timezone.localdate())
        if present is None:
            raise ValidationError("Nothing is arranged today, so there is nothing to end.")
        return actions.end_arrangement(arrangement=present, by=self.request.user, **data)


class Record(OfCollections):
    """Record one person's day: what a pharmacy did, or told somebody."""

    form_class = forms.RecordForm
    heading = "Record a collection"
    submit_label = "Record it"

    def may(self) -> bool:
        return holds(self.request.user, Permission.RECORD_COLLECTION)

    def get_initial(self) -> dict[str, Any]:
        return {"day": self.request.GET.get("day") or timezone.localdate()}

    def perform(self, data: dict[str, Any]) -> Any:
        arranged = queries.arrangement_on(self.episode, data["day"])
        if arranged is None:
            raise ValidationError({"day": "Nothing was arranged for that day."})
        entry = Entry(arranged, data["outcome"], data["note"])
        made = actions.record_collections(day=data["day"], entries=[entry], by=self.request.user)
        if not made:
            raise ValidationError({"day": "This day is recorded already. Correct that record if it is wrong."})
        tasks.ring()
        return made[0]

    def get_success_message(self) -> str:
        return f"{self.result.get_outcome_display()}: this is on record."


class Correct(OfCollections):
    """Put a record right; the first one is kept."""

    form_class = forms.CorrectCollectionForm
    heading = "Correct a record"
    submit_label = "Record the correction"
    success_message = "The correction is on record; what was recorded first is kept beside it."

    @cached_property
    def collection(self) -> Collection:
        scope = Collection.objects.visible_to(self.request.user).select_related("arrangement__episode__patient")
        found: Collection = get_object_or_404(scope, pk=self.kwargs["pk"])
        return found

    @cached_property
    def episode(self) -> Any:
        return self.collection.arrangement.episode

    def may(self) -> bool:
        return permissions.can_record_collection(self.request.user, self.collection.arrangement)

    def get_initial(self) -> dict[str, Any]:
        return {"outcome": self.collection.outcome, "note": self.collection.note}

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.correct_collection(collection=self.collection, by=self.request.user, **data)
