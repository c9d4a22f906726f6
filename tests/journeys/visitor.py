"""Somebody at a browser, whose doings read as sentences. Every page they reach is checked by axe."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

BAD = ("serious", "critical")
WORDS = re.compile(r">[^<]*[^<\s][^<]*<")
PLACES = re.compile(
    r' (href|id|for|name|value|action|headers|aria-describedby|aria-labelledby|hx-get|d|x|y|width)="[^"]*"'
)
ROWS = re.compile(r"<(tr|li|option)\b.*?</\1>", re.DOTALL)
OF = re.compile(r"(\d[\d,]*) to (\d[\d,]*) of (\d[\d,]*)")


@dataclass
class Site:
    """The running site: where it is, who may sign in, and where messages are put."""

    address: str
    sign_ins: list[dict[str, str]]
    outbox: Path
    environment: dict[str, str]

    def email(self, role: str) -> str:
        return self._sign_in(role)["email"]

    def place(self, role: str) -> str:
        return self._sign_in(role)["place"]

    @property
    def password(self) -> str:
        return self.sign_ins[0]["password"]

    def _sign_in(self, role: str) -> dict[str, str]:
        return next(each for each in self.sign_ins if each["role"] == role)


@cache
def axe() -> Axe:
    """Read once: it is half a megabyte."""
    return Axe()


CHECKED: set[Any] = set()  # the make of each page that axe had nothing to say about


def make(html: str) -> str:
    """How a page is made, whatever it says and however long its lists are: pages made alike are checked once."""
    made = PLACES.sub(r" \1", WORDS.sub(">…<", html))
    rows = dict.fromkeys(found.group() for found in ROWS.finditer(made))
    return ROWS.sub("", made) + "".join(rows)


def number(text: str) -> int:
    """The first whole number of the text, as people write it."""
    found = re.search(r"\d[\d,]*", text)
    assert found, f"There is no number in “{text}”."
    return int(found.group().replace(",", ""))


class Visitor:
    """Somebody at a browser."""

    def __init__(self, page: Page, site: Site, *, checks: bool = True) -> None:
        self.page = page
        self.site = site
        self.checks = checks  # axe is JavaScript, and cannot look where that is off
        page.set_default_timeout(15_000)

    # Going somewhere

    def signs_in_as(self, role: str) -> "Visitor":
        self.goes_to("/")
        self.fills("E-mail address", self.site.email(role)).fills("Password", self.site.password)
        return self.presses("Sign in")

    def goes_to(self, path: str) -> "Visitor":
        self.page.goto(path if path.startswith("http") else f"{self.site.address}{path}")
        return self.looks()

    def follows(self, link: str, *, within: str = "body") -> "Visitor":
        """A link by its words, in a part of the page when there are several of the same words."""
        found = self.page.locator(within).get_by_role("link", name=link).first
        folded = self.page.locator(".nhsuk-header__menu-toggle")
        if not found.is_visible() and folded.is_visible():
            folded.click()
        return self.clicks(found)

    def presses(self, button: str) -> "Visitor":
        """A button of the page itself, not of its header."""
        return self.clicks(self.main.get_by_role("button", name=button).first)

    def signs_out(self) -> "Visitor":
        return self.clicks(self.page.get_by_role("button", name="Sign out"))

    def clicks(self, what: Locator) -> "Visitor":
        """Whatever it is, it leads to a page."""
        with self.page.expect_navigation():
            what.click()
        return self.looks()

    def finds(self, words: str) -> "Visitor":
        """Through the search box that is on every page."""
        box = self.page.locator("[data-app-search]")
        box.fill(words)
        with self.page.expect_navigation():
            box.press("Enter")
        return self.looks()

    # Filling something in

    def fills(self, label: str, text: str) -> "Visitor":
        self.main.get_by_label(label).first.fill(text)
        return self

    def dates(self, question: str, day: date) -> "Visitor":
        boxes = self.question(question)
        for name, part in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            boxes.get_by_label(name).fill(str(part))
        return self

    def chooses(self, question: str, answer: str) -> "Visitor":
        self.question(question).get_by_label(answer, exact=True).check()
        return self

    def ticks_only(self, words: str) -> "Visitor":
        """Of all the boxes on the page, those whose label has these words."""
        for box in self.main.get_by_role("checkbox").all():
            box.set_checked(words in (box.locator("xpath=..").text_content() or ""))
        return self

    def selects(self, label: str, option: str | re.Pattern[str]) -> "Visitor":
        """The first option with these words."""
        box = self.main.get_by_label(label).first
        words = box.locator("option").filter(has_text=option).first.text_content()
        assert words is not None
        box.select_option(label=words.strip())
        return self

    def attaches(self, label: str, name: str, content: bytes) -> "Visitor":
        self.main.get_by_label(label).set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
        return self

    def question(self, words: str) -> Locator:
        return self.main.get_by_role("group", name=words).first

    # Reading

    def reads(self, *words: str | re.Pattern[str]) -> "Visitor":
        """Each of the words stands on the page, somewhere a person sees it."""
        for each in words:
            expect(self.page.get_by_text(each).locator("visible=true").first).to_be_visible()
        return self

    def does_not_read(self, *words: str) -> "Visitor":
        for each in words:
            expect(self.page.get_by_text(each)).to_have_count(0)
        return self

    def is_on(self, heading: str) -> "Visitor":
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)
        return self

    def is_told_no(self) -> "Visitor":
        """A page that is not there for this person; nothing on it says whether it is there for anybody."""
        assert self.page.title().startswith("Page not found"), self.page.title()
        return self

    def row(self, words: str) -> Locator:
        """The first row of a table, or of a summary, whose heading begins with these words."""
        heading = self.page.locator("th, dt").filter(has_text=re.compile(rf"^\s*{re.escape(words)}"))
        row = self.page.locator("tr, .nhsuk-summary-list__row").filter(has=heading).first
        expect(row).to_be_visible()
        return row

    def sees(self, words: str) -> str:
        """What a row says, in one line."""
        return " ".join(self.row(words).inner_text().split())

    def listed(self) -> int:
        """How many the page lists: as the pages of the list say, or else row by row."""
        told = self.page.locator(".app-pagination__count")
        if told.count():
            found = OF.search(told.first.inner_text())
            return number(found.group(3)) if found else 0
        return self.page.locator("main table tbody tr").count()

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.site.address)

    # What the browser brings

    def downloads(self, link: str) -> bytes:
        """What the browser saves when a download is asked for."""
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name=link).or_(self.page.get_by_role("button", name=link)).first.click()
        return Path(download.value.path()).read_bytes()

    def fetches(self, link: str) -> bytes:
        """What a link opens in the browser's own viewer, as bytes."""
        found = self.page.get_by_role("link", name=link).or_(self.page.get_by_role("button", name=link)).first
        answer = self.page.request.get(f"{self.site.address}{found.get_attribute('href')}")
        assert answer.ok, f"{link}: {answer.status}"
        return answer.body()

    @contextmanager
    def staying_here(self) -> Iterator[None]:
        """Whatever happens inside happens on this page, without loading it again."""
        self.page.evaluate("window.stayed = true")
        yield
        assert self.page.evaluate("window.stayed === true"), "The page was loaded again."

    def waits_until(self, come: Callable[[], Any], seconds: float = 60, *, again: bool = False) -> "Visitor":
        """Until something is so, looking twice a second; `again` loads the page again each time."""
        for _ in range(round(seconds * 2)):
            if come():
                return self.looks()
            self.page.wait_for_timeout(500)
            if again:
                self.page.reload()
        raise AssertionError(f"It did not come about in {seconds} seconds: {self.page.url}")

    def looks(self) -> "Visitor":
        """The page is one of ours, is no error, and has no serious or critical accessibility violation."""
        self.page.wait_for_load_state("load")
        assert "Something went wrong" not in self.page.title(), self.page.url
        shown = (make(self.page.content()), str(self.page.viewport_size))
        if shown in CHECKED or not self.checks:
            return self
        found = axe().run(self.page, options={"resultTypes": ["violations"]}).response["violations"]
        told = [
            (each["id"], node["html"][:300], node.get("failureSummary"))
            for each in found
            if each["impact"] in BAD
            for node in each["nodes"][:1]
        ]
        assert not told, f"{self.page.url}: {told}"
        CHECKED.add(shown)
        return self
