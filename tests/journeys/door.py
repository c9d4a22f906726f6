"""The door as it is in production: a second step is asked for. What the journeys through it share."""

import base64
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from hmac import new as hmac
from pathlib import Path

import pytest

from tests.journeys.conftest import ROOT, free_port
from tests.journeys.visitor import Site, Visitor


def code(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238), written without the site's own code."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac(base64.b32decode(secret), counter, "sha1").digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def demo_secret(email: str) -> str:
    return base64.b32encode(sha256(f"demo second factor for {email}".encode()).digest()[:20]).decode()


@contextmanager
def behind_the_door(site: Site, folder: Path, **settings: str) -> Iterator[Site]:
    """The same locality, served once more with a second step and whatever else is set."""
    port = free_port()
    environment = {**site.environment, "SECOND_FACTOR": "on", "TRUSTED_PROXIES": "1", **settings}
    words = ["gunicorn", "--bind", f"127.0.0.1:{port}", "--threads", "4", "sharedcare.wsgi:application"]
    with (folder / "gunicorn.log").open("wb") as log:
        running = subprocess.Popen(
            [sys.executable, "-m", *words], cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        # A passkey belongs to a name, so the site has one here.
        address = f"http://localhost:{port}"
        wait_for(address)
        yield Site(address, site.sign_ins, site.outbox, environment)
    finally:
        running.terminate()
        running.wait(timeout=20)


def wait_for(address: str) -> None:
    for _ in range(150):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2)
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail("The site did not start.")


def gets_in(visitor: Visitor, role: str) -> Visitor:
    """Password, then the app's code; waits for the next one when this one was used a moment ago."""
    visitor.signs_in_as(role)
    if "/2fa/authenticate/" not in visitor.path:
        return visitor
    secret = demo_secret(visitor.site.email(role))
    for _ in range(3):
        visitor.fills("Code", code(secret)).presses("Continue")
        if "/2fa/authenticate/" not in visitor.path:
            return visitor
        visitor.page.wait_for_timeout(1000 * (30 - int(time.time()) % 30) + 500)
    raise AssertionError("No code was taken.")
