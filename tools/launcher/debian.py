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
    _check_tools()
    _check_space()
    download(mirror(), suite())
    unpack()
    stamps.mark("odoo", KEY)
    shutil.rmtree(paths.DEBS, ignore_errors=True)
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


def download(uri, codename):
    """Fetch the packages; complete files of an interrupted run are kept."""
    lists = paths.APT / "state" / "lists" / "partial"
    archives = paths.APT / "cache" / "archives" / "partial"
    for folder in (lists, archives, paths.DEBS):
        folder.mkdir(parents=True, exist_ok=True)
    (paths.APT / "status").touch()
    sources = "".join(
        f"deb [signed-by={system.KEYRING}] {uri} {name} main\n"
        for name in (codename, UNSTABLE)
    )
    (paths.APT / "sources.list").write_text(sources)
    apt = ["apt-get", *_options()]
    source = f"the Debian mirror {uri}"
    shell.run([*apt, "update"], "Debian package lists", source=source)
    shell.run(
        [*apt, "download", "-t", codename, f"{ODOO}/{UNSTABLE}", *ASSETS],
        "Debian packages",
        source=source,
        cwd=paths.DEBS,
    )


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


def unpack():
    """Lay all packages into one tree, complete or not at all."""
    fresh = paths.OPS / "odoo.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    for package in sorted(paths.DEBS.glob("*.deb")):
        command = ["dpkg", "-x", package, fresh]
        shell.run(command, f"Unpack {package.name.split('_')[0]}", source="the package")
    stub = fresh / SITE.relative_to(paths.TREE) / STUB
    stub.parent.mkdir(parents=True, exist_ok=True)
    stub.write_text("")
    old = paths.OPS / "odoo.old"
    shutil.rmtree(old, ignore_errors=True)
    if paths.TREE.exists():
        paths.TREE.rename(old)
    fresh.rename(paths.TREE)
    shutil.rmtree(old, ignore_errors=True)
