"""The Python environment: a venv with pinned requirements and Odoo on its path."""

import os
import sys

from . import paths, shell, stamps
from .errors import Trouble

REQUIREMENTS = ("requirements.txt", "requirements-test.txt")
CONSTRAINTS = paths.CONFIG / "constraints.txt"
# Python 3.13 has no rl-renderPM; rlPyCairo takes its place, on cairocffi instead of
# the pycairo that its metadata asks for (and that would need a compiler).
CAIRO = "rlPyCairo"


def ensure(odoo_site, with_tests):
    """Install what is missing; ``odoo_site`` is the folder that holds ``odoo``."""
    _ensure_venv()
    for name in REQUIREMENTS[: 1 + with_tests]:
        _ensure_requirements(name)
    path = site_packages() / "odoo.pth"
    if not path.is_file() or path.read_text().strip() != str(odoo_site):
        path.write_text(f"{odoo_site}\n")


def site_packages():
    """The venv's folder of installed packages."""
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    return paths.VENV / "lib" / version / "site-packages"


def _base_key():
    return stamps.digest(sys.version, sys.executable, str(paths.VENV))


def _ensure_venv():
    if stamps.is_done("venv", _base_key()) and paths.PYTHON.exists():
        return
    for name in ("venv", *REQUIREMENTS):
        stamps.clear(name)
    command = [sys.executable, "-m", "venv", "--clear", paths.VENV]
    shell.run(command, "Python environment", source="Python")
    stamps.mark("venv", _base_key())


def _ensure_requirements(name):
    wanted = paths.CONFIG / name
    key = stamps.digest(_base_key(), wanted, CONSTRAINTS)
    if stamps.is_done(name, key):
        return
    pip_install("-r", wanted, title=f"Python packages ({wanted.stem})")
    if sys.version_info >= (3, 13):
        pip_install("--no-deps", CAIRO, title="Python packages (cairo)")
    stamps.mark(name, key)


def pip_install(*arguments, title):
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    command = [
        paths.PYTHON, "-m", "pip", "install", "--no-input", "--progress-bar", "off",
        "-c", CONSTRAINTS, *arguments,
    ]  # fmt: skip
    shell.run(
        command,
        title,
        source="the Python package index",
        env=environment,
        line=_package,
    )


def _package(text):
    """``Collecting lxml==6.1.3 (from -r …)`` as ``lxml``."""
    words = text.split()
    return words[1] if len(words) > 1 and words[0] == "Collecting" else ""


def tool(name):
    """A command that the requirements brought."""
    path = paths.VENV / "bin" / name
    if not path.exists():
        raise Trouble(f"{name} is not installed under .ops; run ./ops test once.")
    return path
