"""Seals are of real schemes. Row changes need no such key: a trigger copies their scheme from a row that has one."""

from django.db import migrations

TIE = (
    "ALTER TABLE audit_seal ADD CONSTRAINT audit_seal_scheme_is_real FOREIGN KEY (scheme_id)"
    " REFERENCES schemes_scheme (id) DEFERRABLE INITIALLY DEFERRED"
)


class Migration(migrations.Migration):
    dependencies = [("schemes", "0004_status_change_wall"), ("audit", "0004_trail_doors")]

    operations = [migrations.RunSQL(TIE, "ALTER TABLE audit_seal DROP CONSTRAINT audit_seal_scheme_is_real")]
