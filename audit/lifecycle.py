"""What a life cycle is: a table of named moves. Each app writes its own table; everything else is read off it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import TextChoices


@dataclass(frozen=True)
class Lifecycle:
    """Moves by name: from which statuses each may be made, and to which it leads."""

    name: str
    initial: TextChoices
    moves: Mapping[TextChoices, tuple[frozenset[TextChoices] | set[TextChoices], TextChoices]]

    def moves_from(self, status: str) -> list[TextChoices]:
        """The moves that may be made now: the buttons on the page."""
        return [move for move, (sources, _) in self.moves.items() if status in sources]

    def after(self, status: str, move: TextChoices) -> TextChoices:
        """The status after the move; raises ValidationError saying in words why it may not be made."""
        sources, target = self.moves[move]
        if status not in sources:
            now = type(target)(status).label.lower()
            raise ValidationError(f"This cannot be done now: it is {now}.")
        return target

    def transitions(self) -> list[tuple[str, str]]:
        """Every (from, to) pair, for the trigger that makes PostgreSQL enforce the same table."""
        return sorted({(str(s), str(target)) for sources, target in self.moves.values() for s in sources})

    def mermaid(self) -> str:
        """The same table as a state diagram, for docs/lifecycles.md."""
        return "\n".join(["stateDiagram-v2", f"    [*] --> {self.initial.value}", *self._arrows()])

    def _arrows(self) -> Iterator[str]:
        for move, (sources, target) in self.moves.items():
            for source in sorted(sources):
                yield f"    {source.value} --> {target.value}: {move.label.lower()}"
