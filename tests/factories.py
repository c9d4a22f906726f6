"""One factory a model. Every name, number and address is made up; NHS numbers are from the 999 range and check."""

from datetime import UTC, date, datetime, time, timedelta

import factory
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from accounts.models import KeptForm, Membership, ProviderIdentity, Session, StaffInvitation, User
from accounts.roles import HELD_AT, at_organisation
from accounts.sealing import seal
from careplans.models import CarePlan, Goal, PlanAction, PlanVersion, Review
from episodes.models import (
    Absence,
    Agreement,
    AgreementParty,
    Alert,
    Arrangement,
    CaseloadReview,
    CaseloadReviewItem,
    ClinicalQuery,
    Collection,
    CollectionArrangement,
    ComplexityChange,
    ContactRoute,
    Episode,
    Exchange,
    Handover,
    KnowledgeArticle,
    Responsibility,
    Support,
    ToldOwnGp,
    Transition,
)
from governance.models import RightsRequest
from monitoring.models import ActionItem, AgendaItem, Group, Meeting, Seat, SeatHolder, TermsOfReference
from monitoring.quorum import StakeholderGroup
from patients.models import (
    CareLink,
    EmergencyAccess,
    NamedAccess,
    OptOut,
    Patient,
    ProcessingRestriction,
    Restriction,
    ShareConsent,
    UsualGp,
)
from patients.nhs_number import check_digit
from practices.models import (
    GpwsiAppointment,
    Organisation,
    Post,
    Practice,
    Professional,
    Qualification,
    TierAward,
)
from schemes.agreement import shipped
from schemes.aspects import DEFAULT_ASPECTS
from schemes.models import AgreementTemplate, CareAspect, Participation, Protocol, Scheme, SpecialPopulation

PASSWORD = "correct-horse-battery"


def nhs_number(n: int) -> str:
    """The n-th valid made-up NHS number."""
    found = -1
    candidate = 0
    while True:
        nine = f"999{candidate:06d}"
        digit = check_digit(nine)
        found += digit is not None
        if found == n:
            return f"{nine}{digit}"
        candidate += 1


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = "!"  # signs in with force_login


class SessionFactory(factory.django.DjangoModelFactory):
    """A browser in which somebody is signed in."""

    class Meta:
        model = Session

    session_key = factory.Sequence(lambda n: f"session-of-a-test-{n:08d}")
    user = factory.SubFactory(UserFactory)
    started_at = factory.LazyFunction(timezone.now)
    seen_at = factory.LazyFunction(timezone.now)
    expire_date = factory.LazyFunction(lambda: timezone.now() + timedelta(minutes=15))


class SchemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Scheme

    name = factory.Sequence(lambda n: f"Scheme {n}")
    locality = "Wolds"
    commissioner = "Wolds Council public health"
    status = "planned"
    starts_on = date(2020, 4, 1)


class ProtocolFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Protocol

    number = 1
    starts_on = date(2020, 4, 1)
    source = "Test"
    recorded_by = factory.SubFactory(UserFactory)


class AgreementTemplateFactory(factory.django.DjangoModelFactory):
    """The shipped text of agreements, in force since the scheme began; `scheme` is required."""

    class Meta:
        model = AgreementTemplate

    number = 1
    starts_on = date(2020, 4, 1)
    source = "Text as shipped"
    recorded_by = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return super()._create(model_class, *args, **{**shipped(), **kwargs})


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    starts_on = date(2024, 1, 1)


class ProviderIdentityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProviderIdentity

    issuer = "https://provider.example.org"
    subject = factory.Sequence(lambda n: f"91000000{n:04d}")


class StaffInvitationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StaffInvitation

    email = factory.Sequence(lambda n: f"invited{n}@example.org")
    name = factory.Sequence(lambda n: f"Invited {n}")
    role = "commissioner"
    place_label = "Wolds Shared Care"
    starts_on = date(2026, 3, 16)
    invited_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))


def sign_in(role, scheme, organisation=None, *, name="Somebody") -> User:
    """A user holding the role at its place, ready to act."""
    place = organisation if at_organisation(role) else None
    membership = MembershipFactory(
        user=UserFactory(name=name),
        role=role,
        scheme_id=scheme.pk,
        organisation_id=place.pk if place else None,
        place_label=place.name if place else scheme.name,
    )
    return membership.user.act_as(membership)


def place_for(role, practice=None):
    """A place of the kind at which the role is held; none when that is the scheme."""
    if not at_organisation(role):
        return None
    kind = HELD_AT[role][0].value
    return (practice or PracticeFactory()) if kind == "practice" else OrganisationFactory(kind=kind)


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    kind = "other"
    name = factory.Sequence(lambda n: f"Organisation {n}")


class PracticeFactory(OrganisationFactory):
    class Meta:
        model = Practice

    kind = "practice"
    name = factory.Sequence(lambda n: f"Practice {n}")
    ods_code = factory.Sequence(lambda n: f"Y9{n:04d}")
    address = ["1 Mill Lane", "Woldham"]
    postcode = "ZZ99 9ZZ"
    commissioner_code = "99X"


class ProfessionalFactory(factory.django.DjangoModelFactory):
    """A professional with a post at `organisation`, when one is given."""

    class Meta:
        model = Professional
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Dr Number {n}")
    profession = "gp"

    @factory.post_generation
    def organisation(self, create, organisation, **_):
        if organisation:
            PostFactory(scheme_id=self.scheme_id, professional=self, organisation_id=organisation.pk)


class PostFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Post

    starts_on = date(2024, 1, 1)


class QualificationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Qualification

    evidence = "rcgp_part_1"
    awarded_on = date(2024, 6, 1)
    recorded_by = factory.SubFactory(UserFactory)


class GpwsiAppointmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GpwsiAppointment

    commissioner = "Wolds Council public health"
    starts_on = date(2024, 6, 1)
    recorded_by = factory.SubFactory(UserFactory)


class TierAwardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TierAward

    tier = "level_1"
    starts_on = date(2024, 6, 1)
    awarded_by = factory.SubFactory(UserFactory)


class ParticipationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Participation

    starts_on = date(2024, 1, 1)


def care_aspects(scheme) -> list[CareAspect]:
    """The default list of aspects, in this scheme."""
    return [
        CareAspect.objects.get_or_create(
            scheme=scheme, code=code, defaults={"name": name, "position": position, "starts_on": scheme.starts_on}
        )[0]
        for position, (code, name) in enumerate(DEFAULT_ASPECTS)
    ]


class PatientFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Patient

    nhs_number = factory.Sequence(nhs_number)
    family_name = factory.Sequence(lambda n: f"Person{n}")
    given_name = "Alex"
    born_on = date(1980, 5, 17)
    sex = "unknown"
    address = ["2 Mill Lane", "Woldham"]
    postcode = "ZZ99 9ZZ"


class CareLinkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CareLink

    starts_on = date(2024, 1, 1)


class UsualGpFactory(factory.django.DjangoModelFactory):
    """The GP whom `patient` usually sees."""

    class Meta:
        model = UsualGp

    scheme_id = factory.SelfAttribute("patient.scheme_id")
    starts_on = date(2024, 1, 1)


class OptOutFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OptOut

    starts_on = date(2024, 1, 1)
    reason = "Asked not to be invited"


class ProcessingRestrictionFactory(factory.django.DjangoModelFactory):
    """The record of `patient` is kept and not used."""

    class Meta:
        model = ProcessingRestriction

    scheme = factory.SelfAttribute("patient.scheme")
    ground = "accuracy"
    reason = "The date of a review is in dispute"
    starts_at = datetime(2026, 3, 1, tzinfo=UTC)
    placed_by = factory.SubFactory(UserFactory)


class ShareConsentFactory(factory.django.DjangoModelFactory):
    """`patient` lets their sister know about appointments."""

    class Meta:
        model = ShareConsent

    scheme = factory.SelfAttribute("patient.scheme")
    recipient = "family"
    recipient_name = "Their sister"
    scope = "appointments"
    starts_on = date(2026, 1, 1)
    recorded_by = factory.SubFactory(UserFactory)


class RightsRequestFactory(factory.django.DjangoModelFactory):
    """`patient` asks for a copy of their record."""

    class Meta:
        model = RightsRequest

    scheme = factory.SelfAttribute("patient.scheme")
    kind = "access"
    received_on = date(2026, 3, 2)
    due_on = date(2026, 4, 2)
    identity_checked = "Known to the practice"
    asked_for = "Everything you hold about me"
    recorded_by = factory.SubFactory(UserFactory)


class RestrictionFactory(factory.django.DjangoModelFactory):
    """A record that only named people open; `patient` is required."""

    class Meta:
        model = Restriction

    scheme = factory.SelfAttribute("patient.scheme")
    sensitivity = "staff"
    reason = "Works at the pharmacy"
    placed_by = factory.SubFactory(UserFactory)


class NamedAccessFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NamedAccess

    scheme = factory.SelfAttribute("patient.scheme")
    reason = "Treats them"
    given_by = factory.SubFactory(UserFactory)


class EmergencyAccessFactory(factory.django.DjangoModelFactory):
    """A record opened just now in an emergency; `user` acts, `waiting=True` for one that waits for approval."""

    class Meta:
        model = EmergencyAccess

    class Params:
        waiting = factory.Trait(starts_at=None, ends_at=None)

    scheme = factory.SelfAttribute("patient.scheme")
    membership = factory.SelfAttribute("user.acting")
    category = "here_now"
    reason = "They collapsed at the counter and I need their medicines"
    asked_at = factory.LazyFunction(timezone.now)
    lapses_at = factory.LazyFunction(lambda: timezone.now() + timedelta(hours=24))
    starts_at = factory.LazyFunction(timezone.now)
    ends_at = factory.LazyFunction(lambda: timezone.now() + timedelta(minutes=60))
    review_due_on = date(2026, 3, 19)


class EpisodeFactory(factory.django.DjangoModelFactory):
    """An open episode for `patient`."""

    class Meta:
        model = Episode

    scheme = factory.SelfAttribute("patient.scheme")
    started_on = date(2025, 3, 1)
    started_by = factory.SubFactory(UserFactory)


class ResponsibilityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Responsibility

    scheme = factory.SelfAttribute("episode.scheme")
    held = factory.LazyFunction(lambda: TimestamptzRange(timezone.now() - timedelta(days=365), None))
    assigned_by = factory.SubFactory(UserFactory)


class HandoverFactory(factory.django.DjangoModelFactory):
    """An offer that stands for a week; `episode`, `aspect`, `giver`, `receiver` and `organisation` are required."""

    class Meta:
        model = Handover

    scheme = factory.SelfAttribute("episode.scheme")
    patient = factory.SelfAttribute("episode.patient")
    kind = "for_good"
    offered_by = factory.SubFactory(UserFactory)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))


class ComplexityChangeFactory(factory.django.DjangoModelFactory):
    """That care of `episode`, which was `before`, became `complexity` half a year ago."""

    class Meta:
        model = ComplexityChange

    scheme = factory.SelfAttribute("episode.scheme")
    patient = factory.SelfAttribute("episode.patient")
    before = "complex"
    complexity = "stable"
    since = date(2025, 9, 1)
    reason = "Settled"
    by = factory.SubFactory(UserFactory)


class TransitionFactory(factory.django.DjangoModelFactory):
    """A step up that waits for an answer; `episode`, `aspect`, both people and both places are required."""

    class Meta:
        model = Transition

    scheme = factory.SelfAttribute("episode.scheme")
    patient = factory.SelfAttribute("episode.patient")
    direction = "step_up"
    reason = "Chaotic use since the new year"
    information = ["letter", "care_plan"]
    offered_by = factory.SubFactory(UserFactory)
    answer_by = date(2026, 3, 30)


class SupportFactory(factory.django.DjangoModelFactory):
    """`supporter` supports since March; `episode`, `aspect`, `supporter` and `organisation` are required."""

    class Meta:
        model = Support

    scheme = factory.SelfAttribute("episode.scheme")
    lasts = factory.LazyFunction(lambda: TimestamptzRange(datetime(2026, 3, 2, tzinfo=UTC), None))
    added_by = factory.SubFactory(UserFactory)


class AbsenceFactory(factory.django.DjangoModelFactory):
    """`professional` is on leave from next week, and nobody stands in."""

    class Meta:
        model = Absence

    starts_on = date(2026, 3, 23)
    ends_on = date(2026, 3, 27)
    recorded_by = factory.SubFactory(UserFactory)


class ArrangementFactory(factory.django.DjangoModelFactory):
    """Shared care at the practice of `episode`'s person, with every test passed but support, which asks for a place."""

    class Meta:
        model = Arrangement

    scheme = factory.SelfAttribute("episode.scheme")
    patient = factory.SelfAttribute("episode.patient")
    starts_on = date(2025, 3, 1)
    prescribed_at = factory.SelfAttribute("episode.patient.practice")
    setting = "own_practice"
    one_plan = "yes"
    notes = "registered"
    responsible = "prescriber"
    recorded_by = factory.SubFactory(UserFactory)


class ToldOwnGpFactory(factory.django.DjangoModelFactory):
    """The practice where the person is registered was told last week."""

    class Meta:
        model = ToldOwnGp

    scheme = factory.SelfAttribute("episode.scheme")
    patient = factory.SelfAttribute("episode.patient")
    practice = factory.SelfAttribute("episode.patient.practice")
    told_on = date(2026, 3, 9)
    how = "letter"
    told_by = "Dr Greta Ash"
    recorded_by = factory.SubFactory(UserFactory)


class SpecialPopulationFactory(factory.django.DjangoModelFactory):
    """A practice commissioned for a group; `scheme` and `organisation` are required."""

    class Meta:
        model = SpecialPopulation

    population = "people who are homeless"
    basis = "PMS+"
    starts_on = date(2024, 1, 1)
    recorded_by = factory.SubFactory(UserFactory)


class AgreementFactory(factory.django.DjangoModelFactory):
    """A draft of an agreement for `episode`, from `template`, with the person and whoever `named` gives by party."""

    class Meta:
        model = Agreement
        skip_postgeneration_save = True

    scheme = factory.SelfAttribute("episode.scheme")
    patient = factory.SelfAttribute("episode.patient")
    number = 1
    starts_on = date(2026, 3, 1)
    review_on = date(2026, 9, 1)
    ends_on = date(2027, 2, 28)
    communication = "Call the same day."
    return_criteria = "Pregnancy."
    cover = "A colleague."
    written_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def named(self, create, named, **_):
        for position, (party, professional) in enumerate({"patient": None, **(named or {})}.items()):
            post = professional and professional.posts.first()
            AgreementParty.objects.create(
                scheme=self.scheme,
                patient=self.patient,
                agreement=self,
                party=party,
                position=position,
                professional=professional,
                organisation=post and post.organisation,
                duties="Comes to appointments.",
            )


class CarePlanFactory(factory.django.DjangoModelFactory):
    """An open plan with its episode; `patient` is required."""

    class Meta:
        model = CarePlan

    scheme = factory.SelfAttribute("patient.scheme")
    episode = factory.SubFactory(EpisodeFactory, patient=factory.SelfAttribute("..patient"))
    next_review_on = date(2026, 6, 1)


class ReviewFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Review

    scheme = factory.SelfAttribute("plan.scheme")
    patient = factory.SelfAttribute("plan.patient")
    reviewed_on = date(2026, 1, 5)
    outcome = "continues"
    next_review_on = date(2027, 1, 5)
    recorded_by = factory.SubFactory(UserFactory)


class PlanVersionFactory(factory.django.DjangoModelFactory):
    """The first version of a plan, a draft; `agreed=True` for one that was agreed."""

    class Meta:
        model = PlanVersion

    class Params:
        agreed = factory.Trait(
            status="agreed", agreed_on=date(2026, 1, 5), agreed_by=factory.SubFactory(UserFactory), present="Alex"
        )

    plan = factory.SubFactory(CarePlanFactory)
    scheme = factory.SelfAttribute("plan.scheme")
    number = 1
    reason = "The first version"
    author = factory.SubFactory(UserFactory)


class GoalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Goal

    scheme = factory.SelfAttribute("version.scheme")
    position = 1
    own_words = "I want to walk my daughter to school"
    importance = 9
    confidence = 6
    written_by = factory.SubFactory(UserFactory)


class PlanActionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlanAction

    scheme = factory.SelfAttribute("goal.scheme")
    what = "Walk with a friend every Monday"
    owner_kind = "person"
    helper = "Sister Jo"
    due_on = date(2026, 4, 6)
    written_by = factory.SubFactory(UserFactory)


class GroupFactory(factory.django.DjangoModelFactory):
    """A monitoring group with a seat for every stakeholder group, nobody on them yet."""

    class Meta:
        model = Group
        skip_postgeneration_save = True

    name = "Wolds monitoring group"
    began_on = date(2025, 1, 1)
    set_up_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def furnished(self, create, extracted, **_):
        TermsFactory(scheme=self.scheme, group=self)
        for position, stakeholder in enumerate(StakeholderGroup, 1):
            SeatFactory(scheme=self.scheme, group=self, stakeholder_group=stakeholder, position=position)


class TermsFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TermsOfReference

    number = 1
    text = "To oversee shared care in the Wolds."
    least_groups = 3
    starts_on = date(2025, 1, 1)
    recorded_by = factory.SubFactory(UserFactory)


class SeatFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Seat


class SeatHolderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SeatHolder

    scheme = factory.SelfAttribute("seat.scheme")
    member_name = factory.Sequence(lambda n: f"Member {n}")
    starts_on = date(2025, 1, 1)


class MeetingFactory(factory.django.DjangoModelFactory):
    """A planned meeting with two agenda items."""

    class Meta:
        model = Meeting
        skip_postgeneration_save = True

    scheme = factory.SelfAttribute("group.scheme")
    planned_on = date(2026, 3, 16)
    starts_at = time(13, 30)
    place = "Woldham library"

    @factory.post_generation
    def agenda(self, create, extracted, **_):
        for position, title in enumerate(["Last actions", "Figures"], 1):
            AgendaItem.objects.create(scheme=self.scheme, meeting=self, position=position, title=title)


class ActionItemFactory(factory.django.DjangoModelFactory):
    """An open action; `meeting` is required."""

    class Meta:
        model = ActionItem

    scheme = factory.SelfAttribute("meeting.scheme")
    item = factory.LazyAttribute(lambda action: action.meeting.items.first())
    number = factory.Sequence(lambda n: n + 1)
    what = "Write to the practices about reviews"
    owner_name = "Member One"
    due_on = date(2026, 4, 30)
    due_now_on = factory.SelfAttribute("due_on")
    recorded_by = factory.SubFactory(UserFactory)


class KeptFormFactory(factory.django.DjangoModelFactory):
    """What somebody with a role had typed."""

    class Meta:
        model = KeptForm

    membership = factory.LazyAttribute(lambda kept: kept.user.memberships.first())
    browser_key = "0" * 64
    path = "/"
    typed = factory.LazyFunction(lambda: seal("{}"))
    kept_at = factory.LazyFunction(timezone.now)


class CollectionArrangementFactory(factory.django.DjangoModelFactory):
    """Monday to Saturday supervised, Sunday's dose taken home; `episode` and `pharmacy` are required."""

    class Meta:
        model = CollectionArrangement

    scheme = factory.SelfAttribute("episode.scheme")
    days = factory.LazyFunction(lambda: ["supervised"] * 6 + ["at_home"])
    starts_on = date(2026, 1, 5)
    may_vary = "The prescriber"
    review_on = date(2026, 4, 6)
    recorded_by = factory.SubFactory(UserFactory)


class CollectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Collection

    scheme = factory.SelfAttribute("arrangement.scheme")
    day = date(2026, 3, 16)
    outcome = "collected"
    recorded_by = factory.SubFactory(UserFactory)


class ExchangeFactory(factory.django.DjangoModelFactory):
    """A letter of today that nobody has acknowledged; one of the places, and `scheme` or `episode`, are required."""

    class Meta:
        model = Exchange

    scheme = factory.SelfAttribute("episode.scheme")
    episode = None
    patient = factory.LazyAttribute(lambda made: made.episode.patient if made.episode else None)
    kind = "progress"
    how = "letter"
    day = date(2026, 3, 16)
    what = "Comes to every appointment"
    recorded_by = factory.SubFactory(UserFactory)


class ContactRouteFactory(factory.django.DjangoModelFactory):
    """A line that was tried today; `scheme` and `organisation` are required."""

    class Meta:
        model = ContactRoute

    direct_line = "01632 960 001"
    verified_on = date(2026, 3, 16)
    verified_by = factory.SubFactory(UserFactory)


class CaseloadReviewFactory(factory.django.DjangoModelFactory):
    """A review planned for today; `gp`, `practice` and `reviewer` are required."""

    class Meta:
        model = CaseloadReview

    scheme_id = factory.SelfAttribute("gp.scheme_id")
    planned_on = date(2026, 3, 16)
    planned_by = factory.SubFactory(UserFactory)


class CaseloadReviewItemFactory(factory.django.DjangoModelFactory):
    """One person on the list of `review`, not gone through; `episode` is required."""

    class Meta:
        model = CaseloadReviewItem

    scheme_id = factory.SelfAttribute("review.scheme_id")
    patient = factory.SelfAttribute("episode.patient")


class AlertFactory(factory.django.DjangoModelFactory):
    """An alert that nobody has, about one missed day; `arrangement` is required."""

    class Meta:
        model = Alert

    scheme = factory.SelfAttribute("arrangement.scheme")
    episode = factory.SelfAttribute("arrangement.episode")
    kind = "missed"
    level = 1
    since = date(2026, 3, 16)
    days = 1


class KnowledgeArticleFactory(factory.django.DjangoModelFactory):
    """An article that waits for its second look; `scheme` and `written_by` are required."""

    class Meta:
        model = KnowledgeArticle

    title = "Missed doses before a weekend"
    question = "What is to be done after two missed doses on a Friday?"
    answer = "See the person before the next dose."
    answered_as = "specialist"


class ClinicalQueryFactory(factory.django.DjangoModelFactory):
    """A routine query just asked; `patient`, or `scheme` for one about nobody, is required."""

    class Meta:
        model = ClinicalQuery

    scheme = factory.LazyAttribute(lambda query: query.patient.scheme)
    patient = None
    urgency = "routine"
    question = "May the interval between tests be longer?"
    asked_by = factory.SubFactory(UserFactory)
    asked_at = factory.LazyFunction(timezone.now)
    answer_by = factory.LazyAttribute(lambda query: query.asked_at + timedelta(hours=72))
