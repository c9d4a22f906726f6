"""The shared care agreement as a copy for one of its parties, and the record of a review of a caseload."""

from episodes.queries import AgreementDocument, ReviewDocument
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


def caseload_review(document: ReviewDocument) -> bytes:
    """The PDF of one review, for whoever may see the people in it. Refuses, in words, what is too long to print."""
    return pdf.render_pdf("episodes/print/caseload_review.html", {"document": document}, title="Review of a caseload")
