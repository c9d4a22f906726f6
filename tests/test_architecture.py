"""What the linters cannot say about the code. What PostgreSQL must hold is in tests/sharedcare/test_database.py."""

import ast
import importlib
import re
from importlib.util import find_spec

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models

from audit.events import Kind
from tests.source import HEIGHT, ROOT, at, calls, modules, templates

# --- Writing ---------------------------------------------------------------------------------------------------------

WRITES = {"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "save"}
WRITERS = {
    "actions",  # the only writers there are
    "demo",  # makes the demo locality through actions, and moves what they wrote to its day
    "bench",  # fills its own scratch schemes, set-based
}
# Where a write-like call is not a write to our tables.
NOT_WRITES = {
    "audit/constraints.py": "how actions save: the database's refusal becomes a sentence; only actions call it",
    "sharedcare/celery.py": "sets the worker's own configuration",
    "accounts/views/openid.py": "saves the visitor's session, so that it has a key to be ended by",
    "episodes/queries/matrix.py": "one set-based statement, named there and run by the action that hands over",
}
SQL_WRITE = re.compile(r"^\s*(WITH\b.*)?(INSERT INTO|UPDATE\s+\w+\s+SET|DELETE FROM|COPY\s+\w+.*FROM)", re.S)


def writes(module):
    for call in calls(module):
        if not isinstance(call.func, ast.Attribute):
            continue
        name, keywords, positional = call.func.attr, call.keywords, call.args
        if (
            name in WRITES
            or (name == "update" and keywords and not positional)
            or (name == "delete" and not positional and not keywords)
        ):
            yield call


def test_only_actions_write_through_the_models():
    found = [
        at(module, call)
        for module in modules()
        if module.inside not in WRITERS and module.name not in NOT_WRITES
        for call in writes(module)
    ]

    assert found == []


def test_only_actions_call_the_saving_of_constraints():
    found = [
        at(module, node)
        for module in modules()
        if module.inside not in WRITERS
        for node, name in imported(module)
        if name.startswith("audit.constraints")
    ]

    assert found == []


def test_sql_that_writes_is_named_in_queries_or_stands_in_actions():
    found = [
        at(module, node)
        for module in modules()
        if module.inside not in WRITERS | {"queries"}
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL_WRITE.match(node.value)
    ]

    assert found == []


def test_no_signals_and_no_save_overrides():
    receivers = [
        at(module, node)
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.db.models.signals")
    ]
    overrides = [model.__name__ for model in our_models() if "save" in vars(model) or "delete" in vars(model)]

    assert receivers + overrides == []


# --- Reading ---------------------------------------------------------------------------------------------------------


# Views of what belongs to the whole scheme, whose wall already bounds it; each asks for a permission first.
SCHEME_WIDE = {
    "accounts/views/joining.py": "an invitation, by a signed link, of somebody who stands in no scheme yet",
    "schemes/views/staff.py": "who signs in to the scheme; staff, and each look-up keeps to the scheme acted in",
    "accounts/views/openid.py": "whom a provider vouches for, before they stand in any scheme",
    "recall/views/wordings.py": "the wording of messages names nobody",
    "recall/views/invitations.py": "a hold on all sending of the scheme names nobody",
    "recall/views/printing.py": "the print files of campaigns, for whoever runs them",
    "monitoring/views/report.py": "the group's figures name nobody",
}


def views():
    """Every module of views; the pages of the site put together have theirs in a folder."""
    return [module for module in modules() if module.inside == "views" or module.name == "sharedcare/pages/views.py"]


DOORS = ("visible_to(", "seen_by(")  # what the person may see; `seen_by` is `visible_to`, with the ground of it


def is_narrowed(call, function):
    """Whether a look-up keeps to what the view has loaded within the reader's scope."""
    given = " ".join(ast.unparse(each) for each in [*call.args[1:], *[keyword.value for keyword in call.keywords]])
    return "self." in given or any(door in ast.unparse(function) for door in DOORS)


def functions(module):
    return [node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef)]


def test_views_start_from_what_the_person_may_see():
    """A read of a whole table in a view starts from `visible_to`, or narrows to a row that was found so."""
    found = [
        at(module, call)
        for module in views()
        for function in functions(module)
        for call in ast.walk(function)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Attribute)
        and call.func.value.attr in {"objects", "_base_manager", "_default_manager"}
        and f"{call.func.attr}(" not in DOORS
        and not is_narrowed(call, function)
    ]

    assert [place for place in found if place.split(":")[0] not in SCHEME_WIDE] == []


# Where a statement reaches beyond what the person sees; each gives its reason, which says why that names nobody.
WIDENED = {
    "patients/actions/registers.py",  # a register is compared with everybody; what comes out is counts and questions
    "patients/actions/questions.py",  # a number that is a restricted person's; whoever answers is told nothing of it
    "patients/queries/emergency.py",  # who is named exactly, for an action that tells nobody apart; one's own attempts
    "episodes/actions/caseload_review.py",  # a GP's list is taken down whole, and counted; its rows are shown as any
    "episodes/actions/signature.py",  # the version before is cut short; a new party reads nothing of it
    "careplans/queries/restricted.py",  # the days of review of restricted people, for whoever sees these people
    "recall/queries/balances.py",  # how many of a cohort are out of sight, so that the rest still adds up
    "indicators/queries.py",  # published figures
    "audit/queries/export.py",  # the trail, in which people are references
    "sharedcare/pages/trail.py",  # the same, on the page
    "monitoring/actions/snapshot.py",  # published figures, frozen
    "patients/queries/standing_out.py",  # for whoever sees everybody; of deeds only how many
    "governance/queries/retention.py",  # the day of the last contact, of people whom the lead sees by name
    "governance/queries/panels.py",  # what waits to be erased, by its reference
    "governance/actions/erasing.py",  # the same, decided by somebody who is shown nobody
}


def test_reaching_beyond_what_a_person_sees_is_done_in_few_places_only():
    found = {
        module.name
        for module in modules()
        for call in calls(module)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "widened"
    }

    assert found == WIDENED


def test_a_context_outlives_no_transaction():
    """A session-wide setting would follow a pooled connection into somebody else's request."""
    found = [
        at(module, node)
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.search(r"set_config\([^)]*\bfalse\)|\bSET SESSION\b", node.value)
    ]

    assert found == []


def test_no_page_looks_a_row_up_in_a_whole_table():
    found = [
        at(module, call)
        for module in views()
        for function in functions(module)
        for call in ast.walk(function)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"get_object_or_404", "get_list_or_404"}
        and isinstance(call.args[0], ast.Name)
        and call.args[0].id[0].isupper()
        and not is_narrowed(call, function)
    ]

    assert found == []


# Where a statement names the particulars of people past their models, which report them as shown (audit/looks.py).
NAMES_PAST_THE_MODEL = {
    "patients/queries/staging.py": "a register is judged row by row; nothing of it is shown from here",
    "patients/queries/merging.py": "a register is brought in; nothing of it is shown from here",
    "governance/actions/erasing.py": "the NHS number becomes a keyed hash, and is shown to nobody",
    "episodes/queries/gaps.py": "the list is put in order by name; the page loads whom it shows",
    "recall/queries/finding.py": "people are found by age and number; the pages load whom they show",
    "patients/queries/standing_out.py": "names are compared by the signs; the page loads whom it shows",
}
PARTICULAR = re.compile(r"\b(family_name|given_name|nhs_number|born_on)\b")


def reads_names(module):
    """SQL with a particular in it, and columns asked for by name."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if re.search(r"\bSELECT\b", node.value) and PARTICULAR.search(node.value):
                yield node
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"values", "values_list", "annotate"}
            and any(PARTICULAR.search(ast.unparse(each)) for each in [*node.args, *[k.value for k in node.keywords]])
        ):
            yield node


def test_nobodys_name_is_read_past_the_models_that_report_it_as_shown():
    found = {at(module, node).split(":")[0] for module in modules() for node in reads_names(module)}

    assert found == set(NAMES_PAST_THE_MODEL)


# --- The stack -------------------------------------------------------------------------------------------------------

PRIVATE = {"views", "forms", "tasks", "documents", "delivery", "reporting", "wording", "gateways", "urls"}
MAY_REACH_IN = {
    "sharedcare/bench": "measures the making of letters where they are made",
    "sharedcare/demo": "delivers what its story sends, as the worker would",
    "sharedcare/urls.py": "the address list of the whole site",
    "sharedcare/pages/practice_urls.py": "the app's addresses and the list that shows the scheme as well",
    "sharedcare/pages/openid_urls.py": "addresses of accounts, given a look-up that stands above it",
    "careplans/forms.py": "starting shared care names the holders too, with the very field that hands over uses",
    "monitoring/documents.py": "the frozen figures are printed by the fragment that prints the figures",
}


def imported(module):
    """Every dotted name the module imports, with where."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def test_an_app_does_not_import_the_private_modules_of_another():
    found = [
        f"{at(module, node)} imports {name}"
        for module in modules()
        if not module.name.startswith(tuple(MAY_REACH_IN))
        for node, name in imported(module)
        for app, inside in [(*name.split("."), "")[:2]]
        # `ui` is the toolkit: its view and its fields are there to be used.
        if app in HEIGHT and app not in {module.app, "ui"} and inside in PRIVATE
    ]

    assert found == []


def our_models():
    return [model for app in settings.OUR_APPS for model in apps.get_app_config(app).get_models()]


def upward_names():
    """The names by which a row leads to the rows of a higher app: (name, its app, the app it leads to)."""
    for model in our_models():
        for field in model._meta.get_fields():
            remote = field.auto_created and getattr(field, "related_model", None)
            if not remote or field.concrete or remote._meta.app_label not in HEIGHT:
                continue
            below, above = model._meta.app_label, remote._meta.app_label
            if HEIGHT[above] > HEIGHT[below] and not field.hidden:
                yield field.get_accessor_name(), below, above
                yield field.name, below, above


def own_names(app):
    """Field and accessor names of the app's own models and those beneath, which may look the same."""
    return {
        field.name
        for model in our_models()
        if HEIGHT[model._meta.app_label] <= HEIGHT[app]
        for field in model._meta.get_fields()
        if field.concrete
    }


def forbidden_in(app):
    """The names that would reach upwards when used in this app."""
    return {name for name, _, above in upward_names() if HEIGHT[above] > HEIGHT[app] and len(name) > 2} - own_names(app)


# A name that happens to be another thing's too, with what it is.
SAME_WORD = {
    ("ui", "actions"): "the block of a page's buttons",
}


@pytest.mark.parametrize("app", [app for app in HEIGHT if app != "sharedcare"])
def test_an_app_does_not_walk_up_a_reverse_accessor(app):
    names = forbidden_in(app) - {name for owner, name in SAME_WORD if owner == app}
    found = []
    for module in (m for m in modules() if m.app == app):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and node.attr in names:
                found.append(f"{at(module, node)} .{node.attr}")
            if isinstance(node, ast.keyword) and node.arg and node.arg.split("__")[0] in names and "__" in node.arg:
                found.append(f"{module.name}:{node.value.lineno} {node.arg}=")
    for template in templates():
        if template.relative_to(ROOT / "templates").parts[0] == app:
            text = template.read_text(encoding="utf-8")
            found += [f"{template.name} .{name}" for name in names if re.search(rf"\w\.{name}\b", text)]

    assert found == []


def test_a_foreign_key_by_name_never_points_upwards():
    found = [
        at(module, call)
        for module in modules()
        for call in calls(module)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in {"ForeignKey", "OneToOneField", "ManyToManyField"}
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and HEIGHT.get(call.args[0].value.split(".")[0], -1) > HEIGHT[module.app]
    ]

    assert found == []


# --- Words -----------------------------------------------------------------------------------------------------------


def kinds():
    for app in settings.OUR_APPS:
        # `audit.events` says what a kind is; the others list theirs.
        if app != "audit" and find_spec(f"{app}.events"):
            module = importlib.import_module(f"{app}.events")
            yield from ((app, each) for each in vars(module).values() if isinstance(each, Kind))


def test_every_kind_of_deed_is_named_for_its_app_and_named_once():
    found = list(kinds())

    assert [kind.name for app, kind in found if not kind.name.startswith(f"{app}.")] == []
    assert len({kind.name for _, kind in found}) == len(found)


def statuses():
    """Every enum whose name ends in Status, wherever in our apps it stands."""
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef) and node.name.endswith("Status"):
                dotted = module.name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
                enum = getattr(importlib.import_module(dotted), node.name)
                if isinstance(enum, type) and issubclass(enum, models.TextChoices):
                    yield f"{dotted}.{node.name}", enum


@pytest.mark.skipif(not find_spec("ui.colours"), reason="the design system is not there yet")
def test_every_status_has_a_colour():
    from ui.colours import STATUS_COLOURS

    missing = [f"{name}.{each}" for name, enum in statuses() for each in enum if each.value not in STATUS_COLOURS]

    assert missing == []


def test_the_life_cycle_diagrams_equal_the_tables():
    from sharedcare import diagrams

    assert diagrams.PATH.read_text(encoding="utf-8") == diagrams.page(), "Run ./dev diagrams."


def test_a_life_cycle_stands_in_its_apps_lifecycle_module():
    found = [
        at(module, call)
        for module in modules()
        for call in calls(module)
        if isinstance(call.func, ast.Name) and call.func.id == "Lifecycle" and module.inside != "lifecycle"
    ]

    assert found == []


# --- Templates -------------------------------------------------------------------------------------------------------

INLINE = re.compile(r"<style\b|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=[\"']", re.I)
POST_FORM = re.compile(r"<form\b[^>]*method=[\"']post[\"'][^>]*>.*?</form>", re.I | re.S)


def test_every_table_that_leaves_is_written_where_cells_are_made_harmless():
    """Rows on their way into PostgreSQL, and the demo's made-up register, are not opened in a spreadsheet."""
    inward = {"patients/actions/registers.py", "sharedcare/demo/register.py"}

    assert [
        at(module, node)
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"writer", "DictWriter"}
        and isinstance(node.value, ast.Name)
        and node.value.id == "csv"
        and module.name not in inward
    ] == []


def test_no_template_has_inline_style_or_script():
    found = [str(path.relative_to(ROOT)) for path in templates() if INLINE.search(path.read_text(encoding="utf-8"))]

    assert found == []


def test_every_form_that_posts_carries_its_csrf_token():
    found = [
        str(path.relative_to(ROOT))
        for path in templates()
        for form in POST_FORM.findall(path.read_text(encoding="utf-8"))
        if "csrf_token" not in form
    ]

    assert found == []


# --- The project as a whole ------------------------------------------------------------------------------------------


def test_no_migration_is_missing(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_system_check_finds_nothing(db):
    call_command("check", fail_level="WARNING")


def test_every_periodic_entry_names_a_task_that_exists():
    from sharedcare.celery import app

    app.loader.import_default_modules()

    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


def test_no_module_has_grown_past_reading():
    too_long = {
        module.name: length
        for module in modules()
        if (length := len(module.path.read_text(encoding="utf-8").splitlines())) > 400
    }

    assert too_long == {}
