"""Print one way in for each role of the demo."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import Membership
from accounts.roles import Role


class Command(BaseCommand):
    help = "Print the demo's sign-ins, one for each role."

    def handle(self, *args: Any, **options: Any) -> None:
        from sharedcare.demo.cast import PASSWORD  # the demo is not part of production

        held = Membership.objects.filter(user__email__endswith="@example.org").select_related("user")
        rows = [m for m in held.order_by("user__email") if m.user.has_usable_password()]
        if not rows:
            self.stdout.write("There is no demo here.")
            return
        for membership in sorted(rows, key=lambda m: (list(Role).index(Role(m.role)), m.user.email)):
            self.stdout.write(f"{membership.role_label:<26} {membership.user.email:<34} {PASSWORD}")
