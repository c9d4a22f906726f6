"""Sets up a scheme and the person who runs it: the way into an empty system."""

import secrets
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts import actions as accounts
from accounts.models import User
from accounts.roles import Role
from schemes import actions
from schemes.models import Scheme

PROCESS = "schemes.set_up_scheme"


class Command(BaseCommand):
    help = "Set up a scheme with its co-ordinator; makes the co-ordinator's sign-in when there is none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True, help="what the scheme is called")
        parser.add_argument("--locality", default="", help="the place it is for; its name when not given")
        parser.add_argument("--commissioner", default="", help="who pays for it")
        parser.add_argument("--starts-on", type=date.fromisoformat, default=None, help="YYYY-MM-DD; today")
        parser.add_argument("--coordinator-email", required=True)
        parser.add_argument("--coordinator-name", default="", help="needed only for a new sign-in")
        parser.add_argument("--administrator-email", default="", help="who appoints whoever watches over the scheme")
        parser.add_argument("--administrator-name", default="", help="needed only for a new sign-in")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                coordinator, password = self.account(options["coordinator_email"], options["coordinator_name"])
                scheme = actions.set_up_scheme(
                    name=options["name"],
                    locality=options["locality"] or options["name"],
                    commissioner=options["commissioner"] or "Not yet named",
                    starts_on=options["starts_on"] or timezone.localdate(),
                    coordinator=coordinator,
                    process=PROCESS,
                )
                administrator = self.appoint(scheme, options["administrator_email"], options["administrator_name"])
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        self.stdout.write(f"{scheme.name} is set up, run by {coordinator.name}.")
        if password:
            self.stdout.write(f"Sign in as {coordinator.email} with the password {password} (shown only this once).")
        self.stdout.write(administrator)

    def appoint(self, scheme: Scheme, email: str, name: str) -> str:
        """Make somebody the scheme's administrator, and say so; without one, say what cannot be done."""
        if not email:
            return "It has no administrator, who alone invites an information-governance lead and an auditor."
        administrator, password = self.account(email, name)
        accounts.grant_membership(
            user=administrator,
            role=Role.SCHEME_ADMINISTRATOR,
            scheme_id=scheme.pk,
            place_label=scheme.name,
            starts_on=timezone.localdate(),
            process=PROCESS,
        )
        way_in = f" with the password {password} (shown only this once)" if password else ""
        return f"Its administrator signs in as {administrator.email}{way_in}."

    def account(self, email: str, name: str) -> tuple[User, str]:
        """Whoever signs in with the address, made with a fresh password when nobody does."""
        found = User.objects.filter(email__iexact=email).first()
        if found:
            return found, ""
        password = secrets.token_urlsafe(15)
        label = name or email.partition("@")[0]
        return accounts.create_user(email=email, name=label, password=password, process=PROCESS), password
