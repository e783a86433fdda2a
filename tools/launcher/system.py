"""Packages of the running system: found by what they bring, installed if missing."""

import contextlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from . import paths, postgres, shell
from .console import console
from .errors import Trouble

POSTGRES = "postgresql"
CREATE_CLUSTER = Path("/etc/postgresql-common/createcluster.d/ops-launcher.conf")
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


def has_font(*names):
    """Whether fontconfig, or the usual folders, know one of the font files."""
    roots = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts")]
    return any(next(root.rglob(name), None) for root in roots for name in names)


def has_chromium():
    """A browser under one of the names that Odoo's test runner looks for."""
    names = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
    return any(map(shell.which, names))


# what is needed: (how to see that it is there, the Debian packages that bring it)
NEEDS = {
    POSTGRES: (postgres.find_bindir, [POSTGRES]),
    "psql": (lambda: postgres.find_bindir(clients_only=True), ["postgresql-client"]),
    "venv": (lambda: importlib.util.find_spec("ensurepip"), ["python3-venv"]),
    "keyring": (KEYRING.is_file, ["debian-archive-keyring"]),
    "cjk": (lambda: has_font("*CJK*", "wqy-*", "SourceHan*"), ["fonts-noto-cjk"]),
    "latin": (lambda: has_font("DejaVuSans.ttf"), ["fonts-dejavu-core"]),
    "cairo": (lambda: has_library("libcairo.so.2"), ["libcairo2"]),
    "chromium": (has_chromium, ["chromium"]),
}


def has_library(name):
    folders = (Path("/usr/lib"), Path("/lib"))
    return any(next(folder.rglob(name), None) for folder in folders)


def missing(names):
    """``{need: packages}`` for what is not there."""
    return {name: NEEDS[name][1] for name in names if not NEEDS[name][0]()}


def require(packages, why):
    """Install Debian packages, as root or through sudo, or say what to do."""
    if not packages:
        return
    listed = " ".join(packages)
    if not shell.which("apt-get"):
        raise Trouble(f"{why} is missing; install it and run the same command again.")
    prefix = _root_prefix()
    if prefix is None:
        raise Trouble(
            f"{why} is missing and there is no right to install it; run: "
            f"sudo apt-get install {listed}"
        )
    _apt(prefix, ["update"], "System package lists")
    with _no_system_cluster(prefix, packages):
        _install(prefix, packages)


@contextlib.contextmanager
def _no_system_cluster(prefix, packages):
    """Keep Debian's postgresql from making and starting a cluster of its own."""
    if POSTGRES not in packages:
        yield
        return
    _install(prefix, ["postgresql-common"])
    folder, file = CREATE_CLUSTER.parent, CREATE_CLUSTER
    script = f"mkdir -p {folder} && echo 'create_main_cluster = false' > {file}"
    shell.output([*prefix, "sh", "-c", script])
    try:
        yield
    finally:
        shell.output([*prefix, "rm", "-f", file])


def _install(prefix, packages):
    _apt(prefix, ["install", "--no-install-recommends", *packages], "System packages")


def _root_prefix():
    """``[]`` as root, sudo's command where it may be used, else None."""
    if os.geteuid() == 0:
        return []
    sudo = shell.which("sudo")
    if not sudo:
        return None
    quiet = subprocess.run([sudo, "-n", "true"], capture_output=True, check=False)
    if quiet.returncode == 0:
        return [sudo, "-n"]
    if not sys.stdin.isatty():
        return None
    console.say("System packages are missing; sudo may ask for your password.")
    return [sudo] if subprocess.run([sudo, "-v"], check=False).returncode == 0 else None


def _apt(prefix, arguments, title):
    command = [
        *prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-y", "-q",
        "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3", *arguments,
    ]  # fmt: skip
    shell.run(command, title, source="the system's package mirror", cwd=paths.ROOT)
