"""Writing the wording of messages."""

import re
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone

from audit import actions as audit
from audit import constraints
from recall import disclosure, events, lengths, links, permissions, readability, variants, wording
from recall.models import DisclosureList, Kind, Wording, WordingReview
from recall.queries.wordings import never_said


@transaction.atomic
def change_wording(
    *, kind: str, is_reminder: bool, body: str, by: Any, subject: str = "", language: str = variants.ENGLISH
) -> Wording:
    """Write a new version of a message; it leaves once service users have read it, and until then the one before does.

    Refused when it would tell a household more than that a practice wrote, when it is hard to read or too long to send,
    or when it gives no way to answer.
    """
    if not permissions.can_run_campaign(by):
        raise PermissionDenied("Only somebody who runs the scheme's campaigns may change what they say.")
    spoken = variants.language(language)
    _refuse_unless_discreet(subject, body)
    _refuse_unless_sendable(kind, subject, body)
    _refuse_unless_readable(spoken, subject, body)
    with connection.cursor() as cursor:  # versions are numbered one after another
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('recall.wording'))")
    newest = Wording.objects.filter(kind=kind, is_reminder=is_reminder, language=spoken).first()
    made = Wording(
        scheme_id=by.acting.scheme_id,
        kind=kind,
        is_reminder=is_reminder,
        language=spoken,
        number=newest.number + 1 if newest else 1,
        subject=subject,
        body=body,
        recorded_by=by,
    )
    constraints.save(made)
    audit.record(events.WORDING_CHANGED, subject=made, by=by, title=made.title, number=made.number)
    return made


@transaction.atomic
def review_wording(
    *, wording: Wording, from_whom: str, reviewed_on: date, said: str, is_fit: bool, by: Any
) -> WordingReview:
    """Record what service users said of a wording; once they find it fit, the next message to leave says it.

    Refused to whoever wrote it, and for a day before it was written or after today.
    """
    if not permissions.can_review_wording(by, wording):
        raise PermissionDenied("What service users said is recorded by somebody other than the author.")
    written = timezone.localdate(wording.recorded_at)
    if not (reviewed_on <= timezone.localdate() and (wording.is_shipped or written <= reviewed_on)):
        raise ValidationError({"reviewed_on": "Enter a day from when it was written up to today."})
    review = WordingReview(
        scheme_id=wording.scheme_id,
        wording=wording,
        from_whom=from_whom,
        reviewed_on=reviewed_on,
        said=said,
        is_fit=is_fit,
        recorded_by=by,
    )
    constraints.save(review)
    verdict = "fit to be sent" if is_fit else "not fit to be sent"
    audit.record(
        events.WORDING_REVIEWED, subject=review, by=by, title=wording.title, number=wording.number, verdict=verdict
    )
    return review


@transaction.atomic
def pass_shipped_wording(
    *, on: date, said: str, by: Any, from_whom: str = "A group of people who use the service"
) -> int:
    """Record in one deed that people who use the service read every message that ships and found it fit.

    Of those that nobody has said anything of yet; says how many.
    """
    if not permissions.can_run_campaign(by):
        raise PermissionDenied("Only somebody who runs the scheme's campaigns may record this for all of them.")
    unread = Wording.objects.filter(is_shipped=True, reviews__isnull=True)
    for each in unread:
        review_wording(wording=each, from_whom=from_whom, reviewed_on=on, said=said, is_fit=True, by=by)
    return len(unread)


@transaction.atomic
def change_disclosure_list(*, words: str, by: Any) -> DisclosureList:
    """Write a new version of the words that no message says. While a message says one, nothing is launched."""
    if not permissions.can_run_campaign(by):
        raise PermissionDenied("Only somebody who runs the scheme's campaigns may change this list.")
    listed = disclosure.words_of(words)
    if not listed:
        raise ValidationError({"words": "Enter at least one word, each on a line of its own."})
    newest = DisclosureList.objects.first()
    made = DisclosureList(
        scheme_id=by.acting.scheme_id,
        number=newest.number + 1 if newest else 1,
        words="\n".join(listed),
        recorded_by=by,
    )
    constraints.save(made)
    audit.record(events.DISCLOSURE_LIST_CHANGED, subject=made, by=by, number=made.number)
    return made


def refuse_unless_read() -> None:
    """Raise ValidationError while a message was not read by service users, or says what no message says."""
    in_force = {(each.kind, each.is_reminder): each for each in Wording.objects.in_force() if not each.language}
    unread = [pair for pair in wording.DEFAULTS if pair not in in_force]
    if unread:
        kind, again = unread[0]
        first, more = Wording(kind=kind, is_reminder=again).title, len(unread) - 1
        others = f" and {more} more" if more else ""
        raise ValidationError(
            f"Service users have not read and passed “{first}”{others}. Record what they said under Wording."
        )
    words = never_said()
    for each in Wording.objects.in_force():
        if disclosure.disclosing_words(f"{each.subject}\n{each.body}", words):
            raise ValidationError(
                f"“{each.title}” says a word that is on the list of words never said. Change it first."
            )


def seed_wordings(author: Any) -> None:
    """Write the wording that ships, for whichever messages have none yet."""
    have = set(Wording.objects.filter(language=variants.ENGLISH).values_list("kind", "is_reminder"))
    Wording.objects.bulk_create(
        [
            Wording(
                scheme_id=author.acting.scheme_id,
                kind=kind,
                is_reminder=is_reminder,
                number=1,
                subject=subject,
                body=body,
                is_shipped=True,
                recorded_by=author,
            )
            for (kind, is_reminder), (subject, body) in wording.DEFAULTS.items()
            if (kind, is_reminder) not in have
        ],
        ignore_conflicts=True,  # two first campaigns drafted at once
    )


def _refuse_unless_discreet(subject: str, body: str) -> None:
    words = never_said()
    for name, text in (("subject", subject), ("body", body)):
        found = disclosure.disclosing_words(text, words)
        if found:
            quoted = ", ".join(f"“{word}”" for word in dict.fromkeys(found))
            raise ValidationError({name: f"This would give away why the person is written to: {quoted}. Leave it out."})
        if disclosure.has_link(text):
            raise ValidationError({name: "Leave the link out; give the practice's telephone number."})
        if disclosure.looks_like_nhs_number(text):
            raise ValidationError({name: "Leave out anything that looks like an NHS number."})


def _refuse_unless_sendable(kind: str, subject: str, body: str) -> None:
    unknown = set(re.findall(r"\{([^{}]*)\}", subject + body)) - set(wording.PLACEHOLDERS)
    if unknown:
        known = ", ".join("{" + name + "}" for name in wording.PLACEHOLDERS)
        raise ValidationError({"body": f"Only these can be filled in: {known}."})
    if "{telephone}" not in body:
        raise ValidationError({"body": "Give the person a number to ring: write {telephone} where it should stand."})
    if "{reply_link}" in subject + body and kind not in wording.ON_A_SCREEN:
        raise ValidationError(
            {"body": "A link cannot be pressed on paper. Use {reply_code}, which is written on a slip."}
        )
    if "{reply_code}" in subject + body and kind not in wording.ON_PAPER:
        raise ValidationError({"body": "A code is for paper. Use {reply_link} here."})
    counted = body.replace("{reply_link}", links.longest(settings.SITE_URL))
    if kind == Kind.SMS and lengths.measure(counted).is_too_long:
        raise ValidationError({"body": f"A text may have {lengths.LONGEST} characters at most. Shorten it."})
    if kind != Kind.SMS and not subject:
        raise ValidationError({"subject": "Enter what the message is headed with."})


def _refuse_unless_readable(spoken: str, subject: str, body: str) -> None:
    if spoken != variants.ENGLISH:
        return
    age = readability.reading_age(wording.as_read(f"{subject}\n{body}"))
    if age > readability.OLDEST:
        raise ValidationError(
            {"body": f"This is read with ease at {age}, and should be at {readability.OLDEST} or younger. "
                     "Use shorter sentences and shorter words."}
        )  # fmt: skip
