"""One person in shared care who collects at Corner Pharmacy, and everybody the route of an alert may reach."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.roles import Role
from episodes import actions
from episodes.collecting import Entry
from practices.models import Professional
from tests import factories

TODAY = date(2026, 3, 16)


@dataclass
class Story:
    """Who is who."""

    scheme: Any
    episode: Any
    arrangement: Any
    pharmacist: Any
    key_worker: Any
    colleague: Any
    gp: Any
    coordinator: Any

    def records(self, outcome: str, day: date = TODAY, note: str = "") -> Any:
        """The pharmacist records what came of a day."""
        entry = Entry(self.arrangement, outcome, note)
        return actions.record_collections(day=day, entries=[entry], by=self.pharmacist)[0]


def tell(scheme, patient, pharmacist, key_worker, gp, coordinator) -> Story:
    """The key worker and the pharmacy are linked; everybody answers for their aspect."""
    pharmacy_id, service_id = pharmacist.acting.organisation_id, key_worker.acting.organisation_id
    for place in (pharmacy_id, service_id):
        factories.CareLinkFactory(scheme=scheme, patient=patient, organisation_id=place)
    episode = factories.EpisodeFactory(patient=patient)
    aspects = {aspect.code: aspect for aspect in factories.care_aspects(scheme)}
    druggist = factories.ProfessionalFactory(
        scheme_id=scheme.pk, user=pharmacist, name=pharmacist.name, profession="pharmacist"
    )
    answers = {
        "supervised_consumption": (druggist, pharmacy_id),
        "key_work": (Professional.objects.get(user=key_worker), service_id),
        "prescribing": (Professional.objects.get(user=gp), patient.practice_id),
    }
    for code, (holder, place) in answers.items():
        factories.ResponsibilityFactory(episode=episode, aspect=aspects[code], holder=holder, organisation_id=place)
    service = factories.Organisation.objects.get(pk=service_id)
    return Story(
        scheme=scheme,
        episode=episode,
        arrangement=factories.CollectionArrangementFactory(
            episode=episode, pharmacy_id=pharmacy_id, starts_on=TODAY.replace(month=2)
        ),
        pharmacist=pharmacist,
        key_worker=key_worker,
        colleague=factories.sign_in(Role.KEY_WORKER, scheme, service, name="Dee Deputy"),
        gp=gp,
        coordinator=coordinator,
    )
