"""Two people who press in the same moment."""

import json
import threading
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from tests.journeys.visitor import Visitor


class Stay(HTTPRedirectHandler):
    """Leads nowhere: the answer itself is looked at."""

    def redirect_request(self, *_, **__):
        return None


def as_sent(visitor: Visitor, address: str) -> tuple[str, dict[str, str], str]:
    """What the browser would send now: where, which fields, and its cookies."""
    fields = visitor.page.evaluate("JSON.stringify([...new FormData(document.querySelector('main form')).entries()])")
    cookies = "; ".join(f"{each['name']}={each['value']}" for each in visitor.page.context.cookies())
    return address, dict(json.loads(fields)), cookies


def at_once(*sent: tuple[str, dict[str, str], str]) -> list[int]:
    """The answers to forms that leave at the same moment."""
    ready, answers = threading.Barrier(len(sent)), [0] * len(sent)

    def send(place: int, address: str, fields: dict[str, str], cookies: str) -> None:
        request = Request(address, urlencode(fields).encode(), {"Cookie": cookies, "Referer": address})
        ready.wait()
        try:
            answers[place] = build_opener(Stay).open(request, timeout=30).status
        except HTTPError as answer:
            answers[place] = answer.code

    threads = [threading.Thread(target=send, args=(place, *each)) for place, each in enumerate(sent)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return answers
