import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """How many pages somebody asks for in a minute, and that it was too many."""

    dependencies = [
        ("accounts", "0012_joining"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("minute", models.DateTimeField()),
                ("requests", models.PositiveIntegerField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="securityevent",
            name="security_deed_is_known",
        ),
        migrations.AlterField(
            model_name="securityevent",
            name="deed",
            field=models.CharField(
                choices=[
                    ("signed_in", "Signed in"),
                    ("refused", "A wrong password was tried"),
                    ("held_off", "Too many wrong passwords; more were not looked at for a while"),
                    ("no_role", "Tried to sign in without a role"),
                    ("signed_out", "Signed out"),
                    ("session_ended", "A session was ended"),
                    ("code_refused", "A wrong code was tried as second step"),
                    ("stepped_up", "Confirmed who you are"),
                    ("reset_asked", "A link for a new password was asked for"),
                    ("password_changed", "The password was changed"),
                    ("app_added", "An authenticator app was added"),
                    ("app_removed", "The authenticator app was removed"),
                    ("passkey_added", "A passkey was added"),
                    ("passkey_removed", "A passkey was removed"),
                    ("codes_made", "New recovery codes were made"),
                    ("code_used", "A recovery code was used"),
                    ("too_many_pages", "Pages were asked for faster than a person does; more were refused for a while"),
                    ("factor_reset", "The second step was reset by whoever keeps the accounts"),
                ],
                max_length=40,
            ),
        ),
        migrations.AddConstraint(
            model_name="securityevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "deed__in",
                        [
                            "signed_in",
                            "refused",
                            "held_off",
                            "no_role",
                            "signed_out",
                            "session_ended",
                            "code_refused",
                            "stepped_up",
                            "reset_asked",
                            "password_changed",
                            "app_added",
                            "app_removed",
                            "passkey_added",
                            "passkey_removed",
                            "codes_made",
                            "code_used",
                            "too_many_pages",
                            "factor_reset",
                        ],
                    )
                ),
                name="security_deed_is_known",
                violation_error_message="Choose one of the deeds there are.",
            ),
        ),
        migrations.AddField(
            model_name="pace",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="pace",
            constraint=models.UniqueConstraint(fields=("user", "minute"), name="one_pace_a_minute"),
        ),
        # Counts of minutes: after a crash of the server they start afresh, and no page waits for a disk.
        migrations.RunSQL("ALTER TABLE accounts_pace SET UNLOGGED", migrations.RunSQL.noop),
    ]
