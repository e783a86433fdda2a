"""``./ops demo``: the demo company in a browser, and its results on the terminal."""

import contextlib
import json
import os
import signal
import socket
import time
import urllib.error
import urllib.request
from pathlib import Path

from . import databases, odoo, paths, prepare, results, shell
from .console import console
from .errors import Trouble, explain, read_tail

HOST = "127.0.0.1"
PATIENCE = 120
PID_FILE = paths.RUN / "demo.json"


def demo(port, once):
    """Prepare, start, print, and serve until Ctrl-C; ``once`` stops after printing."""
    check_port(port)
    console.plan(prepare.STEPS + 3)
    prepare.prepare(with_tests=False)
    with contextlib.ExitStack() as stack:
        with console.step("PostgreSQL"):
            server = stack.enter_context(prepare.database_server(durable=True))
        runner = odoo.Odoo(server, "demo.conf")
        with console.step("Demo database") as step:
            step.note = ensure_database(runner)
        check_port(port)
        with console.step("Start Odoo"):
            process = stack.enter_context(start(runner, port))
        announce(server, port)
        if not once:
            process.wait()
            raise Trouble(f"Odoo ended; its log is {paths.shown(log_file())}.")
    console.say("Stopped.")


def check_port(port):
    """Fail early, and in a sentence, where the port is taken."""
    running = running_demo()
    if running and running["port"] == port:
        raise Trouble(f"The demo already runs at {address(port)}; ./ops stop ends it.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OverflowError:
            raise Trouble(f"{port} is not a port; take one of 1024 to 65535.") from None
        except OSError as error:
            raise Trouble(
                f"Port {port} of {HOST} is not free ({error.strerror}); choose another "
                f"one: ./ops demo --port {port + 1 if port < 65535 else 8069}"
            ) from None


def ensure_database(runner):
    """Create the demo database, or bring it up to the code; a note of what was done."""
    server, name = runner.server, databases.DEMO
    keys = databases.code_keys([paths.ADDONS], bridges=False)
    if not server.exists(name):
        _create(runner, keys)
        return "created"
    found = databases.changes(server.note(name), keys)
    if found is None:
        return "kept as it is; ./ops reset builds it anew"
    options = databases.module_options(*found)
    if not options:
        return ""
    runner.update(name, "Update of the demo", *options)
    server.set_note(name, databases.write_note(keys))
    return "updated to the present code"


def _create(runner, keys):
    with databases.build(runner.server, databases.DEMO) as fresh:
        install(runner, fresh)
        runner.server.set_note(fresh, databases.write_note(keys))


def install(runner, name):
    """Make a database with the demo company; the log of our addons' installation."""
    depends = odoo.core_depends([paths.ADDONS], bridges=False)
    server = runner.server
    databases.ensure_core(runner, databases.CORE_DEMO, depends, "--with-demo")
    databases.copy(server, databases.CORE_DEMO, name)
    options = ["--with-demo", "-i", ",".join(odoo.addons(bridges=False))]
    log = runner.update(name, "Demo company", *options)
    databases.check_demo(server, name)
    # the robot's greeting would cover the first screen of a phone
    server.sql("UPDATE res_users SET odoobot_state = 'disabled'", name)
    return log


@contextlib.contextmanager
def start(runner, port):
    """Odoo's server process, answering."""
    command = runner.command(databases.DEMO, f"--http-port={port}")
    with (
        log_file().open("wb") as out,
        shell.start(command, out, runner.env) as process,
    ):
        pids = {"launcher": os.getpid(), "odoo": process.pid, "port": port}
        PID_FILE.write_text(json.dumps(pids))
        try:
            wait_until_up(process, port)
            yield process
        finally:
            PID_FILE.unlink(missing_ok=True)


def log_file():
    return paths.LOG / "demo-server.log"


def address(port):
    return f"http://{HOST}:{port}"


def wait_until_up(process, port):
    deadline = time.monotonic() + PATIENCE
    while not _answers(port):
        if process.poll() is not None or time.monotonic() > deadline:
            shown = paths.shown(log_file())
            raise Trouble(explain(read_tail(log_file()), "Odoo", "the server", shown))
        console.beat()
        time.sleep(0.3)


def _answers(port):
    """Whether the login page comes, and so the registry is loaded."""
    try:
        with urllib.request.urlopen(f"{address(port)}/web/login", timeout=60) as page:
            return page.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def announce(server, port):
    console.say()
    console.say(results.last_month(server, databases.DEMO))
    console.say()
    console.say(results.users(server, databases.DEMO, address(port)))
    console.say()
    console.say(f"Odoo runs at {address(port)} - Ctrl-C stops it.")


def running_demo():
    """``{launcher, odoo, port}`` of a demo whose server process lives, else None."""
    if not PID_FILE.is_file():
        return None
    found = json.loads(PID_FILE.read_text() or "{}")
    return found if found and _is_ours(found["odoo"]) else None


def _is_ours(pid):
    """Whether the process is an Odoo of this project, not a later one of that id."""
    command = Path(f"/proc/{pid}/cmdline")
    try:
        words = command.read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return False
    return str(paths.PYTHON) in words and databases.DEMO in words


def stop():
    """End the demo; what was stopped, as a sentence."""
    found = running_demo()
    if not found:
        PID_FILE.unlink(missing_ok=True)
        return "No demo is running."
    for name in ("launcher", "odoo"):
        with contextlib.suppress(ProcessLookupError):
            os.kill(found[name], signal.SIGTERM)
        if _ended(found["odoo"]):
            break
    return "The demo is stopped."


def _ended(pid):
    deadline = time.monotonic() + 20
    while _is_ours(pid) and time.monotonic() < deadline:
        time.sleep(0.2)
    return not _is_ours(pid)
