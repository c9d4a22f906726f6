"""Two schemes full of rows, each record with words of its own, so that one shown where it should not be is found."""

import io
import uuid
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.reach import SEES, Reach, Record
from accounts.roles import Role
from audit import actions as audit
from audit import wall
from careplans import actions as careplans
from careplans.models import Handout
from episodes.models import AgreementCopy, Handover, KnowledgeArticle, Transition
from governance.models import AccessBundle, Erasure, LegalHold, Withholding
from indicators.periods import Quarter
from monitoring import actions as monitoring
from monitoring.models import ReportRun
from patients import actions as patients
from patients.models import PossibleDuplicate, RegisterImportRow, Restriction
from practices import actions as practices
from practices.models import Organisation, Professional
from recall import actions as recall
from recall.models import (
    Answer,
    Booking,
    Campaign,
    CohortMember,
    Concern,
    Hold,
    Invitation,
    InvitationAttempt,
    PrintRun,
    UnreadText,
    Wording,
)
from schemes.models import AgreementTemplate
from tests import factories
from tests.matrix import World, make_world
from tests.patients.registers import file_of, person
from tests.practices.files import as_file, row
from tests.recall import cast

TODAY = date(2026, 3, 16)
YESTERDAY = datetime(2026, 3, 15, tzinfo=UTC)
# Where somebody stands towards whoever looks: of their own place, formerly linked to it, of the practice next door, of
# their own place but restricted, of another scheme, and nobody at all.
RELATIONS = ("own", "ended", "neighbour", "restricted", "foreign", "nobody")
IN_SCHEME = RELATIONS[:4]
WITHIN = {
    Reach.NOBODY: set(),
    Reach.LINKED: {"own"},
    Reach.SCHEME: {"own", "ended", "neighbour"},
    Reach.EVERYBODY: {"own", "ended", "neighbour", "restricted"},
}


@dataclass(frozen=True)
class Canaries:
    """Words that stand in one person's record and nowhere else, by the kind of record they belong to."""

    name: str
    nhs_number: str
    contact: tuple[str, ...]
    clinical: tuple[str, ...]

    @property
    def numbers(self) -> tuple[str, ...]:
        """The number as it is kept and as it is shown."""
        n = self.nhs_number
        return n, f"{n[:3]} {n[3:6]} {n[6:]}", f"{n[:3]}\u00a0{n[3:6]}\u00a0{n[6:]}"

    def beyond(self, role: str, relation: str) -> list[str]:
        """What of this person must never be shown to the role."""
        sees = SEES[role]
        if relation not in WITHIN[sees.reach]:
            return [self.name, *self.numbers, *self.contact, *self.clinical]
        if sees.record == Record.SLICE:
            return [*self.contact, *self.clinical]
        return [] if sees.record == Record.WHOLE else [*self.clinical]


@dataclass
class Full:
    """The two schemes: who acts, what there is by relation, and what must not be shown."""

    own: World
    keys: dict[str, dict[str, Any]] = field(default_factory=dict)
    canaries: dict[str, Canaries] = field(default_factory=dict)

    def key(self, relation: str, of: str) -> Any:
        """The key of that thing there; of nobody it is a key that nothing has."""
        return uuid.UUID(int=0) if relation == "nobody" else self.keys[relation][of]

    def forbidden(self, role: str) -> list[str]:
        return [word for relation, each in self.canaries.items() for word in each.beyond(role, relation)]


def furnish(scheme: Any, practice: Any) -> Full:
    """Everything there is, in both schemes. Stands in the first as nobody in particular."""
    own = make_world(scheme, practice)
    full = Full(own)
    next_door = factories.PracticeFactory(name="Next Door Surgery")
    fill_scheme(full, own, IN_SCHEME)
    fill_place(full, own, practice, ("own", "ended", "restricted"))
    fill_place(full, own, next_door, ("neighbour",))
    fill_person(full, own, "own", factories.PatientFactory, practice=practice)
    for relation, place in (("ended", next_door), ("neighbour", next_door), ("restricted", practice)):
        fill_person(full, own, relation, factories.PatientFactory, practice=place)
    launch(full, own, IN_SCHEME)
    link(full, own)
    elsewhere = factories.SchemeFactory(name="Fens Shared Care", coordinator=None)
    with wall.within(elsewhere.pk):
        factories.ProtocolFactory(scheme=elsewhere)
        far = factories.PracticeFactory(name="Far Surgery")
        foreign = make_world(elsewhere, far)
        fill_scheme(full, foreign, ("foreign",))
        fill_place(full, foreign, far, ("foreign",))
        fill_person(full, foreign, "foreign", factories.PatientFactory, practice=far)
        launch(full, foreign, ("foreign",))
    return full


def fill_person(full: Full, world: World, relation: str, make: Any, **facts: Any) -> None:
    """One person with something in every table, each with words of its own."""
    by = world.cast[Role.SCHEME_COORDINATOR]
    word = f"Zq{relation}zq"
    patient = make(
        scheme=world.scheme,
        family_name=f"{word}name",
        address=[f"1 {word}lane"],
        email=f"{word}@example.org",
        mobile="07700 900001",
        **facts,
    )
    plan = factories.CarePlanFactory(patient=patient, next_review_on=cast.DUE)
    version = factories.PlanVersionFactory(plan=plan, reason=f"{word}reason")
    goal = factories.GoalFactory(version=version, own_words=f"{word}goal")
    action = factories.PlanActionFactory(goal=goal, what=f"{word}action", helper=f"{word}helper")
    review = factories.ReviewFactory(plan=plan, note=f"{word}review", next_review_on=cast.DUE)
    opt_out = factories.OptOutFactory(
        scheme=world.scheme, patient=patient, reason=f"{word}reason", ends_on=date(2026, 1, 1)
    )
    careplans.record_goal(plan=plan, own_words=f"{word}goal two", importance=5, confidence=5, by=by)
    audit.record_view(by=by, patient_ids=[patient.pk], page="Person")
    offer = offered(world, plan.episode, f"{word}note")
    support = factories.SupportFactory(
        episode=plan.episode, aspect=offer.aspect, supporter=offer.receiver, organisation=offer.organisation
    )
    full.keys[relation] |= {
        "handover": offer.pk,
        "holder": offer.giver_id,
        "support": support.pk,
        "patient": patient.pk,
        "looker": by.pk,
        "episode": plan.episode_id,
        "plan": plan.pk,
        "goal": goal.pk,
        "plan_action": action.pk,
        "review": review.pk,
        "opt_out": opt_out.pk,
        "handout": handout(world, patient, version).pk,
        "transition": moved(world, offer, word).pk,
        **agreement(world, plan.episode, word),
        "emergency": factories.EmergencyAccessFactory(
            patient=patient, user=world.cast[Role.KEY_WORKER], starts_at=YESTERDAY, ends_at=YESTERDAY
        ).pk,
        "restriction": factories.RestrictionFactory(patient=patient, starts_at=YESTERDAY, ends_at=YESTERDAY).pk,
        "named": factories.NamedAccessFactory(
            patient=patient, user=world.cast[Role.KEY_WORKER], starts_at=YESTERDAY, ends_at=YESTERDAY
        ).pk,
        **collections(world, plan.episode, word),
        **arranged(world, plan.episode, word),
        **clinical_queries(world, patient, word),
        **exchanged(world, plan.episode, word),
        **gone_through(world, plan.episode, word, relation),
        **rights(world, patient),
        "question": question(world, full.keys[relation]["register_confirmed"], patient).pk,
    }
    full.canaries[relation] = Canaries(
        name=f"{word}name",
        nhs_number=patient.nhs_number,
        contact=(f"{word}lane", f"{word}@example.org"),
        clinical=tuple(
            word + of
            for of in (
                *("goal", "action", "review", "helper", "cover", "answer", "wrong", "teller"),
                *("turn", "sent", "enclosed", "asked", "told", "outcome"),
            )
        ),
    )


def collections(world: World, episode: Any, word: str) -> dict[str, Any]:
    """What the person collects at the pharmacy, a record of it, and an alert that somebody has."""
    arrangement = factories.CollectionArrangementFactory(
        episode=episode, pharmacy_id=world.cast[Role.PHARMACIST].acting.organisation_id
    )
    record = factories.CollectionFactory(
        arrangement=arrangement, day=YESTERDAY.date(), outcome="concern", note=f"{word}seen"
    )
    alert = factories.AlertFactory(
        arrangement=arrangement,
        status="acknowledged",
        held_by=world.cast[Role.KEY_WORKER],
        held_at=YESTERDAY,
        will_do=f"{word}deed",
    )
    return {"collection": record.pk, "alert": alert.pk}


def arranged(world: World, episode: Any, word: str) -> dict[str, Any]:
    """How care is arranged, put right once, and that the own GP was told."""
    arrangement = factories.ArrangementFactory(episode=episode, correction_reason=f"{word}wrong")
    told = factories.ToldOwnGpFactory(episode=episode, told_by=f"{word}teller")
    return {"arrangement": arrangement.pk, "told_own_gp": told.pk}


def exchanged(world: World, episode: Any, word: str) -> dict[str, Any]:
    """A letter of the person's practice to where the key worker works, after which something is to be done."""
    made = factories.ExchangeFactory(
        episode=episode,
        sender_place_id=episode.patient.practice_id,
        receiver_place_id=world.cast[Role.KEY_WORKER].acting.organisation_id,
        what=f"{word}told",
        next_action=f"{word}told again",
        owner=world.cast[Role.KEY_WORKER],
        due_on=TODAY,
    )
    return {"exchange": made.pk}


def gone_through(world: World, episode: Any, word: str, relation: str) -> dict[str, Any]:
    """Two reviews in which the person was on the list: one that is open, and one that was signed off."""
    by, place = world.cast[Role.SCHEME_COORDINATOR], episode.patient.practice
    begun = {"opened_by": by, "opened_at": YESTERDAY, "people": 1}
    done = {"status": "signed_off", "signed_off_by": by, "signed_off_at": YESTERDAY, **begun}
    items = []
    for facts in ({"status": "open", **begun}, done):
        review = factories.CaseloadReviewFactory(
            gp=factories.ProfessionalFactory(scheme_id=world.scheme.pk, organisation=place),
            practice_id=place.pk,
            reviewer=reviewer(world, own=relation != "neighbour"),
            **facts,
        )
        outcome = {"outcome": "continues", "note": f"{word}outcome", "recorded_by": by, "recorded_at": YESTERDAY}
        items.append(factories.CaseloadReviewItemFactory(review=review, episode=episode, **outcome))
    type(items[1]).objects.filter(pk=items[1].pk).update(closed_at=YESTERDAY)
    return {"caseload_item": items[0].pk, "caseload_done": items[1].review_id}


def reviewer(world: World, *, own: bool) -> Professional:
    """The specialist of the cast, or somebody who does not sign in."""
    user = world.cast[Role.SPECIALIST] if own else None
    found = Professional.objects.filter(user=user).first() if user else None
    made: Professional = found or factories.ProfessionalFactory(
        scheme_id=world.scheme.pk, user=user, profession="specialist"
    )
    return made


def agreement(world: World, episode: Any, word: str) -> dict[str, Any]:
    """A version that waits for signatures, between the person and the prescriber, and the prescriber's copy."""
    made = factories.AgreementFactory(
        episode=episode,
        template=AgreementTemplate.objects.get(scheme=world.scheme),
        named={"prescriber": Professional.objects.get(user=world.cast[Role.PRESCRIBER])},
        status="offered",
        cover=f"{word}cover",
        offered_on=YESTERDAY.date(),
        answer_by=TODAY,
    )
    made.parties.filter(party="patient").update(reason=f"{word}answer")
    copy = AgreementCopy.objects.create(
        scheme=world.scheme,
        patient=episode.patient,
        agreement=made,
        party=made.parties.get(party="prescriber"),
        variant="standard",
        template_version=1,
        content_hash="0" * 64,
        sha256="0" * 64,
        pdf=b"%PDF-1.7 words",
        made_by=world.cast[Role.SCHEME_COORDINATOR],
    )
    return {"agreement": made.pk, "agreement_copy": copy.pk}


def clinical_queries(world: World, patient: Any, word: str) -> dict[str, Any]:
    """A query at each stage: the prescriber asked, and the specialist is the clinician."""
    clinician = Professional.objects.get(user=world.cast[Role.SPECIALIST])
    routed = {"routed_to": clinician, "routed_by": world.cast[Role.SCHEME_COORDINATOR], "routed_at": YESTERDAY}
    given = {"answer": f"{word}answer", "answered_by": clinician, "answered_at": YESTERDAY, "answered_as": "specialist"}
    stages = {
        "query": {},
        "query_routed": {"status": "routed", **routed},
        "query_answered": {"status": "answered", **routed, **given},
        "query_closed": {"status": "closed", **routed, **given},
    }
    return {
        name: factories.ClinicalQueryFactory(
            patient=patient,
            question=f"{word}asked",
            asked_by=world.cast[Role.PRESCRIBER],
            asked_at=YESTERDAY,
            **facts,
        ).pk
        for name, facts in stages.items()
    }


def rights(world: World, patient: Any) -> dict[str, Any]:
    """What the person asked, allowed and refused, and what stands on their record; the use of it is free again."""
    asked = factories.RightsRequestFactory(patient=patient)
    lead = world.cast[Role.GOVERNANCE_LEAD]
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("record.json", '{"sections": []}')
    bundle = AccessBundle.objects.create(
        scheme=world.scheme,
        request=asked,
        status="ready",
        content=content.getvalue(),
        sha256="0" * 64,
        asked_by=lead,
    )
    withheld = Withholding.objects.create(
        scheme=world.scheme,
        bundle=bundle,
        section="patients.patient",
        row_key=str(patient.pk),
        ground="third_party",
        reason="Names a neighbour",
        by=lead,
    )
    return {
        "withholding": withheld.pk,
        "rights_request": asked.pk,
        "processing": factories.ProcessingRestrictionFactory(
            patient=patient, ends_at=YESTERDAY, lifted_by=lead, told_on=date(2026, 3, 15)
        ).pk,
        "consent": factories.ShareConsentFactory(patient=patient).pk,
        "legal_hold": LegalHold.objects.create(
            scheme=world.scheme, patient=patient, reason="A claim", placed_by=lead
        ).pk,
        "erasure": Erasure.objects.create(
            scheme=world.scheme, patient=patient, ground="duty", reason="A court requires it", proposed_by=lead
        ).pk,
    }


def launch(full: Full, world: World, relations: tuple[str, ...]) -> None:
    """Invite everybody, and leave every message in doubt."""
    campaign = Campaign.objects.get(pk=full.keys[relations[0]]["campaign"])
    recall.launch_campaign(campaign=campaign, by=world.cast[Role.SCHEME_COORDINATOR])
    recall.claim_due(campaign=campaign, channels=("sms", "email", "letter"), limit=100)
    InvitationAttempt.objects.filter(invitation__campaign=campaign).update(state="unknown")
    hold = Hold.objects.create(scheme=world.scheme, reason="The key is refused")
    for relation in relations:
        invitation = Invitation.objects.get(campaign=campaign, patient_id=full.keys[relation]["patient"])
        full.keys[relation] |= {"invitation": invitation.pk, "attempt": invitation.attempts.get().pk, "hold": hold.pk}
        full.keys[relation] |= answered(world, invitation, f"Zq{relation}zqlooked")
        member = CohortMember.objects.create(
            scheme=world.scheme,
            cohort_id=full.keys[relations[0]]["cohort"],
            patient_id=full.keys[relation]["patient"],
            reason=f"Zq{relation}zqreason",
        )
        full.keys[relation]["cohort_member"] = member.pk


def answered(world: World, invitation: Invitation, word: str) -> dict[str, Any]:
    """What came of the invitation: an appointment, and something to be looked into."""
    by, made = world.cast[Role.SCHEME_COORDINATOR], {"scheme": world.scheme, "invitation": invitation}
    booking = Booking.objects.create(**made, booked_for=timezone.now() - timedelta(days=1), recorded_by=by)
    answer = Answer.objects.create(**made, response="moved", answered_on=TODAY, recorded_by=by)
    concern = Concern.objects.create(
        scheme=world.scheme, answer=answer, patient_id=invitation.patient_id, holder=by, note=word
    )
    text = UnreadText.objects.create(
        **made, patient_id=invitation.patient_id, number="07700900001", text=word, received_at=YESTERDAY
    )
    return {"booking": booking.pk, "concern": concern.pk, "unread_text": text.pk}


def offered(world: World, episode: Any, note: str) -> Handover:
    """Something handed over between two people who do not sign in."""
    place, aspect = episode.patient.practice, factories.care_aspects(world.scheme)[1]
    giver, receiver = (factories.ProfessionalFactory(scheme_id=world.scheme.pk, organisation=place) for _ in range(2))
    factories.ResponsibilityFactory(episode=episode, aspect=aspect, holder=giver, organisation=place)
    made: Handover = factories.HandoverFactory(
        episode=episode, aspect=aspect, giver=giver, receiver=receiver, organisation=place, note=note
    )
    return made


def moved(world: World, offer: Handover, word: str) -> Transition:
    """Sent on by the giver of that offer to somebody who does not sign in, after care had become more complex."""
    clinic = Organisation.objects.get(pk=world.cast[Role.SPECIALIST].acting.organisation_id)
    receiver = factories.ProfessionalFactory(scheme_id=world.scheme.pk, organisation=clinic)
    factories.ComplexityChangeFactory(episode=offer.episode, reason=f"{word}turn")
    made: Transition = factories.TransitionFactory(
        episode=offer.episode,
        aspect=offer.aspect,
        sender=offer.giver,
        from_place=offer.organisation,
        receiver=receiver,
        to_place=clinic,
        reason=f"{word}sent",
        information_other=f"{word}enclosed",
    )
    return made


def handout(world: World, patient: Any, version: Any) -> Handout:
    return Handout.objects.create(
        scheme=world.scheme,
        patient=patient,
        version=version,
        variant="standard",
        template_version=1,
        content_hash="0" * 64,
        sha256="0" * 64,
        pdf=b"%PDF-1.7 words",
        given_by=world.cast[Role.SCHEME_COORDINATOR],
    )


def question(world: World, register_import_id: Any, patient: Any) -> PossibleDuplicate:
    line = RegisterImportRow.objects.filter(register_import_id=register_import_id).first()
    return PossibleDuplicate.objects.create(
        scheme=world.scheme,
        kind="same_name",
        patient=patient,
        row=line,
        source_hash="0" * 64,
        asked_at=timezone.now(),
    )


def fill_place(full: Full, world: World, practice: Any, relations: tuple[str, ...]) -> None:
    """What belongs to one practice: its register and its GP."""
    if not factories.Participation.objects.filter(organisation_id=practice.pk).exists():
        factories.ParticipationFactory(scheme=world.scheme, organisation=practice)
    staff = world.cast[Role.PRACTICE_STAFF]
    if staff.acting.organisation_id != practice.pk:
        staff = factories.sign_in(Role.PRACTICE_STAFF, world.scheme, practice)
    # Far beyond the numbers that the factories give out in one run.
    number = 20_000 + len(full.keys) * 3 + len(relations)
    rows = [person(number, practice_code=practice.ods_code), person(number + 1, practice_code="Y00000")]
    staged = patients.stage_register(content=file_of(*rows), filename="register.csv", by=staff)
    gp = factories.ProfessionalFactory(scheme_id=world.scheme.pk, organisation=practice, name=f"Dr {practice.name}")
    others = [person(number + 2, practice_code=practice.ods_code)]
    confirmed = patients.stage_register(content=file_of(*others), filename="register.csv", by=staff)
    patients.confirm_register_import(register_import=confirmed, by=staff)
    tier = factories.TierAwardFactory(scheme_id=world.scheme.pk, professional=gp)
    absence = factories.AbsenceFactory(scheme=world.scheme, professional=gp)
    review = factories.CaseloadReviewFactory(
        gp=gp, practice_id=practice.pk, reviewer=reviewer(world, own="neighbour" not in relations)
    )
    route = factories.ContactRouteFactory(scheme=world.scheme, organisation_id=practice.pk)
    for relation in relations:
        full.keys[relation] |= {
            "register_import": staged.pk,
            "register_confirmed": confirmed.pk,
            "practice": practice.pk,
            "professional": gp.pk,
            "tier": tier.pk,
            "absence": absence.pk,
            "caseload_review": review.pk,
            "route": route.pk,
        }


def fill_scheme(full: Full, world: World, relations: tuple[str, ...]) -> None:
    """What belongs to the whole scheme."""
    by = world.cast[Role.SCHEME_COORDINATOR]
    world.scheme.coordinator = by
    world.scheme.save()
    aspects = factories.care_aspects(world.scheme)
    factories.AgreementTemplateFactory(scheme=world.scheme)
    prescriber = world.cast[Role.PRESCRIBER]
    factories.ProfessionalFactory(
        scheme_id=world.scheme.pk, user=prescriber, name=prescriber.name, organisation=world.practice
    )
    specialist = world.cast[Role.SPECIALIST]
    listed = factories.ProfessionalFactory(
        scheme_id=world.scheme.pk,
        user=specialist,
        name=specialist.name,
        profession="specialist",
        registration_number="0000017",
    )
    factories.PostFactory(
        scheme_id=world.scheme.pk, professional=listed, organisation_id=specialist.acting.organisation_id
    )
    group = factories.GroupFactory(scheme=world.scheme)
    meeting = factories.MeetingFactory(group=group)
    monitoring.freeze_dashboard(meeting=meeting, quarter=Quarter(2025, 4), by=by, today=TODAY)
    run = monitoring.request_report(meeting=meeting, by=by)
    monitoring.fail_report(run=monitoring.claim_report(run_id=run.pk), reason="Broken")
    action = factories.ActionItemFactory(meeting=meeting)
    seat = group.seats.first()
    factories.SeatHolderFactory(seat=seat)
    wording = recall.change_wording(kind="sms", is_reminder=False, body="Please ring {telephone}.", by=by)
    campaign = recall.draft_campaign(name="Spring", due_by=date(2026, 3, 31), by=by)
    cohort = recall.make_cohort(name="Team", purpose="Care planning", method="judgement", by=by)
    draft = recall.draft_campaign(name="Summer", due_by=date(2026, 6, 30), by=by)
    cast.read_by_service_users(world.scheme.pk, by)
    leaving = factories.sign_in(Role.COMMISSIONER, world.scheme)
    keys = {
        "campaign": campaign.pk,
        "draft": draft.pk,
        "cohort": cohort.pk,
        "wording": wording.pk,
        "shipped_wording": Wording.objects.filter(is_shipped=True).first().pk,
        "print_run": print_run(world, campaign).pk,
        "aspect": aspects[0].pk,
        "meeting": meeting.pk,
        "item": meeting.items.first().pk,
        "action": action.pk,
        "seat": seat.pk,
        "report": ReportRun.objects.get(pk=run.pk).pk,
        "participation": factories.ParticipationFactory(
            scheme=world.scheme, organisation=factories.OrganisationFactory(kind="pharmacy")
        ).pk,
        "special_population": factories.SpecialPopulationFactory(
            scheme=world.scheme, organisation=factories.PracticeFactory()
        ).pk,
        "practice_import": practices.preview_practice_import(
            content=as_file(row()), filename="epraccur.csv", commissioner_codes=["99X"], by=by
        ).pk,
        "article": article(world, status="published", published_by=by, published_at=YESTERDAY).pk,
        "article_proposed": article(world).pk,
        "staff_invitation": factories.StaffInvitationFactory(scheme_id=world.scheme.pk).pk,
        "held_role": leaving.acting.pk,
        "colleague": leaving.pk,
        "membership": factories.sign_in(Role.COMMISSIONER, world.scheme).acting.pk,
    }
    for relation in relations:
        full.keys[relation] = dict(keys)


def article(world: World, **facts: Any) -> KnowledgeArticle:
    """Written by the prescriber."""
    made: KnowledgeArticle = factories.KnowledgeArticleFactory(
        scheme=world.scheme, written_by=world.cast[Role.PRESCRIBER], **facts
    )
    return made


def print_run(world: World, campaign: Any) -> PrintRun:
    return PrintRun.objects.create(
        scheme=world.scheme, campaign=campaign, number=1, content=b"%PDF-1.7", sha256="0" * 64, letters=1, pages=1
    )


def link(full: Full, world: World) -> None:
    """The ties that make own, ended and restricted what they are."""
    keys, scheme = full.keys, world.scheme
    for role in (Role.KEY_WORKER, Role.PHARMACIST, Role.SPECIALIST):
        place = {"scheme": scheme, "organisation_id": world.cast[role].acting.organisation_id}
        for relation in ("own", "restricted"):
            factories.CareLinkFactory(patient_id=keys[relation]["patient"], **place)
        factories.CareLinkFactory(patient_id=keys["ended"]["patient"], ends_on=date(2026, 3, 15), **place)
    Restriction.objects.create(
        scheme=scheme,
        patient_id=keys["restricted"]["patient"],
        sensitivity="staff",
        reason="Works at the pharmacy",
        placed_by=world.cast[Role.GOVERNANCE_LEAD],
    )
