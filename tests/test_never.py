"""What the product never does, read off its own source: each line spares it a whole kind of attack.

The demo, the bench and the launcher are left out: they run beside the site and serve nobody.
"""

import ast
import re

from django.conf import settings
from django.urls import get_resolver

from sharedcare.celery import app as worker
from sharedcare.routes import routes
from tests.source import ROOT, Module, calls, modules

BESIDE = ("sharedcare/bench/", "sharedcare/demo/", "sharedcare/management/commands/faults.py")
# A PDF is made in a process of its own, with a program of ours and nothing that anybody typed.
PROCESSES = ("ui/pdf", "ui/press")
RUNS_TEXT = {"eval", "exec", "compile", "__import__", "system", "popen"}
STARTS = {"subprocess", "multiprocessing", "pty"}
BUILDS_OBJECTS = {"pickle", "shelve", "marshal", "yaml", "xml", "lxml", "dill", "jsonpickle"}
CALLS_OUT = {"requests", "httpx", "aiohttp", "urllib3", "urllib.request", "http.client", "smtplib", "ftplib"}
CIPHERS = {"Crypto", "Cryptodome", "nacl", "rsa", "ecdsa", "jwt", "jose", "OpenSSL"}


def of_the_site() -> list[Module]:
    return [module for module in modules() if not module.name.startswith(BESIDE)]


def imported(module: Module) -> set[str]:
    found = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def importers(names: set[str]) -> set[str]:
    """The modules that import one of these packages, or something of theirs."""
    return {
        module.name
        for module in of_the_site()
        if any(each == name or each.startswith(f"{name}.") for each in imported(module) for name in names)
    }


def name_called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def callers(names: set[str], *, of: str = "") -> set[str]:
    return {
        f"{module.name}: {ast.unparse(call.func)}"
        for module in of_the_site()
        for call in calls(module)
        if name_called(call) in names
        and ast.unparse(call.func).startswith(of)
        and ast.unparse(call.func) != "re.compile"
    }


def test_nothing_runs_text_as_code_nor_starts_a_program():
    assert callers(RUNS_TEXT) == set()
    assert {name for name in importers(STARTS) if not name.startswith(PROCESSES)} == set()


def test_nothing_is_read_that_could_build_objects():
    assert importers(BUILDS_OBJECTS) == set()


def test_the_worker_reads_only_json():
    assert (worker.conf.task_serializer, set(worker.conf.accept_content)) == ("json", {"json"})


def test_nothing_builds_a_template_from_text():
    assert callers({"Template", "from_string"}) == set()


def test_only_the_gateways_call_out():
    # The provider of identities; the mail server, for staff and for invitations.
    assert importers(CALLS_OUT) == {"accounts/gateways.py", "accounts/delivery.py", "recall/gateways.py"}
    assert importers({"notifications_python_client"}) == {"recall/gateways.py"}
    assert importers({"django.core.mail"}) <= {"accounts/delivery.py", "accounts/adapters.py", "recall/gateways.py"}


def test_no_certificate_goes_unchecked():
    unchecked = {
        module.name
        for module in of_the_site()
        for call in calls(module)
        for word in call.keywords
        if word.arg == "verify" and isinstance(word.value, ast.Constant) and word.value.value is False
    }
    assert unchecked == set()


def test_nothing_secret_comes_from_guessable_chance():
    assert importers({"random"}) == set()


def test_no_digest_is_one_that_is_broken():
    assert callers({"md5", "sha1"}) == set()
    assert not [module.name for module in of_the_site() if re.search(r"""["'](md5|sha1)["']|\bmd5\(""", source(module))]


def test_cryptography_comes_from_known_libraries():
    assert importers(CIPHERS) == set()
    parts = {name for module in of_the_site() for name in imported(module) if name.startswith("cryptography.")}
    assert {name.split(".")[1] for name in parts} <= {"fernet"}  # AES with HMAC-SHA256, and nothing to choose


def source(module: Module) -> str:
    return module.path.read_text(encoding="utf-8")


def test_no_script_of_ours_writes_markup_keeps_data_or_opens_a_channel():
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
        r"|localStorage|sessionStorage|indexedDB|document\.cookie"
        r"|WebSocket|EventSource|RTCPeerConnection|postMessage|__proto__|\.prototype\b"
    )
    found = {
        f"{path.name}: {match}"
        for path in sorted((ROOT / "static/js").glob("*.js"))
        for match in re.findall(forbidden, path.read_text(encoding="utf-8"))
    }
    assert found == set()


def test_the_site_has_no_admin_and_no_debugging_page():
    installed = {name for name in settings.INSTALLED_APPS if "admin" in name or "debug" in name}
    assert (installed, settings.DEBUG) == (set(), False)
    assert {route.name for route in routes() if "admin" in route.path.split("/")[0]} == set()
    assert "admin" not in get_resolver().namespace_dict


def test_the_image_leaves_out_what_is_no_code():
    left_out = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {".git", ".env", ".local", "tests"} <= set(left_out)
