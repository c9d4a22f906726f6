"""People who sign in, the roles they hold or are invited to, and the notices they are sent."""

from accounts.models.joining import StaffInvitation
from accounts.models.notice import Notice
from accounts.models.people import Membership, MembershipQuerySet, User, UserManager

__all__ = ["Membership", "MembershipQuerySet", "Notice", "StaffInvitation", "User", "UserManager"]
