"""Calls people in as the pages do: drafts a campaign, says who would be invited, and launches it."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.commands import acting_as, add_person
from recall import actions, queries
from recall.models import Campaign


class Command(BaseCommand):
    help = "Draft and launch a campaign for everybody whose review is due by a day; prints its figures as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True, help="the name of the campaign")
        parser.add_argument("--due-by", required=True, help="reviews due by this day, as 2026-03-31")
        add_person(parser)
        parser.add_argument("--draft-only", action="store_true", help="only say who would be invited")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            due_by = date.fromisoformat(options["due_by"])
        except ValueError:
            raise CommandError("Write the day as 2026-03-31.") from None
        with acting_as(options["email"]) as user:
            campaign = actions.draft_campaign(name=options["name"], due_by=due_by, by=user)
            if not options["draft_only"]:
                campaign = actions.launch_campaign(campaign=campaign, by=user)
            figures = self.figures(campaign)
        self.stdout.write(json.dumps(figures, indent=2))

    def figures(self, campaign: Campaign) -> dict[str, Any]:
        """What the page shows at this point: the preview of a draft, the balance of what is launched."""
        facts: dict[str, Any] = {"id": str(campaign.pk), "name": campaign.name, "status": str(campaign.status)}
        if campaign.launched_at is None:
            preview = queries.preview(campaign, timezone.localdate())
            lines = [*preview.by_channel, *preview.by_reason]
            counts = {line.value: line.count for line in lines}
            return {**facts, "cohort": preview.cohort, "to_be_invited": preview.invited, "verdicts": counts}
        balance = queries.balance(campaign)
        return {**facts, "cohort": balance.cohort, "waiting": balance.waiting_total, "excluded": balance.excluded}
