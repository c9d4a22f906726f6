"""The private database and broker of a command: the checkout's own, or throwaway ones, or the ones it was given."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from sharedcare.embedded.accounts import Account, server_account
from sharedcare.embedded.paths import Paths, is_plain_and_short
from sharedcare.embedded.postgres import APPLICATION, OWNER, Cluster, Place, find_binaries, outside_folder
from sharedcare.embedded.terminal import say, stage
from sharedcare.embedded.valkey import Broker, find_program
from sharedcare.embedded.watchdog import Watch


@dataclass(frozen=True)
class Services:
    """Where the database and the broker are; the servers are None where the person brought their own."""

    database_url: str
    owner_database_url: str
    broker_url: str
    database: Cluster | None = None
    broker: Broker | None = None
    folder: Path | None = None  # where a throwaway set keeps everything

    @property
    def servers(self) -> list[Cluster | Broker]:
        return [server for server in (self.database, self.broker) if server is not None]

    def urls(self) -> dict[str, str]:
        """The environment variables that say so to Django."""
        return {
            "DATABASE_URL": self.database_url,
            "OWNER_DATABASE_URL": self.owner_database_url,
            "REDIS_URL": self.broker_url,
        }


@contextmanager
def private(paths: Paths, watch: Watch, given: Mapping[str, str]) -> Iterator[Services]:
    """The checkout's own services, each only if the environment does not name another."""
    account = server_account()
    inside = account.can_reach(paths.local)
    home = paths.local if inside else outside_folder(paths)
    sockets = paths.socket_folder() if inside else home
    database = broker = None
    if not given.get("DATABASE_URL"):
        place = Place(home / "postgres", sockets / "database", paths.locks, paths.logs / "database.log")
        database = _cluster(paths, account, place)
    elif not given.get("OWNER_DATABASE_URL"):
        say("  OWNER_DATABASE_URL is not set, so migrations would run as the role in DATABASE_URL.")
    if not given.get("REDIS_URL"):
        ours = Account(os.geteuid(), os.getegid())
        broker = Broker(sockets / "broker", paths.locks, paths.logs / "broker.log", ours, find_program(paths))
    with _joined(watch, _services(database, broker, given)) as services:
        yield services


@contextmanager
def throwaway(paths: Paths, watch: Watch, durable: bool = False) -> Iterator[Services]:
    """Services of this command alone, removed at the end; `durable` if their speed is what is measured."""
    account = server_account()
    base = _temporary_folder(account)
    watch.folder(base)
    locks = base / "locks"
    locks.mkdir(mode=0o700)
    place = Place(base / "postgres", base / "database", locks, locks / "database.log")
    database = _cluster(paths, account, place, throwaway=not durable)
    ours = Account(os.geteuid(), os.getegid())
    broker = Broker(base / "broker", locks, locks / "broker.log", ours, find_program(paths))
    with _joined(watch, replace(_services(database, broker, {}), folder=base)) as services:
        yield services


def _cluster(paths: Paths, account: Account, place: Place, throwaway: bool = False) -> Cluster:
    """The same roles are made here as in a container, by the same file."""
    roles = paths.root / "docker" / "postgres" / "roles.sql"
    return Cluster(place, account, find_binaries(paths, account), roles, throwaway)


def _services(database: Cluster | None, broker: Broker | None, given: Mapping[str, str]) -> Services:
    database_url = database.url(APPLICATION) if database else given["DATABASE_URL"]
    owner_url = database.url(OWNER) if database else given.get("OWNER_DATABASE_URL") or database_url
    return Services(database_url, owner_url, broker.url() if broker else given["REDIS_URL"], database, broker)


@contextmanager
def _joined(watch: Watch, services: Services) -> Iterator[Services]:
    """Use the servers for as long as the block lasts."""
    try:
        for server in services.servers:
            with nullcontext() if server.pid() else stage(f"private {server.service.name}"):
                server.join(watch)
        yield services
    finally:
        for server in services.servers:
            server.leave()


def _temporary_folder(account: Account) -> Path:
    """A new folder whose sockets have short names and which the server's account can enter."""
    usual = Path(tempfile.gettempdir())
    suits = is_plain_and_short(usual / "sharedcare-xxxxxxxx" / "database") and account.can_reach(usual)
    base = Path(tempfile.mkdtemp(prefix="sharedcare-", dir=usual if suits else "/tmp"))
    base.chmod(0o711)
    return base
