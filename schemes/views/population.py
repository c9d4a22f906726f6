"""Pages on which a practice is said to be commissioned for a particular group of people."""

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from practices.models import Practice
from schemes import actions, forms, queries
from schemes.models import SpecialPopulation
from schemes.views.scheme import SchemeMixin
from ui.views import ActionFormView


class BeginSpecialPopulation(SchemeMixin, ActionFormView):
    """Say for which group a practice is commissioned."""

    form_class = forms.SpecialPopulationForm
    intro = (
        "People registered here are then counted apart from shared care, as cared for by a practice for a "
        "particular group."
    )
    submit_label = "Save"

    @cached_property
    def practice(self) -> Practice:
        found: Practice = get_object_or_404(Practice.objects.visible_to(self.request.user), pk=self.kwargs["pk"])
        return found

    def get_initial(self) -> dict[str, Any]:
        return {"starts_on": timezone.localdate()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.heading = f"For whom is {self.practice.name} commissioned?"
        return super().get_context_data(**kwargs)

    def perform(self, data: dict[str, Any]) -> SpecialPopulation:
        return actions.begin_special_population(organisation=self.practice, by=self.request.user, **data)

    def get_success_message(self) -> str:
        return f"{self.practice.name} is commissioned for {self.result.population}."

    def get_success_url(self) -> str:
        return reverse("practice", args=[self.practice.pk])

    get_back_url = get_success_url


class EndSpecialPopulation(SchemeMixin, ActionFormView):
    """Say until when it was so."""

    form_class = forms.SpecialPopulationEndForm
    submit_label = "Save"

    @cached_property
    def special(self) -> SpecialPopulation:
        found: SpecialPopulation = get_object_or_404(queries.special_populations(self.scheme.pk), pk=self.kwargs["pk"])
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.heading = f"Until when is {self.special.organisation.name} commissioned for {self.special.population}?"
        return super().get_context_data(**kwargs)

    def perform(self, data: dict[str, Any]) -> SpecialPopulation:
        return actions.end_special_population(special=self.special, by=self.request.user, **data)

    def get_success_message(self) -> str:
        return f"{self.special.organisation.name} is commissioned for this group until the day you entered."

    def get_success_url(self) -> str:
        return reverse("practice", args=[self.special.organisation_id])

    get_back_url = get_success_url
