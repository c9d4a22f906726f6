"""Where things live in a checkout, and the refusal to use folders that belong to somebody else."""

import hashlib
import os
import pwd
import re
import stat
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sharedcare.embedded.terminal import Trouble

# A socket's address has room for 107 bytes on Linux and 103 on macOS; the longest name we add is "/.s.PGSQL.5432".
LONGEST_SOCKET_FOLDER = 85
PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]+")


@dataclass(frozen=True)
class Paths:
    """The folders and files of one checkout."""

    root: Path

    @cached_property
    def local(self) -> Path:
        """Everything this machine keeps for the checkout; safe to delete when nothing runs."""
        return self.root / ".local"

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def logs(self) -> Path:
        return self.local / "log"

    @property
    def locks(self) -> Path:
        return self.local / "locks"

    @property
    def outbox(self) -> Path:
        return self.local / "outbox"

    @property
    def beat(self) -> Path:
        return self.local / "beat"

    @property
    def state(self) -> Path:
        return self.local / "state.json"

    @property
    def key(self) -> str:
        """A short name for this checkout, for the folders that cannot live inside it."""
        return hashlib.sha256(os.fsencode(self.root)).hexdigest()[:12]

    def prepare(self) -> None:
        """Make the local folders, or say whose they are when they are not ours."""
        for folder in (self.local, self.venv):
            refuse_if_of_another(folder)
        self.local.mkdir(exist_ok=True)
        # The database server may run under another account and has to pass through; what is private has its own mode.
        self.local.chmod(0o711)
        for folder in (self.logs, self.locks, self.outbox, self.beat):
            folder.mkdir(mode=0o700, exist_ok=True)

    def socket_folder(self) -> Path:
        """A folder for sockets whose path is short and plain enough for every client's connection string."""
        inside = self.local / "run"
        if is_plain_and_short(inside / "database"):
            inside.mkdir(mode=0o711, exist_ok=True)
            return inside
        return own_folder(Path("/var/tmp") / f"sharedcare-{self.key}")


def is_plain_and_short(folder: Path) -> bool:
    """Whether a socket in the folder can be named in a URL as it stands and in the room a socket's address has."""
    return len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER and bool(PLAIN_PATH.fullmatch(str(folder)))


def account_name(uid: int) -> str:
    """The account's name, or its number when it has none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"account {uid}"


def refuse_if_of_another(folder: Path) -> None:
    """Stop with the two ways out when somebody else (often root, earlier) made the folder."""
    if not folder.exists() or folder.stat().st_uid == os.geteuid():
        return
    owner, me = account_name(folder.stat().st_uid), account_name(os.geteuid())
    raise Trouble(
        f"{folder} belongs to {owner}, and you are {me}. Run ./dev as {owner}, or hand it over or start afresh:\n"
        f"    sudo rm -rf {folder.parent / '.venv'} {folder.parent / '.local'}    (the demo data goes with it)"
    )


def own_folder(folder: Path) -> Path:
    """Make a folder in a place everybody can write to; refuse one that another account put there first."""
    try:
        folder.mkdir(mode=0o711)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
            owner = account_name(found.st_uid)
            raise Trouble(f"{folder} belongs to {owner}, so it cannot be trusted. Ask {owner} to remove it.") from None
    folder.chmod(0o711)
    return folder
