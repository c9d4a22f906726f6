from django.db import migrations

from audit import append_only, wall


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0001_initial"), ("schemes", "0002_wall")]

    operations = [
        wall.build("monitoring_group"),
        wall.build("monitoring_termsofreference", group_id="monitoring_group"),
        wall.build("monitoring_seat", group_id="monitoring_group"),
        wall.build("monitoring_seatholder", seat_id="monitoring_seat"),
        wall.build("monitoring_meeting", group_id="monitoring_group"),
        wall.build("monitoring_meetingstatuschange", meeting_id="monitoring_meeting"),
        wall.build("monitoring_attendance", meeting_id="monitoring_meeting", seat_id="monitoring_seat"),
        wall.build("monitoring_agendaitem", meeting_id="monitoring_meeting"),
        wall.build("monitoring_decision", meeting_id="monitoring_meeting", item_id="monitoring_agendaitem"),
        wall.build("monitoring_actionitem", meeting_id="monitoring_meeting", item_id="monitoring_agendaitem"),
        wall.build("monitoring_actionchange", action_id="monitoring_actionitem", meeting_id="monitoring_meeting"),
        wall.build("monitoring_dashboardsnapshot", meeting_id="monitoring_meeting"),
        wall.build("monitoring_snapshotresult", snapshot_id="monitoring_dashboardsnapshot"),
        wall.build("monitoring_snapshotreason", result_id="monitoring_snapshotresult"),
        wall.build("monitoring_issueddocument", meeting_id="monitoring_meeting"),
        wall.build("monitoring_reportrun", meeting_id="monitoring_meeting"),
        append_only.protect("monitoring_termsofreference"),
        append_only.protect("monitoring_meetingstatuschange"),
        append_only.protect("monitoring_decision"),
        append_only.protect("monitoring_actionchange"),
        append_only.protect("monitoring_dashboardsnapshot"),
        append_only.protect("monitoring_snapshotresult"),
        append_only.protect("monitoring_snapshotreason"),
        append_only.protect("monitoring_issueddocument"),
    ]
