"""Making the copy of a record: claim the wish, read, print, keep. Safe to run twice."""

from uuid import UUID

from django.core.exceptions import ValidationError

from audit import wall
from governance import actions, documents, queries
from governance.models import AccessBundle
from schemes.models import Scheme

UNEXPECTED = "Something went wrong that we had not thought of. It has been written to the log."


def produce(scheme_id: UUID, bundle_id: UUID) -> AccessBundle | None:
    """Make one copy; None when it no longer waits, was asked for anew, or failed and its row says why."""
    with wall.within(scheme_id):
        bundle = actions.claim_bundle(bundle_id=bundle_id)
    if bundle is None:
        return None
    try:
        with wall.within(scheme_id):
            copy = queries.copy_of(bundle)
            content = documents.bundle_zip(bundle, copy, queries.documents_of(bundle))
        with wall.within(scheme_id):
            return actions.complete_bundle(bundle=bundle, content=content, rows=copy.rows, withheld=copy.withheld)
    except (documents.CannotPrint, ValidationError) as refusal:
        reason = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
        with wall.within(scheme_id):
            actions.fail_bundle(bundle=bundle, reason=reason)
        return None
    except Exception:
        with wall.within(scheme_id):
            actions.fail_bundle(bundle=bundle, reason=UNEXPECTED)
        raise


def produce_waiting() -> int:
    """Make every copy that waits, in every scheme; returns how many were made."""
    made = 0
    for scheme in Scheme.objects.all():
        with wall.within(scheme.pk):
            waiting = list(AccessBundle.objects.waiting().values_list("pk", flat=True))
        made += sum(produce(scheme.pk, bundle_id) is not None for bundle_id in waiting)
    return made
