"""People who sign in, the roles they hold, and the notices they are sent."""

from accounts.models.notice import Notice
from accounts.models.people import Membership, MembershipQuerySet, User, UserManager

__all__ = ["Membership", "MembershipQuerySet", "Notice", "User", "UserManager"]
