"""The walls of requests, copies, holds and erasures."""

from django.db import migrations

from audit import append_only, wall


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_initial"), ("patients", "0014_rights_wall"), ("schemes", "0002_wall")]

    operations = [
        wall.build("governance_rightsrequest", patient_id="patients_patient"),
        wall.build("governance_accessbundle", request_id="governance_rightsrequest"),
        wall.build("governance_withholding", bundle_id="governance_accessbundle"),
        wall.build("governance_retentionrule"),
        wall.build("governance_keepingdecision", patient_id="patients_patient"),
        wall.build("governance_legalhold", patient_id="patients_patient"),
        wall.build("governance_erasure", patient_id="patients_patient"),
        wall.hold_to_person("governance_rightsrequest"),
        wall.hold_to_parent("governance_accessbundle", "request_id", "governance_rightsrequest"),
        wall.hold_to_parent("governance_withholding", "bundle_id", "governance_accessbundle"),
        wall.hold_to_person("governance_keepingdecision"),
        wall.hold_to_person("governance_legalhold"),
        wall.hold_to_person("governance_erasure"),
        append_only.protect("governance_retentionrule"),
        append_only.protect("governance_keepingdecision"),
    ]
