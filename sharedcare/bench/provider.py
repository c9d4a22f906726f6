"""A stand-in for GOV.UK Notify that keeps every reference it accepted, and lies about it as the real one does.

It answers on this machine alone, speaks as much of Notify's interface as our client uses, and calls back through our
own door. What it does to a message is drawn from its faults; the same seed draws the same.
"""

import json
import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

# Of a hundred messages, so many meet each; the others are accepted, answered and seen at once.
FAULTS = {
    "busy": 3,  # 429: not accepted
    "broken": 3,  # 500: not accepted
    "broken, and kept": 3,  # 500: accepted
    "cut off": 3,  # the connection is reset: not accepted
    "cut off, and kept": 3,  # the connection is reset: accepted
    "slow": 2,  # accepted, and the answer comes after the client has given up
    "seen late": 3,  # accepted and answered with 500, and a look-up finds it a while later only
}
CALLBACKS = ("none", "none", "none", "early", "late", "twice", "reversed")


@dataclass
class Provider:
    """What the stand-in has accepted, and how it treats what it is sent."""

    chance: random.Random
    slow_seconds: float  # longer than the client waits
    late_seconds: float  # shorter than the quarantine: the protocol holds within it
    call_back: Callable[[dict[str, Any]], bool]  # says whether it was taken
    faults: Mapping[str, int] = field(default_factory=lambda: FAULTS)
    callbacks: Sequence[str] = CALLBACKS
    accepted: dict[str, list[float]] = field(default_factory=dict)  # by reference, when each is seen
    met: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def draw(self) -> tuple[str, str]:
        """What is done to the next message, and how is called back about it."""
        with self.lock:
            weights = [*self.faults.values(), 100 - sum(self.faults.values())]
            (fault,) = self.chance.choices([*self.faults, ""], weights)
            self.met[fault or "no fault"] += 1
            return fault, self.chance.choice(self.callbacks)

    def keep(self, reference: str, *, seen_at: float) -> None:
        """Accept a message. Like the real one it has no idea that it had the same reference before."""
        with self.lock:
            self.accepted.setdefault(reference, []).append(seen_at)

    def seen(self, reference: str) -> int:
        """How many messages of this reference a look-up finds now."""
        now = time.monotonic()
        return sum(at <= now for at in self.accepted.get(reference, []))

    def tell(self, reference: str, *statuses: str) -> None:
        """Call back, again and again until it is taken, as Notify does for a while."""
        for status in statuses:
            body = {"id": f"n-{reference}", "reference": reference, "status": status, "completed_at": None}
            for _ in range(10):
                if self.call_back(body):
                    break
                time.sleep(0.5)


def serve(provider: Provider) -> ThreadingHTTPServer:
    """Start answering on a free port of this machine; `shutdown()` ends it."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            reference = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["reference"]
            fault, news = provider.draw()
            if fault in ("busy", "broken", "cut off"):
                return self._fail(fault)
            late = provider.late_seconds if fault == "seen late" else 0
            provider.keep(reference, seen_at=time.monotonic() + late)
            if news == "early":
                provider.tell(reference, "delivered")
            if fault == "slow":
                time.sleep(provider.slow_seconds)
            later = {"late": ["delivered"], "twice": ["delivered"] * 2, "reversed": ["delivered", "sending"]}
            if news in later:
                threading.Timer(0.5, provider.tell, [reference, *later[news]]).start()
            self._fail(fault) if fault not in ("", "slow") else self._answer(201, {"id": str(uuid.uuid4())})

        def do_GET(self) -> None:
            (reference,) = parse_qs(urlsplit(self.path).query)["reference"]
            found = [{"id": f"n-{reference}"}] * provider.seen(reference)
            self._answer(200, {"notifications": found, "links": {}})

        def _fail(self, fault: str) -> None:
            if fault.startswith("cut off"):
                self.close_connection = True
                self.connection.close()
            else:
                self._answer(429 if fault == "busy" else 500, {"errors": [{"error": "Fault", "message": fault}]})

        def _answer(self, status: int, said: dict[str, Any]) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Nothing: the figures are told at the end."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            """A client that was killed in the middle of a request is what this is for."""

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
