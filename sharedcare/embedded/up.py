"""`./dev up`: everything set up and running, in one terminal, until it is told to stop."""

import contextlib
import os
import socket
import sys
import time
from argparse import ArgumentParser
from collections.abc import Mapping

from sharedcare.embedded import environment, machine, state
from sharedcare.embedded.application import HOST, Application
from sharedcare.embedded.packages import ensure_packages
from sharedcare.embedded.paths import Paths
from sharedcare.embedded.running import Interrupted, in_stage, migrate
from sharedcare.embedded.services import private
from sharedcare.embedded.terminal import Log, Trouble, say, speak_on, stage
from sharedcare.embedded.watchdog import Watch


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
                _run(paths, watch, empty=options.empty, port=options.port)
            finally:
                asked_to_stop = time.monotonic()
                _last_words("\nStopping.")
    except Interrupted:
        _last_words(f"Stopped in {time.monotonic() - asked_to_stop:.1f} s. Nothing is left running; the data are kept.")
    return 0


def _last_words(sentence: str) -> None:
    """Say it if anybody is still listening."""
    with contextlib.suppress(OSError):
        say(sentence)


def _run(paths: Paths, watch: Watch, *, empty: bool, port: int) -> None:
    began = time.monotonic()
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
        made = services.database.migrated.with_name("demo-made") if services.database else None
        if not empty and not (made and made.exists()):
            _load_demo(paths, watch, for_application)
            if made:
                made.touch()  # beside the data, so that a new database gets a new demo
        application = Application(paths, watch, services, for_application, _free_port(port))
        _serve(application, began, sign_ins=not empty)


def _load_demo(paths: Paths, watch: Watch, surroundings: Mapping[str, str]) -> None:
    """The demo locality, if nothing is there yet; the command says itself how far it is."""
    with stage("demo locality"):
        command = [str(paths.python), "manage.py", "demo", "--if-empty", "--seed", "1"]
        ran = in_stage(paths, watch, command, surroundings, show=True)
    if ran.returncode:
        raise Trouble("The demo locality could not be made (see above). `./dev up --empty` starts without it.")


def _serve(application: Application, began: float, sign_ins: bool) -> None:
    """Start the application, say where it is, and keep all of it going until nobody listens or we are stopped."""
    log = Log(application.paths.logs / "up.log")
    application.start(log)
    table = _sign_ins(application) if sign_ins else ""
    with stage("web server"):
        application.wait_for_answer()
    say(f"\nSharedCare is at {application.address} ({time.monotonic() - began:.1f} s). Ctrl-C stops it.\n{table}")
    while not log.reader_gone.is_set():
        application.keep_alive()
        time.sleep(0.3)


def _sign_ins(application: Application) -> str:
    """The demo's sign-ins as a table, found out while the web server starts."""
    command = [str(application.paths.python), "manage.py", "demo_sign_ins"]
    ran = in_stage(application.paths, application.watch, command, application.surroundings)
    return ran.stdout if ran.returncode == 0 else f"The demo sign-ins could not be listed:\n{ran.stdout}"


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
