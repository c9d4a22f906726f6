from django.db import migrations

from audit import wall


class Migration(migrations.Migration):
    dependencies = [("practices", "0001_initial")]

    operations = [
        wall.build("practices_professional"),
        wall.build("practices_post", professional_id="practices_professional"),
        wall.build("practices_qualification", professional_id="practices_professional"),
        wall.build("practices_gpwsiappointment", professional_id="practices_professional"),
        wall.build("practices_tieraward", professional_id="practices_professional"),
        wall.build(
            "practices_tierevidence", award_id="practices_tieraward", qualification_id="practices_qualification"
        ),
        migrations.RunSQL(
            "ALTER TABLE accounts_membership ADD CONSTRAINT membership_organisation_is_real"
            " FOREIGN KEY (organisation_id) REFERENCES practices_organisation (id) DEFERRABLE INITIALLY DEFERRED",
            migrations.RunSQL.noop,
        ),
    ]
