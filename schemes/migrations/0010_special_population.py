"""What kinds of arrangement need of the scheme: practices for a particular group, and how long a telling lasts."""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import practices.models.dates
from audit import wall


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0005_places_of_roles"),
        ("schemes", "0009_agreement_template_wall"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SpecialPopulation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("population", models.CharField(max_length=120)),
                ("basis", models.CharField(max_length=120)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-starts_on"],
            },
        ),
        migrations.AddField(
            model_name="protocol",
            name="own_gp_weeks",
            field=models.PositiveSmallIntegerField(default=13),
        ),
        migrations.AddConstraint(
            model_name="protocol",
            constraint=models.CheckConstraint(
                condition=models.Q(("own_gp_weeks__gt", 0)),
                name="protocol_own_gp_is_told_again",
                violation_error_message="What a GP was told lasts for one week or more.",
            ),
        ),
        migrations.AddField(
            model_name="specialpopulation",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practices.organisation"
            ),
        ),
        migrations.AddField(
            model_name="specialpopulation",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="specialpopulation",
            name="scheme",
            field=models.ForeignKey(
                editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="schemes.scheme"
            ),
        ),
        migrations.AddConstraint(
            model_name="specialpopulation",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("scheme", "="),
                    ("organisation", "="),
                    (
                        practices.models.dates.DateRange(
                            "starts_on",
                            "ends_on",
                            django.contrib.postgres.fields.ranges.RangeBoundary(
                                inclusive_lower=True, inclusive_upper=True
                            ),
                        ),
                        "&&",
                    ),
                ],
                name="one_special_population_at_a_time",
                violation_error_message="This practice is commissioned for a group already on some of these days.",
            ),
        ),
        migrations.AddConstraint(
            model_name="specialpopulation",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                name="special_population_ends_after_start",
                violation_error_message="The last day must not be before the first day.",
            ),
        ),
        wall.build("schemes_specialpopulation"),
    ]
