"""The checkout's .venv, holding exactly what a hash-locked requirements file names."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from sharedcare.embedded import machine
from sharedcare.embedded.paths import Paths
from sharedcare.embedded.stopping import locked
from sharedcare.embedded.terminal import Trouble, stage


def ensure_packages(paths: Paths, lock: str) -> None:
    """Make .venv and install the lock (`run` or `dev`) unless that, or the larger `dev`, is what it already holds."""
    with locked(paths.locks / "venv.lock"):
        holds = _stamp(paths).read_text().split() if _stamp(paths).exists() else []
        current = [_version(paths, name) for name in ("dev", lock)]
        if holds and holds[0] in current and _works(paths):
            return
        if holds and holds[0].startswith("dev:"):
            lock = "dev"  # Somebody develops here: a change of the locks must not leave the tools behind.
        if not _works(paths):
            _make_venv(paths)
        _stamp(paths).unlink(missing_ok=True)
        with stage(f"packages ({lock}.lock)"):
            _install(paths, lock)
        _stamp(paths).write_text(_version(paths, lock))


def _stamp(paths: Paths) -> Path:
    return paths.venv / "lock.stamp"


def _version(paths: Paths, lock: str) -> str:
    """Names the lock and its content."""
    return f"{lock}:{hashlib.sha256(_file(paths, lock).read_bytes()).hexdigest()}"


def _file(paths: Paths, lock: str) -> Path:
    return paths.root / "requirements" / f"{lock}.lock"


def _works(paths: Paths) -> bool:
    """Whether .venv has a Python that still starts; the one it was made from may have been upgraded away."""
    try:
        asked = subprocess.run([paths.python, "-c", "import pip"], capture_output=True, check=False)
    except OSError:
        return False
    return asked.returncode == 0


def _make_venv(paths: Paths) -> None:
    with stage(".venv"):
        shutil.rmtree(paths.venv, ignore_errors=True)
        error = _venv(paths)
        if error and machine.install(_venv_packages()):
            error = _venv(paths)
    if error:
        raise Trouble(
            f"Python cannot make a virtual environment here. Run this, then try again:\n"
            f"    {machine.install_line(_venv_packages())}\nIt said: {error}"
        )


def _venv(paths: Paths) -> str:
    """Make it, leaving nothing half-made; what went wrong, or nothing."""
    made = subprocess.run([sys.executable, "-m", "venv", str(paths.venv)], capture_output=True, text=True, check=False)
    if made.returncode == 0:
        return ""
    shutil.rmtree(paths.venv, ignore_errors=True)
    return (made.stdout + made.stderr).strip()


def _venv_packages() -> list[str]:
    """Debian splits the module off Python, by version."""
    return [f"python3.{sys.version_info.minor}-venv"]


def _install(paths: Paths, lock: str) -> None:
    """With uv, which is four times as fast and itself pinned by hash; with pip where uv cannot run or finds nothing."""
    exactly = ["install", "--quiet", "--require-hashes", "-r"]
    pip = [str(paths.python), "-m", "pip", "--disable-pip-version-check", *exactly]
    uv = [str(paths.venv / "bin" / "uv"), "pip", *exactly[:-1], "--python", str(paths.python), "-r"]
    error = _run([*pip, str(_file(paths, "installer"))]) or _run([*uv, str(_file(paths, lock))], _mirror(paths))
    if error:
        error = _run([*pip, str(_file(paths, lock))])
    if error:
        raise Trouble(f"The packages could not be installed. pip said:\n{error}")


def _mirror(paths: Paths) -> dict[str, str]:
    """The package index pip is configured to use, for uv, which does not read pip's configuration."""
    asked = [str(paths.python), "-m", "pip", "config", "get", "global.index-url"]
    found = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    return {"UV_DEFAULT_INDEX": found} if found and "UV_DEFAULT_INDEX" not in os.environ else {}


def _run(command: list[str], extra: dict[str, str] | None = None) -> str:
    """Run it; the end of what it said if it failed, or nothing."""
    nobody, environment = subprocess.DEVNULL, os.environ | (extra or {})
    try:
        ran = subprocess.run(command, env=environment, stdin=nobody, capture_output=True, text=True, check=False)
    except OSError as error:
        return str(error)
    return "" if ran.returncode == 0 else ((ran.stdout + ran.stderr).strip()[-2000:] or f"exit {ran.returncode}")
