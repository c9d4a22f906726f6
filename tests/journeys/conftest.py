"""The running site: its own database with a small demo, a web server and a worker, and a real browser."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

ROOT = Path(__file__).resolve().parent.parent.parent
BROWSERS = ["chromium", "chromium-browser", "google-chrome"]
PEOPLE = 160


def pytest_collection_modifyitems(items) -> None:
    """Journeys share one site, so one worker walks them all."""
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


@dataclass
class Site:
    """The running site: where it is, who may sign in, and where messages are put."""

    address: str
    sign_ins: list[dict[str, str]]
    outbox: Path
    environment: dict[str, str]

    def email(self, role: str) -> str:
        return next(each["email"] for each in self.sign_ins if each["role"] == role)

    @property
    def password(self) -> str:
        return self.sign_ins[0]["password"]


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
        "SECOND_FACTOR": "off",
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
        log = (folder / f"{command[0]}.log").open("wb")
        running.append(
            subprocess.Popen(
                [sys.executable, "-m", *command], cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
            )
        )
    for _ in range(150):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2)
        except OSError:
            time.sleep(0.2)
        else:
            return running
    pytest.fail((folder / "gunicorn.log").read_text()[-3000:])


class Visitor:
    """Somebody at a browser. Every page they reach is checked by axe before they go on."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page = page
        self.site = site

    def signs_in_as(self, role: str) -> "Visitor":
        self.page.goto(f"{self.site.address}/")
        self.page.get_by_label("E-mail address").fill(self.site.email(role))
        self.page.get_by_label("Password", exact=True).fill(self.site.password)
        self.looks()
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(f"{self.site.address}/")
        return self.looks()

    def goes_to(self, path: str) -> "Visitor":
        self.page.goto(f"{self.site.address}{path}")
        return self.looks()

    def follows(self, link: str, *, exact: bool = False) -> "Visitor":
        self.page.get_by_role("link", name=link, exact=exact).first.click()
        return self.looks()

    def presses(self, button: str) -> "Visitor":
        self.page.get_by_role("button", name=button).first.click()
        return self.looks()

    def fills(self, label: str, text: str) -> "Visitor":
        self.page.get_by_label(label).first.fill(text)
        return self

    def reads(self, words: str) -> "Visitor":
        """The words stand on the page, somewhere a person sees them."""
        self.page.get_by_text(words).first.wait_for(state="visible", timeout=10_000)
        return self

    def looks(self) -> "Visitor":
        """The page is one of ours, is no error, and has no serious or critical accessibility violation."""
        self.page.wait_for_load_state("load")
        assert "Something went wrong" not in self.page.title(), self.page.url
        found = Axe().run(self.page).response["violations"]
        bad = [each for each in found if each["impact"] in ("serious", "critical")]
        told = [(each["id"], each["nodes"][0]["html"][:300], each["nodes"][0].get("failureSummary")) for each in bad]
        assert not told, f"{self.page.url}: {told}"
        return self

    def saves(self, click: Callable[[], None]) -> bytes:
        """What the browser saves when a download link is clicked."""
        with self.page.expect_download() as download:
            click()
        return Path(download.value.path()).read_bytes()


@pytest.fixture
def visitor(page: Page, site: Site, context: BrowserContext) -> Visitor:
    page.set_default_timeout(15_000)
    return Visitor(page, site)
