"""The wall around receipts: each is seen by whoever sees the attempt it is about, and stays as it came."""

from django.db import migrations

from audit import append_only, wall


class Migration(migrations.Migration):
    dependencies = [("recall", "0067_receipts")]

    operations = [
        wall.build("recall_deliveryreceipt", attempt_id="recall_invitationattempt"),
        wall.hold_to_parent("recall_deliveryreceipt", "attempt_id", "recall_invitationattempt", whole=True),
        append_only.protect("recall_deliveryreceipt"),
    ]
