"""Takes away from the press what laying out a page does not need: the network, other programs, files, memory, time.

Each measure stands alone, so that one the machine does not have leaves the others whole. The network goes by a network
namespace of our own where the kernel allows one, and by Python's audit hook everywhere.
"""

import contextlib
import ctypes
import os
import resource
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path
from typing import Any

# https://man7.org/linux/man-pages/man2/unshare.2.html and prctl.2
NEW_USERS, NEW_NETWORK = 0x1000_0000, 0x4000_0000
NO_NEW_PRIVILEGES = 38
GIB = 1024**3
LARGEST_FILE = 50_000_000  # a font that is unpacked, never a document
FORBIDDEN = ("socket.", "subprocess.", "ctypes.dlopen", "os.exec", "os.fork", "os.spawn", "os.system", "os.kill",
             "os.posix_spawn", "os.putenv", "urllib.", "http.", "ftplib.", "smtplib.", "shutil.", "pty.")  # fmt: skip
CHANGES = ("os.chmod", "os.chown", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink",
           "os.truncate", "os.utime")  # fmt: skip
FONTS = ("/usr/share/fonts", "/usr/local/share/fonts", "/etc/fonts", "/usr/share/fontconfig", "/var/cache/fontconfig")


class Forbidden(Exception):
    """The press tried what it never needs."""


def leave_network() -> bool:
    """Move into a network of our own, in which there is nobody; False where the kernel does not allow it.

    To be called while the process has one thread.
    """
    if sys.platform != "linux":
        return False
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return library.unshare(NEW_USERS | NEW_NETWORK) == 0 or library.unshare(NEW_NETWORK) == 0


def limit_memory(more: int = GIB) -> None:
    """What the process has now and so much more; no core file, which would hold a person's letter."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    if sys.platform == "linux":  # elsewhere the limit is not kept
        now = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + more, now + more))


def limit_time(seconds: int) -> None:
    """So many seconds of the processor from now; beyond them the kernel ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def forbid(readable: Iterable[Path], scratch: Path) -> None:
    """From now on refuse sockets, programs, and every file but these; only the scratch folder may be written to.

    A hook cannot be taken away again. It sees what Python does, not what a C library does by itself.
    """
    python = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    # Packages that are linked in from elsewhere, as some environments do, are where the path says.
    roots = {os.path.realpath(each) for each in [*python, *FONTS, *map(str, readable)] if each}
    written = os.path.realpath(scratch)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(FORBIDDEN) and not _is_harmless(event, arguments):
            raise Forbidden(event)
        if event in CHANGES and not _beneath(arguments[0], {written}):
            raise Forbidden(event)
        if event == "open" and not _may_open(arguments, roots, written):
            raise Forbidden(event)

    sys.addaudithook(hook)


def _is_harmless(event: str, arguments: tuple[Any, ...]) -> bool:
    """A picture within the page is read by urllib too; the folder of fonts is removed at the end."""
    return event == "shutil.rmtree" or (event == "urllib.Request" and str(arguments[0]).startswith("data:"))


def _may_open(arguments: tuple[Any, ...], roots: set[str], written: str) -> bool:
    path, mode, flags = arguments
    if isinstance(path, int):
        return True  # a file that is open already
    writes = bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)) if isinstance(flags, int) else bool(mode)
    return _beneath(path, {written} if writes else roots | {written})


def _beneath(path: Any, roots: set[str]) -> bool:
    with contextlib.suppress(OSError, ValueError, TypeError):
        real = os.path.realpath(os.fsdecode(path))
        return any(real == root or real.startswith(root + os.sep) for root in roots)
    return False
