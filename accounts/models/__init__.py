"""People who sign in, the roles they hold, their identities elsewhere, and the notices they are sent."""

from accounts.models.notice import Notice
from accounts.models.openid import LogoutToken, ProviderIdentity, ProviderSignIn
from accounts.models.people import Membership, MembershipQuerySet, User, UserManager

__all__ = [
    "LogoutToken",
    "Membership",
    "MembershipQuerySet",
    "Notice",
    "ProviderIdentity",
    "ProviderSignIn",
    "User",
    "UserManager",
]
