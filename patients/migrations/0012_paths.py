"""The functions that were made anew name the temporary schema last again, so that no table stands before one of ours."""

from django.db import migrations

PATHS = """
ALTER FUNCTION app_hidden() SET search_path = pg_catalog, public, pg_temp;
ALTER FUNCTION app_linked() SET search_path = pg_catalog, public, pg_temp;
"""


class Migration(migrations.Migration):
    dependencies = [("patients", "0011_emergency_wall")]

    operations = [migrations.RunSQL(PATHS, migrations.RunSQL.noop)]
