"""Marks of finished steps, and one lock so that two runs do not prepare at once.

A stamp is written last, so what an interrupted run left half done is done again.
"""

import contextlib
import fcntl
import hashlib
import json

from . import paths
from .console import console


def is_done(name, key):
    path = paths.STAMPS / name
    return path.is_file() and path.read_text() == key


def mark(name, key):
    paths.STAMPS.mkdir(parents=True, exist_ok=True)
    fresh = paths.STAMPS / f"{name}.new"
    fresh.write_text(key)
    fresh.replace(paths.STAMPS / name)


def clear(name):
    (paths.STAMPS / name).unlink(missing_ok=True)


def digest(*parts):
    """A short key of texts, files and JSON-able values."""
    total = hashlib.sha256()
    for part in parts:
        data = part.read_bytes() if hasattr(part, "read_bytes") else _json(part)
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()[:16]


def _json(value):
    return json.dumps(value, sort_keys=True, default=str).encode()


@contextlib.contextmanager
def lock(name):
    """Wait for, hold and release ``.ops/run/NAME.lock``."""
    paths.RUN.mkdir(parents=True, exist_ok=True)
    with (paths.RUN / f"{name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            console.say("Another ./ops is at work; waiting for it ...")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
