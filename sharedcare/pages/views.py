"""The pages that show nearly everything: Today, a person, a practice, the scheme."""

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from sharedcare.pages import today


class Today(TemplateView):
    """What needs a decision, in order of risk; every number opens the list it counts."""

    template_name = "pages/today.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = timezone.localdate()
        return super().get_context_data(today=day, day=today.day(self.request.user, day), **kwargs)
