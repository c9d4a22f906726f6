"""The wall around appointments and what is looked into; each is seen by whoever sees the whole record of its person."""

from django.db import migrations

from audit import append_only, wall


class Migration(migrations.Migration):
    dependencies = [("recall", "0060_answers")]

    operations = [
        wall.build("recall_booking", invitation_id="recall_invitation"),
        wall.build("recall_bookingoutcome", booking_id="recall_booking"),
        wall.build("recall_concern", answer_id="recall_answer", patient_id="patients_patient"),
        wall.hold_to_parent("recall_booking", "invitation_id", "recall_invitation", whole=True),
        wall.hold_to_parent("recall_bookingoutcome", "booking_id", "recall_booking", whole=True),
        wall.hold_to_person("recall_concern", whole=True),
        append_only.protect("recall_booking"),
        append_only.protect("recall_bookingoutcome"),
    ]
