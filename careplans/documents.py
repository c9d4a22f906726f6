"""The plan as a handout: the person's words largest, in standard print, large print or easy read."""

from careplans.models import Variant
from careplans.queries import PlanDocument
from ui import pdf

# Raised whenever a template below changes what a reader sees; kept beside each handout.
TEMPLATE_VERSION = 2


def plan_handout(document: PlanDocument, variant: str) -> bytes:
    """The PDF of a plan. Refuses, in words, what is too long to print."""
    template = "careplans/print/plan_easy.html" if variant == Variant.EASY else "careplans/print/plan.html"
    return pdf.render_pdf(template, {"document": document}, title="Your care plan", variant=str(variant))
