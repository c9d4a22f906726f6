"""The wall around the tables of this app, and the rows among them that are never changed."""

from django.db import migrations

from audit import append_only, wall


class Migration(migrations.Migration):
    dependencies = [("recall", "0001_initial"), ("careplans", "0002_wall")]

    operations = [
        wall.build("recall_campaign", protocol_id="schemes_protocol"),
        wall.build("recall_campaignstatuschange", campaign_id="recall_campaign"),
        wall.build("recall_hold"),
        wall.build("recall_wording"),
        wall.build("recall_printrun", campaign_id="recall_campaign"),
        wall.build("recall_printrunposting", print_run_id="recall_printrun"),
        wall.build("recall_invitation", campaign_id="recall_campaign", patient_id="patients_patient"),
        wall.build(
            "recall_invitationattempt",
            invitation_id="recall_invitation",
            wording_id="recall_wording",
            print_run_id="recall_printrun",
        ),
        wall.build("recall_attemptoutcome", attempt_id="recall_invitationattempt"),
        wall.build("recall_answer", invitation_id="recall_invitation"),
        append_only.protect("recall_campaignstatuschange"),
        append_only.protect("recall_wording"),
        append_only.protect("recall_printrun"),
        append_only.protect("recall_printrunposting"),
        append_only.protect("recall_attemptoutcome"),
        append_only.protect("recall_answer"),
    ]
