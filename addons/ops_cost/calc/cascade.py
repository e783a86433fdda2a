"""The cascade: from the company's blocks to four levels of own quotas, exactly.

Months first, then inside every month from parent to children (cost.md 2.5). At
each node its own share (本级) comes first in the sequence, then the children as
listed. The saving task goes down as an amount, weighted by the quotas just made,
so that it never exceeds them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from .ground import Exact, exact, half_up, split, whole_weights
from .result import Cascade
from .split_many import LIMIT, Ints, split_many
from .tree import CascadeError, Group, Tree

Amounts: TypeAlias = dict[tuple[Any, Any], tuple[int, int]]
Nodes: TypeAlias = Sequence[tuple[Any, Any, int, Exact]]
LevelShares: TypeAlias = Mapping[tuple[int, Any], Exact]
NodeShares: TypeAlias = Mapping[tuple[Any, Any], Exact]
_OwnShares: TypeAlias = tuple[Fraction, tuple[tuple[int, Fraction], ...]]


class Shift(NamedTuple):
    """An amount that goes from one node's allotment to its sibling's.

    Either of the two may be their parent: then it is the parent's own share.
    """

    month: Any
    item: Any
    source: Any
    target: Any
    amount: int


def cascade(
    blocks: Mapping[Any, int],
    months: Sequence[tuple[Any, Exact]],
    tree: Nodes,
    own_shares: LevelShares | None = None,
    reduction_rates: Mapping[Any, Exact] | None = None,
    *,
    node_own_shares: NodeShares | None = None,
    shifts: Sequence[Shift] = (),
    tie_rotation: bool = False,
) -> Cascade:
    """The blocks of a plan, ``{item: minor units}``, for every node and month.

    >>> tree = [("L", None, 1, 0), ("U", "L", 2, 1), ("T", "U", 3, 1),
    ...         ("P1", "T", 4, "1.2"), ("P2", "T", 4, "1.0")]
    >>> result = cascade({"MAT": 10000}, [("2026-01", 1)], tree,
    ...                  own_shares={(3, "MAT"): "0.3"},
    ...                  reduction_rates={"MAT": "0.05"})
    >>> for cell in result.cells: print(*cell)
    2026-01 MAT T 3000 150
    2026-01 MAT P1 3818 191
    2026-01 MAT P2 3182 159
    >>> for allotment in result.allotments: print(*allotment)
    2026-01 MAT L 10000 500
    2026-01 MAT U 10000 500
    2026-01 MAT T 10000 500
    """
    turns = {code: turn for turn, (code, _weight) in enumerate(months)}
    return decompose(
        month_amounts(blocks, months, reduction_rates),
        tree,
        own_shares,
        node_own_shares=node_own_shares,
        shifts=shifts,
        turns=turns if tie_rotation else None,
    )


def month_amounts(
    blocks: Mapping[Any, int],
    months: Sequence[tuple[Any, Exact]],
    reduction_rates: Mapping[Any, Exact] | None = None,
) -> Amounts:
    """``{(month, item): (quota, saving task)}`` of the company.

    >>> month_amounts({"MAT": 12000000}, [("01", 21), ("02", 16), ("03", 22)],
    ...               {"MAT": "0.05"})["01", "MAT"]
    (4271187, 213559)
    """
    rates = {item: exact(rate) for item, rate in (reduction_rates or {}).items()}
    for item, rate in rates.items():
        if not 0 <= rate < 1:
            raise CascadeError("rate", item=item)
    weights = [weight for _code, weight in months]
    quotas = {item: split(block, weights) for item, block in blocks.items()}
    return {
        (code, item): (quota[place], half_up(quota[place] * rates.get(item, 0)))
        for place, (code, _weight) in enumerate(months)
        for item, quota in quotas.items()
    }


def decompose(
    amounts: Mapping[tuple[Any, Any], tuple[int, int]],
    tree: Nodes,
    own_shares: LevelShares | None = None,
    *,
    node_own_shares: NodeShares | None = None,
    shifts: Sequence[Shift] = (),
    turns: Mapping[Any, int] | None = None,
) -> Cascade:
    """Given amounts ``{(month, item): (quota, saving task)}`` down a tree.

    The tree may be the company's or one node with what is below it, down to any
    level: a node without children keeps its whole allotment as its own. Several
    nodes of level 1: their children share the amount directly, and theirs is the
    sum. ``own_shares`` are ``{(level, item): share}``, ``node_own_shares``, which
    win, ``{(node, item): share}``. ``turns`` (``{month: n}``) rotate the ties.
    """
    job = _Decomposition(amounts, Tree(tree), own_shares or {}, node_own_shares or {})
    job.turns = turns or {}
    job.place_shifts(shifts)
    return job.run()


class _Decomposition:
    def __init__(
        self,
        amounts: Mapping[tuple[Any, Any], tuple[int, int]],
        tree: Tree,
        own_shares: LevelShares,
        node_own_shares: NodeShares,
    ) -> None:
        for (month, item), (quota, saving) in amounts.items():
            if not 0 <= saving <= quota:
                raise CascadeError("amount", item=item, month=month)
        self.tree = tree
        self.level_shares = _shares(own_shares)
        self.node_shares: dict[Any, dict[Any, Fraction]] = defaultdict(dict)
        for (node, item), share in _shares(node_own_shares).items():
            self.node_shares[item][node] = share
        self.turns: Mapping[Any, int] = {}
        self.shifts: dict[int, list[Shift]] = defaultdict(list)
        self.totals = _ints([quota for quota, _saving in amounts.values()])
        self.savings = _ints([saving for _quota, saving in amounts.values()])
        self.result = Cascade(list(amounts), tree, self.totals.dtype)
        self.columns = {key: column for column, key in enumerate(amounts)}

    def place_shifts(self, shifts: Sequence[Shift]) -> None:
        """Each shift with the level whose groups it changes."""
        for shift in shifts:
            ends = [self.tree.position.get(end) for end in (shift.source, shift.target)]
            nodes = [self.tree.nodes[end] for end in ends if end is not None]
            if len(nodes) < 2 or (shift.month, shift.item) not in self.columns:
                raise _shift_error(shift)
            self.shifts[max(node.level for node in nodes)].append(shift)

    def run(self) -> Cascade:
        result, roots = self.result, self.tree.roots
        if len(roots) == 1:
            result.quota[:, roots[0]] = self.totals
            result.saving[:, roots[0]] = self.savings
        levels = self.tree.groups()
        if len(roots) > 1 and not levels[0][0].children:
            raise CascadeError("tree")
        for groups in levels:
            self._divide(_Layout(groups, self.tree))
        for index, children in enumerate(self.tree.children):
            if not children and (index not in roots or len(roots) == 1):
                result.own_quota[:, index] = result.quota[:, index]
                result.own_saving[:, index] = result.saving[:, index]
        if len(roots) > 1:
            self._add_up_roots()
        return result

    def _add_up_roots(self) -> None:
        for root in self.tree.roots:
            children = self.tree.children[root]
            self.result.quota[:, root] = self.result.quota[:, children].sum(axis=1)
            self.result.saving[:, root] = self.result.saving[:, children].sum(axis=1)

    def _divide(self, layout: "_Layout") -> None:
        """One level: the groups' amounts among own shares and children."""
        for (shares, turn), columns in self._alike(layout).items():
            quota, saving = self._received(layout, columns)
            layout.check_weights(quota)
            quotas = split_many(quota, layout.weights(*shares), layout.offsets, turn)
            self._shift(layout, columns, quotas)
            savings = split_many(saving, quotas, layout.offsets, turn)
            layout.store(self.result, columns, quotas, savings)

    def _alike(self, layout: "_Layout") -> "dict[tuple[_OwnShares, int], list[int]]":
        """Columns with the same own shares and turn: they are divided together."""
        items = {item for _month, item in self.result.keys}
        shares = {item: self._own_shares(layout, item) for item in items}
        alike = defaultdict(list)
        for column, (month, item) in enumerate(self.result.keys):
            alike[shares[item], self.turns.get(month, 0)].append(column)
        return alike

    def _own_shares(self, layout: "_Layout", item: Any) -> "_OwnShares":
        """The level's share of the item, and the groups whose node has another."""
        default = self.level_shares.get((layout.level - 1, item), Fraction(0))
        if layout.of_company and default:
            raise CascadeError("share", item=item)
        exceptions = (
            (layout.group_of_parent(self.tree.position.get(node)), share)
            for node, share in self.node_shares.get(item, {}).items()
        )
        return default, tuple((g, share) for g, share in exceptions if g is not None)

    def _received(self, layout: "_Layout", columns: list[int]) -> tuple[Ints, Ints]:
        """Quota and saving task ``[column, group]`` that the groups divide."""
        if layout.of_company:
            return self.totals[columns, None], self.savings[columns, None]
        cut = np.ix_(np.array(columns), np.array(layout.parents))
        return self.result.quota[cut], self.result.saving[cut]

    def _shift(self, layout: "_Layout", columns: list[int], quotas: Ints) -> None:
        for shift in self.shifts.get(layout.level, ()):
            column = self.columns[shift.month, shift.item]
            if column not in columns:
                continue
            source = layout.places.get(self.tree.position[shift.source])
            target = layout.places.get(self.tree.position[shift.target])
            if source is None or target is None:
                raise _shift_error(shift)
            row = quotas[columns.index(column)]
            one_group = layout.group_at(source) == layout.group_at(target)
            if not one_group or not 0 <= shift.amount <= row[source]:
                raise _shift_error(shift)
            row[source] -= shift.amount
            row[target] += shift.amount


class _Layout:
    """The members of a level's groups in sequence: own share first, then children."""

    def __init__(self, groups: list[Group], tree: Tree) -> None:
        self.groups = groups
        self.tree = tree
        self.of_company = groups[0].parent is None
        self.parents = [group.parent for group in groups if group.parent is not None]
        self.level = tree.nodes[groups[0].children[0]].level
        self.parts = [
            whole_weights([tree.nodes[child].weight for child in group.children])
            for group in groups
        ]
        members = [
            ([] if group.parent is None else [group.parent]) + group.children
            for group in groups
        ]
        self.nodes = np.array([node for nodes in members for node in nodes])
        self.offsets = np.cumsum([0] + [len(nodes) for nodes in members])
        self.own = np.zeros(len(self.nodes), dtype=bool)
        if not self.of_company:
            self.own[self.offsets[:-1]] = True
        self.places = {node: place for place, node in enumerate(self.nodes.tolist())}

    def group_at(self, place: int) -> int:
        return int(np.searchsorted(self.offsets, place, side="right")) - 1

    def group_of_parent(self, node: int | None) -> int | None:
        place = None if node is None else self.places.get(node)
        return self.group_at(place) if place is not None and self.own[place] else None

    def check_weights(self, quota: Ints) -> None:
        """An amount needs a child with weight, whatever the own share."""
        for place, (group, parts) in enumerate(
            zip(self.groups, self.parts, strict=True)
        ):
            if not any(parts) and quota[:, place].any():
                parent = group.parent
                node = None if parent is None else self.tree.nodes[parent].id
                raise CascadeError("weight", node=node)

    def weights(
        self, default: Fraction, exceptions: tuple[tuple[int, Fraction], ...]
    ) -> Ints:
        """``own · Σw`` for the own share, ``(1 - own) · w`` for a child."""
        other = dict(exceptions)
        weights: list[int] = []
        for place, parts in enumerate(self.parts):
            share = other.get(place, default)
            if not self.of_company:
                weights.append(share.numerator * sum(parts))
            rest = share.denominator - share.numerator
            weights += [rest * part for part in parts]
        return _ints(weights)

    def store(
        self, result: Cascade, columns: list[int], quotas: Ints, savings: Ints
    ) -> None:
        own, children = self.own, ~self.own
        rows = np.array(columns)
        at_own = np.ix_(rows, self.nodes[own])
        at_children = np.ix_(rows, self.nodes[children])
        result.own_quota[at_own] = quotas[:, own]
        result.own_saving[at_own] = savings[:, own]
        result.quota[at_children] = quotas[:, children]
        result.saving[at_children] = savings[:, children]


def _shares(shares: Mapping[tuple[Any, Any], Exact]) -> dict[tuple[Any, Any], Fraction]:
    fractions = {key: exact(share) for key, share in shares.items()}
    for (holder, item), share in fractions.items():
        if not 0 <= share <= 1:
            raise CascadeError("share", node=holder, item=item)
    return fractions


def _ints(values: list[int]) -> Ints:
    """64-bit where they fit, Python integers where not."""
    fits = all(-LIMIT < value < LIMIT for value in values)
    return np.array(values, dtype=np.int64 if fits else object)


def _shift_error(shift: Shift) -> CascadeError:
    return CascadeError("shift", node=shift.source, item=shift.item, month=shift.month)
