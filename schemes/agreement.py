"""What a shared care agreement says before anybody has changed it: the parties, what each does, the rules. Pure.

Sources of the substance: four-way agreements and service levels of real schemes (Peterborough, Wiltshire, Berkshire,
Sefton, North Somerset; standards 5.3 and 5.4). The words are our own; a scheme replaces them with its own. The weeks
and days are our first guess, and the scheme's to change.
"""

from django.db.models import TextChoices


class Party(TextChoices):
    """Who may be party to an agreement, in the order in which they are named."""

    PATIENT = "patient", "The person"
    PRESCRIBER = "prescriber", "Prescriber"
    KEY_WORKER = "key_worker", "Key worker"
    PHARMACIST = "pharmacist", "Pharmacist"
    SPECIALIST = "specialist", "Specialist service"


STAFF = tuple(party for party in Party if party != Party.PATIENT)

# One duty a line.
DUTIES: dict[str, str] = {
    Party.PATIENT: """I come to my appointments, or call if I cannot come.
I get my medicine from one prescriber and one pharmacy.
I keep my medicine locked away, where no child can reach it.
I am polite to the people who treat me. They are polite to me.
I tell my team about other medicines, and when I drive or go into hospital.
I agree that the people named here may talk to each other about my treatment.""",
    Party.PRESCRIBER: """Sees the person as often as the plan says.
Prescribes as the plan says, and changes a dose only as the plan and their tier allow.
Gives general medical care as well.
Tells the key worker of every change, missed appointment, hospital stay and other controlled drug.
Reports incidents to the scheme.""",
    Party.KEY_WORKER: """Writes the plan with the person, and asks how things are going.
Meets the person to talk, and arranges drug tests, naloxone and blood tests.
Looks after the safety of the person and of children.
Sends the prescriber a letter before each review.
Follows up every missed appointment and every dose reported as missed.""",
    Party.PHARMACIST: """Supervises and dispenses as the prescription says, on the days arranged.
Tells the prescriber and the key worker on the same day of a missed dose, or of a concern.
Gives no missed dose later, and none to somebody who is intoxicated, before asking the prescriber.
From the third missed day in a row holds the next dose back until the prescriber decides.
Says when the pharmacy will be closed.""",
    Party.SPECIALIST: """Takes the person back within the time agreed when care can no longer be shared.
Answers clinical questions, and offers a review by a specialist.
Prescribes when the practice cannot.
Trains and supports the prescriber.""",
}
COMMUNICATION = """Whoever learns of a missed dose or a risk tells the prescriber and the key worker that day.
The pharmacist may call the prescriber at any time, and is called back on the same day.
Messages outside this record name no person, no medicine and no service."""
RETURN_CRITERIA = """Pregnancy.
Mental health that is no longer stable.
Injecting again, or other drug use that does not settle.
Appointments missed again and again.
A dose above what the prescriber's tier allows.
Violence or threats."""
COVER = """When the prescriber is away, a colleague at the practice prescribes.
When the key worker is away, the duty worker of their service takes the calls.
When the pharmacy is closed, doses are arranged with the prescriber beforehand."""
REVIEW_WEEKS = 26
SIGN_WITHIN_DAYS = 14


def duties_field(party: str) -> str:
    """The name of a template's field that holds this party's duties."""
    return f"{party}_duties"


def shipped() -> dict[str, object]:
    """A template's terms as we ship them, by its fields' names."""
    return {
        **{duties_field(party): DUTIES[party] for party in Party},
        "communication": COMMUNICATION,
        "return_criteria": RETURN_CRITERIA,
        "cover": COVER,
        "review_weeks": REVIEW_WEEKS,
        "sign_within_days": SIGN_WITHIN_DAYS,
    }


TERMS = tuple(shipped())
