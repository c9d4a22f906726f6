"""The running site: its own database with a small demo, a web server and a worker, and a real browser."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Page

from tests.journeys import register
from tests.journeys.register import Somebody
from tests.journeys.visitor import Site, Visitor

ROOT = Path(__file__).resolve().parent.parent.parent
BROWSERS = ["chromium", "chromium-browser", "google-chrome"]
PEOPLE = 160
NEWCOMERS = 30


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items) -> None:
    """Journeys share one site, so one process walks them all; said before xdist reads the groups."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.xdist_group("journeys"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium. Missing, it fails where a browser is required and is skipped in words elsewhere."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if not found:
        words = "The journeys need a browser: apt-get install chromium"
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(words)
        pytest.skip(words)
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    return {**browser_type_launch_args, "executable_path": found, "args": quiet}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "viewport": {"width": 1366, "height": 768}, "locale": "en-GB"}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def in_database(url: str, name: str) -> str:
    """The same server's address with another database."""
    base, _, query = url.partition("?")
    return base.rsplit("/", 1)[0] + f"/{name}" + (f"?{query}" if query else "")


def manage(environment: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[Site]:
    """Everything a journey needs, running; gone again afterwards."""
    name = f"journeys_{os.getpid()}"
    folder = tmp_path_factory.mktemp("site")
    owner_url = os.environ["OWNER_DATABASE_URL"]
    environment = {
        **os.environ,
        "ENVIRONMENT": "development",
        "DATABASE_URL": in_database(os.environ["DATABASE_URL"], name),
        "OUTBOX_DIR": str(folder / "outbox"),
        "EMAIL_URL": f"filemail:///{folder / 'outbox' / 'staff'}",
        "SECOND_FACTOR": "off",
        "REQUESTS_A_MINUTE": "300",  # as everywhere: nobody in a journey is too fast
        "PROOF_SECONDS": "3600",  # a journey on a slow machine takes longer than five minutes
    }
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute(f'CREATE DATABASE "{name}"')
    running: list[subprocess.Popen[bytes]] = []
    try:
        manage({**environment, "DATABASE_URL": in_database(owner_url, name)}, "migrate", "--verbosity=0")
        made = json.loads(manage(environment, "demo", "--seed=7", f"--people={PEOPLE}", "--json"))
        address = f"http://127.0.0.1:{free_port()}"
        running = start(environment, address, folder)
        yield Site(address, made["sign_ins"], folder / "outbox", environment)
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=20)
        with psycopg.connect(owner_url, autocommit=True) as owner:
            owner.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def start(environment: dict[str, str], address: str, folder: Path) -> list[subprocess.Popen[bytes]]:
    """The web server and the worker, as `./dev up` starts them; returns when the site answers."""
    commands = [
        ["gunicorn", "--bind", address.removeprefix("http://"), "--threads", "4", "sharedcare.wsgi:application"],
        ["celery", "-q", "-A", "sharedcare.celery", "worker", "-c", "1", "-Q", "default,outbound,reports"],
    ]
    running = []
    for command in commands:
        with (folder / f"{command[0]}.log").open("wb") as log:
            words = [sys.executable, "-m", *command]
            running.append(subprocess.Popen(words, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT))
    for _ in range(150):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2)
        except OSError:
            time.sleep(0.2)
        else:
            return running
    pytest.fail((folder / "gunicorn.log").read_text()[-3000:])


@pytest.fixture
def visitor(page: Page, site: Site) -> Visitor:
    return Visitor(page, site)


@pytest.fixture(scope="session")
def newcomers(site: Site, tmp_path_factory) -> Iterator[Somebody]:
    """People who came on the register this morning, at the practice whose GP signs in; nobody has met them yet."""
    lines = list(islice(register.newcomers(register.FIRST), NEWCOMERS))
    file = tmp_path_factory.mktemp("register") / "newcomers.csv"
    file.write_bytes(register.as_file(lines))
    manage(
        site.environment, "import_register", f"--file={file}", "--as", site.email("Scheme co-ordinator"), "--confirm"
    )
    return iter([register.somebody(each) for each in lines])


@pytest.fixture
def somebody(newcomers: Iterator[Somebody]) -> Somebody:
    """A person of this journey's own."""
    return next(newcomers)
