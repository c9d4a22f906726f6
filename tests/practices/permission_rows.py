"""Who may do what with practices, professionals and tiers."""

from datetime import date

from accounts.roles import Role
from practices import actions
from tests import factories
from tests.matrix import Row
from tests.practices.files import as_file, row

COORDINATOR = {Role.SCHEME_COORDINATOR}


def staged(world):
    return actions.preview_practice_import(
        content=as_file(row()),
        filename="epraccur.csv",
        commissioner_codes=["99X"],
        by=world.cast[Role.SCHEME_COORDINATOR],
    )


def gp(world):
    return factories.ProfessionalFactory(scheme_id=world.scheme.pk, organisation=world.practice)


def gp_with_part_1(world):
    found = gp(world)
    factories.QualificationFactory(scheme_id=world.scheme.pk, professional=found)
    return found


ROWS = [
    Row(
        actions.preview_practice_import,
        COORDINATOR,
        lambda world: {"content": as_file(row()), "filename": "epraccur.csv", "commissioner_codes": ["99X"]},
        anywhere="the file is the nation's, and is staged where the person stands",
    ),
    Row(actions.look_again, COORDINATOR, lambda world: {"practice_import": staged(world)}),
    Row(actions.confirm_practice_import, COORDINATOR, lambda world: {"practice_import": staged(world)}),
    Row(actions.discard_practice_import, COORDINATOR, lambda world: {"practice_import": staged(world)}),
    Row(actions.add_organisation, COORDINATOR, lambda world: {"kind": "pharmacy", "name": "Corner Pharmacy"}),
    Row(
        actions.add_professional,
        COORDINATOR,
        lambda world: {
            "name": "Dr Ash",
            "profession": "gp",
            "organisation": world.practice,
            "starts_on": date(2026, 3, 1),
        },
        anywhere="an organisation is public reference data, the same for every scheme",
    ),
    # A prescriber records evidence for those who work at their own practice.
    Row(
        actions.record_qualification,
        COORDINATOR | {Role.PRESCRIBER},
        lambda world: {"professional": gp(world), "evidence": "rcgp_part_1", "awarded_on": date(2025, 3, 1)},
    ),
    Row(
        actions.appoint_gpwsi,
        COORDINATOR,
        lambda world: {"professional": gp(world), "commissioner": "Wolds Council", "starts_on": date(2025, 3, 1)},
    ),
    Row(
        actions.award_tier,
        COORDINATOR,
        lambda world: {"professional": gp_with_part_1(world), "tier": "level_1", "starts_on": date(2025, 3, 1)},
    ),
    Row(
        actions.end_tier,
        COORDINATOR,
        lambda world: {
            "award": factories.TierAwardFactory(scheme_id=world.scheme.pk, professional=gp(world)),
            "ends_on": date(2026, 3, 1),
        },
    ),
]
