"""A browser that reads every answer: whoever is named on it must have a look on record, whatever the page remembers."""

import html
import io
import re

import pypdf
from django.db import connection
from django.test import Client

from patients.models import Patient

TEXT = ("text/", "application/json")


class WatchfulClient(Client):
    """Fails a test whose page, file or PDF names a person without their look."""

    def request(self, **given):
        response = super().request(**given)
        answered = response.status_code < 300 or response.status_code == 422
        # Queries of ours would be counted where a test counts the page's.
        if answered and not connection.force_debug_cursor:
            asked = response.wsgi_request
            typed = f"{dict(asked.POST)} {dict(self.session)}"
            named = {each.pk for each in named_in(read(response), asked.user, typed) if each.name not in typed}
            assert named <= asked.looks.recorded, f"{given.get('PATH_INFO')} names somebody without recording a look"
        return response


def read(response) -> str:
    """The words of an answer, as a person reads them."""
    kind = response.headers.get("Content-Type", "")
    if kind.startswith(TEXT):
        return " ".join(html.unescape(response.content.decode()).split())
    if kind == "application/pdf" and b"%%EOF" in response.content[-1024:]:
        pages = pypdf.PdfReader(io.BytesIO(response.content)).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())
    return ""


def named_in(text: str, user, typed: str = "") -> list[Patient]:
    """The people this user sees whose name or NHS number stands in the text; of others a name is a leak, no look.

    A number that was typed only echoes.
    """
    seen = Patient.objects.visible_to(user) if text and user.is_authenticated else ()
    return [patient for patient in seen if canaries(patient, typed).search(text)]


def canaries(patient: Patient, typed: str) -> re.Pattern[str]:
    names = [patient.name, f"{patient.family_name}, {patient.given_name}"]
    number = patient.nhs_number if patient.nhs_number and patient.nhs_number not in typed else "-----"
    spaced = f"{number[:3]} {number[3:6]} {number[6:]}"
    return re.compile("|".join(rf"(?<!\w){re.escape(each)}(?!\w)" for each in [*names, number, spaced]))
