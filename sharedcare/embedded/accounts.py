"""Which account the database server runs as: PostgreSQL refuses to run as root."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sharedcare.embedded.terminal import Trouble


@dataclass(frozen=True)
class Account:
    """An account to start a process under; the one we are ourselves unless we are root."""

    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        return self.uid == os.geteuid()

    def popen_options(self) -> dict[str, Any]:
        """What to give subprocess so that the child runs as this account, with none of root's groups."""
        return {} if self.is_ours else {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can_reach(self, path: Path) -> bool:
        """Whether the account can get to the file or folder; asked as that account, so that every rule counts."""
        if self.is_ours:
            return path.exists()
        test = shutil.which("test") or "/usr/bin/test"
        try:
            asked = subprocess.run([test, "-x", str(path)], cwd="/", **self.popen_options(), check=False)
        except OSError as error:
            raise Trouble(f"PostgreSQL cannot run as root, and no other account can be used here: {error}.") from error
        return asked.returncode == 0

    def give(self, folder: Path) -> Path:
        """Make the folder, private to this account."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self.is_ours:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)
        return folder


def server_account() -> Account:
    """Ourselves; for root `postgres` if the machine has it, else `nobody`."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(found.pw_uid, found.pw_gid)
    raise Trouble("PostgreSQL cannot run as root and this machine has neither a postgres nor a nobody account.")
