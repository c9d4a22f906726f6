"""How often a month one person is contacted, by all campaigns together: the scheme's own number."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("schemes", "0013_exchange_numbers")]

    operations = [
        migrations.AddField("protocol", "contacts_a_month", models.PositiveSmallIntegerField(default=2)),
        migrations.AddConstraint(
            "protocol",
            models.CheckConstraint(
                name="protocol_contacts_are_counted",
                condition=Q(contacts_a_month__gt=0),
                violation_error_message="One person may be contacted once a month at least.",
            ),
        ),
    ]
