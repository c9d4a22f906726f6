"""Who may do what with accounts."""

from datetime import date

from accounts import actions
from accounts.roles import Role
from tests import factories
from tests.matrix import Row


def somebody_in(world):
    return factories.sign_in(Role.COMMISSIONER, world.scheme)


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
    Row(
        actions.end_sessions,
        {Role.SCHEME_ADMINISTRATOR, Role.SCHEME_COORDINATOR},
        lambda world: {"user": somebody_in(world)},
    ),
    Row(
        actions.reset_second_factor,
        {Role.SCHEME_ADMINISTRATOR, Role.SCHEME_COORDINATOR},
        lambda world: {"user": somebody_in(world)},
    ),
    # One's sessions, and what one has typed, are one's own.
    Row(
        actions.end_session,
        set(),
        lambda world: {"session": factories.SessionFactory(user=somebody_in(world))},
    ),
    Row(actions.forget_form, set(), lambda world: {"kept": factories.KeptFormFactory(user=somebody_in(world))}),
    # A smartcard opens its own person's account, and nobody else connects or disconnects it.
    Row(
        actions.connect_identity,
        set(),
        lambda world: {"user": somebody_in(world), "issuer": "https://provider.example.org", "subject": "1"},
    ),
    Row(
        actions.disconnect_identity,
        set(),
        lambda world: {"identity": factories.ProviderIdentityFactory(user=somebody_in(world))},
    ),
    # Nobody may go on under somebody else's role.
    Row(
        actions.switch_role,
        set(),
        lambda world: {"membership": factories.sign_in(Role.COMMISSIONER, world.scheme).acting},
    ),
]
