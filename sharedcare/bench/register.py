"""Bringing a register in, beside COPY of the same clean rows into a table of the same shape and indexes."""

import time

from django.db import connection

from sharedcare.bench.owner import owner
from sharedcare.bench.scratch import Scratch, bring_in, timed, undone
from sharedcare.bench.timing import Case


def case(world: Scratch) -> Case:
    rows = clean_rows(world)

    def ours() -> float:
        with undone(world):
            return timed(lambda: bring_in(world))

    def limit() -> float:
        with owner() as raw, raw.cursor() as cursor:
            cursor.execute("CREATE TABLE bench_register (LIKE patients_patient INCLUDING ALL)")
            began = time.perf_counter()
            with cursor.copy("COPY bench_register FROM STDIN") as copy:
                copy.write(rows)
            return time.perf_counter() - began

    return Case("register import", world.people, "rows", "wall", ours, limit, "COPY, same indexes")


def clean_rows(world: Scratch) -> bytes:
    """The rows that the import makes, as COPY writes them."""
    with undone(world), connection.cursor() as cursor:
        bring_in(world)
        with cursor.copy("COPY (SELECT * FROM patients_patient) TO STDOUT") as copy:
            return b"".join(bytes(piece) for piece in copy)
