"""A launch writes an invitation and its first attempt in one statement, in which the one does not see the other yet.

So whoever stands in the whole scheme may write an attempt without seeing its invitation; reading is held as before, and
the invitation itself is held to its person. Without this nobody could launch while one record of the scheme is hidden.
"""

from django.db import migrations

ATTEMPTS = """
DROP POLICY person ON recall_invitationattempt;
CREATE POLICY person ON recall_invitationattempt AS RESTRICTIVE USING (
    (SELECT app_whole()) AND (
        (SELECT app_sees_all())
        OR EXISTS (SELECT FROM recall_invitation WHERE recall_invitation.id = recall_invitationattempt.invitation_id)))
WITH CHECK (
    (SELECT app_whole()) AND (
        (SELECT app_reach()) IN ('everybody', 'scheme')
        OR EXISTS (SELECT FROM recall_invitation WHERE recall_invitation.id = recall_invitationattempt.invitation_id)));
"""


class Migration(migrations.Migration):
    dependencies = [("recall", "0003_people_wall"), ("patients", "0011_emergency_wall")]

    operations = [migrations.RunSQL(ATTEMPTS, migrations.RunSQL.noop)]
