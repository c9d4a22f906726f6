"""The parts of the launcher, each on its own; tests/sharedcare/test_dev.py starts and kills the whole."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sharedcare.embedded import environment, machine, state
from sharedcare.embedded.paths import Paths, is_plain_and_short, own_folder, refuse_if_of_another
from sharedcare.embedded.stopping import RUN_VARIABLE, Charges, Service, is_alive, kill_marked, stop_processes, wait_for
from sharedcare.embedded.terminal import Log, Trouble

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def paths(tmp_path):
    made = Paths(tmp_path)
    made.prepare()
    return made


def sleeper(**extra):
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], **extra)


def end(process):
    process.kill()
    process.wait()


def test_the_launcher_imports_the_standard_library_and_itself_only():
    code = "import sys, sharedcare.embedded.commands; print(*{name.partition('.')[0] for name in sys.modules})"
    asked = subprocess.run(
        [sys.executable, "-S", "-E", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    foreign = set(asked.stdout.split()) - set(sys.stdlib_module_names) - {"sharedcare", "__main__"}
    assert foreign == set()


def test_a_dotenv_file_is_read_with_quotes_comments_and_export(tmp_path):
    (tmp_path / ".env").write_text("# first\nA=1\nexport B='two words'\n\nC=\"x=y\"\nD=\n")
    assert environment.read_dotenv(tmp_path / ".env") == {"A": "1", "B": "two words", "C": "x=y", "D": ""}


def test_a_line_that_is_no_setting_is_named(tmp_path):
    (tmp_path / ".env").write_text("A=1\nnonsense\n")
    with pytest.raises(Trouble, match="line 2"):
        environment.read_dotenv(tmp_path / ".env")


def test_the_shell_wins_over_dotenv_and_an_empty_line_sets_nothing(paths, monkeypatch):
    (paths.root / ".env").write_text("LOG_LEVEL=DEBUG\nREDIS_URL=\nOUTBOX_DIR=/from/file\n")
    monkeypatch.setenv("LOG_LEVEL", "ERROR")
    monkeypatch.delenv("REDIS_URL", raising=False)
    monkeypatch.delenv("OUTBOX_DIR", raising=False)
    given = environment.given(paths)
    assert given["LOG_LEVEL"] == "ERROR"
    assert given["OUTBOX_DIR"] == "/from/file"
    assert "REDIS_URL" not in given


def test_every_variable_of_the_settings_is_in_the_example_file():
    named = environment.read_dotenv(ROOT / ".env.example")
    assert set(environment.OUR_VARIABLES) == set(named)


def test_the_application_is_not_told_the_owners_address():
    assert environment.without_owner({"DATABASE_URL": "a", "OWNER_DATABASE_URL": "b"}) == {"DATABASE_URL": "a"}
    assert environment.as_owner({"DATABASE_URL": "a", "OWNER_DATABASE_URL": "b"})["DATABASE_URL"] == "b"


def test_the_key_is_made_once_and_is_private(paths):
    assert environment.secret_key(paths) == environment.secret_key(paths)
    assert (paths.local / "secret-key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["x" * 90, "with space", "quote'd", "hundred%"])
def test_a_long_or_odd_path_is_not_used_for_sockets(name):
    assert not is_plain_and_short(Path("/tmp") / name)


def test_sockets_stay_in_the_checkout_when_its_path_allows():
    assert is_plain_and_short(Path("/home/sam/sharedcare/.local/run/database"))


def test_a_link_that_somebody_left_in_a_shared_place_is_refused(tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "there")
    with pytest.raises(Trouble, match="cannot be trusted"):
        own_folder(tmp_path / "link")


def test_somebody_elses_folder_is_refused_with_the_way_out(paths, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: paths.local.stat().st_uid + 1)
    with pytest.raises(Trouble, match="sudo rm -rf"):
        refuse_if_of_another(paths.local)
    with pytest.raises(Trouble, match="belongs to"):
        own_folder(paths.local)


def test_only_one_launcher_runs_from_a_checkout(paths):
    with state.only_one(paths):
        state.write(paths, {"launcher": os.getpid(), "address": "http://127.0.0.1:8000/"})
        assert state.current(paths)["address"]
        with pytest.raises(Trouble, match="already running"), state.only_one(paths):
            pass
    assert state.current(paths) == {}


def test_what_a_killed_launcher_wrote_does_not_count(paths):
    state.write(paths, {"launcher": os.getpid(), "ready": True})
    assert state.current(paths) == {}


def test_a_process_that_only_waits_to_be_noticed_is_not_alive():
    process = sleeper()
    assert is_alive(process.pid)
    process.kill()
    assert wait_for(lambda: not is_alive(process.pid), 5)
    process.wait()


def test_a_recycled_process_number_is_not_taken_for_the_server(tmp_path):
    other = sleeper()
    (tmp_path / "pid").write_text(f"{other.pid}\n")
    paths = {"pid_file": str(tmp_path / "pid"), "lock": str(tmp_path / "lock"), "users": str(tmp_path / "users")}
    service = Service(name="database", mark="-D /no/such/folder -k ", signals=(signal.SIGINT,), **paths)
    assert service.pid() is None
    assert service.stop_if_unused()
    assert is_alive(other.pid)
    end(other)


def test_the_watchdog_understands_what_it_is_told():
    charges = Charges()
    service = {"name": "broker", "pid_file": "p", "mark": "m", "signals": [15], "lock": "l", "users": "u"}
    for message in ({"run": "abc"}, {"process": 7, "group": True}, {"process": 8, "group": False}, {"ended": 7}):
        charges.take(json.loads(json.dumps(message)))
    charges.take({"service": service})
    charges.take({"folder": "/f"})
    assert (charges.run, charges.processes, charges.folders) == ("abc", {8: False}, ["/f"])
    assert charges.services["broker"].signals == (15,)


def test_a_group_is_stopped_with_its_leader_even_when_a_child_ignores_requests():
    code = (
        "import os, signal, time\n"
        "if os.fork() == 0: signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "os.write(1, b'%d\\n' % os.getpid()); time.sleep(60)"
    )
    leader = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert leader.stdout is not None
    members = [int(leader.stdout.readline()) for _ in range(2)]
    stop_processes({leader.pid: True})
    leader.wait()
    leader.stdout.close()
    assert wait_for(lambda: not any(is_alive(pid) for pid in members), 5)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_descendant_in_a_session_of_its_own_is_found_by_its_mark():
    marked = sleeper(env={**os.environ, RUN_VARIABLE: "0123456789abcdef"}, start_new_session=True)
    unmarked = sleeper()
    kill_marked("0123456789abcdef")
    assert marked.wait(5) == -signal.SIGKILL
    assert is_alive(unmarked.pid)
    end(unmarked)


def test_no_mark_kills_nobody():
    process = sleeper(env={**os.environ, RUN_VARIABLE: ""})
    kill_marked("")
    assert is_alive(process.pid)
    end(process)


def test_every_line_of_the_log_names_its_process_and_has_no_colour_off_a_terminal(tmp_path, capsys):
    log = Log(tmp_path / "up.log")
    log.write("web", "hello")
    assert capsys.readouterr().out == "web      | hello\n"
    assert (tmp_path / "up.log").read_text() == "web      | hello\n"
    log._file.close()


def test_nothing_is_installed_where_that_is_forbidden(monkeypatch):
    monkeypatch.setenv("DEV_NO_SYSTEM", "1")
    assert machine.may_install() is None
    assert not machine.install(["no-such-package"])


def test_without_the_libraries_the_line_to_run_is_said_and_work_goes_on(monkeypatch, capsys):
    monkeypatch.setenv("DEV_NO_SYSTEM", "1")
    monkeypatch.setattr(machine, "has_pdf_libraries", lambda: False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr("sharedcare.embedded.terminal._stream", sys.stdout)
    machine.ensure_pdf_libraries()
    assert "PDFs are off until you run" in capsys.readouterr().out
