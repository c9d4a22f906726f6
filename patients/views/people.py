"""Finding people: the list, and the search whose words stay out of the address."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import ListView

from audit import actions as audit
from audit.looks import How
from patients import forms, permissions, queries
from patients.models import Patient, Status
from schemes import queries as schemes

PEOPLE_A_PAGE = 25
SESSION_KEY = "people_search"


class PeoplePage(ListView):
    """A page of people: everybody on it was looked at."""

    paginate_by = PEOPLE_A_PAGE
    shown_as = ""
    how = How.LIST

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            may_import=permissions.can_import_somewhere(self.request.user), today=timezone.localdate(), **kwargs
        )
        shown = [patient.pk for patient in context["page_obj"]]
        audit.record_view(by=self.request.user, patient_ids=shown, page=self.shown_as, how=self.how)
        return context


class PeopleList(PeoplePage):
    """Everybody one may see, by name, by practice and by whether they are on the register."""

    template_name = "patients/people.html"
    shown_as = "People"

    def get_queryset(self) -> QuerySet[Patient]:
        user = self.request.user
        whole_scheme = user.acting is not None and user.acting.organisation_id is None
        practices = schemes.practices_taking_part(timezone.localdate()) if whole_scheme else None
        given = self.request.GET
        self.form = forms.PeopleForm(given if "status" in given else {"status": Status.REGISTERED}, practices=practices)
        chosen = self.form.cleaned_data if self.form.is_valid() else {}
        practice, status = chosen.get("practice"), chosen.get("status") or Status.REGISTERED
        return queries.people(user, practice_id=practice and practice.pk, status="" if status == "all" else status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(form=self.form, **kwargs)


class Search(PeoplePage):
    """Who was meant by a name, an NHS number or a date of birth. The words are kept in the session, never in a URL."""

    template_name = "patients/search.html"
    shown_as = "Search for people"
    how = How.SEARCH

    def post(self, request: HttpRequest) -> HttpResponse:
        request.session[SESSION_KEY] = request.POST.get("q", "").strip()[:120]
        return redirect("patients:search")

    def get_queryset(self) -> QuerySet[Patient]:
        found, self.problem = queries.search(self.request.user, self.request.session.get(SESSION_KEY, ""))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        typed = self.request.session.get(SESSION_KEY, "")
        return super().get_context_data(typed=typed, problem=self.problem if typed else "", **kwargs)
