"""Databases with their files: built under another name, renamed when complete."""

import contextlib
import json
import os
import shutil

from . import odoo, paths, stamps
from .errors import Trouble, read_tail

DEMO = "ops_demo"
CORE = "ops_core"
TEMPLATE = "ops_template"
TEST = "ops_test"
CORE_DEMO = "ops_core_demo"
DEMO_CHECK = "ops_demo_check"
BENCH = "ops_bench"
WHEEL = "ops_wheel"
BARE = "ops_bare"
BARE_DEMO = "ops_bare_demo"
ALONE = "ops_alone"
ALONE_DEMO = "ops_alone_demo"
TESTS = (f"{TEST}_1", f"{TEST}_2")
ALL = (
    *(DEMO, CORE, TEMPLATE, *TESTS, CORE_DEMO, DEMO_CHECK, BENCH, WHEEL),
    *(BARE, BARE_DEMO, ALONE, ALONE_DEMO),
)
# The first one becomes that of the first users.
LANGUAGES = "--load-language=en_US,zh_CN"


def filestore(name):
    return paths.DATA / "filestore" / name


def drop(server, name):
    server.drop(name)
    shutil.rmtree(filestore(name), ignore_errors=True)


def rename(server, old, new):
    server.rename(old, new)
    if filestore(old).is_dir():
        filestore(old).rename(filestore(new))


def ensure_core(runner, name, modules, *options):
    """A database of Odoo's own modules: slow to make, seldom changed, kept."""
    server, key = runner.server, core_key(modules, *options)
    if server.note(name) == key:
        return
    with build(server, name) as fresh:
        options = ["-i", ",".join(modules), LANGUAGES, *options]
        runner.update(fresh, f"Database {name}", *options)
        server.set_note(fresh, key)


def core_key(modules, *options):
    source = os.environ.get("ODOO_SOURCE") or read_tail(paths.STAMPS / "odoo")
    return stamps.digest(modules, options, source, LANGUAGES)


def copy(server, source, target):
    """A copy; files of the filestore never change, so links are enough."""
    drop(server, target)
    server.copy(source, target)
    if filestore(source).is_dir():
        shutil.copytree(filestore(source), filestore(target), copy_function=os.link)


@contextlib.contextmanager
def build(server, name):
    """A database made under ``NAME_new``; it takes its name only if all went well."""
    fresh = f"{name}_new"
    drop(server, fresh)
    yield fresh
    drop(server, name)
    rename(server, fresh, name)


def check_demo(server, name):
    """Refuse a database whose demo data failed: Odoo only warns."""
    count = server.value("SELECT count(*) FROM ir_demo_failure", name)
    if count != "0":
        query = (
            "SELECT m.name, f.error FROM ir_demo_failure f "
            "JOIN ir_module_module m ON m.id = f.module_id"
        )
        rows = server.sql(query, name)
        raise Trouble(f"Demo data failed to install: {' '.join(rows[0])[:400]}")


def code_key(folder):
    """Digest of what an addon's update depends on: not its tests or documents."""
    files = [path for path in sorted(folder.rglob("*")) if _matters(path, folder)]
    return stamps.digest(*[str(path.relative_to(folder)) for path in files], *files)


def _matters(path, folder):
    parts = path.relative_to(folder).parts
    return (
        path.is_file()
        and "__pycache__" not in parts
        and parts[0] not in ("tests", "doc", "readme")
        and path.suffix not in (".pyc", ".md", ".rst", ".pot")
    )


def code_keys(roots, bridges=True):
    """``{addon: digest of its code}``."""
    return {
        name: code_key(root / name)
        for root in roots
        for name in odoo.addons(root, bridges)
    }


def write_note(keys, core=""):
    """The note of a database: what it was built from."""
    return json.dumps({"core": core, "addons": keys})


def changes(note, keys, core=""):
    """Addons to install and to update, from a database's note; None: build anew."""
    try:
        found = json.loads(note)
    except ValueError:
        return None
    known = found.get("addons", {})
    if found.get("core") != core or set(known) - set(keys):
        return None
    new = [name for name in keys if name not in known]
    changed = [name for name in keys if name in known and known[name] != keys[name]]
    return new, changed


def module_options(new, changed):
    """Odoo's options to install and update these modules."""
    options = []
    if new:
        options += ["-i", ",".join(new)]
    if changed:
        options += ["-u", ",".join(changed)]
    return options
