"""What the tests of this app share: people who are due, a campaign that runs, and the one fake gateway."""

from datetime import date

from recall import actions
from recall.models import Wording, WordingReview
from recall.outcomes import Accepted, LookupFailed, Manners
from tests import factories

DUE = date(2026, 3, 10)


def due(scheme, practice, *, next_review_on=DUE, **facts):
    """A person whose review is due."""
    patient = factories.PatientFactory(scheme=scheme, practice=practice, **facts)
    factories.CarePlanFactory(patient=patient, next_review_on=next_review_on)
    return patient


def draft(coordinator, name="Spring recall", due_by=date(2026, 3, 31), rule=None):
    """A draft, whose wordings service users have read."""
    campaign = actions.draft_campaign(name=name, due_by=due_by, rule=rule, by=coordinator)
    read_by_service_users(campaign.scheme_id, coordinator)
    return campaign


def read_by_service_users(scheme_id, by):
    """Whatever wording nobody has read yet is found fit."""
    for wording in Wording.objects.filter(scheme_id=scheme_id, reviews__isnull=True):
        WordingReview.objects.create(
            scheme_id=scheme_id, wording=wording, from_whom="Four people of the Tuesday group", is_fit=True,
            reviewed_on=date(2026, 3, 16), said="Friendly, and says nothing.", recorded_by=by,
        )  # fmt: skip


def launch(coordinator, name="Spring recall"):
    return actions.launch_campaign(campaign=draft(coordinator, name), by=coordinator)


class FakeGateway:
    """A provider with faults: it keeps what it takes, and answers what it was told to, in turn."""

    timeout = 1.0
    manners = Manners()

    def __init__(self, *answers):
        self.answers = list(answers)
        self.taken = []
        self.lookups_fail = False

    def send(self, message, reference):
        """The next answer; a callable is called with the gateway, and may take the message or raise."""
        answer = self.answers.pop(0) if self.answers else Accepted(f"provider-{reference}")
        if callable(answer):
            return answer(self, message, reference)
        if isinstance(answer, Accepted):
            self.take(message, reference)
        return answer

    def take(self, message, reference):
        self.taken.append((reference, message))

    def find(self, reference, channel):
        if self.lookups_fail:
            raise LookupFailed("503")
        return next((f"provider-{taken}" for taken, _ in self.taken if taken == reference), None)


def takes_and_times_out(gateway, message, reference):
    """Accepted by the provider, but we never hear of it."""
    gateway.take(message, reference)
    raise TimeoutError


def times_out(gateway, message, reference):
    """Not accepted, and we never hear of it."""
    raise TimeoutError
