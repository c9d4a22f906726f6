"""Who may do what with somebody's shared care."""

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from accounts.roles import Role
from episodes import actions
from episodes.collecting import Entry
from episodes.exchange import Side
from episodes.lifecycle import Move
from episodes.models import Complexity
from practices.models import Professional
from schemes.models import AgreementTemplate
from tests import factories
from tests.matrix import Row, World

CARE = {Role.SCHEME_COORDINATOR, Role.PRESCRIBER, Role.PRACTICE_STAFF, Role.KEY_WORKER, Role.SPECIALIST}
ENDING = {Role.SCHEME_COORDINATOR, Role.PRESCRIBER, Role.SPECIALIST}


def gp_at(world: World):
    return factories.ProfessionalFactory(scheme_id=world.scheme.pk, organisation=world.practice)


def to_start(world: World) -> dict:
    factories.care_aspects(world.scheme)
    gp_at(world)
    return {"patient": world.patient, "started_on": date(2026, 3, 2), "complexity": Complexity.STABLE}


def to_assign(world: World) -> dict:
    return {
        "episode": factories.EpisodeFactory(patient=world.patient),
        "aspect": factories.care_aspects(world.scheme)[0],
        "holder": gp_at(world),
    }


def to_correct(world: World) -> dict:
    moment = timezone.now() - timedelta(days=5)
    return {**to_assign(world), "from_moment": moment, "reason": "Found in the letters"}


def to_offer(world: World) -> dict:
    """Between two people who do not sign in, so that whoever may name holders acts for both."""
    given = to_assign(world)
    factories.ResponsibilityFactory(
        episode=given["episode"], aspect=given["aspect"], holder=gp_at(world), organisation=world.practice
    )
    terms = {"expires_at": timezone.now() + timedelta(days=7)}
    return {"episode": given["episode"], "aspect": given["aspect"], "receiver": given["holder"], **terms}


def to_answer(world: World) -> dict:
    given = to_offer(world)
    holding = given["episode"].responsibilities.get()
    made = factories.HandoverFactory(**given, giver=holding.holder, organisation=world.practice)
    return {"handover": made}


def to_send(world: World) -> dict:
    """Between two people who do not sign in; the receiver is at the specialist's service."""
    given = to_offer(world)
    clinic = factories.Organisation.objects.get(pk=world.cast[Role.SPECIALIST].acting.organisation_id)
    receiver = factories.ProfessionalFactory(scheme_id=world.scheme.pk, profession="specialist", organisation=clinic)
    words = {"direction": "step_up", "reason": "Injects again", "information": ["letter"]}
    return {
        "episode": given["episode"],
        "receiver": receiver,
        "to_place": clinic,
        "answer_by": date(2026, 3, 30),
        **words,
    }


def sent(world: World):
    given = to_send(world)
    holding = given["episode"].responsibilities.get()
    return factories.TransitionFactory(**given, aspect=holding.aspect, sender=holding.holder, from_place=world.practice)


def to_offer_all(world: World) -> dict:
    given = to_offer(world)
    held = list(given["episode"].responsibilities.all())
    return {"held": held, "receiver": given["receiver"], "expires_at": given["expires_at"]}


def to_support(world: World) -> dict:
    given = to_assign(world)
    return {"episode": given["episode"], "aspect": given["aspect"], "supporter": given["holder"]}


def supported(world: World):
    return factories.SupportFactory(**to_support(world), organisation=world.practice)


HERE = {Role.SCHEME_COORDINATOR, Role.PRESCRIBER, Role.PRACTICE_STAFF}


def arranged(world: World):
    """At the pharmacy of the pharmacist in the cast, from long ago."""
    return factories.CollectionArrangementFactory(
        episode=factories.EpisodeFactory(patient=world.patient), pharmacy_id=pharmacy(world).pk
    )


def pharmacy(world: World):
    return factories.Organisation.objects.get(pk=world.cast[Role.PHARMACIST].acting.organisation_id)


def to_record(world: World) -> dict:
    return {"day": date(2026, 3, 16), "entries": [Entry(arranged(world), "collected")]}


def to_close_pharmacy(world: World) -> dict:
    factories.ParticipationFactory(scheme=world.scheme, organisation=pharmacy(world))
    days = {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 4, 2)}
    return {"pharmacy": pharmacy(world), "reason": "Stock-taking", **days}


def to_close(world: World) -> dict:
    key_worker = world.cast[Role.KEY_WORKER]
    held = {"status": "acknowledged", "held_by": key_worker, "held_at": timezone.now(), "will_do": "Ring"}
    return {"alert": factories.AlertFactory(arrangement=arranged(world), **held), "outcome": "spoken"}


WRITING = {Role.SCHEME_COORDINATOR, Role.PRESCRIBER, Role.KEY_WORKER}
AGREED_DAYS = {"starts_on": date(2026, 3, 2), "review_on": date(2026, 9, 1), "ends_on": date(2027, 3, 1)}


def the_prescriber(world: World):
    """The professional who is the world's prescriber."""
    user = world.cast[Role.PRESCRIBER]
    found = Professional.objects.filter(user=user).first()
    return found or factories.ProfessionalFactory(
        scheme_id=world.scheme.pk, user=user, name=user.name, organisation=world.practice
    )


def an_agreement(world: World, **facts):
    """A version between the person and the prescriber."""
    template = AgreementTemplate.objects.filter(scheme=world.scheme).first()
    return factories.AgreementFactory(
        episode=factories.EpisodeFactory(patient=world.patient),
        template=template or factories.AgreementTemplateFactory(scheme=world.scheme),
        named={"prescriber": the_prescriber(world)},
        **facts,
    )


def offered(world: World):
    return an_agreement(world, status="offered", offered_on=date(2026, 3, 2), answer_by=date(2026, 3, 30))


def in_force(world: World):
    held = TimestamptzRange(datetime(2026, 3, 2, tzinfo=UTC), datetime(2027, 3, 1, tzinfo=UTC))
    days = {"offered_on": date(2026, 3, 2), "answer_by": date(2026, 3, 30)}
    return an_agreement(world, status="in_force", in_force=held, **days)


def to_draft(world: World) -> dict:
    factories.AgreementTemplateFactory(scheme=world.scheme)
    return {
        "episode": factories.EpisodeFactory(patient=world.patient),
        "named": {"prescriber": the_prescriber(world)},
        **AGREED_DAYS,
    }


def to_edit(world: World) -> dict:
    words = {"communication": "Call.", "return_criteria": "Pregnancy.", "cover": "Dr Birch"}
    named = {"prescriber": the_prescriber(world)}
    return {"agreement": an_agreement(world), "named": named, "duties": {}, **words, **AGREED_DAYS}


ANSWERING = {Role.PRESCRIBER, Role.SPECIALIST}
SETTLING = {Role.SCHEME_COORDINATOR, Role.PRESCRIBER}  # in this world the prescriber asks
WORDS = {"title": "Missed doses", "question": "What then?", "answer": "See them first.", "checked": True}


def the_clinician(world: World):
    """The professional who is the world's specialist, with what makes them competent."""
    user = world.cast[Role.SPECIALIST]
    found = Professional.objects.filter(user=user).first()
    if found is None:
        facts = {"profession": "specialist", "registration_number": "0000017"}
        found = factories.ProfessionalFactory(scheme_id=world.scheme.pk, user=user, name=user.name, **facts)
        factories.PostFactory(
            scheme_id=world.scheme.pk, professional=found, organisation_id=user.acting.organisation_id
        )
    return found


def a_query(world: World, status="asked", **facts):
    """Asked by the prescriber, and from then on with the specialist."""
    if status != "asked":
        facts |= {"routed_to": the_clinician(world), "routed_by": world.cast[Role.SCHEME_COORDINATOR]}
        facts |= {"routed_at": timezone.now()}
    if status in ("answered", "closed"):
        facts |= {"answer": "Yes", "answered_by": the_clinician(world), "answered_as": "specialist"}
        facts |= {"answered_at": timezone.now()}
    return factories.ClinicalQueryFactory(
        patient=world.patient, asked_by=world.cast[Role.PRESCRIBER], status=status, **facts
    )


def an_article(world: World, **facts):
    """Written by the prescriber from a closed query."""
    made = factories.KnowledgeArticleFactory(scheme=world.scheme, written_by=world.cast[Role.PRESCRIBER], **facts)
    a_query(world, "closed", article=made)
    return made


def place_of(world: World, role: Role):
    return factories.Organisation.objects.get(pk=world.cast[role].acting.organisation_id)


def exchanged(world: World, **facts):
    """A letter from the practice to where the key worker works."""
    places = {"sender_place_id": world.practice.pk, "receiver_place": place_of(world, Role.KEY_WORKER)}
    episode = factories.EpisodeFactory(patient=world.patient)
    return factories.ExchangeFactory(episode=episode, **{**places, **facts})


def to_log(world: World) -> dict:
    return {
        "direction": "sent",
        "other": Side(factories.OrganisationFactory()),
        "kind": "progress",
        "how": "telephone",
        "day": date(2026, 3, 16),
        "what": "Comes to every appointment",
        "episode": factories.EpisodeFactory(patient=world.patient),
    }


def to_finish(world: World) -> dict:
    owner = factories.UserFactory()
    return {"exchange": exchanged(world, next_action="Ring", owner=owner, due_on=date(2026, 3, 20))}


def route(world: World):
    return factories.ContactRouteFactory(scheme=world.scheme, organisation_id=world.practice.pk)


def to_record_route(world: World) -> dict:
    factories.ParticipationFactory(scheme=world.scheme, organisation_id=world.practice.pk)
    return {"organisation": world.practice, "direct_line": "01632 960 001"}


BETWEEN = {Role.SCHEME_COORDINATOR, Role.PRESCRIBER, Role.PRACTICE_STAFF, Role.KEY_WORKER}
AT_PRACTICE = {Role.SCHEME_COORDINATOR, Role.PRESCRIBER, Role.PRACTICE_STAFF}
REVIEWING = {Role.SCHEME_COORDINATOR, Role.PRESCRIBER, Role.SPECIALIST}


def to_plan_review(world: World) -> dict:
    user = world.cast[Role.SPECIALIST]
    reviewer = Professional.objects.filter(user=user).first() or factories.ProfessionalFactory(
        scheme_id=world.scheme.pk, user=user, profession="specialist", organisation=place_of(world, Role.SPECIALIST)
    )
    days = {"planned_on": date(2026, 3, 16)}
    return {"gp": gp_at(world), "practice": world.practice, "reviewer": reviewer, **days}


def a_review(world: World, **facts):
    given = to_plan_review(world)
    return factories.CaseloadReviewFactory(**{**given, "practice_id": given.pop("practice").pk, **facts})


def with_a_list(world: World):
    """A planned review of a GP who answers for the person."""
    review = a_review(world)
    factories.ResponsibilityFactory(
        episode=factories.EpisodeFactory(patient=world.patient),
        aspect=factories.care_aspects(world.scheme)[0],
        holder=review.gp,
        organisation_id=world.practice.pk,
    )
    return review


def opened(world: World):
    review = with_a_list(world)
    type(review).objects.filter(pk=review.pk).update(
        status="open", opened_by=factories.UserFactory(), opened_at=timezone.now(), people=1
    )
    review.refresh_from_db()
    factories.CaseloadReviewItemFactory(review=review, episode=world.patient.episodes.get())
    return review


def to_sign_off(world: World) -> dict:
    review = opened(world)
    review.items.update(outcome="continues", recorded_by=factories.UserFactory(), recorded_at=timezone.now())
    return {"review": review, "next_on": date(2026, 9, 14)}


ROWS = [
    Row(actions.log_exchange, CARE | {Role.PHARMACIST}, to_log),
    Row(
        actions.acknowledge_exchange,
        BETWEEN,
        lambda world: {"exchange": exchanged(world), "told_how": "By telephone"},
    ),
    Row(actions.finish_next_action, BETWEEN, to_finish),
    Row(
        actions.withdraw_exchange,
        {Role.SCHEME_COORDINATOR, Role.PRESCRIBER},
        lambda world: {
            "exchange": exchanged(world, recorded_by=world.cast[Role.PRESCRIBER]),
            "reason": "About somebody else",
        },
    ),
    Row(actions.record_route, AT_PRACTICE, to_record_route),
    Row(
        actions.change_route,
        AT_PRACTICE,
        lambda world: {
            "route": route(world),
            "version": 1,
            "direct_line": "01632 960 002",
            "secure_email": "",
            "deputy": "",
            "hours": "",
        },
    ),
    Row(actions.verify_route, AT_PRACTICE, lambda world: {"route": route(world)}),
    Row(actions.remove_route, AT_PRACTICE, lambda world: {"route": route(world)}),
    Row(actions.plan_caseload_review, REVIEWING, to_plan_review),
    Row(
        actions.replan_caseload_review,
        REVIEWING,
        lambda world: {
            "review": (review := a_review(world)),
            "reviewer": review.reviewer,
            "planned_on": date(2026, 4, 1),
        },
    ),
    Row(actions.open_caseload_review, REVIEWING, lambda world: {"review": with_a_list(world)}),
    Row(
        actions.record_outcome,
        REVIEWING,
        lambda world: {"item": opened(world).items.get(), "outcome": "continues", "note": "", "version": 1},
    ),
    Row(actions.sign_off_caseload_review, REVIEWING, to_sign_off),
    Row(
        actions.cancel_caseload_review,
        REVIEWING,
        lambda world: {"review": a_review(world), "reason": "The GP is ill"},
    ),
    Row(
        actions.record_absence,
        HERE,
        lambda world: {"professional": gp_at(world), "starts_on": date(2026, 3, 23), "ends_on": date(2026, 3, 27)},
    ),
    Row(
        actions.cancel_absence,
        HERE,
        lambda world: {"absence": factories.AbsenceFactory(scheme=world.scheme, professional=gp_at(world))},
    ),
    Row(actions.offer_handover, CARE, to_offer),
    Row(actions.accept_handover, CARE, lambda world: {**to_answer(world), "told_how": "By telephone"}),
    Row(
        actions.decline_handover,
        CARE,
        lambda world: {**to_answer(world), "told_how": "By telephone", "reason": "Too far to travel"},
    ),
    Row(actions.recall_handover, CARE, to_answer),
    Row(actions.offer_transition, CARE, to_send),
    Row(actions.accept_transition, CARE, lambda world: {"transition": sent(world), "told_how": "By telephone"}),
    Row(
        actions.decline_transition,
        CARE,
        lambda world: {"transition": sent(world), "told_how": "By telephone", "reason": "No room"},
    ),
    Row(actions.withdraw_transition, CARE, lambda world: {"transition": sent(world), "reason": "Better again"}),
    Row(
        actions.record_complexity,
        CARE,
        lambda world: {
            "episode": factories.EpisodeFactory(patient=world.patient),
            "complexity": Complexity.COMPLEX,
            "since": date(2026, 3, 2),
            "reason": "Lost the flat",
        },
    ),
    Row(actions.offer_caseload, CARE, to_offer_all),
    Row(actions.add_supporter, CARE, to_support),
    Row(actions.end_support, CARE, lambda world: {"support": supported(world)}),
    Row(
        actions.arrange_collection,
        CARE,
        lambda world: {
            "episode": factories.EpisodeFactory(patient=world.patient),
            "pharmacy": pharmacy(world),
            "days": ["supervised"] * 7,
            "starts_on": date(2026, 3, 16),
            "may_vary": "The prescriber",
            "review_on": date(2026, 6, 1),
        },
    ),
    Row(
        actions.end_arrangement,
        CARE,
        lambda world: {"arrangement": arranged(world), "ends_on": date(2026, 3, 20), "reason": "Stopped"},
    ),
    Row(actions.record_collections, CARE | {Role.PHARMACIST}, to_record),
    Row(
        actions.correct_collection,
        CARE | {Role.PHARMACIST},
        lambda world: {
            "collection": factories.CollectionFactory(arrangement=arranged(world)),
            "outcome": "collected",
            "reason": "Wrong person",
        },
    ),
    Row(
        actions.record_closure,
        {Role.PHARMACIST, Role.SCHEME_COORDINATOR},
        to_close_pharmacy,
    ),
    Row(
        actions.adopt_rules,
        {Role.SCHEME_COORDINATOR},
        lambda world: {"starts_on": date(2026, 3, 16), "source": "Agreed"},
    ),
    Row(
        actions.acknowledge_alert,
        CARE,
        lambda world: {"alert": factories.AlertFactory(arrangement=arranged(world)), "will_do": "Ring"},
    ),
    Row(actions.close_alert, CARE, to_close),
    Row(actions.draft_agreement, WRITING, to_draft),
    Row(actions.edit_agreement, WRITING, to_edit),
    Row(actions.offer_agreement, WRITING, lambda world: {"agreement": an_agreement(world)}),
    Row(actions.withdraw_agreement, WRITING, lambda world: {"agreement": offered(world), "reason": "Wrong dates"}),
    Row(
        actions.review_agreement,
        WRITING,
        lambda world: {"agreement": in_force(world), "review_on": date(2026, 12, 1), "note": ""},
    ),
    # Each party answers only as themselves: here the prescriber is party.
    Row(
        actions.sign_agreement,
        {Role.PRESCRIBER},
        lambda world: {"party": offered(world).parties.get(party="prescriber")},
    ),
    Row(
        actions.decline_agreement,
        {Role.PRESCRIBER},
        lambda world: {"party": offered(world).parties.get(party="prescriber"), "reason": "No"},
    ),
    Row(
        actions.record_paper_answer,
        WRITING,
        lambda world: {
            "party": offered(world).parties.get(party="patient"),
            "move": "sign",
            "answered_on": date(2026, 3, 2),
        },
    ),
    Row(
        actions.give_notice,
        WRITING,
        lambda world: {
            "party": in_force(world).parties.get(party="prescriber"),
            "ends_on": date(2026, 4, 1),
            "reason": "Retires",
        },
    ),
    Row(
        actions.print_agreement,
        WRITING,
        lambda world: {"party": offered(world).parties.get(party="prescriber"), "variant": "standard"},
    ),
    Row(
        actions.record_arrangement,
        CARE,
        lambda world: {"episode": factories.EpisodeFactory(patient=world.patient), "starts_on": date(2026, 3, 2)},
    ),
    Row(
        actions.correct_arrangement,
        CARE,
        lambda world: {
            "arrangement": factories.ArrangementFactory(episode=factories.EpisodeFactory(patient=world.patient)),
            "reason": "The notes are kept elsewhere",
        },
    ),
    Row(
        actions.record_own_gp_told,
        CARE,
        lambda world: {
            "episode": factories.EpisodeFactory(patient=world.patient),
            "told_on": date(2026, 3, 2),
            "how": "letter",
            "told_by": "Dr Greta Ash",
        },
    ),
    Row(
        actions.withdraw_own_gp_told,
        CARE,
        lambda world: {
            "told": factories.ToldOwnGpFactory(episode=factories.EpisodeFactory(patient=world.patient)),
            "reason": "It was another person's letter",
        },
    ),
    Row(
        actions.ask_query,
        CARE | {Role.PHARMACIST},
        lambda world: {"patient": world.patient, "question": "What then?", "urgency": "routine"},
    ),
    Row(
        actions.route_query,
        {Role.SCHEME_COORDINATOR},
        lambda world: {"query": a_query(world), "clinician": the_clinician(world)},
    ),
    Row(actions.answer_query, {Role.SPECIALIST}, lambda world: {"query": a_query(world, "routed"), "answer": "Yes"}),
    Row(
        actions.send_query_back,
        {Role.SPECIALIST},
        lambda world: {"query": a_query(world, "routed"), "reason": "On leave"},
    ),
    Row(actions.close_query, SETTLING, lambda world: {"query": a_query(world, "answered")}),
    Row(actions.withdraw_query, SETTLING, lambda world: {"query": a_query(world), "reason": "Found it"}),
    Row(actions.propose_article, ANSWERING, lambda world: {"query": a_query(world, "closed"), **WORDS}),
    Row(actions.rewrite_article, {Role.PRESCRIBER}, lambda world: {"article": an_article(world), **WORDS}),
    Row(
        actions.publish_article,
        {Role.SCHEME_COORDINATOR},
        lambda world: {"article": an_article(world), "checked": True},
    ),
    Row(
        actions.send_article_back,
        {Role.SCHEME_COORDINATOR},
        lambda world: {"article": an_article(world), "reason": "Shorter"},
    ),
    Row(
        actions.withdraw_article,
        {Role.SCHEME_COORDINATOR, Role.PRESCRIBER},
        lambda world: {"article": an_article(world), "reason": "Out of date"},
    ),
    Row(actions.start_episode, CARE, to_start),
    Row(actions.correct_responsibility, CARE, to_correct),
    Row(actions.assign_responsibility, CARE, to_assign),
    Row(
        actions.move_episode,
        ENDING,
        lambda world: {
            "episode": factories.EpisodeFactory(patient=world.patient),
            "move": Move.SUSPEND,
            "reason": "In hospital",
        },
    ),
]
