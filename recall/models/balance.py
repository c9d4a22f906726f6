"""The books of a campaign: how many people moved where on which day, and the daily count that proves them."""

from django.db import models

from recall.models.campaign import Campaign
from schemes.models import SchemeRow


class BalanceEntry(SchemeRow):
    """So many people came into a state and reason on a day, or left it. Written by triggers (migration 0071).

    Entries are only ever added, so that senders never wait for one another; `actions.fold_entries` puts those of one
    day together. Their sum up to a day is the balance at its end.
    """

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="entries", db_constraint=False, db_index=False
    )
    day = models.DateField()
    state = models.CharField(max_length=10)
    reason = models.CharField(max_length=20, blank=True)
    people = models.IntegerField()

    class Meta:
        ordering = ["day", "state", "reason"]
        indexes = [models.Index(fields=["campaign", "day"], name="entries_of_campaign")]

    def __str__(self) -> str:
        return f"{self.people:+} {self.state} on {self.day}"


class BalanceCheck(SchemeRow):
    """What counting every person of a campaign on one day came to, beside its books. Counting again replaces it."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="checks", db_constraint=False, db_index=False
    )
    day = models.DateField()
    cohort = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    misbooked = models.PositiveIntegerField()
    stranded = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "day"],
                name="one_check_a_day",
                violation_error_message="The campaign was counted on this day already.",
            )
        ]

    def __str__(self) -> str:
        return f"Count of {self.day}"

    @property
    def is_sound(self) -> bool:
        return self.people == self.cohort and not self.misbooked and not self.stranded
