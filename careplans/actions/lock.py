"""Taking a plan in hand: the row as it is now, held until the deed is done."""

from audit.freshness import check_fresh
from careplans import lifecycle
from careplans.models import CarePlan, PlanVersion

STALE = "Somebody else changed this plan while you had it open. Nothing you entered is lost: look again, then send it."


def locked(plan: CarePlan, version: int | None = None) -> CarePlan:
    """The plan, locked; refused when it is no longer what the page showed."""
    fresh: CarePlan = (
        CarePlan.objects.select_for_update(of=("self",))
        .select_related("patient", "patient__practice", "episode", "scheme")
        .get(pk=plan.pk)
    )
    check_fresh(fresh, version, STALE)
    return fresh


def locked_draft(version: PlanVersion) -> PlanVersion:
    """A version of an open plan that may still be written in, with its plan locked."""
    locked(version.plan)
    fresh: PlanVersion = PlanVersion.objects.select_related("plan", "plan__patient").get(pk=version.pk)
    lifecycle.check_open(fresh.plan.status)
    lifecycle.check_draft(fresh.status)
    return fresh


def changed(plan: CarePlan, *fields: str) -> None:
    """Save the plan's fields and count the change, so that a page opened before it is seen to be old."""
    plan.version += 1
    plan.save(update_fields=[*fields, "version"])
