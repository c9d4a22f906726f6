from django.db import migrations

from audit import append_only, wall


class Migration(migrations.Migration):
    dependencies = [("schemes", "0008_agreement_template")]

    operations = [wall.build("schemes_agreementtemplate"), append_only.protect("schemes_agreementtemplate")]
