"""After how long nothing exchanged is a silence, and the scheme's other numbers for keeping in touch."""

from django.db import migrations, models
from django.db.models import Q

NUMBERS = {
    "silence_days": 90,
    "acknowledge_days": 14,
    "contact_weeks": 13,
    "verify_months": 6,
    "caseload_review_weeks": 26,
}


class Migration(migrations.Migration):
    dependencies = [("schemes", "0012_query_hours")]

    operations = [
        *(
            migrations.AddField("protocol", name, models.PositiveSmallIntegerField(default=number))
            for name, number in NUMBERS.items()
        ),
        migrations.AddConstraint(
            "protocol",
            models.CheckConstraint(
                name="protocol_exchange_is_counted",
                condition=Q(silence_days__gt=0, acknowledge_days__gt=0, contact_weeks__gt=0)
                & Q(verify_months__gt=0, caseload_review_weeks__gt=0),
                violation_error_message="Days, weeks and months must be one or more.",
            ),
        ),
    ]
