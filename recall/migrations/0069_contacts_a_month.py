"""How often a month one person is contacted: why somebody waits, and the index by which contacts are counted."""

import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("patients", "0014_rights_wall"),
        ("practices", "0005_places_of_roles"),
        ("recall", "0068_receipts_wall"),
        ("schemes", "0014_contacts_a_month"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="invitation",
            name="invitation_reason_fits_state",
        ),
        migrations.AddIndex(
            model_name="invitationattempt",
            index=models.Index(
                django.db.models.functions.comparison.Coalesce("settled_at", "claimed_at"),
                condition=models.Q(("state__in", ["sending", "printed", "unknown", "accepted"])),
                name="attempt_contacts",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason__in", [""]), ("state", "invited")),
                    models.Q(
                        ("reason__in", ["to_send", "to_print", "to_post", "contact_budget", "not_known"]),
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
