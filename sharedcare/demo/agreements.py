"""Shared care agreements of a few people: most in force, and one of each thing that can be wrong with one."""

from datetime import date, timedelta
from typing import Any

from episodes import actions as episodes
from episodes import queries
from episodes.models import Agreement, Episode
from practices.models import Professional
from schemes.agreement import Party
from sharedcare.demo.cast import Cast
from sharedcare.demo.history import Course, Deed

PEOPLE = 24
YEAR = timedelta(days=364)
SETTLED = timedelta(days=120)  # long enough in shared care to have something agreed about it
AGREED_AGO = timedelta(days=90)


def deeds(cast: Cast, told: list[Course], today: date) -> list[Deed]:
    """What happens to the agreements of those who have been in shared care for a while; of the first practice first,
    whose GP signs in, with the key worker and the pharmacist who sign in too."""
    first = next(iter(cast.prescribers))
    settled = [each for each in told if not each.ends and each.starts_on < today - SETTLED]
    chosen = sorted(settled, key=lambda course: (course.patient.practice_id != first, course.patient.nhs_number))
    story: list[Deed] = []
    for number, course in enumerate(chosen[:PEOPLE]):
        seen = number < len(FATES)
        who_signs_in: dict[str, Professional] = {
            Party.KEY_WORKER: cast.key_workers[0],
            Party.PHARMACIST: cast.pharmacists[0],
        }
        written = Written(cast, course, who_signs_in if seen else {}, today)
        story += FATES[number](written) if seen else written.in_force(today - AGREED_AGO)
    return story


class Written:
    """The agreement of one person, as its deeds are told."""

    def __init__(self, cast: Cast, course: Course, others: dict[str, Professional], today: date) -> None:
        self.gp = cast.prescribers[course.patient.practice_id]
        prescribing = [cast.gps[course.patient.practice_id][0], *cast.specialists]
        self.prescribing: dict[Any, Any] = {each.pk: each.user for each in prescribing}
        self.patient, self.others, self.today = course.patient, others, today

    def drafted(self, day: date, *, length: timedelta = YEAR, review: timedelta = timedelta(days=182)) -> list[Deed]:
        def draft() -> None:
            episode = Episode.objects.open().get(patient=self.patient)
            episodes.draft_agreement(
                episode=episode,
                starts_on=day,
                review_on=day + review,
                ends_on=day + length,
                named=self.named(episode),
                by=self.gp,
            )

        return [(day, draft)]

    def named(self, episode: Episode) -> dict[str, Professional]:
        """Whoever answers for what makes them a party, unless the story needs somebody who signs in."""
        usual = queries.usual_parties(episode)
        holders = Professional.objects.in_bulk(usual.values())
        return {party: holders[pk] for party, pk in usual.items()} | self.others

    def offered(self, day: date, **lengths: timedelta) -> list[Deed]:
        """Offered, and signed by whoever prescribes the same day."""

        def offer() -> None:
            agreement = episodes.offer_agreement(agreement=self.newest(), by=self.gp)
            prescriber = agreement.parties.get(party=Party.PRESCRIBER)
            episodes.sign_agreement(party=prescriber, by=self.prescribing[prescriber.professional_id])

        return [*self.drafted(day, **lengths), (day, offer)]

    def in_force(self, day: date, **lengths: timedelta) -> list[Deed]:
        """Signed by everybody within a week, the others on paper."""
        signed_on = day + timedelta(days=6)

        def sign() -> None:
            for party in self.newest().parties.filter(status="open"):
                episodes.record_paper_answer(party=party, move="sign", answered_on=signed_on, by=self.gp)

        return [*self.offered(day, **lengths), (signed_on, sign)]

    def declined(self, day: date) -> list[Deed]:
        def decline() -> None:
            pharmacist = self.newest().parties.get(party=Party.PHARMACIST)
            reason = "We have no room for another supervised dose before the summer."
            episodes.record_paper_answer(party=pharmacist, move="decline", answered_on=day, reason=reason, by=self.gp)

        return [*self.offered(day), (day + timedelta(days=1), decline)]

    def left(self, day: date) -> list[Deed]:
        def notice() -> None:
            pharmacist = self.newest().parties.get(party=Party.PHARMACIST)
            last_day = self.today + timedelta(days=21)
            reason = "The pharmacy stops supervising doses."
            episodes.give_notice(party=pharmacist, ends_on=last_day, reason=reason, by=self.gp)

        return [*self.in_force(day), (self.today - timedelta(days=3), notice)]

    def newest(self) -> Agreement:
        return Agreement.objects.filter(patient=self.patient).select_related("patient", "episode")[0]


# One person each, so that no list is empty.
FATES = (
    lambda told: told.offered(told.today - timedelta(days=20)),
    lambda told: told.offered(told.today - timedelta(days=2)),
    lambda told: told.declined(told.today - timedelta(days=6)),
    lambda told: told.left(told.today - AGREED_AGO),
    lambda told: told.in_force(
        told.today - timedelta(days=100), length=timedelta(days=118), review=timedelta(days=117)
    ),
    lambda told: told.in_force(told.today - AGREED_AGO, review=timedelta(days=85)),
    lambda told: told.in_force(told.today - AGREED_AGO) + told.drafted(told.today - timedelta(days=1)),
)
