from django.db import migrations

from audit import wall

# Tables beneath this app carry the scheme's plain key; here, where schemes exist, the keys are tied to real ones.
BENEATH = [
    "accounts_membership",
    "audit_event",
    "audit_recordview",
    "practices_professional",
    "practices_post",
    "practices_qualification",
    "practices_gpwsiappointment",
    "practices_tieraward",
    "practices_tierevidence",
    "practices_practiceimport",
    "practices_practiceimportrow",
]
TIE = (
    "ALTER TABLE {0} ADD CONSTRAINT {0}_scheme_is_real FOREIGN KEY (scheme_id)"
    " REFERENCES schemes_scheme (id) DEFERRABLE INITIALLY DEFERRED"
)


class Migration(migrations.Migration):
    dependencies = [("schemes", "0001_initial"), ("audit", "0002_wall"), ("practices", "0004_practice_import_wall")]

    operations = [
        wall.build("schemes_participation"),
        wall.build("schemes_protocol"),
        wall.build("schemes_careaspect"),
        *(migrations.RunSQL(TIE.format(table), migrations.RunSQL.noop) for table in BENEATH),
    ]
