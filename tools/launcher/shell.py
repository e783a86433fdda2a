"""Run commands: output to a log, a sign of life, nothing left behind on Ctrl-C."""

import contextlib
import dataclasses
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from . import paths
from .console import console
from .errors import FULL_DISK, Trouble, explain, is_full_disk, read_tail


def which(name):
    """The command's path; also looks where ordinary users' PATH does not."""
    path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    return shutil.which(name, path=path)


def run(command, title, *, source="the network", line=None, **options):
    """Run to the end, output to ``.ops/log``; a failure becomes one sentence.

    ``line(text)`` turns an output line into the detail of the progress, or "".
    """
    log = log_path(title)
    status = follow(command, log, line=line, **options)
    if status:
        raise Trouble(explain(read_tail(log), title, source, paths.shown(log)))
    return log


def log_path(title):
    name = "".join(char if char.isalnum() else "-" for char in title.lower())
    return paths.LOG / f"{name}.log"


@dataclasses.dataclass
class Job:
    """A command whose output goes to the file ``log``."""

    command: list
    log: Path
    env: dict | None = None
    cwd: Path | None = None
    user: object = None


def follow(command, log, *, line=None, env=None, cwd=None, user=None):
    """Run with output to the file ``log``; the exit status."""
    return follow_all([Job(command, log, env, cwd, user)], line)[0]


def follow_all(jobs, line=None):
    """Run at the same time, with a sign of life; the exit statuses."""
    with contextlib.ExitStack() as stack:
        running = [stack.enter_context(_started(job)) for job in jobs]
        while busy := [n for n, each in enumerate(running) if each.poll() is None]:
            with contextlib.suppress(subprocess.TimeoutExpired):
                running[busy[0]].wait(timeout=0.5)
            console.beat(_detail(jobs[busy[0]].log, line or str.strip))
        return [each.returncode for each in running]


@contextlib.contextmanager
def _started(job):
    job.log.parent.mkdir(parents=True, exist_ok=True)
    with (
        job.log.open("wb") as out,
        start(job.command, out, job.env, job.cwd, job.user) as process,
    ):
        yield process


@contextlib.contextmanager
def start(command, out, env=None, cwd=None, user=None):
    """A process in its own session; ended, with its children, on the way out."""
    process = subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=subprocess.STDOUT,
        env=env,
        cwd=cwd or paths.ROOT,
        start_new_session=True,
        **as_user(user),
    )
    try:
        yield process
    finally:
        end_group(process)


def as_user(user):
    """Popen's arguments to run as a ``pwd`` entry, none for None."""
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def end_group(process, patience=15):
    """Interrupt, wait, then kill what is left of the process's group."""
    if process.poll() is None:
        _signal_group(process.pid, signal.SIGINT)
        deadline = time.monotonic() + patience
        while process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.1)
    _signal_group(process.pid, signal.SIGKILL)
    process.wait()


def _signal_group(pid, number):
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def output(command, *, env=None, cwd=None, user=None, check=True, text=None):
    """Standard output of a short command; its error text becomes the sentence."""
    done = subprocess.run(
        [str(part) for part in command],
        input=text,
        stdin=None if text is not None else subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=env,
        cwd=cwd,
        check=False,
        **as_user(user),
    )
    if check and done.returncode:
        reason = (done.stderr or done.stdout).strip() or f"status {done.returncode}"
        name = os.path.basename(str(command[0]))
        raise Trouble(FULL_DISK if is_full_disk(reason) else f"{name}: {reason}")
    return done.stdout.strip("\n")


def _detail(log, line):
    """What ``line`` makes of the last line that it makes something of."""
    lines = read_tail(log, 4_000).replace("\r", "\n").splitlines()
    return next(filter(None, map(line, reversed(lines))), "")
