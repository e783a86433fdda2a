"""Settlement: examples 22 and 30 of cost.md."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_cost.calc.dual_index import assess
from ops_cost.calc.settlement import Line, settle, settlement_code, withhold

MONTHS = ("2026-01", "2026-02", "2026-03")


def judged(mode, actuals):
    for month, actual in zip(MONTHS, actuals, strict=True):
        verdict = assess(1000000, 950000, actual, 1, "0.50")
        yield month, "U2", mode, verdict.penalty, verdict.reward


def test_example_22_a_quarter_is_the_sum_of_its_months():
    (line,) = settle(judged("quarterly", (1085000, 900000, 960000)))
    assert line == Line("2026-Q1", "U2", 85000, 25000)
    assert line.net == -60000
    on_the_total = assess(3000000, 2850000, 1085000 + 900000 + 960000, 1, "0.50")
    assert on_the_total.net == 0


def test_monthly_settlement_is_a_line_a_month():
    lines = settle(judged("monthly", (1085000, 900000, 960000)))
    assert [line.net for line in lines] == [-85000, 25000, 0]
    assert [line.settlement for line in lines] == list(MONTHS)


def test_a_person_with_two_nodes_has_one_line():
    lines = settle(
        [
            ("2026-02", "P03", "monthly", 500, 0),
            ("2026-02", "P04", "monthly", 0, 0),
            ("2026-02", "P03", "monthly", 0, 200),
        ]
    )
    assert lines == [
        Line("2026-02", "P03", 500, 200),
        Line("2026-02", "P04", 0, 0),
    ]


@pytest.mark.parametrize(
    ("month", "quarter"),
    [
        ("2026-01", "2026-Q1"),
        ("2026-03", "2026-Q1"),
        ("2026-04", "2026-Q2"),
        ("2026-09", "2026-Q3"),
        ("2026-10", "2026-Q4"),
        ("2026-12", "2026-Q4"),
    ],
)
def test_quarter_of_a_month(month, quarter):
    assert settlement_code(month, "quarterly") == quarter
    assert settlement_code(month, "monthly") == month


def test_unknown_mode():
    with pytest.raises(ValueError, match="yearly"):
        settlement_code("2026-01", "yearly")


def test_example_30_cap_and_carry():
    assert withhold(150000, 600000, "0.20") == (120000, 30000)
    assert withhold(150000, 600000) == (150000, 0)


@pytest.mark.parametrize(
    ("due", "wage", "rate", "expected"),
    [
        (0, 600000, "0.20", (0, 0)),
        (120000, 600000, "0.20", (120000, 0)),
        (120001, 600000, "0.20", (120000, 1)),
        # a cap between two units is cut, never exceeded
        (100, 99, "0.20", (19, 81)),
        (100, 0, "0.20", (0, 100)),
        (100, 50, 1, (50, 50)),
        (100, 500, 0, (0, 100)),
    ],
)
def test_withhold(due, wage, rate, expected):
    assert withhold(due, wage, rate) == expected


@pytest.mark.parametrize(
    "arguments", [(-1, 0), (0, -1), (1, 1, "-0.1"), (1, 1, "1.01")]
)
def test_withhold_refuses(arguments):
    with pytest.raises(ValueError, match=r"negative|share"):
        withhold(*arguments)


@given(
    st.integers(0, 10**9), st.integers(0, 10**9), st.fractions(0, 1, max_denominator=99)
)
def test_nothing_is_lost_and_the_cap_holds(due, wage, rate):
    paid, carried = withhold(due, wage, rate)
    assert paid + carried == due
    assert 0 <= paid <= wage * rate
