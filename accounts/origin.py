"""Where a request comes from, in as few facts as will do: a shortened address and roughly which browser."""

import ipaddress
from dataclasses import dataclass

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.http import HttpRequest

BROWSER_COOKIE = "browser" if settings.DEVELOPMENT else "__Host-browser"

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "a Mac"),
    ("CrOS", "a Chromebook"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Origin:
    """Where somebody is: the whole address is used while the request lasts, and kept only shortened or as a hash."""

    address: str = ""
    browser: str = ""

    @property
    def short_address(self) -> str:
        """Enough to know one's own network again, too little to find a household: the last part is left out."""
        return _network(self.address, four=24, six=48)

    @property
    def counted_address(self) -> str:
        """What a limit counts under: one IPv4 address, or the network that one subscriber has in IPv6."""
        return _network(self.address, four=32, six=64)


def _network(address: str, *, four: int, six: int) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    prefix = four if found.version == 4 else six
    return str(ipaddress.ip_network(f"{found}/{prefix}", strict=False).network_address)


def browser_in_words(user_agent: str) -> str:
    """Roughly which browser this is, for people to know their own again; whatever it calls itself is not kept."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return " on ".join(part for part in (browser or "A browser", system) if part)


def origin_of(request: HttpRequest) -> Origin:
    """Where the request comes from; of proxies, as many are believed as the settings say there are."""
    return Origin(get_client_ip(request) or "", browser_in_words(request.headers.get("User-Agent", "")[:500]))
