"""The record this app keeps: what was done, whose record was looked at, which rows changed, and the seals on it.

All of it is append-only, and none of it is written through a model: the functions of migration 0004 write, and stamp
each row with the database's own clock, transaction and role.
"""

import uuid

from django.conf import settings
from django.db import models

from audit.looks import How


class TrailRow(models.Model):
    """What every row of the trail has: its key, its scheme, and the stamps that only the database sets.

    `number` is the order of writing, with gaps where something was undone. `transaction` is the one that wrote the row,
    in the server that `cluster` names; `recorded_as` is the role that had connected. `at`, in the tables beneath, is
    the application's clock, which a demo or a test may set; `recorded_at` is never any other than the database's.
    """

    STAMPS = ("number", "transaction", "cluster", "recorded_at", "recorded_as")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scheme_id = models.UUIDField(null=True, editable=False)
    number = models.BigIntegerField(null=True, editable=False)
    transaction = models.BigIntegerField(null=True, editable=False)
    cluster = models.BigIntegerField(null=True, editable=False)
    recorded_at = models.DateTimeField(null=True, editable=False)
    recorded_as = models.CharField(max_length=63, editable=False)

    class Meta:
        abstract = True


class Event(TrailRow):
    """One deed: what, to what, by whom (or by which process), when, in the words of that day."""

    kind = models.CharField(max_length=80)
    sentence = models.TextField()
    data = models.JSONField(default=dict)
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=64)
    patient_id = models.UUIDField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    process = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["scheme_id", "patient_id", "-at"], name="event_by_patient"),
            models.Index(fields=["subject_id", "-at"], name="event_by_subject"),
            models.Index(fields=["scheme_id", "-at"], name="event_by_day"),
            models.Index(fields=["cluster", "transaction", "number"], name="event_by_transaction"),
        ]
        constraints = [
            models.CheckConstraint(
                name="event_by_person_or_process",
                condition=models.Q(by__isnull=False, process="") | models.Q(by__isnull=True) & ~models.Q(process=""),
                violation_error_message="An event is the deed of one person or of one named process.",
            )
        ]

    def __str__(self) -> str:
        return self.sentence


class RecordView(TrailRow):
    """One look at one person: who, in which role and at which organisation, on which page, how, when."""

    scheme_id = models.UUIDField(editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    patient_id = models.UUIDField()
    page = models.CharField(max_length=120)
    how = models.CharField(max_length=10, choices=How.choices, default=How.VIEW)
    role = models.CharField(max_length=40)
    organisation_id = models.UUIDField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["scheme_id", "patient_id", "-at"], name="recordview_by_patient"),
            models.Index(fields=["cluster", "transaction", "number"], name="recordview_by_transaction"),
            models.Index(fields=["scheme_id", "-at"], name="recordview_by_time"),
        ]
        constraints = [
            models.CheckConstraint(
                name="recordview_how_is_known",
                condition=models.Q(how__in=How.values),
                violation_error_message="Say how the person was seen.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.page} seen at {self.at:%Y-%m-%d %H:%M}"


class RowChange(TrailRow):
    """One row that was added, changed or removed, as a trigger saw it: the net beneath the events.

    `old` and `new` hold the columns that changed. An added row is not copied: its first values are in the row, or in
    the `old` of whatever changed them. `kind_of_record` says who may read it, in the words of `accounts/reach.py`.
    """

    table_name = models.CharField(max_length=63)
    row_id = models.CharField(max_length=64)
    deed = models.CharField(max_length=10)
    kind_of_record = models.CharField(max_length=10)
    patient_id = models.UUIDField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    process = models.CharField(max_length=100, blank=True)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    # What is left of old and new once the person is erased: the digest that the seals were made with.
    closed_digest = models.CharField(max_length=64, blank=True, db_default="", editable=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        indexes = [
            models.Index(
                fields=["patient_id", "-number"],
                name="rowchange_by_patient",
                condition=models.Q(patient_id__isnull=False),
            ),
            models.Index(fields=["cluster", "transaction", "number"], name="rowchange_by_transaction"),
        ]

    def __str__(self) -> str:
        return f"{self.table_name} {self.deed}"


class Seal(models.Model):
    """One link of a scheme's chain: a digest over every row of its trail that some transactions wrote.

    It covers the transactions from `from_transaction` up to, and without, `to_transaction`, all of which had ended.
    `previous` is the digest of the seal before it. `columns` says which columns it covers, so that a column added
    later does not break it. Deeds outside every scheme have a chain of their own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scheme_id = models.UUIDField(null=True, editable=False)
    number = models.PositiveIntegerField()
    cluster = models.BigIntegerField()
    from_transaction = models.BigIntegerField()
    to_transaction = models.BigIntegerField()
    rows = models.BigIntegerField()
    columns = models.JSONField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "number"],
                name="one_seal_a_number",
                nulls_distinct=False,
                violation_error_message="This part of the trail is sealed already.",
            )
        ]

    def __str__(self) -> str:
        return f"Seal {self.number}: {self.digest}"
