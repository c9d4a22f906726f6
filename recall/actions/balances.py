"""Keeping the books of campaigns: put together what one day holds, and prove them by counting everybody."""

from django.db import connection, transaction
from django.utils import timezone

from audit import actions as audit
from audit import wall
from recall import events
from recall.models import BalanceCheck, Campaign
from recall.queries import balances

MANY_PEOPLE = 60  # seconds that counting a whole register may take
SCATTERED = 500  # entries: below, adding them up costs nothing

# What nobody else is folding; entries that come meanwhile are left for the next time.
FOLD = """
WITH folded AS (
    DELETE FROM recall_balanceentry WHERE id IN (
        SELECT id FROM recall_balanceentry WHERE campaign_id = %(campaign)s FOR UPDATE SKIP LOCKED)
    RETURNING scheme_id, campaign_id, day, state, reason, people
)
INSERT INTO recall_balanceentry (id, scheme_id, campaign_id, day, state, reason, people)
SELECT gen_random_uuid(), scheme_id, campaign_id, day, state, reason, sum(people)
FROM folded GROUP BY scheme_id, campaign_id, day, state, reason HAVING sum(people) <> 0
"""


@transaction.atomic
def fold_entries(*, campaign: Campaign) -> bool:
    """Put together the entries of each day when many have come; says whether it did. No sum changes by it."""
    if campaign.entries.order_by()[: SCATTERED + 1].count() <= SCATTERED:
        return False
    with connection.cursor() as cursor:
        cursor.execute(FOLD, {"campaign": campaign.pk})
    return True


@transaction.atomic
def check_balance(*, campaign: Campaign, process: str = "recall.check_balances") -> BalanceCheck:
    """Count every person of the campaign and keep what came out, for today; a count that is not sound is an event."""
    wall.patience(MANY_PEOPLE)
    counted = balances.count(campaign)
    check, _ = BalanceCheck.objects.update_or_create(
        campaign=campaign,
        day=timezone.localdate(),
        defaults={
            "scheme_id": campaign.scheme_id,
            "cohort": counted.cohort,
            "people": counted.people,
            "misbooked": counted.misbooked,
            "stranded": counted.stranded,
            "at": timezone.now(),
        },
    )
    if not check.is_sound:
        audit.record(
            events.CAMPAIGN_OFF_BALANCE,
            subject=campaign,
            process=process,
            name=campaign.name,
            cohort=check.cohort,
            people=check.people,
            misbooked=check.misbooked,
            stranded=check.stranded,
        )
    return check
