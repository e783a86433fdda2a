"""All that ``demo`` and ``test`` need before a database is made."""

import contextlib
import os
import sys

from . import cluster, odoo, paths, postgres, stamps, system, venv, wkhtmltopdf
from .console import console
from .errors import Trouble

FONTS = ["cjk", "latin"]
STEPS = 3


def prepare(with_tests):
    """System packages, Odoo, Python packages; each is skipped when it is there."""
    paths.make_dirs()
    with stamps.lock("prepare"):
        with console.step("System packages") as step:
            _install(needs(with_tests))
            step.note = _ensure_printing(is_required=with_tests)
        with console.step("Odoo 19"):
            site = odoo.find_source()
        with console.step("Python packages"):
            venv.ensure(site, with_tests)


def needs(with_tests):
    """Names of ``system.NEEDS`` that must be there."""
    embedded = postgres.given_environment(os.environ) is None
    wanted = [system.POSTGRES if embedded else "psql", "venv"]
    if not os.environ.get("ODOO_SOURCE"):
        wanted.append("keyring")
    if sys.version_info >= (3, 13):
        wanted.append("cairo")
    return [*wanted, "chromium"] if with_tests else wanted


def _install(wanted):
    """Install what is missing of these needs."""
    missing = system.missing(wanted)
    if not missing:
        return
    packages = [one for many in missing.values() for one in many]
    system.require(packages, ", ".join(sorted(missing)))
    still = system.missing(wanted)
    if still:
        raise Trouble(f"Missing even after installation: {', '.join(sorted(still))}.")


def _ensure_printing(is_required):
    """Fonts and wkhtmltopdf; the demo also runs without: a note of what is missing."""
    try:
        _install(FONTS)
        wkhtmltopdf.ensure()
    except Trouble as trouble:
        if is_required:
            raise
        return f"no PDF printing: {trouble}"
    return ""


@contextlib.contextmanager
def database_server(durable):
    """The user's own server, or the private cluster, running."""
    given = postgres.given_environment(os.environ)
    if given is not None:
        yield postgres.external(given)
        return
    with cluster.Cluster().running(durable) as server:
        yield server
