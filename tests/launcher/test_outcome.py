import pytest

from launcher.checks import read_junit
from launcher.console import table
from launcher.outcome import Outcome, check, last_line


def test_the_last_line_is_the_sum_of_the_stages():
    stages = [Outcome("a", 10, 1, 2), check("b", []), check("c", ["a problem"])]
    assert last_line(stages) == "11 passed, 2 failed, 2 skipped"


@pytest.mark.parametrize(
    ("outcome", "is_good"),
    [
        (Outcome("a", 1), True),
        (Outcome("a", 1, 1), False),
        (Outcome("a", 1, 0, 1), False),
        (Outcome("a", 1, problems=["x"]), False),
    ],
)
def test_a_skipped_test_is_as_bad_as_a_failed_one(outcome, is_good):
    assert outcome.is_good is is_good


def test_numbers_stand_right_and_chinese_takes_two_columns():
    text = table(["name", "sum"], [["甲", "1,000.00"], ["abc", "-5"]])
    assert text.splitlines() == [
        "name  sum",
        "----  --------",
        "甲    1,000.00",
        "abc         -5",
    ]


def test_counts_of_pytest(tmp_path):
    path = tmp_path / "unit.xml"
    path.write_text(
        '<testsuites><testsuite tests="7" failures="1" errors="1" skipped="2"/>'
        "</testsuites>"
    )
    outcome = read_junit(path, 1, "shown")
    assert (outcome.passed, outcome.failed, outcome.skipped) == (3, 2, 2)
    assert outcome.problems == ["shown"]


def test_a_run_without_a_report_has_failed(tmp_path):
    assert not read_junit(tmp_path / "missing.xml", 4, "").is_good
