"""Who may do what with accounts."""

from datetime import date

from accounts import actions
from accounts.roles import Role
from tests import factories
from tests.matrix import Row

ROWS = [
    Row(
        actions.grant_membership,
        {Role.SCHEME_COORDINATOR},
        lambda world: {
            "user": factories.UserFactory(),
            "role": Role.COMMISSIONER,
            "scheme_id": world.scheme.pk,
            "place_label": world.scheme.name,
            "starts_on": date(2026, 3, 1),
        },
    ),
    # Nobody may go on under somebody else's role.
    Row(
        actions.switch_role,
        set(),
        lambda world: {"membership": factories.sign_in(Role.COMMISSIONER, world.scheme).acting},
    ),
]
