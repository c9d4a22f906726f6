"""The wall around the codes of events, which are never rewritten."""

from django.db import migrations

from audit import append_only, wall


class Migration(migrations.Migration):
    dependencies = [("recall", "0074_coding")]

    operations = [
        wall.build("recall_clinicalcode"),
        append_only.protect("recall_clinicalcode"),
    ]
