"""For how many weeks care has been stable before it could come down to primary care: the scheme's own number."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("schemes", "0010_special_population")]

    operations = [
        migrations.AddField("protocol", "stable_weeks", models.PositiveSmallIntegerField(default=26)),
    ]
