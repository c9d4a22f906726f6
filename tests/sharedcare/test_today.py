"""Today: every number is the number of rows on the page it opens, and each role sees its own lines."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urldefrag

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import actions as accounts
from accounts.roles import Role
from audit import actions as audit
from careplans.models import CarePlan
from episodes.models import ClinicalQuery, Episode, PharmacyClosure
from monitoring.quorum import StakeholderGroup
from practices.models import Organisation, TierEvidence
from recall import actions as recall
from recall.models import Invitation, InvitationAttempt
from sharedcare.pages.today import SOURCES, lines
from tests import factories
from tests.episodes import permission_rows as episode_rows
from tests.governance import permission_rows as governance_rows
from tests.matrix import make_world
from tests.patients import permission_rows as register_rows
from tests.recall import permission_rows as recall_rows

TODAY = date(2026, 3, 16)


@pytest.fixture
def world(scheme, practice):
    return make_world(scheme, practice)


def in_care(world, days_to_review, **patient):
    person = factories.PatientFactory(scheme=world.scheme, practice=world.practice, **patient)
    return factories.CarePlanFactory(patient=person, next_review_on=TODAY + timedelta(days=days_to_review))


def agreed(plan):
    factories.PlanVersionFactory(plan=plan, agreed=True)
    return plan


def treated_elsewhere(world):
    """Two people whose prescription comes from another practice; the own GP of one of them was told last week."""
    told, untold = (in_care(world, 100).episode for _ in range(2))
    for episode in (told, untold):
        factories.ArrangementFactory(episode=episode, prescribed_at=factories.PracticeFactory())
    factories.ToldOwnGpFactory(episode=told)


def without_holders(world):
    factories.care_aspects(world.scheme)
    for _ in range(2):
        in_care(world, 100)


def held_by(world, holder):
    episode = in_care(world, 100).episode
    for aspect in factories.care_aspects(world.scheme):
        factories.ResponsibilityFactory(episode=episode, aspect=aspect, holder=holder, organisation=world.practice)
    return episode


def a_gp(world, user=None):
    return factories.ProfessionalFactory(scheme_id=world.scheme.pk, organisation=world.practice, user=user)


def soon_away(world):
    holder = a_gp(world)
    held_by(world, holder)
    factories.AbsenceFactory(scheme=world.scheme, professional=holder)


def offered_to_the_gp(world, **terms):
    episode = held_by(world, a_gp(world))
    held = episode.responsibilities.first()
    receiver = a_gp(world, world.cast[Role.PRESCRIBER])
    factories.HandoverFactory(
        episode=episode, aspect=held.aspect, giver=held.holder, receiver=receiver, organisation=world.practice, **terms
    )


def prescribed(world, gp, **facts):
    """Somebody whose prescriber is this GP, at the world's practice unless said otherwise."""
    place = facts.pop("organisation_id", world.practice.pk)
    episode = in_care(world, 100).episode
    Episode.objects.filter(pk=episode.pk).update(**facts)
    aspect = next(each for each in factories.care_aspects(world.scheme) if each.code == "prescribing")
    factories.ResponsibilityFactory(episode=episode, aspect=aspect, holder=gp, organisation_id=place)
    return episode


def above_tier(world):
    gp = a_gp(world)
    factories.TierAwardFactory(scheme_id=world.scheme.pk, professional=gp)
    for complexity in ("chaotic", "complex", "stable"):
        prescribed(world, gp, complexity=complexity)


def settled(world):
    clinic = world.cast[Role.SPECIALIST].acting.organisation_id
    for started_on in (TODAY - timedelta(weeks=26), TODAY - timedelta(weeks=25)):
        prescribed(world, a_gp(world), started_on=started_on, organisation_id=clinic)


def over_limit(world):
    for limit in (1, 2):
        gp = a_gp(world)
        factories.TierAwardFactory(scheme_id=world.scheme.pk, professional=gp, caseload_limit=limit)
        for _ in range(2):
            prescribed(world, gp)


def sent(world):
    episode_rows.sent(world)


def sent_to_the_specialist(world):
    """One to the specialist, one to a colleague there."""
    sent(world)
    specialist = world.cast[Role.SPECIALIST]
    place = Organisation.objects.get(pk=specialist.acting.organisation_id)
    receiver = factories.ProfessionalFactory(scheme_id=world.scheme.pk, user=specialist, organisation=place)
    sender = a_gp(world)
    episode = prescribed(world, sender)
    factories.CareLinkFactory(scheme=world.scheme, patient=episode.patient, organisation=place)
    factories.TransitionFactory(
        episode=episode,
        aspect=episode.responsibilities.get().aspect,
        sender=sender,
        from_place=Organisation.objects.get(pk=world.practice.pk),
        receiver=receiver,
        to_place=place,
    )


def ran_out(world):
    now = timezone.now()
    offered_to_the_gp(world, offered_at=now - timedelta(days=9), expires_at=now - timedelta(days=2))


def overdue(world):
    for days in (-1, -30, 0):
        agreed(in_care(world, days))


def due(world):
    for days in (0, 28, 29, -1):
        agreed(in_care(world, days))


def not_agreed(world):
    in_care(world, 100)
    agreed(in_care(world, 100))


def no_answer(world):
    """Invited as often as the protocol says, the last time long ago, and not heard from."""
    long_ago = timezone.now() - timedelta(days=100)
    campaign = recall_rows.launched(world)
    invitation = Invitation.objects.get()
    recall.claim_due(campaign=campaign, channels=("sms",), limit=1)
    InvitationAttempt.objects.update(state="accepted", settled_at=long_ago)
    Invitation.objects.update(state="invited", reason="", invited_at=long_ago)
    made = {
        "scheme": world.scheme,
        "campaign": campaign,
        "invitation": invitation,
        "channel": "sms",
        "state": "accepted",
    }
    for sequence in (2, 3):
        InvitationAttempt.objects.create(**made, sequence=sequence, settled_at=long_ago)


def staged(world):
    register_rows.staged(world, Role.SCHEME_COORDINATOR)


def asked(world):
    register_rows.question(world)


def gp_here(world, **facts):
    return factories.ProfessionalFactory(scheme_id=world.scheme.pk, organisation=world.practice, **facts)


def no_gp(world):
    factories.ParticipationFactory(scheme=world.scheme, organisation_id=world.practice.pk)


def closed(world):
    gp_here(world)
    no_gp(world)
    Organisation.objects.filter(pk=world.practice.pk).update(status="C", closed_on=date(2026, 2, 1))


def tier(world, **facts):
    return factories.TierAwardFactory(scheme_id=world.scheme.pk, professional=gp_here(world), **facts)


def unsupported(world):
    """A tier that rests on a certificate which has run out."""
    award = tier(world)
    lapsed = factories.QualificationFactory(
        scheme_id=world.scheme.pk, professional=award.professional, expires_on=TODAY - timedelta(days=1)
    )
    TierEvidence.objects.create(scheme_id=world.scheme.pk, award=award, qualification=lapsed)


def lapsing(world):
    for expires_on in (TODAY + timedelta(days=30), TODAY + timedelta(days=400)):
        factories.QualificationFactory(scheme_id=world.scheme.pk, professional=gp_here(world), expires_on=expires_on)


def group(world):
    return factories.GroupFactory(scheme=world.scheme)


def late_action(world):
    meeting = factories.MeetingFactory(group=group(world), status="held", planned_on=date(2026, 1, 12))
    for due_on in (date(2026, 2, 1), date(2026, 5, 1)):
        factories.ActionItemFactory(meeting=meeting, due_on=due_on)


def draft_minutes(world):
    factories.MeetingFactory(group=group(world), status="held", planned_on=date(2026, 1, 12))


def rows(html):
    """The rows of the page's tables."""
    return sum(body.count("<tr") for body in re.findall(r"<tbody.*?</tbody>", html, re.S))


@dataclass(frozen=True)
class Waiting:
    """Something that waits: the line it makes, how it comes about, how many, and how its page shows them."""

    title: str
    given: Callable
    count: int
    shown: Callable = rows
    role: str = Role.SCHEME_COORDINATOR


def namesake_looked_at(world):
    family = world.cast[Role.PRESCRIBER].name.split()[-1]
    person = factories.PatientFactory(scheme=world.scheme, practice=world.practice, family_name=family)
    given = factories.UserFactory(name=f"Pat {family}")
    audit.record_view(by=given.act_as(world.cast[Role.PRESCRIBER].acting), patient_ids=[person.pk], page="Person")


def opened(world, **facts):
    key_worker = world.cast[Role.KEY_WORKER]
    factories.EmergencyAccessFactory(patient=register_rows.out_of_reach(world), user=key_worker, **facts)


def restricted(world):
    factories.RestrictionFactory(patient=world.patient)


def restricted_and_late(world):
    factories.RestrictionFactory(patient=in_care(world, -3).patient)
    factories.RestrictionFactory(patient=in_care(world, 3).patient)


def asked_of_restricted(world):
    asked(world)
    restricted(world)


def request_past_its_day(world):
    for due_on in (TODAY - timedelta(days=1), TODAY):
        person = factories.PatientFactory(scheme=world.scheme, practice=world.practice)
        factories.RightsRequestFactory(patient=person, due_on=due_on)


def erasure_proposed(world):
    governance_rows.erasure(world)


def held_by_a_leaver(world):
    gp = world.cast[Role.PRESCRIBER]
    holder = factories.ProfessionalFactory(scheme_id=world.scheme.pk, user=gp)
    factories.ResponsibilityFactory(
        episode=in_care(world, 100).episode,
        holder=holder,
        aspect=factories.care_aspects(world.scheme)[0],
        organisation=world.practice,
    )
    accounts.record_leaver(user=gp, reason="Retired.", by=world.cast[Role.SCHEME_ADMINISTRATOR])


def draft_of_a_leaver(world):
    plan = in_care(world, 100)
    factories.PlanVersionFactory(plan=plan, author=world.cast[Role.PRESCRIBER])
    factories.PlanVersionFactory(plan=in_care(world, 100), author=world.cast[Role.SPECIALIST])
    accounts.record_leaver(
        user=world.cast[Role.PRESCRIBER], reason="Retired.", by=world.cast[Role.SCHEME_ADMINISTRATOR]
    )


def leaves_the_group(world):
    """A member with a seat and a task has left; somebody else sits there still, and somebody never signed in."""
    leaver, stays = world.cast[Role.MONITORING_MEMBER], world.cast[Role.COMMISSIONER]
    made = group(world)
    first, second, third = made.seats.all()[:3]
    factories.SeatHolderFactory(seat=first, member=leaver, member_name=leaver.name)
    factories.SeatHolderFactory(seat=second, member=stays, member_name=stays.name)
    factories.SeatHolderFactory(seat=third)
    meeting = factories.MeetingFactory(group=made, status="held", planned_on=date(2026, 1, 12))
    for owner in (leaver, stays, None):
        factories.ActionItemFactory(meeting=meeting, owner=owner)
    accounts.record_leaver(user=leaver, reason="Moved.", by=world.cast[Role.SCHEME_ADMINISTRATOR])


def collects(world, **facts):
    """Somebody who collects every day at the pharmacy, and did on Saturday: nothing is wrong yet."""
    episode = in_care(world, 100).episode
    pharmacy = world.cast[Role.PHARMACIST].acting.organisation_id
    made = factories.CollectionArrangementFactory(
        episode=episode, pharmacy_id=pharmacy, **{"starts_on": TODAY - timedelta(days=2), **facts}
    )
    factories.CollectionFactory(arrangement=made, day=TODAY - timedelta(days=2))
    return made


def alerted(world, **facts):
    return factories.AlertFactory(arrangement=collects(world), **facts)


def alerted_key_worker(world):
    """One about somebody the key worker answers for, and one about somebody else."""
    alerted(world)
    factories.ResponsibilityFactory(
        episode=alerted(world).episode,
        aspect=next(each for each in factories.care_aspects(world.scheme) if each.code == "key_work"),
        holder=factories.ProfessionalFactory(scheme_id=world.scheme.pk, user=world.cast[Role.KEY_WORKER]),
        organisation_id=world.cast[Role.KEY_WORKER].acting.organisation_id,
    )
    for plan in CarePlan.objects.all():
        place = world.cast[Role.KEY_WORKER].acting.organisation_id
        factories.CareLinkFactory(scheme=world.scheme, patient=plan.patient, organisation_id=place)


def held_alert(world):
    coordinator = world.cast[Role.SCHEME_COORDINATOR]
    alerted(world, status="acknowledged", held_by=coordinator, held_at=timezone.now(), will_do="Ring")


def not_recorded(world):
    """Nothing was recorded on Friday; Sunday's dose went home on Saturday."""
    collects(world, starts_on=TODAY - timedelta(days=3))


def closing(world):
    made = collects(world)
    PharmacyClosure.objects.create(
        scheme=world.scheme, pharmacy=made.pharmacy, starts_on=TODAY + timedelta(days=20),
        ends_on=TODAY + timedelta(days=33), reason="Refit", recorded_by=world.cast[Role.PHARMACIST],
    )  # fmt: skip


def before_the_months(html):
    """The rows of the list, without those of the moves by month beneath it."""
    return rows(html.split("Moves that were accepted")[0])


def no_lead(world):
    world.cast[Role.GOVERNANCE_LEAD].memberships.update(ends_on=TODAY - timedelta(days=1))


def declined(world):
    """A version that a party declined, with none after it."""
    answered = {"offered_on": date(2026, 3, 2), "answer_by": date(2026, 3, 30)}
    episode_rows.an_agreement(world, status="declined", **answered)


def late_query(world):
    """One past its time, and one that is not."""
    long_ago = timezone.now() - timedelta(days=5)
    factories.ClinicalQueryFactory(patient=world.patient, asked_at=long_ago)
    factories.ClinicalQueryFactory(patient=world.patient)


def queries_to_send(world):
    """One that is new, and one with a clinician who has left since; a third is with the specialist."""
    episode_rows.a_query(world)
    leaver = factories.ProfessionalFactory(scheme_id=world.scheme.pk, profession="specialist")
    episode_rows.a_query(world, "routed")
    query = episode_rows.a_query(world, "routed")
    ClinicalQuery.objects.filter(pk=query.pk).update(routed_to=leaver)


def silent(world):
    """Two people of whom nothing was told for too long, and one of whom something was."""
    for _ in range(2):
        in_care(world, 100)
    factories.ExchangeFactory(episode=in_care(world, 100).episode, sender_place_id=world.practice.pk)


def gone_through_with(world, **facts):
    return episode_rows.a_review(world, **facts)


def not_contacted(world):
    """Two places take part; the co-ordinator talked to one of them lately."""
    for place in (world.practice, episode_rows.place_of(world, Role.PHARMACIST)):
        factories.ParticipationFactory(scheme=world.scheme, organisation_id=place.pk)
    factories.ExchangeFactory(scheme=world.scheme, receiver_place_id=world.practice.pk, how="telephone")


def to_be_tried(world):
    """One place without a way to reach it, one with a way that nobody tried for a year, and one tried today."""
    lapsed = factories.OrganisationFactory(kind="pharmacy")
    for place in (world.practice, episode_rows.place_of(world, Role.PHARMACIST), lapsed):
        factories.ParticipationFactory(scheme=world.scheme, organisation_id=place.pk)
    factories.ContactRouteFactory(scheme=world.scheme, organisation_id=world.practice.pk)
    factories.ContactRouteFactory(scheme=world.scheme, organisation=lapsed, verified_on=date(2025, 3, 16))


LEAD = Role.GOVERNANCE_LEAD
WAITING = [
    Waiting("people about whom nothing was exchanged for too long", silent, 2),
    Waiting(
        "exchanges that were not acknowledged in time",
        lambda world: episode_rows.exchanged(world, day=TODAY - timedelta(days=15)),
        1,
        role=Role.PRESCRIBER,
    ),
    Waiting("exchanges that wait for your acknowledgement", episode_rows.exchanged, 1, role=Role.KEY_WORKER),
    Waiting(
        "next actions after exchanges that are due",
        lambda world: episode_rows.exchanged(
            world, next_action="Ring", owner=world.cast[Role.PRESCRIBER], due_on=TODAY
        ),
        1,
        role=Role.PRESCRIBER,
    ),
    Waiting("practices and services not contacted for too long", not_contacted, 1),
    Waiting("places whose ways to be reached are to be tried", to_be_tried, 2),
    Waiting("reviews of GPs’ caseloads due", gone_through_with, 1, role=Role.PRESCRIBER),
    Waiting("GPs with people and no review of the caseload planned", lambda world: held_by(world, a_gp(world)), 1),
    Waiting(
        "people who wait for your approval to open a record in an emergency",
        lambda world: opened(world, waiting=True),
        1,
        role=LEAD,
    ),
    Waiting(
        "records opened in an emergency whose review is overdue",
        lambda world: opened(world, review_due_on=TODAY - timedelta(days=1)),
        1,
        role=LEAD,
    ),
    Waiting("records opened in an emergency and not yet reviewed", opened, 1, role=LEAD),
    Waiting("restricted records that nobody who gives care can open", restricted, 1, role=LEAD),
    Waiting("reviews of people with restricted records overdue", restricted_and_late, 1, role=LEAD),
    Waiting("pairs of records, one of them restricted, that may be one person", asked_of_restricted, 1, role=LEAD),
    Waiting(
        "schemes without an information-governance lead",
        no_lead,
        1,
        lambda html: html.count("No information-governance lead"),
    ),
    Waiting("people with care that nobody answers for", without_holders, 2),
    Waiting("people with care that nobody will answer for", soon_away, 1),
    Waiting("hand-overs that wait for your answer", offered_to_the_gp, 1, role=Role.PRESCRIBER),
    Waiting("hand-overs that ran out unanswered", ran_out, 1),
    Waiting("people offered to you by another service", sent_to_the_specialist, 1, role=Role.SPECIALIST),
    Waiting("moves between services that wait for an answer", sent, 1),
    Waiting("people whose care is above their GP’s tier", above_tier, 2, before_the_months),
    Waiting("people whose GP holds no tier", lambda world: prescribed(world, a_gp(world)), 1, before_the_months),
    Waiting("people who could come down to primary care", settled, 1, before_the_months),
    Waiting("GPs who hold more people than their limit", over_limit, 1, before_the_months),
    Waiting("reviews overdue", overdue, 2),
    Waiting("invitations that failed", recall_rows.failed, 1),
    Waiting("campaigns that do not balance", recall_rows.off_balance, 1),
    Waiting("messages that may or may not have left", recall_rows.doubtful, 1),
    Waiting("people to be told of their invitation", recall_rows.failed, 1),
    Waiting("people who have not answered the last invitation", no_answer, 1),
    Waiting("print files not yet posted", recall_rows.printed, 1),
    Waiting("answers to invitations to look into", recall_rows.concern, 1),
    Waiting("texts that somebody has to read", recall_rows.unread, 1),
    Waiting("people who did not attend", recall_rows.missed, 1),
    Waiting("appointments to record", recall_rows.booked, 1),
    Waiting("pairs of records that may be one person", asked, 1),
    Waiting("registers checked and not yet brought in", staged, 1),
    Waiting("looks that stand out", namesake_looked_at, 1, role=Role.GOVERNANCE_LEAD),
    Waiting("plans without agreement", not_agreed, 1),
    Waiting("reviews due within 28 days", due, 2),
    Waiting("practices without a GP", no_gp, 1),
    Waiting("closed practices that still take part", closed, 1),
    Waiting("tiers whose evidence has lapsed", unsupported, 1),
    Waiting("tiers due for review", lambda world: tier(world, review_on=TODAY), 1),
    Waiting("certificates running out within 90 days", lapsing, 1),
    Waiting("actions of the group past their day", late_action, 1),
    Waiting("meetings of the group that are late", group, 1, lambda html: html.count("late to meet")),
    Waiting("meetings whose minutes wait for approval", draft_minutes, 1, lambda html: html.count("Draft")),
    Waiting("empty seats on the group", group, len(StakeholderGroup), lambda html: html.count("Empty seat")),
    Waiting("requests about records past their day", request_past_its_day, 1, role=Role.GOVERNANCE_LEAD),
    Waiting("erasures that wait for a second person", erasure_proposed, 1, role=Role.SCHEME_ADMINISTRATOR),
    Waiting("alerts for you that nobody has yet", alerted_key_worker, 1, role=Role.KEY_WORKER),
    Waiting("alerts that nobody has yet", alerted, 1),
    Waiting("alerts that you have and have not closed", held_alert, 1),
    Waiting("days of people’s collections that nobody recorded", not_recorded, 1),
    Waiting("people whose pharmacy is closed for longer than doses can be taken home", closing, 1),
    Waiting(
        "arrangements of collections past their review",
        lambda world: collects(world, review_on=TODAY - timedelta(days=1)),
        1,
    ),
    Waiting("responsibilities held by somebody who has left", held_by_a_leaver, 1),
    Waiting("agreements that wait for your signature", episode_rows.offered, 1, role=Role.PRESCRIBER),
    Waiting("shared care agreements that need attention", declined, 1),
    Waiting("people in shared care about whom no agreement was offered", lambda world: in_care(world, 100), 1),
    Waiting("plans being written by somebody who has left", draft_of_a_leaver, 1),
    Waiting("people treated away from their own practice whose GP was not told, or not lately", treated_elsewhere, 1),
    Waiting("people of whom nobody can say yet whether it is shared care", lambda world: in_care(world, 100), 1),
    Waiting("clinical queries not answered in time", late_query, 1),
    Waiting("clinical queries that wait for you to choose a clinician", queries_to_send, 2),
    Waiting(
        "clinical queries that wait for your answer",
        lambda world: episode_rows.a_query(world, "routed"),
        1,
        role=Role.SPECIALIST,
    ),
    Waiting(
        "answers to clinical queries of yours",
        lambda world: episode_rows.a_query(world, "answered"),
        1,
        role=Role.PRESCRIBER,
    ),
    Waiting("articles for the knowledge base that wait for a second look", episode_rows.an_article, 1),
    Waiting("actions of the group asked of somebody who has left", leaves_the_group, 1),
    Waiting(
        "seats on the group held by somebody who has left",
        leaves_the_group,
        1,
        lambda html: html.count("Has left the scheme"),
    ),
]
BY_TITLE = {source.many: source for source in SOURCES}


def line_of(user, title):
    source = BY_TITLE[title]
    return source.line(user, TODAY)


def test_every_line_of_today_has_a_list_behind_it():
    """A line cannot be added without saying here how it comes about and what its page shows."""
    assert {waiting.title for waiting in WAITING} == set(BY_TITLE)


@pytest.mark.parametrize("waiting", WAITING, ids=lambda waiting: waiting.title)
def test_each_number_is_the_number_of_rows_on_the_page_it_opens(waiting, world, browse):
    user = world.cast[waiting.role]
    waiting.given(world)

    line = line_of(user, waiting.title)
    page = browse(user).get(urldefrag(line.url).url)

    assert page.status_code == 200
    assert line.count == waiting.shown(page.content.decode()) == waiting.count


def test_one_is_said_in_the_singular(world):
    in_care(world, -1)

    assert line_of(world.cast[Role.SCHEME_COORDINATOR], "reviews overdue").title == "review overdue"


def test_the_page_shows_what_waits_worst_first_and_each_number_as_a_link(world, browse):
    overdue(world)
    group(world)

    html = browse(world.cast[Role.SCHEME_COORDINATOR]).get(reverse("today")).content.decode()

    assert html.index("reviews overdue") < html.index("empty seats on the group")
    assert f'href="{reverse("careplans:worklist")}?show=overdue"' in html


def test_an_empty_day_says_that_everything_was_looked_at(scheme, coordinator, browse):
    factories.sign_in(Role.GOVERNANCE_LEAD, scheme)

    page = browse(coordinator).get(reverse("today"))

    assert "Nothing is waiting for you" in page.content.decode()
    assert "No reviews overdue" in page.content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_day_and_every_line_of_it_opens(role, world, browse):
    user = world.cast[role]
    client = browse(user)

    assert client.get(reverse("today")).status_code == 200
    answers = {line.title: client.get(urldefrag(line.url).url).status_code for line in lines(user, TODAY)}
    assert set(answers.values()) == {200}, answers


@pytest.mark.parametrize("role", [Role.MONITORING_MEMBER, Role.COMMISSIONER])
def test_a_group_member_is_told_of_the_groups_work_and_of_no_person(role, world):
    titles = {line.title for line in lines(world.cast[role], TODAY)}

    assert "meetings of the group that are late" in titles
    assert not {"reviews overdue", "people with care that nobody answers for"} & titles


def test_a_gp_is_told_of_their_own_practice_only(world):
    elsewhere = factories.PracticeFactory()
    person = factories.PatientFactory(scheme=world.scheme, practice=elsewhere)
    factories.CarePlanFactory(patient=person, next_review_on=TODAY - timedelta(days=3))
    agreed(in_care(world, -1))

    assert line_of(world.cast[Role.PRESCRIBER], "reviews overdue").count == 1
    assert line_of(world.cast[Role.SCHEME_COORDINATOR], "reviews overdue").count == 2


def test_somebody_without_a_role_is_told_whom_to_ask_and_meets_no_error(db, browse):
    page = browse(factories.UserFactory()).get(reverse("today"), follow=True)

    assert page.redirect_chain == [(reverse("accounts:no_role"), 302)]
    assert page.status_code == 200


def test_the_day_costs_no_more_with_more_people(world, browse, django_assert_max_num_queries):
    client = browse(world.cast[Role.SCHEME_COORDINATOR])
    overdue(world)
    client.get(reverse("today"))
    with django_assert_max_num_queries(88) as few:
        client.get(reverse("today"))
    for _ in range(20):
        in_care(world, -1)

    with django_assert_max_num_queries(len(few)):
        client.get(reverse("today"))

    assert CarePlan.objects.count() == 23
