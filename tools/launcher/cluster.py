"""The private PostgreSQL cluster: made once, started on demand, stopped by the last.

It runs as the calling user, or as an unprivileged one where that is root. Only this
user can enter the directory of its socket, so connections need no password.
"""

import contextlib
import fcntl
import os
import pwd
import shutil
import subprocess

from . import paths, postgres, shell, stamps
from .errors import Trouble

ROLE = "ops"
SAFE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
SETTINGS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "max_connections": "120",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "lc_messages": "'C'",
}


class Cluster:
    def __init__(self):
        self.user = _owner()
        self.home = paths.private_dir()
        self._users_lock = None

    @property
    def data(self):
        """``.ops/pg``, or below the private directory where root's way is barred."""
        usable = self.user is None or _may_enter(self.user, paths.OPS)
        return paths.CLUSTER if usable else self.home / "pg"

    def programs(self):
        """Folder of the server's programs, of the version that made the data."""
        marker = self.data / "PG_VERSION"
        version = int(marker.read_text()) if marker.is_file() else None
        bindir = postgres.find_bindir(version)
        if not bindir and version:
            raise Trouble(
                f"The data under .ops was made by PostgreSQL {version}, which is not "
                f"installed any more: install postgresql-{version}, or start anew with "
                "./ops reset --all."
            )
        if not bindir:
            raise Trouble("PostgreSQL is not installed; ./ops demo installs it.")
        return bindir

    def ensure(self):
        """Create the data directory if there is none."""
        self._make_home()
        if (self.data / "PG_VERSION").is_file():
            return
        with stamps.lock("cluster"):
            if not (self.data / "PG_VERSION").is_file():
                self._create()

    def _make_home(self):
        with contextlib.suppress(FileExistsError):
            self.home.mkdir(mode=0o700)
            if self.user:
                os.chown(self.home, self.user.pw_uid, self.user.pw_gid)
        found = self.home.lstat()
        uid = self.user.pw_uid if self.user else os.geteuid()
        if not self.home.is_dir() or self.home.is_symlink() or found.st_uid != uid:
            raise Trouble(f"{self.home} belongs to somebody else; remove it.")
        if found.st_mode & 0o077:
            self.home.chmod(0o700)

    def _create(self):
        fresh = self.data.with_name("pg.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        if self.user:
            os.chown(fresh, self.user.pw_uid, self.user.pw_gid)
        command = [
            self.programs() / "initdb", "-D", fresh, "-U", "postgres",
            "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync",
        ]  # fmt: skip
        shell.run(command, "Database cluster", cwd="/", user=self.user)
        with (fresh / "postgresql.conf").open("a") as conf:
            conf.write("\ninclude_if_exists 'ops.conf'\n")
        fresh.rename(self.data)

    @contextlib.contextmanager
    def running(self, durable):
        """The server, started if needed; stopped by the last one that leaves."""
        self.ensure()
        with (paths.RUN / "pg.users").open("w") as users:
            with stamps.lock("pg"):
                self._start(durable)
                fcntl.flock(users, fcntl.LOCK_SH)
            try:
                yield self.server()
            finally:
                with stamps.lock("pg"):
                    if _is_last(users):
                        self.stop()

    def server(self):
        env = {"PGHOST": str(self.home), "PGUSER": ROLE, "PGPORT": "5432"}
        return postgres.Server(env, self.programs())

    def _start(self, durable):
        is_up = self.is_up()
        if not (is_up and not durable):
            self._configure(SAFE if durable else FAST)
        if is_up:
            self._control("reload")
            return
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        self._control("start", "-l", self.data / "server.log")
        self._ensure_role()

    def _configure(self, durability):
        settings = {
            **SETTINGS, **durability, "unix_socket_directories": f"'{self.home}'",
        }  # fmt: skip
        text = "".join(f"{name} = {value}\n" for name, value in settings.items())
        (self.data / "ops.conf").write_text(text)

    def _ensure_role(self):
        env = {"PGHOST": str(self.home), "PGUSER": "postgres"}
        admin = postgres.Server(env, self.programs())
        if not admin.value(f"SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}'"):
            admin.sql(f"CREATE ROLE {ROLE} LOGIN CREATEDB")

    def is_up(self):
        if not (self.data / "PG_VERSION").is_file():
            return False
        return self._pg_ctl("status").returncode == 0

    def stop(self):
        if self.is_up():
            self._control("stop", "-m", "fast")

    def _control(self, *arguments):
        done = self._pg_ctl("-w", "-t", "60", *arguments)
        if done.returncode:
            log = self.data / "server.log"
            raise Trouble(
                f"PostgreSQL did not {arguments[0]}; its log is {paths.shown(log)}."
            )

    def _pg_ctl(self, *arguments):
        command = [self.programs() / "pg_ctl", "-D", self.data, *arguments]
        return subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,
            check=False,
            **shell.as_user(self.user),
        )

    def remove(self):
        """Stop and delete the cluster."""
        self.stop()
        for path in (self.data, self.home):
            shutil.rmtree(path, ignore_errors=True)


def _owner():
    """Who runs the server: None is the calling user; root hands over to another."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise Trouble("There is no unprivileged user to run PostgreSQL as (postgres).")


def _may_enter(user, folder):
    done = subprocess.run(
        ["/bin/sh", "-c", 'cd "$0"', str(folder)],
        stderr=subprocess.DEVNULL,
        cwd="/",
        check=False,
        **shell.as_user(user),
    )
    return done.returncode == 0


def _is_last(users):
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
