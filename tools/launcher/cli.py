"""The commands of ``./ops`` and their help."""

import argparse
import signal
import sys

from . import commands, databases
from .console import console
from .errors import Trouble, explain_os_error

DESCRIPTION = "Open Operations Suite for Odoo 19: prepare, run and check it."
ENVIRONMENT = """\
environment:
  ODOO_SOURCE        folder of an Odoo 19 to use instead of Debian's
  OPS_DB_URL         postgresql://USER:PASSWORD@HOST:PORT of a server to use (or PG*)
  OPS_DEBIAN_MIRROR  address of a Debian mirror, where the machine has none
"""
HELP = {
    "demo": "start the demo company on 127.0.0.1 and print users and results",
    "test": "run every check and test, or only the named addons, files and stages",
    "stop": "stop the demo and the private PostgreSQL",
    "reset": "delete the databases, so that the next demo begins anew",
    "shell": "Python with Odoo's environment on the demo database",
    "psql": "PostgreSQL's terminal on the demo database",
    "unit": "run the pure tests (pytest; its arguments may follow)",
    "lint": "run format, lint, house rules, types and the JavaScript linters",
    "i18n": "write the translation files of the addons and check them",
    "bench": "run a benchmark on a copy of the test database",
    "backup": "save a database and its files in one archive",
    "restore": "put such an archive in the place of the database, verified first",
}


def main(arguments):
    _heed_signals()
    options = read(arguments)
    try:
        return options.run(options) or 0
    except Trouble as trouble:
        return _fail(str(trouble))
    except KeyboardInterrupt:
        return _fail("Stopped.", 130)
    except OSError as error:
        sentence = explain_os_error(error)
        if sentence is None:
            raise
        return _fail(sentence)


def _heed_signals():
    """Whatever ends the launcher ends what it started; ``nohup`` is respected."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, _terminate)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        signal.signal(signal.SIGHUP, _terminate)


def _terminate(number, _frame):
    raise SystemExit(128 + number)


def _fail(sentence, status=1):
    sys.stdout.flush()
    console.say()
    console.say(sentence)
    return status


def read(arguments):
    """The options; what follows ``--`` is the tool's behind the command, wherever the
    launcher's own options stand before it."""
    place = arguments.index("--") if "--" in arguments else len(arguments)
    options = parser().parse_args(arguments[:place])
    behind = arguments[place + 1 :]
    if behind and "arguments" not in options:
        parser().error("this command takes nothing after --")
    if behind:
        options.arguments = [*options.arguments, *behind]
    return options


def parser():
    top = argparse.ArgumentParser(
        prog="./ops",
        description=DESCRIPTION,
        epilog=ENVIRONMENT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    subparsers = top.add_subparsers(metavar="COMMAND", required=True)
    for name, text in HELP.items():
        sub = subparsers.add_parser(
            name,
            help=text,
            description=f"{text[0].upper()}{text[1:]}.",
            epilog=ENVIRONMENT,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        sub.set_defaults(run=getattr(commands, f"run_{name}"))
        DEFINE.get(name, _nothing)(sub)
    return top


def _nothing(_sub):
    """The command has no arguments."""


def _demo(sub):
    sub.add_argument("--port", type=_port, default=8069, help="default 8069")
    sub.add_argument(
        "--once", action="store_true", help="print, then stop again (for checks)"
    )


def _test(sub):
    sub.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help="an addon (ops_base), one test (ops_base:TestX.test_y), a test file, "
        "flows, browser, or a stage (lint stages by their name, unit, template, "
        "'odoo tests', translations, wheels, installs, demo)",
    )


def _reset(sub):
    sub.add_argument("--all", action="store_true", help="also what was downloaded")
    _yes(sub)


def _yes(sub):
    sub.add_argument("--yes", action="store_true", help="do not ask")


def _database(sub):
    sub.add_argument("--db", default=databases.DEMO, help=f"default {databases.DEMO}")


def _psql(sub):
    _database(sub)
    sub.add_argument("arguments", nargs="*", help="psql's own, after --")


def _unit(sub):
    sub.add_argument("arguments", nargs="*", help="pytest's own, after --")


def _lint(sub):
    sub.add_argument("--fix", action="store_true", help="repair and format first")


def _i18n(sub):
    sub.add_argument("addons", nargs="*", metavar="ADDON", help="default: all")
    sub.add_argument("--check", action="store_true", help="write nothing")


def _bench(sub):
    sub.add_argument("name", help="a file of benchmarks/, such as cost")
    sub.add_argument("--scale", default="10k", choices=["10k", "100k", "1m"])
    sub.add_argument("arguments", nargs="*", help="the benchmark's own, after --")


def _backup(sub):
    sub.add_argument("file", metavar="FILE")
    _database(sub)


def _restore(sub):
    _backup(sub)
    _yes(sub)


def _port(text):
    number = int(text)
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError("a port is a number of 1 to 65535")
    return number


DEFINE = {
    "demo": _demo,
    "test": _test,
    "reset": _reset,
    "shell": _database,
    "psql": _psql,
    "unit": _unit,
    "lint": _lint,
    "i18n": _i18n,
    "bench": _bench,
    "backup": _backup,
    "restore": _restore,
}
