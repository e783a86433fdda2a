"""The cascade: examples 11 and 17 of cost.md, versions, and what always holds."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ops_base.calc.allocation import split
from ops_base.calc.units import half_up
from ops_cost.calc.cascade import Shift, cascade, decompose, month_amounts
from ops_cost.calc.tree import CascadeError, Tree, roll_up

ITEM, MONTH = "MAT", "2026-01"


def chain(*persons):
    """One node on levels 1 to 3 and persons with these weights."""
    inner = [("L", None, 1, 0), ("U", "L", 2, 1), ("T", "U", 3, 1)]
    return inner + [(f"P{i}", "T", 4, w) for i, w in enumerate(persons, start=1)]


def by_node(cells):
    return {cell.node: (cell.quota, cell.saving_task) for cell in cells}


def one_month(quota, saving, tree, *args, **options):
    return decompose({(MONTH, ITEM): (quota, saving)}, tree, *args, **options)


def test_example_11_saving_task_goes_down_as_an_amount():
    cells = by_node(one_month(105, 1, chain(3, 5, 11)).cells)
    targets = [quota - saving for quota, saving in cells.values()]
    assert targets == [16, 28, 60]
    quotas = [quota for quota, _saving in cells.values()]
    assert quotas == [16, 28, 61]
    naive = split(104, [3, 5, 11])
    assert naive[0] > quotas[0]


def test_example_17_equal_children_over_equal_months():
    months = [(f"2026-{number:02}", 1) for number in range(1, 13)]

    def years(**options):
        sums = {}
        tree = chain(1, 1, 1)
        for cell in cascade({ITEM: 120000}, months, tree, **options).cells:
            sums[cell.node] = sums.get(cell.node, 0) + cell.quota
        return list(sums.values())

    assert years() == [40008, 39996, 39996]
    assert years(tie_rotation=True) == [40000, 40000, 40000]


def test_months_come_first():
    months = [("2026-01", 21), ("2026-02", 16), ("2026-03", 22)]
    result = cascade({ITEM: 12000000}, months, chain(1, 2), None, {ITEM: "0.05"})
    tops = {(row.month, row.quota) for row in result.allotments if row.node == "L"}
    assert tops == set(
        zip([m for m, _w in months], split(12000000, [21, 16, 22]), strict=True)
    )


def test_own_share_comes_first_in_the_sequence():
    """Own weight and child weight are equal here: the odd unit stays at the node."""
    result = one_month(3, 0, chain(1), {(3, ITEM): "0.5"})
    assert by_node(result.cells) == {"T": (2, 0), "P1": (1, 0)}


def test_own_share_of_a_node_wins_over_its_level():
    tree = [*chain(1), ("T2", "U", 3, 1), ("P9", "T2", 4, 1)]
    shares = {("T2", ITEM): 0}
    result = one_month(2000, 0, tree, {(3, ITEM): "0.3"}, node_own_shares=shares)
    assert by_node(result.cells) == {"T": (300, 0), "P1": (700, 0), "P9": (1000, 0)}


def test_own_share_may_take_all():
    assert by_node(one_month(9, 1, chain(1), {(2, ITEM): 1}).cells) == {"U": (9, 1)}


def test_a_node_without_children_keeps_its_allotment():
    tree = [("L", None, 1, 0), ("U1", "L", 2, 3), ("U2", "L", 2, 2)]
    result = one_month(500, 50, tree)
    assert by_node(result.cells) == {"U1": (300, 30), "U2": (200, 20)}
    assert by_node(result.allotments) == {
        "L": (500, 50),
        "U1": (300, 30),
        "U2": (200, 20),
    }


def test_a_part_of_the_tree_can_be_decomposed_alone():
    team = [("T", "U", 3, 1), ("P1", "T", 4, 1), ("P2", "T", 4, 1)]
    result = one_month(101, 0, team)
    assert by_node(result.cells) == {"P1": (51, 0), "P2": (50, 0)}
    person = one_month(101, 7, [("P1", "T", 4, 1)])
    assert by_node(person.cells) == {"P1": (101, 7)}
    assert person.allotments == []


def test_several_leaders_share_through_their_units():
    tree = [
        ("L1", None, 1, 0),
        ("L2", None, 1, 0),
        ("L3", None, 1, 0),
        ("U1", "L1", 2, 5),
        ("U2", "L2", 2, 3),
        ("U3", "L1", 2, 2),
        ("T1", "U1", 3, 1),
    ]
    result = one_month(1000, 100, tree)
    assert by_node(result.allotments) == {
        "L1": (700, 70),
        "L2": (300, 30),
        "U1": (500, 50),
        "U2": (300, 30),
        "U3": (200, 20),
        "T1": (500, 50),
    }
    assert by_node(result.cells) == {"U2": (300, 30), "U3": (200, 20), "T1": (500, 50)}


def test_two_leaders_receive_what_their_units_do():
    tree = [
        ("L1", None, 1, 0),
        ("L2", None, 1, 0),
        ("U1", "L1", 2, 1),
        ("U2", "L2", 2, 3),
    ]
    allotments = by_node(one_month(100, 8, tree).allotments)
    assert (allotments["L1"], allotments["L2"]) == ((25, 2), (75, 6))


def test_a_single_leader_may_have_an_own_share():
    result = one_month(100, 10, chain(1), {(1, ITEM): "0.2"})
    assert by_node(result.cells) == {"L": (20, 2), "P1": (80, 8)}
    assert by_node(result.allotments)["L"] == (100, 10)


@pytest.mark.parametrize(
    ("amount", "cells"),
    [
        (0, {"U1": (50, 5), "U2": (50, 5)}),
        (50, {"U2": (100, 10)}),
    ],
)
def test_shift_of_nothing_and_of_all(amount, cells):
    tree = [("L", None, 1, 0), ("U1", "L", 2, 1), ("U2", "L", 2, 1)]
    shift = Shift(MONTH, ITEM, "U1", "U2", amount)
    assert by_node(one_month(100, 10, tree, shifts=[shift]).cells) == cells


def test_shift_between_units_keeps_the_company_saving_task():
    tree = [
        ("L", None, 1, 0),
        ("U1", "L", 2, 1),
        ("U2", "L", 2, 1),
        ("T1", "U1", 3, 1),
        ("T2", "U2", 3, 1),
    ]
    shift = Shift(MONTH, ITEM, "U1", "U2", 200)
    result = one_month(1000, 100, tree, shifts=[shift])
    assert by_node(result.cells) == {"T1": (300, 30), "T2": (700, 70)}


def test_shift_from_a_units_own_share_to_its_team():
    shift = Shift(MONTH, ITEM, "U", "T", 150)
    result = one_month(1000, 0, chain(1), {(2, ITEM): "0.2"}, shifts=[shift])
    assert by_node(result.cells) == {"U": (50, 0), "P1": (950, 0)}


def test_shift_touches_its_month_and_item_only():
    amounts = {(m, i): (100, 0) for m in ("01", "02") for i in ("A", "B")}
    tree = [("L", None, 1, 0), ("U1", "L", 2, 1), ("U2", "L", 2, 1)]
    shift = Shift("02", "A", "U1", "U2", 7)
    cells = decompose(amounts, tree, shifts=[shift]).cells
    assert [cell.quota for cell in cells] == [50, 50, 50, 50, 43, 57, 50, 50]
    assert [(cell.month, cell.item) for cell in cells[4:6]] == [("02", "A")] * 2


def test_zero_amounts_leave_no_rows():
    result = one_month(0, 0, chain(1, 1))
    assert result.cells == []
    assert result.allotments == []


def test_columns_are_the_cells():
    result = one_month(101, 3, chain("1.2", "1.0"), {(3, ITEM): "0.3"})
    rows = list(zip(*result.cell_columns(), strict=True))
    assert rows == [tuple(cell) for cell in result.cells]
    assert all(type(quota) is int for quota in result.cell_columns().quotas)


def test_no_amounts():
    assert decompose({}, chain(1)).cells == []


def test_amounts_beyond_64_bits():
    result = one_month(10**25, 10**24, chain(1, 1, 1))
    quotas = [cell.quota for cell in result.cells]
    assert quotas == split(10**25, [1, 1, 1])
    assert sum(cell.saving_task for cell in result.cells) == 10**24


@pytest.mark.parametrize(
    ("reason", "tree"),
    [
        ("tree", []),
        ("tree", [("L", None, 1, 0), ("L", None, 1, 0)]),
        ("tree", [("L", None, 1, 0), ("T", "L", 3, 1)]),
        ("tree", [("L", None, 1, 0), ("U", "elsewhere", 2, 1)]),
        ("tree", [("U1", None, 2, 1), ("U2", None, 2, 1)]),
        ("tree", [("L1", None, 1, 0), ("L2", None, 1, 0)]),
        ("weight", [("L", None, 1, 0), ("U", "L", 2, 0)]),
        ("weight", [("L1", None, 1, 0), ("L2", None, 1, 0), ("U", "L1", 2, 0)]),
    ],
)
def test_trees_refused(reason, tree):
    with pytest.raises(CascadeError) as refusal:
        one_month(100, 0, tree)
    assert refusal.value.reason == reason


def test_refusal_names_the_node_without_weights():
    with pytest.raises(CascadeError, match="weight: node T") as refusal:
        one_month(100, 0, chain(0, 0))
    assert refusal.value.node == "T"


@pytest.mark.parametrize("share", ["-0.1", "1.01"])
@pytest.mark.parametrize("of_node", [True, False])
def test_shares_refused(share, of_node):
    level, node = {(3, ITEM): share}, {("T", ITEM): share}
    with pytest.raises(CascadeError, match="share"):
        if of_node:
            one_month(100, 0, chain(1), node_own_shares=node)
        else:
            one_month(100, 0, chain(1), level)


def test_several_leaders_have_no_own_share():
    tree = [("L1", None, 1, 0), ("L2", None, 1, 0), ("U", "L1", 2, 1)]
    with pytest.raises(CascadeError, match="share"):
        one_month(100, 0, tree, {(1, ITEM): "0.1"})


@pytest.mark.parametrize("rate", ["-0.01", "1"])
def test_reduction_rates_refused(rate):
    with pytest.raises(CascadeError, match="rate: item MAT"):
        month_amounts({ITEM: 100}, [(MONTH, 1)], {ITEM: rate})


@pytest.mark.parametrize("amount", [(100, 101), (100, -1), (-1, -1)])
def test_amounts_refused(amount):
    with pytest.raises(CascadeError, match="amount: item MAT month 2026-01"):
        one_month(*amount, chain(1))


@pytest.mark.parametrize(
    "shift",
    [
        Shift("2026-02", ITEM, "U1", "U2", 1),
        Shift(MONTH, "WAG", "U1", "U2", 1),
        Shift(MONTH, ITEM, "U1", "nowhere", 1),
        Shift(MONTH, ITEM, "T1", "T2", 1),
        Shift(MONTH, ITEM, "U1", "T2", 1),
        Shift(MONTH, ITEM, "L", "T1", 1),
        Shift(MONTH, ITEM, "U1", "U2", 51),
        Shift(MONTH, ITEM, "U1", "U2", -1),
    ],
)
def test_shifts_refused(shift):
    tree = [
        ("L", None, 1, 0),
        ("U1", "L", 2, 1),
        ("U2", "L", 2, 1),
        ("T1", "U1", 3, 1),
        ("T2", "U2", 3, 1),
    ]
    with pytest.raises(CascadeError, match="shift"):
        one_month(100, 0, tree, shifts=[shift])


@st.composite
def trees(draw):
    """A full tree of four levels, at least one child each, in mixed order."""
    weight = st.one_of(st.integers(1, 9), st.sampled_from(["1.2", "0.95", "1.05"]))
    nodes, level = [], [None] * draw(st.sampled_from([1, 1, 2]))
    for depth in range(1, 5):
        below = []
        for parent in level:
            count = 1 if depth == 1 else draw(st.integers(1, 3))
            for _child in range(count):
                nodes.append((len(nodes), parent, depth, draw(weight)))
                below.append(nodes[-1][0])
        level = below
    return nodes


shares = st.dictionaries(
    st.tuples(st.integers(2, 3), st.sampled_from("AB")),
    st.fractions(0, 1, max_denominator=20),
)
blocks = st.fixed_dictionaries({item: st.integers(0, 10**7) for item in "AB"})
months = [("01", 21), ("02", 16), ("03", 22)]
reduction_rates = st.fixed_dictionaries(
    {"A": st.fractions(0, Fraction(99, 100), max_denominator=100)}
)


def by_hand(amounts, nodes, own_shares, turns):
    """The rule in words: own share first, then the children; node after node."""
    tree = Tree(nodes)
    level = {node[0]: node[2] for node in nodes}
    cells, allotted = {}, {}

    def give(month, item, node, quota, saving):
        children = [(c, Fraction(w)) for c, p, _l, w in nodes if p == node]
        allotted[month, item, node] = quota, saving
        if not children:
            cells[month, item, node] = quota, saving
            return
        own = Fraction(own_shares.get((level[node], item), 0))
        whole = sum(weight for _child, weight in children)
        weights = [own, *((1 - own) * weight / whole for _child, weight in children)]
        start = turns.get(month, 0)
        quotas = split(quota, weights, start=start)
        savings = split(saving, quotas, caps=quotas, start=start)
        cells[month, item, node] = quotas[0], savings[0]
        below = zip(children, quotas[1:], savings[1:], strict=True)
        for (child, _w), *amounts in below:
            give(month, item, child, *amounts)

    for (month, item), (quota, saving) in amounts.items():
        tops = [tree.nodes[root].id for root in tree.roots]
        if len(tops) == 1:
            give(month, item, tops[0], quota, saving)
            continue
        units = [(node, Fraction(w)) for node, _p, depth, w in nodes if depth == 2]
        start = turns.get(month, 0)
        quotas = split(quota, [weight for _unit, weight in units], start=start)
        savings = split(saving, quotas, caps=quotas, start=start)
        for (unit, _w), *amounts in zip(units, quotas, savings, strict=True):
            give(month, item, unit, *amounts)
    return cells, allotted


def non_zero(cells):
    return {key: amounts for key, amounts in cells.items() if amounts[0]}


@settings(max_examples=60)
@given(trees(), shares, blocks, reduction_rates, st.booleans())
def test_equals_the_rule_by_hand(nodes, own_shares, amounts, rates, rotate):
    result = cascade(amounts, months, nodes, own_shares, rates, tie_rotation=rotate)
    turns = {"01": 0, "02": 1, "03": 2} if rotate else {}
    company = month_amounts(amounts, months, rates)
    cells, allotted = by_hand(company, nodes, own_shares, turns)
    assert {row[:3]: row[3:] for row in map(tuple, result.cells)} == non_zero(cells)
    level = {node[0]: node[2] for node in nodes}
    inner = {k: v for k, v in allotted.items() if 1 < level[k[2]] < 4}
    ours = {tuple(row[:3]): tuple(row[3:]) for row in result.allotments}
    ours = {key: amounts for key, amounts in ours.items() if level[key[2]] > 1}
    assert ours == non_zero(inner)


@settings(max_examples=60)
@given(trees(), shares, blocks, reduction_rates, st.booleans())
def test_everything_adds_up(nodes, own_shares, amounts, rates, rotate):
    result = cascade(amounts, months, nodes, own_shares, rates, tie_rotation=rotate)
    for item, block in amounts.items():
        cells = [cell for cell in result.cells if cell.item == item]
        assert sum(cell.quota for cell in cells) == block
        assert all(0 <= cell.saving_task <= cell.quota for cell in cells)
    own = {row[:3]: row[3:] for row in result.cells}
    received = own | {row[:3]: row[3:] for row in result.allotments}
    for month, item, node, *amounts in result.allotments:
        children = [child for child, parent, _level, _weight in nodes if parent == node]
        parts = [received.get((month, item, child), (0, 0)) for child in children]
        parts.append(own.get((month, item, node), (0, 0)))
        assert [sum(column) for column in zip(*parts, strict=True)] == amounts


@given(blocks, reduction_rates)
def test_company_saving_task_is_rounded_once_per_month(amounts, rates):
    for (_month, item), (quota, saving) in month_amounts(
        amounts, months, rates
    ).items():
        assert saving == half_up(quota * rates.get(item, Fraction(0)))


def test_roll_up_ignores_what_is_not_in_the_tree():
    assert roll_up(chain(1), {"P1": 5, "other": 9})["L"] == 5
