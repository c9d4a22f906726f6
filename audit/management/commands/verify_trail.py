"""Whether the trail is as it was written: every seal is made again and compared, with what was told outside too."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit import chain, delivery, queries, trail


class Command(BaseCommand):
    help = (
        "Check the audit trail: recompute every seal, follow the chain, compare it with the digests kept outside the"
        " database. With --file, check an exported file by itself. Exit code 1 when anything was altered."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, help="an export of the trail, instead of the database")

    def handle(self, *args: Any, **options: Any) -> None:
        links, found = self._file(options["file"]) if options["file"] else self._database()
        found = [*found, *self._faults(links, partial=bool(options["file"]))]
        for sentence in found:
            self.stderr.write(sentence)
        if found:
            raise CommandError(f"The trail is not as it was written. First: {found[0]}", returncode=1)
        rows = sum(link.rows for link in links)
        outside = f" {len(delivery.told())} were told outside." if delivery.told() else " None were told outside."
        self.stdout.write(f"The trail is as it was written: {len(links)} seals, {rows} rows.{outside}")

    def _database(self) -> tuple[list[chain.Link], list[str]]:
        return queries.links(), [*trail.holes(), *queries.forgotten_without_reason()]

    def _file(self, path: Path) -> tuple[list[chain.Link], list[str]]:
        try:
            with path.open(encoding="utf-8", newline="\n") as lines:
                return chain.read_export(lines)
        except chain.NotAnExport as problem:
            return [], [str(problem)]
        except (OSError, UnicodeDecodeError):
            raise CommandError(f"{path} cannot be read.") from None

    def _faults(self, links: list[chain.Link], *, partial: bool) -> list[str]:
        """An export begins wherever it was asked to, and holds some of the seals."""
        told = delivery.told()
        if not partial:
            return [*chain.faults(links), *chain.contradictions(told, links)]
        held = {(link.scheme, link.number) for link in links}
        told = {key: digest for key, digest in told.items() if key in held}
        return [*chain.faults(links, begins_anywhere=True), *chain.contradictions(told, links)]
