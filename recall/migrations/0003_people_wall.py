"""Invitations are seen by whoever may see the whole record of their person; a print file only at the scheme."""

from django.db import migrations

from audit import wall

# Letters to many people in one file, some of them perhaps of other places.
PRINT_FILES = """
CREATE POLICY person ON recall_printrun AS RESTRICTIVE USING (
    (SELECT app_whole()) AND (SELECT app_reach()) IN ('everybody', 'scheme'));
"""


class Migration(migrations.Migration):
    dependencies = [("recall", "0002_wall"), ("patients", "0006_people_wall")]

    operations = [
        wall.hold_to_person("recall_invitation", whole=True),
        wall.hold_to_parent("recall_invitationattempt", "invitation_id", "recall_invitation", whole=True),
        wall.hold_to_parent("recall_attemptoutcome", "attempt_id", "recall_invitationattempt", whole=True),
        wall.hold_to_parent("recall_answer", "invitation_id", "recall_invitation", whole=True),
        migrations.RunSQL(PRINT_FILES, migrations.RunSQL.noop),
        wall.hold_to_parent("recall_printrunposting", "print_run_id", "recall_printrun", whole=True),
    ]
