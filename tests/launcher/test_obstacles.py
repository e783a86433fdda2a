"""A taken port, a missing tool, no network, a full disk, Ctrl-C: one clear sentence
each, and nothing left running."""

import collections
import contextlib
import functools
import os
import select
import socket

import pytest

from launcher import debian, demo, paths, shell, system
from launcher.errors import FULL_DISK, Trouble

Usage = collections.namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "LOG", tmp_path)
    monkeypatch.setattr(demo, "PID_FILE", tmp_path / "demo.json")


def sentence(action, *arguments):
    with pytest.raises(Trouble) as trouble:
        action(*arguments)
    text = str(trouble.value)
    assert "\n" not in text
    return text


@pytest.fixture
def taken():
    with socket.socket() as server:
        server.bind((demo.HOST, 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_taken_port(taken):
    text = sentence(demo.check_port, taken)
    assert text.startswith(f"Port {taken} of 127.0.0.1 is not free")
    assert text.endswith(f"./ops demo --port {taken + 1}")


def test_a_port_that_was_left_is_free(taken):
    with socket.socket() as probe:
        probe.bind((demo.HOST, 0))
        free = probe.getsockname()[1]
    demo.check_port(free)


def test_the_own_demo_on_the_port(taken, monkeypatch):
    monkeypatch.setattr(demo, "running_demo", lambda: {"port": taken})
    text = sentence(demo.check_port, taken)
    assert text == (
        f"The demo already runs at http://127.0.0.1:{taken}; ./ops stop ends it."
    )


def test_a_missing_tool_of_debian(monkeypatch):
    monkeypatch.setattr(
        shell, "which", lambda name: None if name == "dpkg" else "/x/apt-get"
    )
    text = sentence(debian._check_tools)
    assert text.startswith("This machine has no dpkg: set ODOO_SOURCE")


def test_a_missing_package_where_nothing_installs_it(monkeypatch):
    monkeypatch.setattr(shell, "which", lambda _name: None)
    text = sentence(system.require, ["chromium"], "A browser")
    assert text == "A browser is missing; install it and run the same command again."


def test_a_missing_package_without_the_right_to_install_it(monkeypatch):
    monkeypatch.setattr(
        shell, "which", lambda name: "/x/apt-get" if name == "apt-get" else None
    )
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    text = sentence(system.require, ["chromium", "libcairo2"], "A browser")
    assert text.endswith("run: sudo apt-get install chromium libcairo2")


def test_too_little_room_for_odoo(monkeypatch):
    monkeypatch.setattr(debian.shutil, "disk_usage", lambda _path: Usage(9, 8, 10**9))
    text = sentence(debian._check_space)
    assert text.startswith("The disk is full")
    assert text.endswith("1.0 GB are free.")


@pytest.mark.parametrize(
    ("printed", "start"),
    [
        ("Temporary failure resolving 'deb.example'", "No network: the mirror"),
        ("write: No space left on device", FULL_DISK),
    ],
)
def test_a_command_that_fails_for_it(printed, start):
    command = ["sh", "-c", f'echo "{printed}"; exit 100']
    run = functools.partial(shell.run, source="the mirror")
    assert sentence(run, command, "Packages").startswith(start)


def test_a_disk_that_fills_while_a_short_command_runs():
    command = ["sh", "-c", "echo 'No space left on device' >&2; exit 1"]
    assert sentence(shell.output, command) == FULL_DISK


def test_ctrl_c_ends_what_was_started_and_its_children(tmp_path):
    pids = tmp_path / "pids"
    os.mkfifo(pids)
    script = f"sleep 600 & echo $$ $! >{pids}; wait"
    with (
        contextlib.suppress(KeyboardInterrupt),
        shell.start(["sh", "-c", script], None) as process,
    ):
        started = [int(pid) for pid in pids.read_text().split()]
        watched = [os.pidfd_open(pid) for pid in started]
        assert started[0] == process.pid
        assert not ended(watched, patience=0)
        raise KeyboardInterrupt
    assert ended(watched, patience=10) == watched


def ended(watched, patience):
    """Those of the process descriptors whose process ends within these seconds."""
    return [fd for fd in watched if select.select([fd], [], [], patience)[0]]
