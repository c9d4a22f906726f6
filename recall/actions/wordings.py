"""Writing the wording of messages."""

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction

from audit import actions as audit
from audit import constraints
from recall import disclosure, events, lengths, links, permissions, wording
from recall.models import Kind, Wording


@transaction.atomic
def change_wording(*, kind: str, is_reminder: bool, body: str, by: Any, subject: str = "") -> Wording:
    """Write a new version of a message; the next one to leave says it.

    Refused when it would tell a household more than that a practice wrote, when a text is too long to send, or when it
    gives no way to answer.
    """
    if not permissions.can_run_campaign(by):
        raise PermissionDenied("Only somebody who runs the scheme's campaigns may change what they say.")
    _refuse_unless_discreet(subject, body)
    _refuse_unless_sendable(kind, subject, body)
    with connection.cursor() as cursor:  # versions are numbered one after another
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('recall.wording'))")
    newest = Wording.objects.filter(kind=kind, is_reminder=is_reminder).first()
    made = Wording(
        scheme_id=by.acting.scheme_id,
        kind=kind,
        is_reminder=is_reminder,
        number=newest.number + 1 if newest else 1,
        subject=subject,
        body=body,
        recorded_by=by,
    )
    constraints.save(made)
    audit.record(events.WORDING_CHANGED, subject=made, by=by, title=made.title, number=made.number)
    return made


def seed_wordings(author: Any) -> None:
    """Write the wording that ships, for whichever messages have none yet."""
    have = set(Wording.objects.values_list("kind", "is_reminder"))
    Wording.objects.bulk_create(
        [
            Wording(
                scheme_id=author.acting.scheme_id,
                kind=kind,
                is_reminder=is_reminder,
                number=1,
                subject=subject,
                body=body,
                recorded_by=author,
            )
            for (kind, is_reminder), (subject, body) in wording.DEFAULTS.items()
            if (kind, is_reminder) not in have
        ],
        ignore_conflicts=True,  # two first campaigns drafted at once
    )


def _refuse_unless_discreet(subject: str, body: str) -> None:
    for name, text in (("subject", subject), ("body", body)):
        found = disclosure.disclosing_words(text)
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
    if kind == Kind.SMS and lengths.measure(body.replace("{reply_link}", links.longest(settings.SITE_URL))).is_too_long:
        raise ValidationError({"body": f"A text may have {lengths.LONGEST} characters at most. Shorten it."})
    if kind != Kind.SMS and not subject:
        raise ValidationError({"subject": "Enter what the message is headed with."})
