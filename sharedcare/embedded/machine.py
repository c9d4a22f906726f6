"""What must come from the operating system: asked for politely, installed only where that needs no password."""

import ctypes
import os
import shutil
import subprocess
import sys

from sharedcare.embedded.stopping import RUN_VARIABLE
from sharedcare.embedded.terminal import say, stage

# WeasyPrint loads these five by name; the packages bring them with everything they need in turn.
PDF_LIBRARIES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz.so.0",
    "libfontconfig.so.1",
)
PDF_PACKAGES = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]


def ensure_pdf_libraries() -> None:
    """Install what WeasyPrint needs if we may; otherwise say the line, and go on without PDFs."""
    if has_pdf_libraries():
        return
    if sys.platform != "linux":
        say("  PDFs are off until you run: brew install pango")
        return
    if not install(PDF_PACKAGES) or not has_pdf_libraries():
        say(f"  PDFs are off until you run: {install_line(PDF_PACKAGES)}")


def has_pdf_libraries() -> bool:
    """Whether the loader finds all five; nothing is assumed about how they were installed."""
    if sys.platform != "linux":
        return bool(shutil.which("pango-view"))
    try:
        for library in PDF_LIBRARIES:
            ctypes.CDLL(library)
    except OSError:
        return False
    return True


def ensure_browser() -> None:
    """For the journeys in continuous integration: a Chromium, from the distribution."""
    if not any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        install(["chromium"])


def may_install() -> list[str] | None:
    """What to put before apt-get: nothing for root, sudo where it asks no password; None where we may not."""
    if os.environ.get("DEV_NO_SYSTEM") or not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def install(packages: list[str]) -> bool:
    """Install the packages, refreshing the package lists only if it fails without; False if we may not or cannot."""
    before = may_install()
    if before is None:
        return False
    command = [*before, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    wanted = [*command, "install", "-y", "--no-install-recommends", *packages]
    say(f"  {' '.join(wanted)}")
    with stage("packages of the system"):
        return _quietly(wanted) or (_quietly([*command, "update"]) and _quietly(wanted))


def install_line(packages: list[str]) -> str:
    """The command for the person to run themselves."""
    sudo = "" if os.geteuid() == 0 else "sudo "
    return f"{sudo}apt-get install --no-install-recommends {' '.join(packages)}"


def _quietly(command: list[str]) -> bool:
    # Not marked as ours: killed half-way, it would leave the machine's packages in disorder.
    unmarked = {name: value for name, value in os.environ.items() if name != RUN_VARIABLE}
    ran = subprocess.run(command, env=unmarked, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return ran.returncode == 0
