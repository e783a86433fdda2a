"""Where things lie. Everything that the launcher makes is under ``.ops/``."""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OPS = ROOT / ".ops"
ADDONS = ROOT / "addons"
TESTS = ROOT / "tests"
CONFIG = ROOT / "config"
REFERENCE = TESTS / "data" / "cost_company.json"

APT = OPS / "apt"
DEBS = OPS / "debs"
TREE = OPS / "odoo"
VENV = OPS / "venv"
DATA = OPS / "data"
LOG = OPS / "log"
RUN = OPS / "run"
BIN = OPS / "bin"
STAMPS = OPS / "stamps"
CLUSTER = OPS / "pg"

PYTHON = VENV / "bin" / "python"


def private_dir():
    """A short directory for the socket (a unix socket's path ends at 107 bytes)."""
    key = hashlib.sha256(f"{ROOT}:{os.geteuid()}".encode()).hexdigest()[:10]
    return Path("/var/tmp") / f"ops-{key}"


def make_dirs():
    for path in (OPS, DATA, LOG, RUN, STAMPS):
        path.mkdir(parents=True, exist_ok=True)


def shown(path):
    """The path as the user would write it, from the project's folder."""
    path = Path(path)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
