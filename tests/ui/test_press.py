"""The press reaches nothing and cannot be made to eat the machine: tried from within, and by what people may type."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings

from ui import pdf
from ui.press import layout, process

pytestmark = pytest.mark.skipif(not pdf.is_available(), reason="WeasyPrint's libraries are missing")
LETTER = "<html lang=en><title>Letter</title><body><p>Dear {}</p>"
# Nobody can type this: our style sheet forbids it. Laid out, it takes the better part of a minute.
HEAVY = (
    "<html lang=en><title>Heavy</title><body><table style='table-layout: auto'><tr>"
    f"<td style='overflow-wrap: anywhere'>{'a yearly review and a talk ' * 160}</table>"
)


@pytest.fixture(scope="module", autouse=True)
def no_press_left():
    yield
    process._close()


def confined(deed, *, memory="confined.GIB", seconds=20):
    """What becomes of this deed in a process confined like the press; `ran` is what it prints when nothing stops it."""
    program = f"""
import pathlib, sys, tempfile
from ui.press import confined, layout
import ctypes, socket, subprocess, urllib.request, os, resource
confined.leave_network()
confined.limit_memory({memory})
confined.limit_time({seconds})
confined.forbid([layout.STATIC_FOLDER], pathlib.Path(tempfile.gettempdir()))
{deed}
sys.stdout.write("ran")
"""
    command = [sys.executable, "-c", program]
    # A folder of its own, as the press has: the site itself may stand beneath the machine's.
    with tempfile.TemporaryDirectory() as scratch:
        surroundings = {**os.environ, "TMPDIR": scratch}
        return subprocess.run(
            command, cwd=settings.BASE_DIR, env=surroundings, capture_output=True, text=True, check=False
        )


@pytest.mark.parametrize(
    "deed",
    [
        "socket.socket()",
        "socket.getaddrinfo('localhost', 80)",
        "urllib.request.urlopen('http://127.0.0.1:9/')",
        "subprocess.run(['true'])",
        "os.system('true')",
        "os.execv('/bin/true', ['true'])",
        "os.fork()",
        "os.kill(os.getppid(), 0)",
        "open('/etc/passwd').read()",
        "open('manage.py').read()",
        "open('.env', 'w')",
        "os.open('/etc/hostname', os.O_RDONLY)",
        "open(str(layout.STATIC_FOLDER / '..' / 'manage.py'))",
        "open(str(layout.STATIC_FOLDER / 'css' / 'new.css'), 'w')",
        "os.symlink('/etc', str(layout.STATIC_FOLDER / 'etc'))",
        "os.remove('manage.py')",
        "ctypes.CDLL('libm.so.6')",
    ],
)
def test_the_press_cannot(deed):
    result = confined(deed)

    assert "ran" not in result.stdout
    assert "Forbidden" in result.stderr


@pytest.mark.parametrize(
    "deed",
    [
        "layout.static_file(layout.STATIC + 'css/print.css')",
        "open(tempfile.gettempdir() + f'/press-test-{os.getpid()}', 'w').close()\n"
        "os.remove(tempfile.gettempdir() + f'/press-test-{os.getpid()}')",
        "urllib.request.urlopen('data:text/plain,x').read()",
    ],
)
def test_the_press_can(deed):
    result = confined(deed)

    assert result.stdout == "ran", result.stderr


def test_a_press_that_wants_too_much_memory_gets_none():
    result = confined("bytearray(200_000_000)", memory="100_000_000")

    assert "MemoryError" in result.stderr


def test_a_press_that_never_ends_is_ended():
    assert confined("while True: pass", seconds=0).returncode == -signal.SIGXCPU


@pytest.mark.skipif(sys.platform != "linux", reason="a network of one's own is Linux's")
def test_even_a_library_beneath_python_finds_no_network():
    """The audit hook does not see it, the namespace does; where the kernel allows none, nothing is claimed."""
    program = """
import socket, sys
from ui.press import confined
if not confined.leave_network():
    sys.exit("no namespace")
try:
    socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=2)
except OSError as error:
    sys.stdout.write("unreachable")
"""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        result = subprocess.run(
            [sys.executable, "-c", program, port], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
        )

    if "no namespace" in result.stderr:
        pytest.skip("the kernel allows no namespace here")
    assert result.stdout == "unreachable"


WAYS = [
    "<img src='{}'>",
    "<object data='{}'></object>",
    "<embed src='{}'>",
    "<link rel=stylesheet href='{}'>",
    "<link rel=attachment href='{}'>",
    "<style>@import '{}'; @font-face {{ font-family: X; src: url('{}') }} p {{ font-family: X }}</style>",
    "<p style='background: url({})'>x</p>",
    "<p style='list-style-image: url({}); display: list-item'>x</p>",
    "<style>p::before {{ content: url('{}') }}</style>",
    "<base href='{}'><img src=x.png>",
    "<svg><image href='{}' width=10 height=10 /></svg>",
    "<svg><use href='{}#a' /></svg>",
    "<iframe src='{}'></iframe>",
    "<video src='{}' poster='{}'></video>",
    "<a rel=attachment href='{}'>x</a>",
]


def test_nothing_in_a_page_fetches_from_the_network_or_from_a_file(tmp_path):
    """Every way a page has of naming an address, to a listener of ours and to a file of ours: nothing arrives."""
    canary = tmp_path / "canary.svg"
    canary.write_text("<svg xmlns='http://www.w3.org/2000/svg'><text>CANARY-7731</text></svg>")
    hits = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        addresses = [
            f"http://127.0.0.1:{port}/x.svg",
            f"//127.0.0.1:{port}/x.svg",
            f"ftp://127.0.0.1:{port}/x",
            canary.as_uri(),
            str(canary),
            "file:///etc/passwd",
            f"{layout.STATIC}../../../../../..{canary}",
        ]
        pages = [
            LETTER.format("you") + way.replace("{}", address).replace("{{", "{").replace("}}", "}")
            for way in WAYS
            for address in addresses
        ]
        made = process.print_file(pages)
        while True:
            try:
                hits.append(server.accept())
            except TimeoutError:
                break

    assert hits == []
    assert len(made.page_counts) == len(WAYS) * len(addresses)
    assert b"CANARY-7731" not in made.content
    assert "CANARY-7731" not in text_of(made.content)
    assert "root:" not in text_of(made.content)


def text_of(content):
    import io

    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(content))
    return "\n".join(page.extract_text() for page in reader.pages) + str(reader.attachments)


def test_a_document_that_takes_too_long_is_refused_and_the_next_is_printed(monkeypatch):
    process.print_file([LETTER.format("Ann")])
    first = process._press._process.pid
    monkeypatch.setattr(process, "PATIENCE", 0.5)

    with pytest.raises(layout.Unprintable, match="more time or memory"):
        process.print_file([HEAVY])

    monkeypatch.undo()
    assert process.print_file([LETTER.format("Ann")]).page_counts == [1]
    assert process._press._process.pid != first


def test_a_press_that_crashes_over_a_document_takes_nobody_with_it(monkeypatch):
    process.print_file([LETTER.format("Ann")])
    threading.Timer(0.5, os.kill, (process._press._process.pid, signal.SIGSEGV)).start()

    with pytest.raises(layout.Unprintable, match="more time or memory"):
        process.print_file([HEAVY])

    assert process.print_file([LETTER.format("Ann")]).page_counts == [1]


def test_a_press_that_ended_while_nobody_needed_it_is_started_again_unnoticed():
    process.print_file([LETTER.format("Ann")])
    process._press._process.kill()
    process._press._process.wait()

    assert process.print_file([LETTER.format("Ann")]).page_counts == [1]


def test_a_page_nested_without_end_is_refused():
    with pytest.raises(layout.Unprintable):
        process.print_file(["<html lang=en><title>x</title><body>" + "<div>" * 5_000])


def test_threads_take_turns_and_each_gets_its_own():
    def printed(name):
        return text_of(process.print_file([LETTER.format(name)]).content)

    names = [f"Person{number}" for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(printed, names))

    assert all(name in text for name, text in zip(names, made, strict=True))


def test_a_process_that_was_forked_starts_a_press_of_its_own():
    process.print_file([LETTER.format("Ann")])
    theirs = process._press
    child = os.fork()
    if child == 0:
        code = 1
        try:
            made = process.print_file([LETTER.format("Bob")])
            code = 0 if made.page_counts == [1] and process._press is not theirs else 2
            process._close()
        finally:
            os._exit(code)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert process._press is theirs
    assert process.print_file([LETTER.format("Ann")]).page_counts == [1]


def test_the_press_ends_with_whoever_started_it():
    program = (
        "from ui.press import process; import os, sys\n"
        f"process.print_file([{LETTER!r}])\n"
        "sys.stdout.write(str(process._press._process.pid)); sys.stdout.flush(); os._exit(1)"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    ).stdout

    until = time.monotonic() + 10
    while os.path.exists(f"/proc/{said}") and time.monotonic() < until:
        time.sleep(0.05)

    assert said.isdigit()
    assert not os.path.exists(f"/proc/{said}")


def test_the_press_knows_no_secret(monkeypatch):
    process._close()
    monkeypatch.setenv("SECRET_KEY", "not for the press")
    process.print_file([LETTER.format("Ann")])

    with open(f"/proc/{process._press._process.pid}/environ", "rb") as told:
        names = {pair.partition(b"=")[0].decode() for pair in told.read().split(b"\0") if pair}

    assert names <= {"TMPDIR", "LC_CTYPE", *process.HANDED_ON}
