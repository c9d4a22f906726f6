"""Pages about how places and those who work there are reached."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import ListView

from episodes import actions, forms, permissions, queries
from episodes.actions.contact_route import WAYS
from episodes.models import ContactRoute
from practices.models import Organisation
from ui.views import ActionFormView, pressed

PER_PAGE = 25


class Routes(ListView):
    """How the places that take part are reached, or which of these ways are to be tried again; names no patient."""

    template_name = "episodes/routes.html"
    paginate_by = PER_PAGE

    def get_queryset(self) -> QuerySet[Organisation]:
        self.form = forms.RoutesForm(self.request.GET or None)
        asked = self.form.cleaned_data["show"] if self.form.is_valid() else ""
        self.show = queries.ShowRoutes(asked or queries.ShowRoutes.ALL)
        return queries.places_with_routes(self.request.user, self.show, timezone.localdate())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(form=self.form, show=self.show, today=timezone.localdate(), **kwargs)
        context["columns"] = [{"label": label} for label in ("Place", "How it is reached")]
        rows = list(context["page_obj"])
        context["places"] = queries.routes_at(rows, self.request.user, timezone.localdate())
        return context


class RouteFormView(ActionFormView):
    """What recording and changing a route share."""

    form_class = forms.RouteForm
    heading = "How they are reached"
    intro = "Try it first: it is kept as tried today, by you. Everybody who takes part in the scheme reads it."
    submit_label = "It works: keep it"

    def get_success_url(self) -> str:
        return reverse("episodes:routes")

    get_back_url = get_success_url


class RecordRoute(RouteFormView):
    """Put on record how a place, or somebody there, is reached."""

    success_message = "It is on record, as tried today."

    @cached_property
    def place(self) -> Organisation:
        found: Organisation = get_object_or_404(
            Organisation.objects.visible_to(self.request.user), pk=self.kwargs["pk"]
        )
        return found

    def may(self) -> bool:
        return permissions.can_keep_route(self.request.user, self.place)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.caption = self.place.name
        return super().get_context_data(**kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "organisation": self.place}

    def perform(self, data: dict[str, Any]) -> Any:
        data.pop("version")
        return actions.record_route(organisation=self.place, by=self.request.user, **data)


class RouteMixin:
    """Loads one route within what the reader may change."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def route(self) -> ContactRoute:
        found: ContactRoute = get_object_or_404(queries.routes(self.request.user), pk=self.kwargs["pk"])
        return found


class ChangeRoute(RouteMixin, RouteFormView):
    """Change how somebody is reached."""

    success_message = "It is changed, and kept as tried today."

    def may(self) -> bool:
        return permissions.can_keep_route(self.request.user, self.route.organisation)

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.route, name) for name in (*WAYS, "version")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.caption = f"{self.route}, {self.route.organisation}" if self.route.professional else str(self.route)
        return super().get_context_data(**kwargs)

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.change_route(route=self.route, by=self.request.user, **data)


class VerifyRoute(RouteMixin, View):
    """Say that a way to reach somebody was tried, and works."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: Any) -> HttpResponseBase:
        pressed(request, lambda: actions.verify_route(route=self.route, by=request.user))
        return _back(request)


class RemoveRoute(RouteMixin, View):
    """Take a way to reach somebody off the list."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: Any) -> HttpResponseBase:
        pressed(request, lambda: actions.remove_route(route=self.route, by=request.user))
        return _back(request)


def _back(request: HttpRequest) -> HttpResponseBase:
    """To the list that the button stood on."""
    show = request.POST.get("show", "")
    asked = f"?show={show}" if show in queries.ShowRoutes.values else ""
    return redirect(reverse("episodes:routes") + asked)
