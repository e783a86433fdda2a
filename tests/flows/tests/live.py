"""A real server on a copy of the template database, for what one cursor cannot show.

Races, kills and imports over HTTP need committed transactions and real sessions; the
ordinary test case has one cursor that is rolled back.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import requests

from odoo.tools import config

START_PATIENCE = 90


class LiveServer:
    """``address``, ``database``, and ``call`` as any user; see ``live_server``."""

    def __init__(self, database, port, log):
        self.database = database
        self.address = f"http://127.0.0.1:{port}"
        self.log = log
        self._port = port
        self._process = None

    def start(self):
        options = {
            "addons-path": ",".join(map(str, config["addons_path"])),
            "data-dir": config["data_dir"],
            "http-port": self._port,
            "http-interface": "127.0.0.1",
            "max-cron-threads": 0,
            "db-filter": f"^{self.database}$",
        }
        command = [sys.executable, "-m", "odoo", "server", "-c", os.devnull]
        command += ["-d", self.database, "--workers=0"]
        command += [f"--{name}={value}" for name, value in options.items()]
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(
                command, stdout=out, stderr=out, start_new_session=True
            )
        self._wait()

    def _wait(self):
        deadline = time.monotonic() + START_PATIENCE
        while time.monotonic() < deadline and self._process.poll() is None:
            with contextlib.suppress(requests.ConnectionError):
                if requests.get(f"{self.address}/web/login", timeout=60).ok:
                    return
            time.sleep(0.2)
        raise AssertionError(
            f"The server did not start:\n{self.log.read_text()[-3000:]}"
        )

    def kill(self):
        """As a power cut: no chance to clean up."""
        self._end(signal.SIGKILL)

    def stop(self):
        self._end(signal.SIGTERM)

    def _end(self, number):
        if self._process and self._process.poll() is None:
            os.killpg(self._process.pid, number)
            self._process.wait(timeout=60)

    def session(self, login, password=None):
        """An HTTP session of a user; the password is the login unless given."""
        session = requests.Session()
        params = {"db": self.database, "login": login, "password": password or login}
        found = self.rpc(session, "/web/session/authenticate", params)
        if not found["result"].get("uid"):
            raise AssertionError(f"{login} cannot log in")
        return session

    def rpc(self, session, path, params):
        """The whole JSON-RPC answer, with ``result`` or ``error``."""
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        return session.post(f"{self.address}{path}", json=body, timeout=120).json()

    def call(self, session, model, method, args, kwargs=None):
        """Call a method as the web client does; the whole JSON-RPC answer."""
        path = f"/web/dataset/call_kw/{model}/{method}"
        params = {"model": model, "method": method, "args": args}
        return self.rpc(session, path, {**params, "kwargs": kwargs or {}})

    def sql(self, query, parameters=()):
        """Rows of a query outside of Odoo."""
        connection = psycopg2.connect(dbname=self.database)
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute(query, parameters)
            return cursor.fetchall() if cursor.description else []


@contextlib.contextmanager
def live_server(name):
    """A started server on its own copy of the template; all gone afterwards."""
    template, database = os.environ["OPS_TEMPLATE_DB"], f"ops_live_{name}"
    store = Path(config["data_dir"]) / "filestore"
    _drop(database, store)
    _admin(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
    if (store / template).is_dir():
        shutil.copytree(store / template, store / database, copy_function=os.link)
    log = Path(config["data_dir"]) / f"{database}.log"
    log.unlink(missing_ok=True)
    server = LiveServer(database, _free_port(), log)
    try:
        server.start()
        yield server
    finally:
        server.kill()
        _drop(database, store)


def _drop(database, store):
    # FORCE fails for who is no superuser while autovacuum visits the database
    _admin(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        f" WHERE backend_type = 'client backend' AND datname = '{database}'"
    )
    _admin(f'DROP DATABASE IF EXISTS "{database}"')
    shutil.rmtree(store / database, ignore_errors=True)


def _admin(statement):
    connection = psycopg2.connect(dbname="postgres")
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute(statement)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
