from django.db import migrations

from audit import wall


class Migration(migrations.Migration):
    dependencies = [("practices", "0003_practice_import")]

    operations = [
        wall.build("practices_practiceimport"),
        wall.build("practices_practiceimportrow", practice_import_id="practices_practiceimport"),
    ]
