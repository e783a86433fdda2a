"""``./ops test``: every check and test, one summary."""

import contextlib
import json
import time

from . import (
    checks,
    databases,
    demo,
    i18n,
    installs,
    odoo,
    odoo_tests,
    paths,
    prepare,
    results,
    stamps,
    template,
    wheels,
)
from .console import console
from .errors import Trouble
from .outcome import Outcome, check, summary

STATIC = (
    *("format", "ruff", "house rules", "types", "bandit", "pylint-odoo"),
    *checks.JAVASCRIPT,
)
DATABASE = ("template", "odoo tests", "translations", "wheels", "installs", "demo")


def test(names):
    """Run everything, or only what is named; True if all of it is good."""
    chosen = _choose(names) if names else None
    outcomes = []
    console.plan(0 if names else prepare.STEPS + len(STATIC) + 1 + len(DATABASE))
    prepare.prepare(with_tests=True)
    if chosen is None:
        outcomes += [_stage(name, checks.run_static, name) for name in STATIC]
        outcomes.append(_stage("unit", checks.unit))
        with _databases() as server:
            outcomes += _on_database(server)
    else:
        outcomes += _run_chosen(chosen)
    return summary(outcomes)


@contextlib.contextmanager
def _databases():
    """The server; two runs of the same folder take turns."""
    with stamps.lock("test"), prepare.database_server(durable=False) as server:
        yield server


def _choose(names):
    """``{kind: [what]}`` of the given names."""
    chosen = {}
    for name in names:
        kind, what = _kind(name)
        chosen.setdefault(kind, []).append(what)
    return chosen


def _kind(name):
    if name in STATIC:
        return "static", name
    if name in ("unit", *DATABASE):
        return name, name
    selector = odoo_tests.selector(name)
    if selector:
        return "odoo", selector
    if name.startswith("tests/"):
        return "pytest", name
    known = [each for root in template.ROOTS for each in odoo.addons(root)]
    offered = ", ".join([*known, *STATIC, "unit", *DATABASE])
    raise Trouble(f"No addon, stage or test file is called {name}; choose: {offered}.")


def _run_chosen(chosen):
    outcomes = [
        _stage(name, checks.run_static, name) for name in chosen.pop("static", ())
    ]
    if chosen.pop("unit", None):
        outcomes.append(_stage("unit", checks.unit))
    files = chosen.pop("pytest", None)
    if files:
        outcomes.append(_stage("unit", checks.unit, files))
    if chosen:
        with _databases() as server:
            outcomes += _chosen_on_database(server, chosen)
    return outcomes


def _chosen_on_database(server, chosen):
    outcomes = [_stage("template", _template, server, "template" in chosen)]
    if not template.is_there(server):
        return outcomes
    selectors = chosen.get("odoo") or ("odoo tests" in chosen and _all_selectors())
    if selectors:
        outcomes += _stages("odoo tests", odoo_tests.run, server, selectors)
    for name, run in (
        ("translations", i18n.run_check),
        ("wheels", wheels.run),
        ("installs", installs.run),
        ("demo", demo_check),
    ):
        if name in chosen:
            outcomes.append(_stage(name, run, server))
    return outcomes


def _on_database(server):
    outcomes = [_stage("template", _template, server, True)]
    if template.is_there(server):
        outcomes += _stages("odoo tests", odoo_tests.run, server, _all_selectors())
        outcomes.append(_stage("translations", i18n.run_check, server))
        outcomes.append(_stage("wheels", wheels.run, server))
        outcomes.append(_stage("installs", installs.run, server))
    outcomes.append(_stage("demo", demo_check, server))
    return outcomes


def _all_selectors():
    return [f"/{name}" for root in template.ROOTS for name in odoo.addons(root)]


def _template(server, rebuild):
    logs = template.ensure(server, rebuild)
    return check("template", odoo_tests.scan(logs).problems)


def demo_check(server):
    """The demo installs without a warning and shows the reference's results."""
    name = databases.DEMO_CHECK
    log = demo.install(odoo.Odoo(server, "test.conf"), name)
    console.say(results.last_month(server, name))
    reference = json.loads(paths.REFERENCE.read_text())["expected"]["assessments"]
    wrong = results.differences(reference, *results.closed_month(server, name))
    databases.drop(server, name)
    return check("demo", [*odoo_tests.scan([log]).problems, *wrong])


def _stage(name, run, *arguments):
    return _stages(name, run, *arguments)[0]


def _stages(name, run, *arguments):
    """Outcomes of one function that gives one or many; trouble is a failure."""
    begun = time.monotonic()
    with console.step(name.capitalize()) as step:
        try:
            found = run(*arguments)
        except Trouble as trouble:
            found = check(name, str(trouble).splitlines())
        outcomes = [found] if isinstance(found, Outcome) else found
        outcomes[0].seconds = time.monotonic() - begun
        is_good = all(item.is_good for item in outcomes)
        step.word = "ok" if is_good else "FAILED"
    for item in outcomes:
        item.show()
    return outcomes
