"""Odoo itself: where it is, how it is called, which of our addons there are."""

import ast
import os
import re
import subprocess
from pathlib import Path

from . import debian, paths, shell
from .errors import Trouble

WANTED = (19, 0)
PROGRESS = re.compile(r"Loading module (\w+) \((\d+)/(\d+)\)")


def find_source():
    """``ODOO_SOURCE``, or Debian's Odoo, downloaded; the folder that holds ``odoo``."""
    given = os.environ.get("ODOO_SOURCE")
    return given_source(given) if given else debian.ensure()


def given_source(given):
    """A checkout, or a folder of installed packages, that holds an Odoo 19."""
    root = Path(given).expanduser().resolve()
    for folder in (root, root.parent):
        release = folder / "odoo" / "release.py"
        if release.is_file():
            break
    else:
        raise Trouble(f"ODOO_SOURCE={given} is not the folder of an Odoo 19.")
    match = re.search(r"version_info = \((\d+), (\d+)", release.read_text())
    if not match or (int(match[1]), int(match[2])) != WANTED:
        raise Trouble(f"ODOO_SOURCE={given} is not Odoo 19.0.")
    return folder


def addons(root=paths.ADDONS, bridges=True):
    """Technical names of the addons in a folder, in the order of dependence.

    Bridges install themselves once both their sides are there.
    """
    data = manifests(root, bridges)
    return in_order({name: data[name].get("depends", []) for name in data})


def manifests(root, bridges=True):
    """``{addon: manifest}`` of a folder."""
    data = {
        path.parent.name: ast.literal_eval(path.read_text(encoding="utf-8"))
        for path in root.glob("*/__manifest__.py")
    }
    return {
        name: each
        for name, each in data.items()
        if bridges or not each.get("auto_install")
    }


def in_order(depends):
    """Names so that each comes after those that it depends on."""
    done = []

    def visit(name):
        if name in depends and name not in done:
            for parent in sorted(depends[name]):
                visit(parent)
            done.append(name)

    for name in sorted(depends):
        visit(name)
    return done


def core_depends(roots, bridges=True):
    """Odoo's own modules that the addons of these folders name."""
    data = {
        name: each for root in roots for name, each in manifests(root, bridges).items()
    }
    wanted = {name for each in data.values() for name in each.get("depends", [])}
    return sorted(wanted - set(data)) or ["base"]


class Odoo:
    """Runs Odoo's commands with one conf file against one server."""

    def __init__(self, server, conf, addons_path=(paths.ADDONS,)):
        self.server = server
        self.conf = self._complete(conf, [str(each) for each in addons_path])

    @staticmethod
    def _complete(name, addons_path):
        """The committed conf with what is this machine's: paths."""
        lines = [
            (paths.CONFIG / name).read_text(encoding="utf-8").rstrip(),
            f"addons_path = {','.join(addons_path)}" if addons_path else "",
            f"data_dir = {paths.DATA}",
        ]
        written = paths.RUN / ("-".join([Path(name).stem, *map(_short, addons_path)]))
        written = written.with_name(f"{written.name}.conf")
        written.write_text("\n".join(lines) + "\n")
        return written

    @property
    def env(self):
        """The children's environment: no foreign Odoo settings, pinned encoding."""
        env = {**self.server.env, "PYTHONUNBUFFERED": "1", "LC_ALL": "C.UTF-8"}
        env["PATH"] = f"{env.get('PATH', os.defpath)}:{paths.BIN}"
        for name in ("ODOO_RC", "OPENERP_SERVER", "PYTHONPATH", "PYTHONHOME"):
            env.pop(name, None)
        return env

    def command(self, database, *arguments, sub=("server",)):
        """``python -m odoo SUB -c CONF -d DATABASE ARGUMENTS``."""
        head = [paths.PYTHON, "-m", "odoo", *sub, "-c", self.conf, "-d", database]
        return [*head, *arguments]

    def update(self, database, title, *arguments):
        """Install or update modules and stop; the path of the log."""
        command = self.command(database, "--stop-after-init", "--no-http", *arguments)
        return shell.run(command, title, env=self.env, line=loading)

    def script(self, database, title, text):
        """Run Python in ``odoo shell``; its output goes to the log."""
        script = paths.RUN / f"{database}.script.py"
        script.write_text(text)
        command = self.command(database, "--no-http", sub=("shell",))
        done = subprocess.run(
            [str(part) for part in command],
            stdin=script.open(),
            capture_output=True,
            text=True,
            env=self.env,
            cwd=paths.ROOT,
            check=False,
        )
        log = shell.log_path(title)
        log.write_text(done.stdout + done.stderr)
        if done.returncode:
            raise Trouble(f"{title} failed; what it printed is in {paths.shown(log)}.")
        return done.stdout


def _short(path):
    return Path(path).name


def loading(text):
    """``Loading module hr (12/60)`` as ``12/60 hr``."""
    match = PROGRESS.search(text)
    return f"{match[2]}/{match[3]} {match[1]}" if match else ""
