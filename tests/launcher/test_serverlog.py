import re

from launcher.serverlog import complaints, last_exception, read_tests

HEAD = "2026-01-31 10:00:00,123 4711"
TESTS = "odoo.addons.ops_x.tests.test_y"
LOG = f"""\
{HEAD} INFO db {TESTS}: Starting TestY.test_good ...
{HEAD} INFO db {TESTS}: Starting TestY.test_bad ...
{HEAD} INFO db {TESTS}: ======
{HEAD} ERROR db {TESTS}: FAIL: TestY.test_bad
Traceback (most recent call last):
  File "x.py", line 1
AssertionError: 1 != 2
{HEAD} INFO db {TESTS}: Starting TestY.test_parts ...
{HEAD} ERROR db {TESTS}: FAIL: Subtest TestY.test_parts (part=1)
{HEAD} INFO db {TESTS}: Starting TestY.test_later ...
{HEAD} INFO db {TESTS}: skipped TestY.test_later : no browser
{HEAD} WARNING db odoo.modules.loading: a model has no access rules
{HEAD} WARNING db odoo.modules.loading: a model has no access rules
{HEAD} WARNING ? odoo.cli.server: Running as user 'root' is a security risk.
{HEAD} ERROR db odoo.tests.result: 2 failed, 0 error(s) of 4 tests when loading 'db'
"""


def test_a_run_is_read_from_the_log():
    run = read_tests(LOG)
    names = {"test_good", "test_bad", "test_parts", "test_later"}
    assert run.started == {(TESTS, f"TestY.{name}") for name in names}
    assert run.broken == {(TESTS, "TestY.test_bad"), (TESTS, "TestY.test_parts")}
    assert run.skipped == {(TESTS, "TestY.test_later"): "no browser"}
    assert run.is_finished


def test_a_broken_off_run_is_not_finished():
    assert not read_tests(LOG.rsplit("\n", 2)[0]).is_finished


def test_a_class_that_cannot_be_set_up_is_broken():
    line = f"{HEAD} ERROR db odoo.tests.suite: ERROR: setUpClass ({TESTS}.TestY)\n"
    assert read_tests(line).broken == {
        ("odoo.tests.suite", f"setUpClass ({TESTS}.TestY)")
    }


def test_complaints_are_what_nothing_allows():
    allowed = [re.compile(r"^WARNING odoo\.cli\.server: Running as user 'root'")]
    assert complaints(LOG, allowed) == [
        "WARNING odoo.modules.loading: a model has no access rules  (2x)"
    ]


def test_the_exception_is_shown_without_the_log_after_it():
    assert last_exception(LOG) == [
        "",
        '  File "x.py", line 1',
        "AssertionError: 1 != 2",
    ]
    assert last_exception("all went well") == []
