"""Faults of a table of tiers, each by its name."""

import pytest

from ops_contract.calc.tiers import check_tiers


def faults(tiers, start=None, end=None, direction="up"):
    return [
        (
            fault.kind,
            *(None if b is None else str(b) for b in (fault.low, fault.high)),
        )
        for fault in check_tiers(tiers, start, end, direction)
    ]


@pytest.mark.parametrize(
    ("tiers", "start", "end", "expected"),
    [
        ([(90, 95, 5), (80, 90, 10), (None, 80, 20)], 0, 95, []),
        ([(90, 95, 5), (80, 90, 10), (0, 80, 20)], 0, 95, []),
        ([(None, None, 5)], 0, 95, []),
        ([], None, None, [("gap", None, None)]),
        ([], 0, 95, [("gap", "0", "95")]),
        ([(10, 95, 5)], 0, 95, [("gap", "0", "10")]),
        ([(0, 94, 5)], 0, 95, [("gap", "94", "95")]),
        ([(0, 96, 5)], 0, 95, []),
        ([(0, 40, 9), (50, 95, 5)], 0, 95, [("gap", "40", "50")]),
        ([(0, 50, 9), (40, 95, 5)], 0, 95, [("overlap", "40", "50")]),
        ([(0, 95, 9), (40, 50, 5)], 0, 95, [("overlap", "40", "50")]),
        ([(0, 95, 9), (40, None, 5)], 0, 95, [("overlap", "40", "95")]),
        # a long tier covers the gap of two short ones, and overlaps both
        (
            [(0, 95, 9), (10, 20, 5), (30, 40, 5)],
            0,
            95,
            [("overlap", "10", "20"), ("overlap", "30", "40")],
        ),
        ([(None, 50, 9), (None, 95, 5)], 0, 95, [("overlap", None, "50")]),
        ([(0, 95, 5), (50, 50, 5)], 0, 95, [("empty", "50", "50")]),
        ([(0, 95, 5), (60, 50, 5)], 0, 95, [("empty", "60", "50")]),
        ([(0, 95, -1)], 0, 95, [("negative", "0", "95")]),
        ([(0, 95, 0)], 0, 95, []),
        ([(0, 50, 5), (50, 95, 9)], 0, 95, [("falling", "50", "95")]),
        ([(0, 50, 5), (50, 95, 5)], 0, 95, []),
        (
            [(60, 70, 5), (0, 20, 9), (90, 95, 1)],
            0,
            100,
            [("gap", "20", "60"), ("gap", "70", "90"), ("gap", "95", "100")],
        ),
        # nothing asked for: only what the tiers say of each other
        ([(10, 20, 5)], None, None, []),
    ],
)
def test_faults(tiers, start, end, expected):
    assert faults(tiers, start, end) == expected


def test_counts_get_dearer_upwards():
    table = [(3, 6, 500), (6, None, 1000)]
    assert faults(table, 3, None, "down") == []
    assert faults(table, 3, None, "up") == [("falling", "6", None)]


def test_bounds_may_be_texts():
    assert faults([("0.90", "0.95", 5), ("0.80", "0.9", 10)], "0.8", "0.95") == []


def test_unknown_direction():
    with pytest.raises(ValueError, match="left"):
        check_tiers([], direction="left")
