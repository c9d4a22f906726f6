from django.db import migrations

from audit import append_only

# Not logged: after a crash of the server it starts empty, which costs nobody more than a few counted codes.
SHARED_COUNTS = """
CREATE UNLOGGED TABLE accounts_cache (
    cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX accounts_cache_expires ON accounts_cache (expires);
"""


class Migration(migrations.Migration):
    """The record of what happened to accounts is never rewritten; and a table for what all processes count together."""

    dependencies = [("accounts", "0010_sign_in"), ("audit", "0002_wall")]

    operations = [
        append_only.protect("accounts_securityevent"),
        migrations.RunSQL(SHARED_COUNTS, "DROP TABLE accounts_cache"),
    ]
