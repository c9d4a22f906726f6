"""The shared care agreement as a copy for one of its parties, in standard or large print."""

from episodes.queries import AgreementDocument
from schemes.agreement import Party
from ui import pdf

# Raised whenever a template below changes what a reader sees; kept beside each copy.
TEMPLATE_VERSION = 1


def agreement_copy(document: AgreementDocument, variant: str) -> bytes:
    """The PDF for one party: plain words for the person. Refuses, in words, what is too long to print."""
    own = document.reader.party == Party.PATIENT
    template = "episodes/print/agreement_person.html" if own else "episodes/print/agreement.html"
    title = "My shared care agreement" if own else "Shared care agreement"
    return pdf.render_pdf(template, {"document": document}, title=title, variant=variant)
