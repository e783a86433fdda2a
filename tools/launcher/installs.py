"""Each addon alone on a database with nothing but ``base``, without and with demo."""

from . import databases, odoo, odoo_tests, shell
from .errors import Trouble
from .outcome import Outcome, check

# where the addon goes, what it is copied from, with which options
PLACES = (
    (databases.ALONE, databases.BARE, ()),
    (databases.ALONE_DEMO, databases.BARE_DEMO, ("--with-demo",)),
)


def run(server):
    """Install each in English and Chinese; nothing fails and no log complains."""
    runner = odoo.Odoo(server, "test.conf")
    for _target, bare, options in PLACES:
        databases.ensure_core(runner, bare, ["base"], *options)
    names = odoo.addons()
    problems = [line for name in names for line in install_alone(runner, name)]
    if problems:
        return check("installs", problems)
    return Outcome("installs", len(PLACES) * len(names))


def install_alone(runner, name):
    """What is wrong after installing the addon into both databases at once."""
    jobs = [_job(runner, name, *place) for place in PLACES]
    statuses = shell.follow_all(jobs, line=odoo.loading)
    problems = [
        f"{name}: Odoo ended with status {status}" for status in statuses if status
    ]
    problems += [
        f"{name}: {line}"
        for line in odoo_tests.scan([job.log for job in jobs]).problems
    ]
    try:
        databases.check_demo(runner.server, databases.ALONE_DEMO)
    except Trouble as trouble:
        problems.append(f"{name}: {trouble}")
    for target, _bare, _options in PLACES:
        databases.drop(runner.server, target)
    return problems


def _job(runner, name, target, bare, options):
    databases.copy(runner.server, bare, target)
    command = runner.command(
        target, "--stop-after-init", "--no-http", "-i", name, *options
    )
    return shell.Job(command, shell.log_path(f"{name} in {target}"), runner.env)
