"""People who sign in, the roles they hold or are invited to, how they sign in, and the notices they are sent."""

from accounts.models.joining import StaffInvitation
from accounts.models.notice import Notice
from accounts.models.openid import LogoutToken, ProviderIdentity, ProviderSignIn
from accounts.models.people import Membership, MembershipQuerySet, User, UserManager
from accounts.models.sign_in import KeptForm, Pace, SecurityEvent, Session, SignInTry

__all__ = [
    "KeptForm",
    "LogoutToken",
    "Membership",
    "MembershipQuerySet",
    "Notice",
    "Pace",
    "ProviderIdentity",
    "ProviderSignIn",
    "SecurityEvent",
    "Session",
    "SignInTry",
    "StaffInvitation",
    "User",
    "UserManager",
]
