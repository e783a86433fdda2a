"""PostgreSQL: an existing server, or a private cluster on a unix socket.

Where the server is, is told to every child by ``PG*`` variables.
"""

import os
import re
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

from . import shell
from .errors import Trouble

OLDEST = 13
GIVEN = ("PGHOST", "PGHOSTADDR", "PGPORT", "PGSERVICE")
TEMPLATE = "template0"
SEPARATOR = "\x1f"


class Server:
    """A server that answers: runs SQL and the client tools with its variables."""

    def __init__(self, env, bindir=None):
        self.env = {**os.environ, **env}
        self.bindir = bindir

    def tool(self, name):
        path = self.bindir / name if self.bindir else shell.which(name)
        if not path:
            raise Trouble(
                f"The PostgreSQL client tool {name} is missing; install the package "
                "postgresql-client."
            )
        return path

    def sql(self, query, database="postgres"):
        """Rows as lists of strings; None for NULL is the empty string."""
        command = [
            self.tool("psql"), "-XqtA", "-F", SEPARATOR, "-v", "ON_ERROR_STOP=1",
            "-d", database, "-f", "-",
        ]  # fmt: skip
        text = shell.output(command, env=self.env, text=query)
        return [line.split(SEPARATOR) for line in text.split("\n") if line]

    def value(self, query, database="postgres"):
        rows = self.sql(query, database)
        return rows[0][0] if rows else None

    def exists(self, name):
        found = f"SELECT 1 FROM pg_database WHERE datname = {quoted(name)}"
        return bool(self.value(found))

    def note(self, name):
        """The comment of a database, "" where it or the database is missing."""
        query = (
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database "
            f"WHERE datname = {quoted(name)}"
        )
        return self.value(query) or ""

    def set_note(self, name, text):
        self.sql(f'COMMENT ON DATABASE "{name}" IS {quoted(text)}')

    def drop(self, name):
        """Ends the sessions by hand: ``dropdb --force`` fails for who is no superuser
        while autovacuum visits the database, plain ``dropdb`` sends it away."""
        self.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE backend_type = 'client backend' AND datname = {quoted(name)}"
        )
        shell.output([self.tool("dropdb"), "--if-exists", name], env=self.env)

    def copy(self, source, target):
        shell.output([self.tool("createdb"), "-T", source, target], env=self.env)

    def create(self, name):
        command = [self.tool("createdb"), "-T", TEMPLATE, "-E", "UTF8", name]
        shell.output(command, env=self.env)

    def rename(self, old, new):
        self.sql(f'ALTER DATABASE "{old}" RENAME TO "{new}"')


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def given_environment(environ):
    """``PG*`` of the user's own server, or None where none was given."""
    url = environ.get("OPS_DB_URL")
    if url:
        return parse_url(url)
    if any(environ.get(name) for name in GIVEN):
        return {name: value for name, value in environ.items() if name in GIVEN}
    return None


def parse_url(url):
    """``postgresql://user:password@host:port`` as ``PG*`` variables."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres") or not parts.hostname:
        raise Trouble("OPS_DB_URL has the form postgresql://USER:PASSWORD@HOST:PORT.")
    values = {
        "PGHOST": unquote(parts.hostname),
        "PGPORT": str(parts.port or ""),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
    }
    return {name: value for name, value in values.items() if value}


def external(env):
    """The user's own server, checked."""
    server = Server(env, find_bindir(clients_only=True))
    if server.env.get("PGUSER") == "postgres":
        raise Trouble(
            "Odoo refuses the database user postgres; create another one with the "
            "right CREATEDB and name it in OPS_DB_URL or PGUSER."
        )
    try:
        version = int(server.value("SHOW server_version_num")) // 10000
    except Trouble as error:
        raise Trouble(f"The given PostgreSQL server does not answer: {error}") from None
    if version < OLDEST:
        raise Trouble(f"Odoo 19 needs PostgreSQL {OLDEST}, the server has {version}.")
    return server


def find_bindir(version=None, clients_only=False):
    """The newest folder with the server's programs, of one major version if given."""
    found = {}
    for folder in _bindirs():
        program = folder / ("psql" if clients_only else "initdb")
        if program.is_file():
            found.setdefault(_version(program), folder)
    usable = [number for number in found if number >= OLDEST]
    if version is not None:
        return found.get(version)
    return found[max(usable)] if usable else None


def _bindirs():
    for root in (Path("/usr/lib/postgresql"), Path("/usr/local/lib/postgresql")):
        yield from root.glob("*/bin")
    yield from Path("/usr").glob("pgsql-*/bin")
    config = shell.which("pg_config")
    if config:
        done = subprocess.run([config, "--bindir"], capture_output=True, check=False)
        if done.returncode == 0:
            yield Path(done.stdout.decode().strip())
    for name in ("initdb", "psql"):
        path = shell.which(name)
        if path:
            yield Path(path).resolve().parent


def _version(program):
    text = shell.output([program, "--version"], check=False)
    match = re.search(r"(\d+)", text)
    return int(match[1]) if match else 0
