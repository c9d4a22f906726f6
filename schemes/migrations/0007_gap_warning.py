"""How many days ahead a gap in who answers for somebody is shown: the scheme's own number."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("schemes", "0006_looks_that_stand_out")]

    operations = [
        migrations.AddField("protocol", "gap_warning_days", models.PositiveSmallIntegerField(default=28)),
    ]
