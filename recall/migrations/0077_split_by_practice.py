"""Whether the letters of each practice come in a file of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("recall", "0076_telling"),
    ]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="split_by_practice",
            field=models.BooleanField(default=False),
        ),
    ]
