"""Adding somebody or something to the directory by hand."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from practices import actions, forms, permissions, queries
from practices.models import Organisation, Professional
from ui.views import ActionFormView


class DirectoryMixin:
    """Only for those who keep the directory."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not permissions.can_keep_directory(request.user):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response

    def get_back_url(self) -> str:
        return reverse("practices:list")


class AddOrganisation(DirectoryMixin, ActionFormView):
    form_class = forms.OrganisationForm
    heading = "Add a pharmacy or a service"
    submit_label = "Add it"

    def perform(self, data: dict[str, Any]) -> Organisation:
        return actions.add_organisation(by=self.request.user, **data)

    def get_success_message(self) -> str:
        return f"{self.result.name} is in the directory."

    def get_success_url(self) -> str:
        return reverse("practices:list")


class AddProfessional(DirectoryMixin, ActionFormView):
    form_class = forms.ProfessionalForm
    heading = "Add a professional"
    submit_label = "Add them"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"places": queries.places(self.request.user)}

    def get_initial(self) -> dict[str, Any]:
        return {"organisation": self.request.GET.get("organisation", "")}

    def perform(self, data: dict[str, Any]) -> Professional:
        return actions.add_professional(by=self.request.user, **data)

    def get_success_message(self) -> str:
        return f"{self.result.name} is on the list."

    def get_success_url(self) -> str:
        return reverse("practices:professional", args=[self.result.pk])
