"""Exports a campaign without a name or a number in it: its balance, and where each person stands."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.commands import acting_as, add_person
from recall import queries
from recall.models import Campaign, Invitation


class Command(BaseCommand):
    help = "Print a campaign as JSON: its balance, and each person's state, reason and attempts, without names."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True, help="the name of the campaign")
        add_person(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        with acting_as(options["email"]) as user:
            campaign = Campaign.objects.visible_to(user).filter(name=options["name"]).first()
            if campaign is None:
                raise CommandError(f"There is no campaign called {options['name']}.")
            facts = {
                "name": campaign.name,
                "status": campaign.status,
                "due_by": campaign.due_by.isoformat(),
                "balance": asdict(queries.balance(campaign)),
                "people": [_person(invitation) for invitation in queries.members(campaign)],
            }
        self.stdout.write(json.dumps(facts, indent=2))


def _person(invitation: Invitation) -> dict[str, Any]:
    return {
        "invitation": str(invitation.pk),
        "practice": invitation.practice.ods_code,
        "state": invitation.state,
        "reason": invitation.reason,
        "attempts": [{"channel": a.channel, "state": a.state} for a in invitation.attempts.all()],
        "answers": [answer.response for answer in invitation.answers.all()],
    }
