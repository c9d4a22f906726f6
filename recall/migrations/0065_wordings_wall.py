"""The wall around what service users said of wordings, and around the words never said; neither is ever rewritten."""

from django.db import migrations

from audit import append_only, wall


class Migration(migrations.Migration):
    dependencies = [("recall", "0064_wordings")]

    operations = [
        wall.build("recall_wordingreview", wording_id="recall_wording"),
        wall.build("recall_disclosurelist"),
        append_only.protect("recall_wordingreview"),
        append_only.protect("recall_disclosurelist"),
    ]
