"""Underpinning contracts + OLAs <= SLA, path by path."""

from hypothesis import given
from hypothesis import strategies as st

from ops_contract.calc.chain import Leg, chain

HOUR = 3600
NETWORK = [Leg("desk", 900), Leg("network group", 2 * HOUR), Leg("carrier", 4 * HOUR)]
HOSTS = [Leg("desk", 900), Leg("host group", 4 * HOUR)]


def test_the_worst_path_of_each_priority():
    results = chain(
        {"P1": 6 * HOUR, "P2": 8 * HOUR},
        [
            ("P1", "network", NETWORK),
            ("P1", "hosts", HOSTS),
            ("P2", "network", NETWORK),
        ],
    )
    assert [(r.priority, r.ok, r.worst.path) for r in results] == [
        ("P1", False, "network"),
        ("P2", True, "network"),
    ]
    assert [r.worst.slack_s for r in results] == [-900, 2 * HOUR - 900]
    assert [p.ok for p in results[0].paths] == [False, True]
    assert results[0].worst.total_s == 6 * HOUR + 900


def test_exactly_used_up_is_feasible():
    legs = [Leg("a", 3600), Leg("b", 3600)]
    assert chain({"P1": 7200}, [("P1", "p", legs)])[0].ok
    assert not chain({"P1": 7199}, [("P1", "p", legs)])[0].ok


def test_a_path_without_priority_belongs_to_each():
    results = chain({"P1": HOUR, "P2": 6 * HOUR}, [(None, "hosts", HOSTS)])
    assert [(r.priority, r.ok) for r in results] == [("P1", False), ("P2", True)]


def test_a_leg_that_nobody_promised_is_worse_than_one_that_is_slow():
    slow = [Leg("a", 9 * HOUR)]
    unknown = [Leg("a", 60), Leg("b", None)]
    (result,) = chain({"P1": HOUR}, [("P1", "slow", slow), ("P1", "open", unknown)])
    assert (result.worst.path, result.worst.unpromised) == ("open", ("b",))
    assert result.worst.slack_s == HOUR - 60
    assert not result.worst.ok


def test_legs_in_other_hours_are_named():
    legs = [Leg("desk", 900, "24x7"), Leg("group", 900, "5x9"), Leg("c", 9)]
    (result,) = chain({"P1": HOUR}, [("P1", "p", legs)], calendar="24x7")
    assert result.worst.mixed == ("group", "c")
    assert result.ok


def test_without_paths_there_is_nothing_to_say():
    (result,) = chain({"P1": HOUR}, [("P2", "p", HOSTS)])
    assert (result.ok, result.worst, result.paths) == (True, None, ())
    assert chain({}, [("P1", "p", HOSTS)]) == []
    (empty,) = chain({"P1": 0}, [("P1", "p", [])])
    assert empty.ok


def test_of_equals_the_first_by_name():
    legs = [Leg("a", 60)]
    (result,) = chain({"P1": HOUR}, [("P1", "z", legs), ("P1", "b", legs)])
    assert result.worst.path == "b"


@given(
    st.integers(0, 500),
    st.lists(st.lists(st.integers(0, 300), max_size=4), min_size=1, max_size=5),
)
def test_the_worst_path_decides(target, times):
    paths = [
        ("P1", f"path {n}", [Leg(f"{n}.{i}", s) for i, s in enumerate(legs)])
        for n, legs in enumerate(times)
    ]
    (result,) = chain({"P1": target}, paths)
    assert result.worst.total_s == max(map(sum, times))
    assert result.ok == (max(map(sum, times)) <= target)
