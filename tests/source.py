"""The project's own source as the architecture tests read it: files by app, parsed once."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# From the bottom of the stack upwards, so that an app may use whatever has a smaller number.
HEIGHT = {app: height for height, app in enumerate(reversed(settings.OUR_APPS))}
APART = {"migrations", "embedded"}


@dataclass(frozen=True)
class Module:
    """One Python file of an app."""

    app: str
    path: Path

    @property
    def name(self) -> str:
        """Where it is inside the project, as people write it."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def inside(self) -> str:
        """Its place in its app: `actions` for actions.py and for anything in actions/."""
        return self.path.relative_to(ROOT / self.app).parts[0].removesuffix(".py")

    @property
    def tree(self) -> ast.Module:
        return parsed(self.path)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def modules() -> list[Module]:
    """Every module of every app but the migrations and the launcher, which runs without Django."""
    return [
        Module(app, path)
        for app in settings.OUR_APPS
        for path in sorted((ROOT / app).rglob("*.py"))
        if not APART & set(path.relative_to(ROOT).parts)
    ]


@cache
def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def calls(module: Module) -> list[ast.Call]:
    return [node for node in ast.walk(module.tree) if isinstance(node, ast.Call)]


def at(module: Module, node: ast.AST) -> str:
    """A place as an editor opens it."""
    return f"{module.name}:{node.lineno}"  # type: ignore[attr-defined]
