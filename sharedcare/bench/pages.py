"""Working lists, beside a view that does nothing, through the whole of the site: middleware, wall, template."""

from collections.abc import Callable

from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from sharedcare.bench.scratch import Scratch, timed_cpu
from sharedcare.bench.timing import Case

PAGES = {"list of people": "patients:list", "list of reviews": "careplans:worklist", "Today": "today"}
REQUESTS = 20


def cases(world: Scratch) -> list[Case]:
    browser = Client(SERVER_NAME="localhost")  # whom every server answers
    browser.force_login(world.coordinator)
    nothing = getting(browser, reverse("healthz"))
    return [
        Case(name, REQUESTS, "pages", "CPU", getting(browser, reverse(page)), nothing, "a view that does nothing")
        for name, page in PAGES.items()
    ]


def getting(browser: Client, path: str) -> Callable[[], float]:
    """Ask for the page so many times; a page that is not there is no measurement."""

    def ask() -> None:
        with override_settings(REQUESTS_A_MINUTE=1_000_000):  # no person asks as fast as a benchmark
            for _ in range(REQUESTS):
                response = browser.get(path)
                assert response.status_code == 200, f"{path} answered {response.status_code}"

    return lambda: timed_cpu(ask)
