"""`./dev up`: everything set up and running, in one terminal, until it is told to stop."""

import http.client
import os
import socket
import sys
import time
from argparse import ArgumentParser
from collections.abc import Mapping

from sharedcare.embedded import environment, machine, state
from sharedcare.embedded.packages import ensure_packages
from sharedcare.embedded.paths import Paths
from sharedcare.embedded.running import Interrupted, in_stage, migrate
from sharedcare.embedded.services import Services, private
from sharedcare.embedded.supervisor import Child, Program, ServerMinder
from sharedcare.embedded.terminal import Log, Trouble, say, speak_on, stage
from sharedcare.embedded.watchdog import Watch

HOST = "127.0.0.1"
PATIENCE = 60.0  # seconds for the web server to answer for the first time


def up(paths: Paths, arguments: list[str]) -> int:
    """Set everything up and run it; Ctrl-C stops it."""
    parser = ArgumentParser("./dev up", description="Set SharedCare up and run it; Ctrl-C stops it.")
    parser.add_argument("--empty", action="store_true", help="start without the demo locality")
    parser.add_argument("--port", type=int, default=8000, help="where the web server listens (default 8000)")
    options = parser.parse_args(arguments)
    speak_on(sys.stdout)
    paths.prepare()
    asked_to_stop = 0.0
    try:
        with state.only_one(paths), Watch(paths.root) as watch:
            try:
                _run(paths, watch, empty=options.empty, port=options.port, began=time.monotonic())
            except Interrupted:
                asked_to_stop = time.monotonic()
                _last_words("\nStopping.")
                raise
    except Interrupted:
        _last_words(f"Stopped in {time.monotonic() - asked_to_stop:.1f} s. Nothing is left running; the data are kept.")
    return 0


def _last_words(sentence: str) -> None:
    """Say it if anybody is still listening."""
    try:
        say(sentence)
    except OSError:
        pass


def _run(paths: Paths, watch: Watch, *, empty: bool, port: int, began: float) -> None:
    say(f"SharedCare, from {paths.root}")
    state.write(paths, {"run": watch.run, "launcher": os.getpid()})
    ensure_packages(paths, "run")
    machine.ensure_pdf_libraries()
    given = environment.given(paths)
    with private(paths, watch, given) as services:
        surroundings = environment.for_development(paths, services, given)
        with stage("migrations"):
            migrate(paths, watch, services, surroundings)
        for_application = environment.without_owner(surroundings)
        if not empty:
            _load_demo(paths, watch, for_application)
        _serve(paths, watch, services, for_application, _free_port(port), began, sign_ins=not empty)


def _load_demo(paths: Paths, watch: Watch, surroundings: Mapping[str, str]) -> None:
    """The demo locality, if nothing is there yet; the command says itself how far it is."""
    with stage("demo locality"):
        command = [str(paths.python), "manage.py", "demo", "--if-empty", "--seed", "1"]
        ran = in_stage(paths, watch, command, surroundings, show=True)
    if ran.returncode:
        raise Trouble("The demo locality could not be made (see above). `./dev up --empty` starts without it.")


def _serve(
    paths: Paths, watch: Watch, services: Services, surroundings: Mapping[str, str], port: int, began: float, sign_ins: bool
) -> None:  # fmt: skip
    """Start the application's processes, say where it is, and keep all of it going."""
    log = Log(paths.logs / "up.log")
    servers = [ServerMinder(server, log) for server in services.servers]
    children = [Child(program, paths.root, surroundings, log, watch) for program in _programs(paths, port)]
    say_where = {"address": f"http://{HOST}:{port}/"}
    _note(paths, watch, services, servers, children, say_where | {"ready": False})
    table = _sign_ins(paths, watch, surroundings) if sign_ins else ""
    with stage("web server"):
        _wait_for_answer(port, children[0])
    _note(paths, watch, services, servers, children, say_where | {"ready": True})
    say(f"\nSharedCare is at http://{HOST}:{port}/ ({time.monotonic() - began:.1f} s). Ctrl-C stops it.\n{table}")
    while not log.reader_gone.is_set():
        watch.keep_alive()
        if any([minded.keep_alive() for minded in [*servers, *children]]):
            _note(paths, watch, services, servers, children, say_where | {"ready": True})
        time.sleep(0.3)


def _programs(paths: Paths, port: int) -> list[Program]:
    """The three processes of the application, run by module so that a moved checkout still starts."""
    web = ["gunicorn", "sharedcare.wsgi:application", "--bind", f"{HOST}:{port}", "--worker-class", "gthread"]
    web += ["--workers", "2", "--threads", "4", "--graceful-timeout", "2", "--no-control-socket", "--log-level", "warning"]
    celery = ["celery", "-q", "-A", "sharedcare.celery"]
    quiet = ["-W", "ignore:::celery.platforms"]  # A warning, at each start, against running as root on one's own machine.
    worker = [*celery, "worker", "-P", "prefork", "-c", "2", "-Q", "default,outbound,reports", "-l", "INFO"]
    worker += ["--without-gossip", "--without-mingle"]
    beat = [*celery, "beat", "-l", "WARNING", "-s", str(paths.local / "beat-schedule"), "--pidfile="]
    commands = {"web": web, "worker": worker, "beat": beat}
    return [Program(name, [str(paths.python), *quiet, "-m", *words]) for name, words in commands.items()]


def _sign_ins(paths: Paths, watch: Watch, surroundings: Mapping[str, str]) -> str:
    """The demo's sign-ins as a table, found out while the web server starts."""
    ran = in_stage(paths, watch, [str(paths.python), "manage.py", "demo_sign_ins"], surroundings)
    return ran.stdout if ran.returncode == 0 else f"The demo sign-ins could not be listed:\n{ran.stdout}"


def _wait_for_answer(port: int, web: Child) -> None:
    """Wait until the web server answers anything at all; what it answers is for the reader to judge."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        web.keep_alive()
        asking = http.client.HTTPConnection(HOST, port, timeout=10)
        try:
            asking.request("GET", "/healthz")
            asking.getresponse()
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        else:
            return
        finally:
            asking.close()
    raise Trouble(f"The web server did not answer within {PATIENCE:.0f} seconds; its log is above.")


def _free_port(wanted: int) -> int:
    """The port asked for, or the next one that nobody listens on."""
    for port in range(wanted, min(wanted + 100, 65536)):
        with socket.socket() as trying:
            trying.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trying.bind((HOST, port))
            except OSError:
                continue
        if port != wanted:
            say(f"  Port {wanted} is taken, so this uses {port}.")
        return port
    raise Trouble(f"No free port from {wanted} upwards. Choose another with --port.")


def _note(
    paths: Paths, watch: Watch, services: Services, servers: list[ServerMinder], children: list[Child], facts: dict[str, object]
) -> None:  # fmt: skip
    """Write down, for `./dev status`, where everything is at this moment."""
    pids = {"launcher": os.getpid()} | {child.program.name: child.pid for child in children}
    pids |= {"database": None, "broker": None} | {minder.server.service.name: minder.pid for minder in servers}
    urls = {
        "database_url": services.database_url,
        "owner_database_url": services.owner_database_url,
        "broker_url": services.broker_url,
    }
    state.write(paths, {**facts, "run": watch.run, "launcher": os.getpid(), "pids": pids, **urls, "outbox": str(paths.outbox)})
