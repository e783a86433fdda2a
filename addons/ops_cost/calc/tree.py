"""The responsibility tree as the pure rules see it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .ground import Exact


class CascadeError(ValueError):
    """What stands against a cascade: ``reason`` and the node, item, month it is at.

    Reasons: ``tree`` (unknown parent, wrong level, several tops that are not level
    1), ``weight`` (an amount, but no child with weight), ``share`` (own share not
    between 0 and 1), ``rate`` (reduction rate not in [0, 1)), ``amount`` (not
    0 <= saving task <= quota), ``shift`` (not siblings, or more than there is).
    """

    def __init__(
        self, reason: str, *, node: Any = None, item: Any = None, month: Any = None
    ) -> None:
        self.reason, self.node, self.item, self.month = reason, node, item, month
        where = {"node": node, "item": item, "month": month}
        known = (f"{name} {key}" for name, key in where.items() if key is not None)
        super().__init__(" ".join([f"{reason}:", *known]))


class Node(NamedTuple):
    id: Any
    parent: Any
    level: int
    weight: Exact


class Group(NamedTuple):
    """Nodes that share one amount; ``parent`` None: the company itself."""

    parent: int | None
    children: list[int]


class Tree:
    """Nodes by position, in the order listed.

    >>> tree = Tree([("L", None, 1, 0), ("U1", "L", 2, 3), ("U2", "L", 2, 2)])
    >>> tree.roots, tree.groups()
    ([0], [[Group(parent=0, children=[1, 2])]])
    """

    def __init__(self, nodes: Sequence[tuple[Any, Any, int, Exact]]) -> None:
        self.nodes = [Node(*node) for node in nodes]
        self.position = {node.id: index for index, node in enumerate(self.nodes)}
        self.children: list[list[int]] = [[] for _node in self.nodes]
        self.roots: list[int] = []
        if len(self.position) < len(self.nodes):
            raise CascadeError("tree")
        for index, node in enumerate(self.nodes):
            self._place(index, node)
        tops = {self.nodes[root].level for root in self.roots}
        if len(tops) != 1 or (len(self.roots) > 1 and tops != {1}):
            raise CascadeError("tree")

    def _place(self, index: int, node: Node) -> None:
        if node.parent is None or node.parent not in self.position:
            self.roots.append(index)
            return
        parent = self.position[node.parent]
        if self.nodes[parent].level + 1 != node.level:
            raise CascadeError("tree", node=node.id)
        self.children[parent].append(index)

    def groups(self) -> list[list[Group]]:
        """The groups level by level, from the top.

        The children of several tops share the company's amount directly.
        """
        level, result = self.roots, []
        if len(self.roots) > 1:
            level = [index for index, node in enumerate(self.nodes) if node.level == 2]
            result.append([Group(None, level)])
        while level:
            groups = [Group(i, self.children[i]) for i in level if self.children[i]]
            if groups:
                result.append(groups)
            level = [child for group in groups for child in group.children]
        return result


def roll_up(
    nodes: Sequence[tuple[Any, Any, int, Exact]], own: Mapping[Any, int]
) -> dict[Any, int]:
    """Totals of all nodes: own + Σ children.

    >>> tree = [("U", None, 2, 1), ("T", "U", 3, 1), ("P", "T", 4, 1)]
    >>> roll_up(tree, {"P": 60, "T": 5})
    {'U': 65, 'T': 65, 'P': 60}
    """
    tree = Tree(nodes)
    totals = {node.id: own.get(node.id, 0) for node in tree.nodes}
    for node in sorted(tree.nodes, key=lambda node: -node.level):
        if node.parent in totals:
            totals[node.parent] += totals[node.id]
    return totals
