"""Each addon as a wheel; one of them installed into a bare venv beside Odoo."""

import os
import re
import shutil
import sys

from . import databases, odoo, odoo_tests, paths, shell, venv
from .errors import Trouble
from .outcome import check

HOME = paths.OPS / "wheels"


def run(server):
    """Build all, install the first with what it needs of ours, load it in Odoo."""
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    names = odoo.addons()
    try:
        for name in names:
            build(name)
        log = load(server, names[0])
    except Trouble as trouble:
        return check("wheels", str(trouble).splitlines())
    outcome = check("wheels", odoo_tests.scan([log]).problems)
    outcome.passed = len(names) + 1
    return outcome


def build(name):
    """One wheel; whool wants the addon's own ``pyproject.toml``."""
    source = HOME / "source" / name
    shutil.copytree(
        paths.ADDONS / name, source, ignore=shutil.ignore_patterns("__pycache__")
    )
    if not (source / "pyproject.toml").is_file():
        raise Trouble(f"addons/{name} has no pyproject.toml, so it builds no wheel.")
    command = [
        paths.PYTHON, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation",
        "--disable-pip-version-check", "-w", HOME, source,
    ]  # fmt: skip
    # The version is the manifest's and the files are those copied, not git's.
    env = {
        **os.environ,
        "WHOOL_POST_VERSION_STRATEGY_OVERRIDE": "none",
        "GIT_CEILING_DIRECTORIES": str(HOME),
    }
    shell.run(command, f"Wheel {name}", env=env)
    wheel = next(HOME.glob(f"odoo_addon_{name}-19.0.*.whl"), None)
    if not wheel:
        raise Trouble(f"addons/{name} built no wheel of version 19.0.x.")


def load(server, name):
    """Install the wheel into a bare venv and the addon into a database: Odoo's log."""
    bare = HOME / "venv"
    shell.run([sys.executable, "-m", "venv", bare], "Bare environment")
    site = bare / venv.site_packages().relative_to(paths.VENV)
    borrowed = f"{venv.site_packages()}\n{odoo.find_source()}\n"
    (site / "odoo-and-requirements.pth").write_text(borrowed)
    python = bare / "bin" / "python"
    wheel = next(HOME.glob(f"odoo_addon_{name}-*.whl"))
    command = [python, "-m", "pip", "install", "--no-deps", "--no-index", wheel]
    shell.run(command, f"Install wheel {name}")
    database = databases.WHEEL
    databases.copy(server, databases.CORE, database)
    runner = odoo.Odoo(server, "test.conf", addons_path=())
    command = [python, *runner.command(database, "-i", name)[1:]]
    command += ["--stop-after-init", "--no-http"]
    log = shell.run(command, "Load the wheel", env=runner.env)
    databases.drop(server, database)
    if not re.search(rf"Loading module {name} \(", log.read_text()):
        raise Trouble(f"Odoo did not load {name} from its wheel.")
    return log
