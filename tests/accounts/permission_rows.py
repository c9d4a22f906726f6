"""Who may do what with accounts."""

from datetime import date

from accounts import actions
from accounts.roles import Role
from tests import factories
from tests.matrix import Row


def somebody_in(world):
    return factories.sign_in(Role.COMMISSIONER, world.scheme)


MANAGE = {Role.SCHEME_COORDINATOR, Role.SCHEME_ADMINISTRATOR}


def invited(world):
    return {
        "email": "new@example.org",
        "name": "New Colleague",
        "role": Role.COMMISSIONER,
        "place_label": world.scheme.name,
        "starts_on": date(2026, 3, 16),
    }


def waiting(world):
    return factories.StaffInvitationFactory(scheme_id=world.scheme.pk)


ROWS = [
    Row(
        actions.grant_membership,
        MANAGE,
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
        lambda world: {"user": somebody_in(world), "reason": "Lost their telephone."},
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
    Row(actions.invite_colleague, MANAGE, invited),
    Row(actions.invite_again, MANAGE, lambda world: {"invitation": waiting(world)}),
    Row(actions.withdraw_invitation, MANAGE, lambda world: {"invitation": waiting(world)}),
    Row(
        actions.end_membership,
        MANAGE,
        lambda world: {
            "membership": factories.sign_in(Role.COMMISSIONER, world.scheme).acting,
            "ends_on": date(2026, 4, 1),
            "reason": "The post ends.",
        },
    ),
    Row(
        actions.record_leaver,
        MANAGE,
        lambda world: {"user": factories.sign_in(Role.COMMISSIONER, world.scheme), "reason": "Moved away."},
    ),
    # Nobody may go on under somebody else's role.
    Row(
        actions.switch_role,
        set(),
        lambda world: {"membership": factories.sign_in(Role.COMMISSIONER, world.scheme).acting},
    ),
]
