"""What the Practice and Scheme pages show: figures and names of staff, never a person in treatment."""

from accounts.roles import Permission
from practices import queries as practices
from schemes import queries as schemes
from sharedcare.pages.panels import Panel

PRACTICE_PANELS = (
    Panel(
        "The practice and its GPs",
        "practices/_panel.html",
        lambda practice, user, today: practices.practice_panel(practice, today),
        need=Permission.VIEW_PEOPLE,
    ),
    Panel(
        "Its part in the scheme",
        "schemes/_participation.html",
        lambda practice, user, today: schemes.participation_panel(practice, today, user),
    ),
)

SCHEME_PANELS = (
    Panel("The scheme", "schemes/_panel.html", lambda scheme, user, today: schemes.scheme_panel(scheme, today, user)),
)
