"""The life cycles as diagrams, drawn from the same tables that the code and the database obey."""

import importlib
import re
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings

from audit.lifecycle import Lifecycle

PATH = Path(settings.BASE_DIR) / "docs" / "lifecycles.md"
README = Path(settings.BASE_DIR) / "README.md"
IN_README = re.compile(r"(<!-- diagram: (?P<name>.+) -->\n)(?:.*\n)*?(<!-- end of diagram -->)")
HEADING = """# Life cycles

Drawn by `./dev diagrams` from the tables in each app's `lifecycle.py`; a test fails when this page and a table differ.
PostgreSQL enforces the same tables, so a row cannot make a move that is not an arrow here.
"""


def lifecycles() -> list[tuple[str, Lifecycle]]:
    """Every life cycle there is, with its app, from the bottom of the stack upwards."""
    found = []
    for app in reversed(settings.OUR_APPS):
        if find_spec(f"{app}.lifecycle") and app != "audit":  # audit says what one is and has none
            module = importlib.import_module(f"{app}.lifecycle")
            found += [(app, each) for each in vars(module).values() if isinstance(each, Lifecycle)]
    return found


def page() -> str:
    """The whole of docs/lifecycles.md."""
    parts = [HEADING]
    for app, life in lifecycles():
        parts.append(f"\n## {life.name} (`{app}`)\n\n```mermaid\n{life.mermaid()}\n```\n")
    return "".join(parts)


def drawn_into(text: str) -> str:
    """The text with each marked diagram drawn again; the README shows the life of a plan."""
    drawings = {life.name: life.mermaid() for _, life in lifecycles()}
    return IN_README.sub(lambda found: f"{found[1]}\n```mermaid\n{drawings[found['name']]}\n```\n\n{found[3]}", text)
