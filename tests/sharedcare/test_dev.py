"""`./dev` as a whole, on a checkout with a stand-in for the application: started, killed, and nothing left behind."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from sharedcare.embedded.environment import OUR_VARIABLES
from sharedcare.embedded.paths import Paths
from sharedcare.embedded.stopping import RUN_VARIABLE

ROOT = Path(__file__).resolve().parent.parent.parent
FIRST_PORT = 18000 + os.getpid() % 1000 * 10  # tests run in several processes, and each needs one of its own
MANAGE = """
import json, os, sys, psycopg
rows = "create table if not exists kept (n int); grant select, insert, update, delete on kept to sharedcare_app"
with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
    role = connection.execute("select current_user").fetchone()[0]
    if sys.argv[1] == "migrate":
        connection.execute(rows)
    elif sys.argv[1] == "demo":
        connection.execute("insert into kept values (1)")
    elif sys.argv[1] == "facts":
        say = connection.execute
        roles = say("select rolname, rolsuper, rolbypassrls, rolcreatedb from pg_roles where rolname like 'shared%'")
        owns = say("select count(*) from pg_class where relowner = 'sharedcare_app'::regrole").fetchone()[0]
        may = say("select has_table_privilege('kept', 'INSERT'), has_table_privilege('kept', 'TRUNCATE')").fetchone()
        roles, kept = sorted(roles.fetchall()), say("select count(*) from kept").fetchone()[0]
        print(json.dumps({"role": role, "roles": roles, "owns": owns, "may": may, "kept": kept}))
    elif sys.argv[1] == "demo_sign_ins":
        print("Co-ordinator  sam@example.org")
"""
WSGI = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"here"]
"""
CELERY = """
import os
from celery import Celery
app = Celery("sharedcare", broker=os.environ["REDIS_URL"])
"""

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not Path(sys.prefix, "lock.stamp").exists(), reason="needs Linux and the .venv of ./dev"
)


@pytest.fixture
def checkout(tmp_path):
    """A checkout with the real launcher, this .venv, and the smallest application that can be started."""
    embedded = Path("sharedcare", "embedded")
    for folder in (embedded, Path("docker", "postgres"), Path("requirements")):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "dev", tmp_path / "dev")
    shutil.copy(ROOT / "sharedcare" / "gunicorn.py", tmp_path / "sharedcare" / "gunicorn.py")
    (tmp_path / ".venv").symlink_to(sys.prefix)
    for name, text in {"__init__": "", "wsgi": WSGI, "celery": CELERY}.items():
        (tmp_path / "sharedcare" / f"{name}.py").write_text(text)
    (tmp_path / "manage.py").write_text(MANAGE)
    yield tmp_path
    for pid in left_behind(tmp_path):
        os.kill(pid, signal.SIGKILL)
    for elsewhere in ("/var/lib", "/var/tmp"):
        shutil.rmtree(Path(elsewhere, f"sharedcare-{Paths(tmp_path).key}"), ignore_errors=True)


def surroundings():
    """The environment of the test run, without the services it uses itself."""
    ours = {*OUR_VARIABLES, RUN_VARIABLE, "DJANGO_SETTINGS_MODULE", "CI"}
    return {name: value for name, value in os.environ.items() if name not in ours} | {"DEV_NO_SYSTEM": "1"}


def dev(checkout, *words):
    command = [sys.executable, str(checkout / "dev"), *words]
    return subprocess.run(command, env=surroundings(), capture_output=True, text=True, timeout=120, check=False)


def start(checkout, *words):
    """Start `./dev up`; return the launcher and what status says once everything runs."""
    command = [sys.executable, str(checkout / "dev"), "up", "--port", str(FIRST_PORT), *words]
    output = (checkout / "output").open("w")
    with output:
        launcher = subprocess.Popen(command, env=surroundings(), stdout=output, stderr=output, start_new_session=True)
    for _ in range(300):
        said = dev(checkout, "status", "--json")
        if said.returncode == 0:
            return launcher, json.loads(said.stdout)
        assert said.returncode == 3
        assert launcher.poll() is None, (checkout / "output").read_text()
        time.sleep(0.1)
    raise AssertionError((checkout / "output").read_text())


def left_behind(checkout):
    """Processes whose command line or working folder names the checkout."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                words = (entry / "cmdline").read_bytes() + os.fsencode(os.readlink(entry / "cwd"))
                status = (entry / "stat").read_text().rpartition(")")[2].split()[0]
            except OSError:
                continue
            if str(checkout).encode() in words and status != "Z":
                found.append(int(entry.name))
    return found


def assert_nothing_left(checkout, facts, tenths=150):
    for _ in range(tenths):
        running = [pid for pid in facts["pids"].values() if Path(f"/proc/{pid}/exe").exists()]
        if not running and not left_behind(checkout):
            return
        time.sleep(0.1)
    raise AssertionError([Path(f"/proc/{pid}/cmdline").read_text() for pid in left_behind(checkout)])


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_however_the_launcher_ends_nothing_is_left_and_the_data_are_kept(checkout, how):
    launcher, facts = start(checkout)
    with urllib.request.urlopen(facts["address"]) as answer:
        assert answer.read() == b"here"
    output = (checkout / "output").read_text()
    assert facts["address"] in output
    assert "sam@example.org" in output
    assert set(facts["pids"]) == {"launcher", "web", "worker", "beat", "database", "broker"}
    assert facts["pids"]["launcher"] == launcher.pid
    launcher.send_signal(how)
    code = launcher.wait(15)
    assert code == (-signal.SIGKILL if how == signal.SIGKILL else 0)
    assert_nothing_left(checkout, facts)
    assert dev(checkout, "status").returncode == 3
    assert json.loads(dev(checkout, "facts").stdout)["kept"] == 1


def test_the_roles_are_what_the_wall_needs(checkout):
    facts = json.loads(dev(checkout, "facts").stdout)
    assert facts["role"] == "sharedcare_app"
    assert facts["roles"] == [
        ["sharedcare_app", False, False, False],
        ["sharedcare_audit", False, True, False],
        ["sharedcare_owner", False, True, True],
        ["sharedcare_read", False, False, False],
    ]
    assert facts["owns"] == 0
    assert facts["may"] == [True, False]


def test_each_process_is_started_again_when_it_is_killed(checkout):
    launcher, facts = start(checkout, "--empty")
    for name in ("web", "worker", "beat", "broker", "database"):
        os.kill(facts["pids"][name], signal.SIGKILL)
    for _ in range(150):
        after = json.loads(dev(checkout, "status", "--json").stdout)["pids"]
        if all(after[name] and after[name] != pid for name, pid in facts["pids"].items() if name != "launcher"):
            break
        time.sleep(0.1)
    else:
        raise AssertionError((checkout / "output").read_text())
    launcher.send_signal(signal.SIGINT)
    assert launcher.wait(15) == 0
    assert_nothing_left(checkout, {"pids": after})


def test_a_second_launcher_is_refused_and_a_command_shares_the_running_services(checkout):
    launcher, facts = start(checkout, "--empty")
    second = dev(checkout, "up")
    assert (second.returncode, "already running" in second.stderr) == (1, True)
    assert json.loads(dev(checkout, "facts").stdout)["kept"] == 0
    assert Path(f"/proc/{facts['pids']['database']}").exists()
    launcher.send_signal(signal.SIGINT)
    launcher.wait(15)
    assert_nothing_left(checkout, facts)


def test_help_and_status_need_nothing_to_be_set_up(checkout):
    assert "./dev up" in dev(checkout).stdout
    asked = dev(checkout, "status", "--json")
    assert (asked.returncode, json.loads(asked.stdout)["running"]) == (3, False)
