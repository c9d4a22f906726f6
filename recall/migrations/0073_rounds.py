"""A campaign has its own rule: how often and how far apart, how big and how fast; and it may follow another."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from audit import wall

# Those that were launched keep the numbers of the protocol they were launched under.
KEEP = """
ALTER TABLE recall_campaign NO FORCE ROW LEVEL SECURITY;
ALTER TABLE schemes_protocol NO FORCE ROW LEVEL SECURITY;
ALTER TABLE recall_campaign DISABLE TRIGGER USER;
UPDATE recall_campaign c SET attempts = p.attempts, gap_days = p.attempt_gap_days
FROM schemes_protocol p WHERE p.id = c.protocol_id;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE recall_campaign ENABLE TRIGGER USER;
ALTER TABLE schemes_protocol FORCE ROW LEVEL SECURITY;
ALTER TABLE recall_campaign FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("patients", "0016_usual_gp_wall"),
        ("practices", "0005_places_of_roles"),
        ("recall", "0072_by_turn"),
        ("schemes", "0015_calling_in"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="invitation",
            name="invitation_reason_fits_state",
        ),
        migrations.AddField(
            model_name="campaign",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=3),
        ),
        migrations.AddField(
            model_name="campaign",
            name="follows",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="followed_by",
                to="recall.campaign",
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="gap_days",
            field=models.PositiveSmallIntegerField(default=21),
        ),
        migrations.AddField(
            model_name="campaign",
            name="practice_a_week",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="campaign",
            name="purpose",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="campaign",
            name="size_cap",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
        wall.tie("recall_campaign", "follows_id", "recall_campaign"),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("attempts__gt", 0),
                    ("gap_days__gte", 7),
                    models.Q(("size_cap__isnull", True), ("size_cap__gt", 0), _connector="OR"),
                    models.Q(("practice_a_week__isnull", True), ("practice_a_week__gt", 0), _connector="OR"),
                ),
                name="campaign_rule_is_positive",
                violation_error_message="Invite at least once, a week or more apart, and at least one person.",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason__in", [""]), ("state", "invited")),
                    models.Q(
                        ("reason__in", ["to_send", "to_print", "to_post", "contact_budget", "their_week", "not_known"]),
                        ("state", "waiting"),
                    ),
                    models.Q(
                        (
                            "reason__in",
                            [
                                "deceased",
                                "moved",
                                "restricted",
                                "opted_out",
                                "looked_into",
                                "no_open_plan",
                                "reviewed_since",
                                "left_cohort",
                                "open_invitation",
                                "no_safe_channel",
                                "no_address",
                                "no_contact_details",
                                "next_round",
                                "campaign_stopped",
                                "answered",
                            ],
                        ),
                        ("state", "excluded"),
                    ),
                    models.Q(("reason__in", ["refused", "not_printed", "not_delivered"]), ("state", "failed")),
                    _connector="OR",
                ),
                name="invitation_reason_fits_state",
                violation_error_message="Whoever is not invited, waits or failed has a reason for it.",
            ),
        ),
    ]
