"""The digest by which looks at one's own household stand out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_notice")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="household_key",
            field=models.CharField(blank=True, max_length=64, default=""),
            preserve_default=False,
        ),
    ]
