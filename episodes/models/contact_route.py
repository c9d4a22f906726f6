"""How a place, or somebody who works there, is reached by the others who take part."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from practices.models import Organisation, Professional
from schemes.models import SchemeRow


class ContactRoute(SchemeRow):
    """A tested way to reach a place or somebody there (C2): one of each, kept up to date, with when it was tried."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    professional = models.ForeignKey(
        Professional, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False
    )
    direct_line = models.CharField(max_length=60, blank=True)
    secure_email = models.EmailField(blank=True)
    deputy = models.CharField(max_length=120, blank=True)
    hours = models.CharField(max_length=120, blank=True)
    verified_on = models.DateField()
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["organisation__name", models.F("professional__name").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "organisation", "professional"],
                nulls_distinct=False,
                name="one_contact_route_each",
                violation_error_message="There is a way to reach them already. Change that one.",
            ),
            models.CheckConstraint(
                name="contact_route_leads_somewhere",
                condition=~Q(direct_line="") | ~Q(secure_email=""),
                violation_error_message="Enter a direct line or a secure e-mail address.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.professional or self.organisation)
