"""Odoo from Debian's own package, unpacked under ``.ops/odoo``, not installed.

``apt-get`` runs with private lists, caches and sources, so the system's package
state stays as it is and no right is needed. The signature is Debian's.
"""

import os
import platform
import shutil

from . import paths, shell, stamps, system
from .errors import Trouble

UNSTABLE = "sid"
# Suites whose fonts-font-awesome is the 4.7 that Odoo wants; else the last of them.
SUITES = ("bookworm", "trixie")
ODOO = "odoo-19"
ASSETS = [
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-font-awesome",
    "fonts-inconsolata",
    "fonts-roboto-unhinted",
    "fonts-ocr-b",
    "fonts-glyphicons-halflings",
    "fonts-montserrat",
]
SITE = paths.TREE / "usr/lib/python3/dist-packages"
# Debian leaves this file out; without it every page of the backend logs an error.
STUB = "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
KEY = stamps.digest([ODOO, ASSETS, STUB, 1])
NEEDED_BYTES = 4_000_000_000

NO_MIRROR = (
    "No Debian mirror is known on this machine: set OPS_DEBIAN_MIRROR to the address "
    "of one, or ODOO_SOURCE to the folder of an Odoo 19 that you have."
)


def ensure():
    """Download and unpack; the folder that holds the package ``odoo``."""
    if stamps.is_done("odoo", KEY) and SITE.is_dir():
        return SITE
    _check_space()
    codename = suite()
    archive = Archive([codename, UNSTABLE])
    archive.download(paths.DEBS, ["-t", codename, f"{ODOO}/{UNSTABLE}", *ASSETS])
    unpack(paths.DEBS, paths.TREE, _add_stub)
    stamps.mark("odoo", KEY)
    return SITE


def _check_tools():
    for tool in ("apt-get", "dpkg"):
        if not shell.which(tool):
            raise Trouble(
                f"This machine has no {tool}: set ODOO_SOURCE to the folder of an "
                "Odoo 19 that you have."
            )


def _check_space():
    free = shutil.disk_usage(paths.OPS).free
    if free < NEEDED_BYTES:
        raise Trouble(
            f"The disk is full: {NEEDED_BYTES / 1e9:.0f} GB are needed under .ops, "
            f"{free / 1e9:.1f} GB are free."
        )


def suite():
    """The running Debian suite where it has the right assets, else one that has."""
    codename = _os_release().get("VERSION_CODENAME")
    return codename if codename in SUITES else SUITES[-1]


def _os_release():
    try:
        return platform.freedesktop_os_release()
    except OSError:
        return {}


def mirror():
    """The machine's own Debian mirror, or ``OPS_DEBIAN_MIRROR``."""
    given = os.environ.get("OPS_DEBIAN_MIRROR")
    if given:
        return given
    fields = ["REPO_URI", "ORIGIN", "LABEL", "RELEASE", "CODENAME"]
    template = "|".join(f"$({field})" for field in fields)
    listed = shell.output(["apt-get", "indextargets", "--format", template])
    found = choose_mirror(listed.splitlines(), suite())
    if not found:
        raise Trouble(NO_MIRROR)
    return found


def choose_mirror(lines, codename):
    """The first plain Debian archive in ``URI|origin|label|release|codename`` lines.

    Origin and label are empty where the lists were never fetched; then the line of
    the running suite counts.
    """
    rows = [line.split("|") for line in lines if line.count("|") == 4]
    usable = [row for row in rows if row[0].startswith(("http", "file:", "copy:"))]
    for uri, origin, label, _release, _codename in usable:
        if (origin, label) == ("Debian", "Debian"):
            return uri
    for uri, origin, _label, release, named in usable:
        if not origin and codename in (release, named):
            return uri
    return None


class Archive:
    """Some suites of the Debian mirror, through ``apt-get`` with private state."""

    def __init__(self, suites):
        _check_tools()
        uri = mirror()
        self.source = f"the Debian mirror {uri}"
        self.command = ["apt-get", *_options()]
        for folder in ("state/lists/partial", "cache/archives/partial"):
            (paths.APT / folder).mkdir(parents=True, exist_ok=True)
        (paths.APT / "status").touch()
        sources = "".join(
            f"deb [signed-by={system.KEYRING}] {uri} {name} main\n" for name in suites
        )
        (paths.APT / "sources.list").write_text(sources)
        shell.run([*self.command, "update"], "Debian package lists", source=self.source)

    def download(self, folder, words):
        """Fetch packages; complete files of an interrupted run are kept."""
        folder.mkdir(parents=True, exist_ok=True)
        command = [*self.command, "download", *words]
        shell.run(command, "Debian packages", source=self.source, cwd=folder)

    def closure(self, package):
        """The package and all that it needs, on a system that has nothing."""
        simulate = ["-s", "--no-install-recommends", "install", package]
        lines = shell.output([*self.command, *simulate]).splitlines()
        return [line.split()[1] for line in lines if line.startswith("Inst ")]


def _options():
    options = {
        "Dir::State": paths.APT / "state",
        "Dir::State::status": paths.APT / "status",
        "Dir::Cache": paths.APT / "cache",
        "Dir::Etc::sourcelist": paths.APT / "sources.list",
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::Etc::preferences": "/dev/null",
        "Dir::Etc::preferencesparts": "/dev/null",
        "APT::Sandbox::User": "root",
        "APT::Update::Error-Mode": "any",
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
        "Acquire::http::Timeout": "30",
    }
    return [part for key, value in options.items() for part in ("-o", f"{key}={value}")]


def unpack(packages, tree, finish):
    """Lay all packages of a folder into one tree, complete or not at all."""
    fresh, old = tree.with_name(f"{tree.name}.new"), tree.with_name(f"{tree.name}.old")
    for folder in (fresh, old):
        shutil.rmtree(folder, ignore_errors=True)
    fresh.mkdir()
    for package in sorted(packages.glob("*.deb")):
        shell.run(["dpkg", "-x", package, fresh], "Unpack", source="the package")
    finish(fresh)
    if tree.exists():
        tree.rename(old)
    fresh.rename(tree)
    for folder in (old, packages):
        shutil.rmtree(folder, ignore_errors=True)


def _add_stub(tree):
    stub = tree / SITE.relative_to(paths.TREE) / STUB
    stub.parent.mkdir(parents=True, exist_ok=True)
    stub.write_text("")
