"""The clinical query desk: questions at every stage, and a knowledge base that has begun to fill."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from episodes import actions as episodes
from episodes.models import ClinicalQuery, Episode
from patients.models import Patient
from practices.models import Practice
from sharedcare.demo.cast import Cast
from sharedcare.demo.history import Deed

# What was asked about nobody in particular, answered, and made into an article: weeks ago, then the words of each.
PUBLISHED = (
    (
        15,
        "How long may somebody be without their dose before it has to be built up again?",
        "After three days in a row without it, tolerance may be lost. Do not give the usual dose; see the person and "
        "restart as your protocol says.",
        "Three days without a dose",
    ),
    (
        11,
        "Which tests are due each year for somebody who is stable?",
        "Liver function, and hepatitis B, hepatitis C and HIV where the risk goes on. Offer vaccination where it is "
        "not complete.",
        "Yearly tests when somebody is stable",
    ),
    (
        7,
        "Does take-home naloxone need a prescription for a family member?",
        "No. Drug treatment services may supply it to anybody who may be there when it is needed. Show them how to "
        "use it.",
        "Naloxone for the family",
    ),
    (
        4,
        "A person drinks and collects every day. When should the pharmacy ring?",
        "When they smell of alcohol or are unsteady: the dose is withheld and the prescriber told the same day.",
        "Alcohol at the pharmacy’s counter",
    ),
)
ABOUT_PEOPLE = (
    "He sleeps badly since the dose came down in March. Would you go on, or wait a month?",
    "She is nine weeks pregnant and wants to stop. What do we tell her, and who sees her first?",
    "Ankles are swollen and the ECG shows a longer QT than last year. What would you change?",
)


def deeds(cast: Cast, practice: Practice, today: date) -> list[Deed]:
    """What was asked, most of it by the GP on the printed list; something waits for everybody who has to do with it."""
    story: list[Deed] = []
    for weeks, question, answer, title in PUBLISHED:
        story += published(cast, practice, today - timedelta(weeks=weeks), question, answer, title)
    gp = cast.prescribers[practice.pk]
    late, waiting, new = ABOUT_PEOPLE
    story += [
        (today - timedelta(days=6), lambda: routed(cast, asked(gp, late, person(practice, 0)))),
        (today - timedelta(days=1), lambda: routed(cast, asked(gp, waiting, person(practice, 1), "urgent"))),
        (today, lambda: asked(gp, new, person(practice, 2))),
        (today - timedelta(days=3), lambda: answered(cast, asked(gp, PROPOSED[0]), PROPOSED[1])),
        (today - timedelta(days=2), lambda: proposed(gp)),
        (today - timedelta(days=2), lambda: answered(cast, asked(gp, UNREAD[0], person(practice, 3)), UNREAD[1])),
    ]
    return story


PROPOSED = (
    "May somebody on a stable dose drive?",
    "They must tell the DVLA. Many may drive while they are stable and do not use anything else; the DVLA decides.",
)
UNREAD = (
    "His test shows a benzodiazepine that nobody prescribed. Does he go back to supervised doses?",
    "Ask him first. I would supervise for two weeks, test again, and then go back to what you had.",
)


def person(practice: Practice, number: int) -> Patient | None:
    """The number-th person of the practice, those in shared care first; a small demo has few, and comes round again."""
    in_care = Exists(Episode.objects.open().filter(patient=OuterRef("pk")))
    there = Patient.objects.registered().filter(practice=practice).annotate(in_care=in_care)
    people = list(there.order_by("-in_care", "nhs_number")[: number + 1])
    return people[number % len(people)] if people else None


def asked(by: Any, question: str, patient: Patient | None = None, urgency: str = "routine") -> ClinicalQuery:
    return episodes.ask_query(question=question, urgency=urgency, patient=patient, by=by)


def routed(cast: Cast, query: ClinicalQuery) -> ClinicalQuery:
    return episodes.route_query(query=query, clinician=cast.specialists[0], by=cast.coordinator)


def answered(cast: Cast, query: ClinicalQuery, answer: str) -> ClinicalQuery:
    return episodes.answer_query(query=routed(cast, query), answer=answer, by=cast.specialists[0].user)


def published(cast: Cast, practice: Practice, day: date, question: str, answer: str, title: str) -> list[Deed]:
    """Asked on the day, answered the next, and in the knowledge base two days later."""
    gp = cast.prescribers[practice.pk]
    made: list[ClinicalQuery] = []

    def write() -> None:
        query = episodes.close_query(query=made[0], by=gp)
        article = episodes.propose_article(
            query=query, title=title, question=question, answer=answer, checked=True, by=gp
        )
        episodes.publish_article(article=article, checked=True, by=cast.coordinator)

    return [
        (day, lambda: made.append(asked(gp, question))),
        (day + timedelta(days=1), lambda: made.append(answered(cast, made.pop(), answer))),
        (day + timedelta(days=3), write),
    ]


def proposed(gp: Any) -> None:
    """One waits for the co-ordinator's second look."""
    query = ClinicalQuery.objects.get(question=PROPOSED[0])
    closed = episodes.close_query(query=query, by=gp)
    title = "Driving on a stable dose"
    episodes.propose_article(query=closed, title=title, question=PROPOSED[0], answer=PROPOSED[1], checked=True, by=gp)
