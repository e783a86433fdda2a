"""All that ``demo`` and ``test`` need before a database is made."""

import contextlib
import os
import sys

from . import cluster, odoo, paths, postgres, stamps, system, venv
from .console import console
from .errors import Trouble

PRINTING = ["wkhtmltopdf", "cjk", "latin"]
STEPS = 3


def prepare(with_tests):
    """System packages, Odoo, Python packages; each is skipped when it is there."""
    paths.make_dirs()
    with stamps.lock("prepare"):
        with console.step("System packages") as step:
            step.note = _system_packages(with_tests)
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
    return wanted + (["chromium", *PRINTING] if with_tests else [])


def _system_packages(with_tests):
    """Install what is missing; a note on what the demo has to do without."""
    missing = system.missing(needs(with_tests))
    if missing:
        names = ", ".join(sorted(missing))
        system.require([one for many in missing.values() for one in many], names)
    still = system.missing(needs(with_tests))
    if still:
        raise Trouble(f"Missing even after installation: {', '.join(sorted(still))}.")
    return _optional_packages()


def _optional_packages():
    """The demo runs without printing; then it says what is not there."""
    missing = system.missing(PRINTING)
    if not missing:
        return ""
    with contextlib.suppress(Trouble):
        system.require([one for many in missing.values() for one in many], "printing")
    missing = system.missing(PRINTING)
    return f"no PDF printing without {', '.join(missing)}" if missing else ""


@contextlib.contextmanager
def database_server(durable):
    """The user's own server, or the private cluster, running."""
    given = postgres.given_environment(os.environ)
    if given is not None:
        yield postgres.external(given)
        return
    with cluster.Cluster().running(durable) as server:
        yield server
