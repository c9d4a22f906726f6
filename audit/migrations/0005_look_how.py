"""How somebody was seen, and at which organisation the one who looked was acting."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_trail_doors")]

    operations = [
        migrations.AddField(
            model_name="recordview",
            name="how",
            field=models.CharField(
                choices=[
                    ("view", "Opened"),
                    ("list", "Seen in a list"),
                    ("search", "Found in a search"),
                    ("print", "Printed"),
                    ("export", "Taken out as a file"),
                ],
                default="view",
                max_length=10,
            ),
        ),
        migrations.AddField(model_name="recordview", name="organisation_id", field=models.UUIDField(null=True)),
        migrations.AddIndex(
            model_name="recordview",
            index=models.Index(fields=["scheme_id", "-at"], name="recordview_by_time"),
        ),
        migrations.AddConstraint(
            model_name="recordview",
            constraint=models.CheckConstraint(
                condition=models.Q(("how__in", ["view", "list", "search", "print", "export"])),
                name="recordview_how_is_known",
                violation_error_message="Say how the person was seen.",
            ),
        ),
    ]
