"""What a cascade yields: own cells and the allotments of the inner nodes."""

from typing import Any, NamedTuple

import numpy as np

from .split_many import Ints
from .tree import Tree


class Cell(NamedTuple):
    month: Any
    item: Any
    node: Any
    quota: int
    saving_task: int


class Columns(NamedTuple):
    """The same rows, column by column, as ``unnest`` and ``COPY`` want them."""

    months: list[Any]
    items: list[Any]
    nodes: list[Any]
    quotas: list[int]
    saving_tasks: list[int]


class Cascade:
    """Amounts ``[month × item, node]``; rows come out month by month, without zeros.

    ``cells`` are the own amounts of the nodes, ``allotments`` what the nodes of
    level 1 to 3 received. At each of these own + Σ children = allotment.
    """

    def __init__(self, keys: list[tuple[Any, Any]], tree: Tree, dtype: Any) -> None:
        shape = (len(keys), len(tree.nodes))
        self.keys = keys
        self.tree = tree
        self.quota: Ints = np.zeros(shape, dtype=dtype)
        self.saving: Ints = np.zeros(shape, dtype=dtype)
        self.own_quota: Ints = np.zeros(shape, dtype=dtype)
        self.own_saving: Ints = np.zeros(shape, dtype=dtype)

    @property
    def cells(self) -> list[Cell]:
        return [Cell(*row) for row in zip(*self.cell_columns(), strict=True)]

    @property
    def allotments(self) -> list[Cell]:
        return [Cell(*row) for row in zip(*self.allotment_columns(), strict=True)]

    def cell_columns(self) -> Columns:
        return self._columns(
            self.own_quota, self.own_saving, range(len(self.tree.nodes))
        )

    def allotment_columns(self) -> Columns:
        inner = [i for i, node in enumerate(self.tree.nodes) if node.level < 4]
        return self._columns(self.quota[:, inner], self.saving[:, inner], inner)

    def _columns(
        self, quota: Ints, saving: Ints, positions: "list[int] | range"
    ) -> Columns:
        rows, columns = np.nonzero(quota)
        keys = [self.keys[row] for row in rows.tolist()]
        ids = [self.tree.nodes[position].id for position in positions]
        return Columns(
            [month for month, _item in keys],
            [item for _month, item in keys],
            [ids[column] for column in columns.tolist()],
            quota[rows, columns].tolist(),
            saving[rows, columns].tolist(),
        )
