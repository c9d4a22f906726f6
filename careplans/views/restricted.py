"""Restricted records, for whoever answers for access, so that nobody behind a restriction is forgotten."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.views.generic import TemplateView

from audit import actions as audit
from audit.looks import How
from careplans import queries
from patients.permissions import can_govern_access


class RestrictedRecords(TemplateView):
    """Each restricted record with who may open it, its last review and its next."""

    template_name = "careplans/restricted.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not can_govern_access(self.request.user):
            raise PermissionDenied
        today = timezone.localdate()
        asked = self.request.GET.get("show", "")
        show = queries.RestrictedShow(asked if asked in queries.RestrictedShow.values else "all")
        rows = queries.restricted_shown(self.request.user, today, show)
        shown = [row.patient.pk for row in rows]
        audit.record_view(by=self.request.user, patient_ids=shown, page="Restricted records", how=How.LIST)
        shows = [(each.value, each.label, each is show) for each in queries.RestrictedShow]
        return super().get_context_data(rows=rows, shows=shows, today=today, **kwargs)
