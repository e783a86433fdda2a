"""What each command does, and its arguments."""

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from . import (
    backup,
    checks,
    cluster,
    databases,
    demo,
    i18n,
    odoo,
    paths,
    postgres,
    prepare,
    suite,
    template,
)
from .console import console
from .errors import Trouble
from .outcome import summary


def _status(is_good):
    return 0 if is_good else 1


def run_demo(options):
    demo.demo(options.port, options.once)


def run_test(options):
    return _status(suite.test(options.names))


def run_unit(options):
    prepare.prepare(with_tests=True)
    outcome = checks.unit(options.arguments)
    outcome.show()
    return _status(summary([outcome]))


def run_lint(options):
    prepare.prepare(with_tests=True)
    if options.fix:
        checks.fix()
    outcomes = []
    for name in suite.STATIC:
        with console.step(name.capitalize()) as step:
            outcomes.append(checks.run_static(name))
            step.word = "ok" if outcomes[-1].is_good else "FAILED"
        outcomes[-1].show()
    return _status(summary(outcomes))


def run_i18n(options):
    names = options.addons or odoo.addons()
    unknown = set(names) - set(odoo.addons())
    if unknown:
        raise Trouble(f"There is no addon {', '.join(sorted(unknown))}.")
    prepare.prepare(with_tests=True)
    with prepare.database_server(durable=False) as server:
        with console.step("Template database"):
            template.ensure(server, rebuild=False)
        if not options.check:
            with console.step("Export"):
                i18n.export(server, names)
        with console.step("Check"):
            outcome = i18n.run_check(server)
    outcome.show()
    return _status(summary([outcome]))


def run_bench(options):
    script = paths.ROOT / "benchmarks" / f"{options.name}.py"
    if not script.is_file():
        found = sorted(path.stem for path in script.parent.glob("[a-z]*.py"))
        raise Trouble(
            f"There is no benchmark {options.name}; there are: {', '.join(found)}."
        )
    prepare.prepare(with_tests=True)
    with prepare.database_server(durable=False) as server:
        with console.step("Database"):
            template.ensure(server, rebuild=False)
            databases.copy(server, databases.TEMPLATE, databases.BENCH)
        runner = template.runner(server)
        env = {
            **runner.env,
            "ODOO_RC": str(runner.conf),
            "OPS_BENCH_DB": databases.BENCH,
            "OPS_TEMPLATE_DB": databases.TEMPLATE,
        }
        command = [paths.PYTHON, script, "--scale", options.scale, *options.arguments]
        return interactive(command, env)


def run_stop(_options):
    console.say(demo.stop())
    if postgres.given_environment(os.environ) is None and cluster.Cluster().is_up():
        cluster.Cluster().stop()
        console.say("PostgreSQL is stopped.")


def run_reset(options):
    what = "everything under .ops" if options.all else "the databases and their files"
    _confirm(f"This deletes {what}, also what was entered in the demo.", options.yes)
    paths.make_dirs()
    run_stop(options)
    _remove_databases()
    for folder in (paths.OPS,) if options.all else (paths.DATA,):
        shutil.rmtree(folder, ignore_errors=True)
    console.say("Reset. ./ops demo begins anew.")


def _remove_databases():
    given = postgres.given_environment(os.environ)
    if given is None:
        cluster.Cluster().remove()
        return
    server = postgres.external(given)
    for name in databases.ALL:
        databases.drop(server, name)
        databases.drop(server, f"{name}_new")


def run_shell(options):
    with _existing(options.db) as server:
        runner = odoo.Odoo(server, "demo.conf")
        command = runner.command(options.db, "--no-http", sub=("shell",))
        return interactive(command, runner.env)


def run_psql(options):
    with _existing(options.db) as server:
        command = [server.tool("psql"), "-d", options.db, *options.arguments]
        return interactive(command, server.env)


def run_backup(options):
    with _existing(options.db) as server, console.step("Backup"):
        held = backup.backup(server, options.db, Path(options.file).absolute())
    console.say(f"{options.file}: {held['tables']} tables, {held['files']} files.")


def run_restore(options):
    if demo.running_demo():
        raise Trouble("The demo is running; ./ops stop ends it, then restore again.")
    source = Path(options.file)
    if not source.is_file():
        raise Trouble(f"There is no file {source}.")
    paths.make_dirs()
    with prepare.database_server(durable=True) as server:
        if server.exists(options.db):
            _confirm(f"This replaces the database {options.db}.", options.yes)
        with console.step("Restore"):
            held = backup.restore(server, options.db, source)
    console.say(f"Restored and proven: {held['tables']} tables, {held['files']} files.")


def interactive(command, env):
    """Run with the terminal; Ctrl-C is the child's."""
    process = subprocess.Popen([str(part) for part in command], env=env)
    try:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue
    finally:
        process.terminate()


@contextlib.contextmanager
def _existing(name):
    """The server; the database must be there."""
    paths.make_dirs()
    with prepare.database_server(durable=True) as server:
        if not server.exists(name):
            raise Trouble(f"There is no database {name}; ./ops demo makes it.")
        yield server


def _confirm(text, is_sure):
    if is_sure:
        return
    if not sys.stdin.isatty():
        raise Trouble(f"{text} Say --yes to go on.")
    if input(f"{text} Go on? [y/N] ").strip().lower() not in ("y", "yes"):
        raise Trouble("Nothing was changed.")
