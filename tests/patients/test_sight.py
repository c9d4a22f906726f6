"""Who can see a person, and why: what is told is what is so."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from accounts.standing import stand
from patients import queries
from patients.models import NamedAccess, Patient, Restriction
from patients.sight import Ground, Standing, Ties, ground
from tests import factories
from tests.matrix import make_world

HERE, THERE, ME = uuid4(), uuid4(), uuid4()
AWAY = uuid4()
OPENED = frozenset({Standing(ME, Role.KEY_WORKER, AWAY)})
OPEN = Ties(practice_id=HERE, linked=frozenset({THERE}))


@pytest.mark.parametrize(
    ("role", "place", "ties", "found"),
    [
        (Role.PRESCRIBER, HERE, OPEN, Ground.REGISTERED),
        (Role.PHARMACIST, THERE, OPEN, Ground.LINKED),
        (Role.PHARMACIST, uuid4(), OPEN, None),
        (Role.KEY_WORKER, AWAY, Ties(HERE, opened=OPENED), Ground.OPENED),
        (Role.SPECIALIST, AWAY, Ties(HERE, opened=OPENED), None),
        (Role.KEY_WORKER, AWAY, Ties(HERE, restricted=True, opened=OPENED), None),
        (Role.GOVERNANCE_LEAD, None, Ties(HERE, restricted=True, concerned=frozenset({ME})), None),
        (Role.PRESCRIBER, HERE, Ties(HERE, restricted=True, named=frozenset({ME}), concerned=frozenset({ME})), None),
        (Role.SCHEME_COORDINATOR, None, OPEN, Ground.SCHEME),
        (Role.SCHEME_COORDINATOR, None, Ties(HERE, restricted=True), None),
        (Role.SCHEME_COORDINATOR, None, Ties(HERE, restricted=True, named=frozenset({ME})), Ground.SCHEME),
        (Role.PRESCRIBER, HERE, Ties(HERE, restricted=True), None),
        (Role.PRESCRIBER, HERE, Ties(HERE, restricted=True, named=frozenset({ME})), Ground.REGISTERED),
        (Role.PRESCRIBER, THERE, Ties(HERE, restricted=True, named=frozenset({ME})), None),
        (Role.GOVERNANCE_LEAD, None, Ties(HERE, restricted=True), Ground.SCHEME),
        (Role.MONITORING_MEMBER, None, OPEN, None),
        (Role.PRACTICE_REPRESENTATIVE, HERE, OPEN, None),
        (Role.SCHEME_ADMINISTRATOR, None, OPEN, None),
    ],
)
def test_a_role_at_a_place_sees_a_person_on_one_ground_or_not_at_all(role, place, ties, found):
    assert ground(Standing(ME, role, place), ties) == found


@pytest.fixture
def world(scheme, practice):
    """The cast around one person; neighbours; somebody who left; and somebody with two roles."""
    made = make_world(scheme, practice)
    neighbours = factories.PracticeFactory()
    neighbour = factories.sign_in(Role.PRESCRIBER, scheme, neighbours, name="Ned Neighbour")
    leaver = factories.sign_in(Role.PRESCRIBER, scheme, practice, name="Lee Leaver")
    leaver.memberships.update(ends_on="2026-03-15")
    both = factories.sign_in(Role.MONITORING_MEMBER, scheme, name="Bo Both")
    factories.MembershipFactory(
        user=both, role=Role.PRACTICE_STAFF, scheme_id=scheme.pk, organisation_id=practice.pk, place_label="Elm"
    )
    made.neighbour, made.neighbours = neighbour, neighbours
    factories.MembershipFactory(  # a second role, in which what was opened in the first stays shut
        user=made.cast[Role.KEY_WORKER],
        role=Role.SPECIALIST,
        scheme_id=scheme.pk,
        organisation_id=factories.OrganisationFactory(kind="specialist_service").pk,
        place_label="Elsewhere",
    )
    return made


def people(world):
    """One person for each way of being tied to the cast."""
    scheme, lead = world.scheme, world.cast[Role.GOVERNANCE_LEAD]
    made = {"shared": world.patient}
    for name, practice in [
        ("elsewhere", world.neighbours),
        ("ended", world.neighbours),
        ("ends today", world.neighbours),
        ("begins tomorrow", world.neighbours),
        ("opened", world.neighbours),
        ("was opened", world.neighbours),
        ("restricted", world.practice),
        ("restricted and named", world.practice),
        ("restricted and opened", world.neighbours),
    ]:
        made[name] = factories.PatientFactory(scheme=scheme, practice=practice)
    pharmacy = world.cast[Role.PHARMACIST].acting.organisation_id
    for name, days in [
        ("ended", {"ends_on": "2026-03-15"}),
        ("ends today", {"ends_on": "2026-03-16"}),
        ("begins tomorrow", {"starts_on": "2026-03-17"}),
    ]:
        factories.CareLinkFactory(scheme=scheme, patient=made[name], organisation_id=pharmacy, **days)
    now = timezone.now()
    for name, until in [
        ("opened", now + timedelta(minutes=1)),
        ("was opened", now),
        ("restricted and opened", now + timedelta(minutes=1)),
    ]:
        factories.EmergencyAccessFactory(
            patient=made[name],
            user=world.cast[Role.KEY_WORKER],
            starts_at=now - timedelta(minutes=30),
            ends_at=until,
        )
    for name in [name for name in made if name.startswith("restricted")]:
        Restriction.objects.create(
            scheme=scheme, patient=made[name], sensitivity="staff", reason="Works here", placed_by=lead
        )
    Restriction.objects.filter(patient=made["restricted"]).update(concerns=world.cast[Role.GOVERNANCE_LEAD])
    for role in (Role.PRESCRIBER, Role.SCHEME_COORDINATOR, Role.PHARMACIST):
        NamedAccess.objects.create(
            scheme=scheme, patient=made["restricted and named"], user=world.cast[role], reason="Treats", given_by=lead
        )
    return made


def test_what_the_page_tells_is_exactly_what_the_door_lets_through(world):
    made, now = people(world), timezone.now()

    told = {name: queries.who_can_see(patient, now).people for name, patient in made.items()}

    let_through = {name: set() for name in made}
    for user in User.objects.filter(memberships__scheme_id=world.scheme.pk).distinct():
        for membership in user.memberships_now:
            seen = set(Patient.objects.visible_to(user.act_as(membership)).values_list("pk", flat=True))
            for name, patient in made.items():
                if patient.pk in seen:
                    let_through[name].add(user.pk)
    assert told == let_through
    assert len({frozenset(each) for each in told.values()}) > 4


@pytest.mark.parametrize("role", [Role.PHARMACIST, Role.PRESCRIBER, Role.SCHEME_COORDINATOR, Role.GOVERNANCE_LEAD])
def test_everybody_who_sees_the_person_is_told_the_same(world, role):
    everything = queries.who_can_see(world.patient, timezone.now()).people

    with stand(world.cast[role]):
        assert queries.who_can_see(world.patient, timezone.now()).people == everything


def test_somebody_who_cannot_sign_in_any_more_is_not_told(world):
    User.objects.filter(pk=world.cast[Role.PRESCRIBER].pk).update(is_active=False)

    assert world.cast[Role.PRESCRIBER].pk not in queries.who_can_see(world.patient, timezone.now()).people


def page(client, patient):
    return client.get(reverse("patients:who_can_see", args=[patient.pk]))


def test_the_page_says_who_where_how_much_and_why(world, browse):
    text = page(browse(world.cast[Role.PHARMACIST]), world.patient).text

    assert "Prescriber" in text
    assert "The person is registered at this practice; treats people at this place" in text
    assert "Own-pharmacy slice" in text
    assert "1 January 2024" in text
    assert "Monitoring group member: reads published figures" in text
    assert "2 Mill Lane" not in text


def test_a_place_that_takes_part_and_has_nobody_who_signs_in_is_named(world, browse):
    pharmacy = factories.OrganisationFactory(kind="pharmacy", name="Quiet Pharmacy")
    factories.CareLinkFactory(scheme=world.scheme, patient=world.patient, organisation=pharmacy)

    text = page(browse(world.cast[Role.PRESCRIBER]), world.patient).text

    assert "Quiet Pharmacy" in text
    assert "Nobody signs in there" in text


def test_a_restricted_record_names_who_is_named_and_only_the_lead_reads_why(world, browse):
    named = people(world)["restricted and named"]

    by_lead = page(browse(world.cast[Role.GOVERNANCE_LEAD]), named).text
    by_named = page(browse(world.cast[Role.PRESCRIBER]), named).text

    assert "This record is restricted" in by_lead
    assert ": Treats" in by_lead
    assert "Named for this record" in by_named
    assert ": Treats" not in by_named


def test_broken_glass_is_on_the_page_with_its_end(world, browse):
    opened = people(world)["opened"]

    text = page(browse(world.cast[Role.GOVERNANCE_LEAD]), opened).text

    assert "Opened the record in an emergency" in text
    assert "until 16 March 2026 at 10:01am" in text


@pytest.mark.parametrize("role", [Role.MONITORING_MEMBER, Role.COMMISSIONER, Role.AUDITOR, Role.SCHEME_ADMINISTRATOR])
def test_whoever_does_not_see_the_person_is_told_nothing(world, browse, role):
    assert page(browse(world.cast[role]), world.patient).status_code == 404


def test_somebody_restricted_does_not_exist_for_whoever_is_not_named(world, browse):
    restricted = people(world)["restricted"]

    assert page(browse(world.cast[Role.PRESCRIBER]), restricted).status_code == 404
