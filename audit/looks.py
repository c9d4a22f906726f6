"""Whom a request showed, and whose looks it recorded: the two are compared before the answer leaves.

Models above say which of their fields tell who somebody is (`watch`). Reading such a field while a request is answered
notes the person as shown; `audit.actions.record_view` notes them as recorded; `audit.middleware` refuses an answer that
shows somebody without a look. Nothing here has to be remembered by a page.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models.query_utils import DeferredAttribute


class How(models.TextChoices):
    """In what way somebody was seen."""

    VIEW = "view", "Opened"
    LIST = "list", "Seen in a list"
    SEARCH = "search", "Found in a search"
    PRINT = "print", "Printed"
    EXPORT = "export", "Taken out as a file"


@dataclass
class Looks:
    """The people of one request: shown, and recorded as looked at."""

    shown: set[UUID] = field(default_factory=set)
    recorded: set[UUID] = field(default_factory=set)

    @property
    def forgotten(self) -> set[UUID]:
        return self.shown - self.recorded


_request: ContextVar[Looks | None] = ContextVar("looks", default=None)


@contextmanager
def kept() -> Iterator[Looks]:
    """Keep account of the people shown and recorded while this lasts."""
    account = Looks()
    token = _request.set(account)
    try:
        yield account
    finally:
        _request.reset(token)


def to_record(patient_ids: Iterable[UUID]) -> list[UUID]:
    """Each person once, and of those only who was not recorded for this answer before: one look a person and answer."""
    account = _request.get()
    once = dict.fromkeys(patient_ids)
    if account is None:
        return list(once)
    new = [each for each in once if each not in account.recorded]
    account.recorded.update(new)
    return new


class Particular(DeferredAttribute):
    """A field that tells who somebody is: reading it while a request is answered notes them as shown."""

    def __init__(self, field: Any, whose: Callable[[Any], Iterable[UUID]]) -> None:
        super().__init__(field)
        self.whose = whose

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is not None and (account := _request.get()) is not None:
            account.shown.update(self.whose(instance))
        return super().__get__(instance, cls)

    def __set__(self, instance: Any, value: Any) -> None:
        """What makes Python ask `__get__` each time, although the value lies in the instance."""
        instance.__dict__[self.field.attname] = value


def watch(model: type[models.Model], *names: str, whose: Callable[[Any], Iterable[UUID]]) -> None:
    """Say that these fields tell who somebody is; `whose` gives the keys of the people a row is about."""
    for name in names:
        found: Any = model._meta.get_field(name)
        setattr(model, found.attname, Particular(found, whose))
