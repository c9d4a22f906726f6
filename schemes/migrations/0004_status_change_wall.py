from django.db import migrations

from audit import append_only, wall


class Migration(migrations.Migration):
    dependencies = [("schemes", "0003_status_change")]

    operations = [wall.build("schemes_schemestatuschange"), append_only.protect("schemes_schemestatuschange")]
