"""The accounting month: late entries go to the first open month (example 25)."""

from datetime import date

import pytest

from ops_cost.calc.periods import accounting_period, is_open_on


def quarter(*is_open):
    bounds = [("01", 1, 31), ("02", 2, 28), ("03", 3, 31)]
    return [
        (key, date(2026, month, 1), date(2026, month, last), state)
        for (key, month, last), state in zip(bounds, is_open, strict=True)
    ]


@pytest.mark.parametrize(
    ("day", "is_open", "expected"),
    [
        (date(2026, 1, 1), (True, True, True), ("01", False)),
        (date(2026, 1, 31), (True, True, True), ("01", False)),
        (date(2026, 1, 31), (False, True, True), ("02", True)),
        (date(2026, 1, 31), (False, False, True), ("03", True)),
        (date(2026, 2, 1), (False, True, True), ("02", False)),
        (date(2026, 2, 10), (True, False, True), ("03", True)),
        (date(2026, 3, 10), (True, True, False), None),
        (date(2025, 12, 31), (True, True, True), None),
        (date(2026, 4, 1), (True, True, True), None),
    ],
)
def test_accounting_period(day, is_open, expected):
    assert accounting_period(day, quarter(*is_open)) == expected
    assert accounting_period(day, quarter(*is_open)[::-1]) == expected


@pytest.mark.parametrize(
    ("recorded_on", "closed_on", "expected"),
    [
        (date(2026, 2, 2), date(2026, 2, 3), True),
        (date(2026, 2, 3), date(2026, 2, 3), False),
        (date(2026, 2, 4), date(2026, 2, 3), False),
        (date(2026, 2, 4), None, True),
    ],
)
def test_is_open_on(recorded_on, closed_on, expected):
    assert is_open_on(recorded_on, closed_on) is expected
