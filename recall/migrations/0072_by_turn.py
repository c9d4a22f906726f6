"""An attempt names its campaign, so that what is due next is found by an index alone."""

import django.db.models.deletion
from django.db import migrations, models

from audit import wall

# The owner writes it once into every scheme, into what has ended too.
FILL = """
ALTER TABLE recall_invitation NO FORCE ROW LEVEL SECURITY;
ALTER TABLE recall_invitationattempt NO FORCE ROW LEVEL SECURITY;
ALTER TABLE recall_invitationattempt DISABLE TRIGGER USER;
UPDATE recall_invitationattempt a SET campaign_id = i.campaign_id FROM recall_invitation i WHERE i.id = a.invitation_id;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE recall_invitationattempt ENABLE TRIGGER USER;
ALTER TABLE recall_invitationattempt FORCE ROW LEVEL SECURITY;
ALTER TABLE recall_invitation FORCE ROW LEVEL SECURITY;
"""
CAMPAIGN = {
    "db_constraint": False,
    "db_index": False,
    "on_delete": django.db.models.deletion.PROTECT,
    "related_name": "+",
    "to": "recall.campaign",
}


class Migration(migrations.Migration):
    dependencies = [("recall", "0071_balance_wall")]

    operations = [
        migrations.RemoveIndex(model_name="invitationattempt", name="attempt_pending"),
        migrations.AddField("invitationattempt", "campaign", models.ForeignKey(null=True, **CAMPAIGN)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField("invitationattempt", "campaign", models.ForeignKey(**CAMPAIGN)),
        wall.tie("recall_invitationattempt", "campaign_id", "recall_campaign"),
        migrations.AddIndex(
            model_name="invitationattempt",
            index=models.Index(
                condition=models.Q(("state", "pending")),
                fields=["campaign", "not_before", "id"],
                name="attempt_by_turn",
            ),
        ),
    ]
