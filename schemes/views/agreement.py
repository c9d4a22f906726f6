"""Pages about what the scheme's shared care agreements are built from."""

from typing import Any

from django.urls import reverse_lazy
from django.utils import timezone
from django.views.generic import TemplateView

from schemes import actions, forms, permissions, queries
from schemes.agreement import TERMS, Party, duties_field, shipped
from schemes.models import AgreementTemplate
from schemes.views.scheme import SchemeMixin
from ui.views import ActionFormView


class Templates(SchemeMixin, TemplateView):
    """The template in force in full, and since when each version held."""

    to_run = False
    template_name = "schemes/agreement_templates.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        in_force = queries.agreement_template_on(self.scheme.pk, timezone.localdate())
        duties = [(party.label, getattr(in_force, duties_field(party))) for party in Party] if in_force else []
        return super().get_context_data(
            in_force=in_force,
            duties=duties,
            templates=queries.agreement_templates(self.scheme.pk),
            may_run=permissions.can_run_scheme(self.request.user, self.scheme.pk),
            scheme=self.scheme,
            **kwargs,
        )


class AdoptTemplate(SchemeMixin, ActionFormView):
    form_class = forms.AgreementTemplateForm
    heading = "Adopt a new template"
    intro = "Agreements already written keep their words; those written from the day you enter begin with these."
    submit_label = "Adopt"
    back = reverse_lazy("schemes:agreement_templates")
    success_message = "The new template is adopted."

    def get_initial(self) -> dict[str, Any]:
        newest = queries.agreement_templates(self.scheme.pk).first()
        terms = {name: getattr(newest, name) for name in TERMS} if newest else shipped()
        return terms | {"starts_on": timezone.localdate()}

    def perform(self, data: dict[str, Any]) -> AgreementTemplate:
        return actions.adopt_agreement_template(by=self.request.user, **data)
