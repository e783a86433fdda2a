"""Differences of sealed payloads."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_base.calc.seal import canonical_json
from ops_contract.calc.difference import Change, difference

ROW_A = {"line_key": "a", "target_bp": 9500}
ROW_B = {"line_key": "b", "target_bp": 9000}


def row(key, **fields):
    return {"line_key": key, **fields}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({}, {}, []),
        ({"cap": 10}, {"cap": 10}, []),
        ({"cap": 10}, {"cap": 20}, [("changed", ("cap",), "10", "20")]),
        ({}, {"cap": 10}, [("added", ("cap",), None, "10")]),
        ({"cap": 10}, {}, [("removed", ("cap",), "10", None)]),
        ({"cap": None}, {}, [("removed", ("cap",), None, None)]),
        ({"cap": None}, {"cap": 0}, [("changed", ("cap",), None, "0")]),
        # what seals alike is alike
        ({"cap": Decimal("1.50")}, {"cap": 1.5}, []),
        ({"cap": 1}, {"cap": True}, [("changed", ("cap",), "1", True)]),
        # the names of the fields give the order
        (
            {"b": 1, "a": 1},
            {"c": 1, "a": 2},
            [
                ("changed", ("a",), "1", "2"),
                ("removed", ("b",), "1", None),
                ("added", ("c",), None, "1"),
            ],
        ),
        (
            {"a": {"b": {"c": 1}}},
            {"a": {"b": {"c": 2}}},
            [("changed", ("a", "b", "c"), "1", "2")],
        ),
        ({"a": {"b": 1}}, {"a": [1]}, [("changed", ("a",), {"b": "1"}, ["1"])]),
        # lists without keys are one value
        ({"a": [1, 2]}, {"a": [2, 1]}, [("changed", ("a",), ["1", "2"], ["2", "1"])]),
        ({"a": None}, {"a": []}, [("changed", ("a",), None, [])]),
        ({"a": []}, {"a": None}, [("changed", ("a",), [], None)]),
        ({"a": []}, {"a": [1]}, [("changed", ("a",), [], ["1"])]),
        (1, 2, [("changed", (), "1", "2")]),
    ],
)
def test_plain_values(old, new, expected):
    assert difference(old, new) == [Change(*change) for change in expected]


def test_rows_are_matched_by_their_key():
    old = {"lines": [row("a", t=1), row("b", t=2), row("c", t=3)]}
    new = {"lines": [row("d", t=4), row("a", t=1), row("c", t=5)]}
    assert difference(old, new) == [
        Change("removed", ("lines", "b"), {"line_key": "b", "t": "2"}, None),
        Change("changed", ("lines", "c", "t"), "3", "5"),
        Change("added", ("lines", "d"), None, {"line_key": "d", "t": "4"}),
    ]


def test_rows_inside_rows():
    tiers = [row("t1", bp=500), row("t2", bp=1000)]
    old = {"lines": [row("a", tiers=tiers)]}
    new = {"lines": [row("a", tiers=[tiers[0], row("t2", bp=900)])]}
    (change,) = difference(old, new)
    assert change == ("changed", ("lines", "a", "tiers", "t2", "bp"), "1000", "900")


def test_another_order_is_a_move():
    old, new = {"lines": [ROW_A, ROW_B]}, {"lines": [ROW_B, ROW_A]}
    assert difference(old, new) == [Change("moved", ("lines",), ["a", "b"], ["b", "a"])]


def test_the_first_and_the_last_row():
    added = [
        Change("added", ("lines", "a"), None, {"line_key": "a", "target_bp": "9500"})
    ]
    assert difference({"lines": []}, {"lines": [ROW_A]}) == added
    gone = difference({"lines": [ROW_A]}, {"lines": []})
    assert [change.kind for change in gone] == ["removed"]


@pytest.mark.parametrize(
    "rows",
    [
        [ROW_A, ROW_A],
        [ROW_A, {"target_bp": 1}],
        [ROW_A, {"line_key": None}],
        [ROW_A, "text"],
    ],
)
def test_rows_that_a_key_does_not_name_are_one_value(rows):
    (change,) = difference({"lines": [ROW_A]}, {"lines": rows})
    assert (change.kind, change.path) == ("changed", ("lines",))


def test_other_keys():
    old = {"clauses": [{"number": "1", "text": "x"}], "lines": [ROW_A]}
    new = {"clauses": [{"number": "1", "text": "y"}], "lines": [ROW_B]}
    found = difference(old, new, keys=("line_key", "number"))
    assert [(c.kind, c.path) for c in found] == [
        ("changed", ("clauses", "1", "text")),
        ("removed", ("lines", "a")),
        ("added", ("lines", "b")),
    ]


rows = st.lists(st.sampled_from("abcd"), unique=True, max_size=4).flatmap(
    lambda keys: st.tuples(
        *(
            st.fixed_dictionaries({"line_key": st.just(k), "t": st.integers(0, 2)})
            for k in keys
        )
    ).map(list)
)
payloads = st.fixed_dictionaries(
    {"lines": rows}, optional={"cap": st.integers(0, 2), "skills": st.lists(st.text())}
)


@given(payloads, payloads)
def test_no_difference_means_the_same_seal(old, new):
    assert (difference(old, new) == []) == (canonical_json(old) == canonical_json(new))


@given(payloads, payloads)
def test_turned_round_it_says_the_opposite(old, new):
    opposite = {"added": "removed", "removed": "added"}
    there = {
        (opposite.get(c.kind, c.kind), c.path, str(c.new), str(c.old))
        for c in difference(old, new)
    }
    back = {(c.kind, c.path, str(c.old), str(c.new)) for c in difference(new, old)}
    assert there == back


@given(payloads, payloads)
def test_sealed_and_unsealed_payloads_differ_alike(old, new):
    sealed = [json.loads(canonical_json(payload)) for payload in (old, new)]
    assert difference(*sealed) == difference(old, new)
