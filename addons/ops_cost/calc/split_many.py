"""Largest remainder for whole levels of the tree at once, in 64-bit integers."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from .ground import split

Ints: TypeAlias = npt.NDArray[Any]
LIMIT = 2**62


def split_many(totals: Ints, weights: Ints, offsets: Ints, start: int = 0) -> Ints:
    """``allocation.split`` for many groups and many columns.

    ``totals[column, group]`` is divided among the members
    ``offsets[group]:offsets[group + 1]`` by ``weights[member]``, or by
    ``weights[column, member]`` where they differ from column to column. The result
    is ``[column, member]``. Numbers that could overflow are divided by ``split``
    itself; object arrays of Python integers have no bound.

    >>> totals = np.array([[10000, 1], [100, -4]])
    >>> split_many(totals, np.array([1, 1, 1, 3, 1]), np.array([0, 3, 5]))
    array([[3334, 3333, 3333,    1,    0],
           [  34,   33,   33,   -3,   -1]])
    """
    if not len(weights.T):
        return np.zeros((len(totals), 0), dtype=np.int64)
    sizes = np.diff(offsets)
    if (sizes < 1).any():
        raise ValueError("a group has no member")
    if not _fits(totals, weights, sizes):
        return _split_each(totals, weights, offsets, start)
    return _split_fast(totals, weights, offsets, start)


def _fits(totals: Ints, weights: Ints, sizes: Ints) -> bool:
    """No product, sum or sort key of the fast way can overflow."""
    if object in (totals.dtype, weights.dtype):
        return False
    heaviest = int(weights.max()) * int(sizes.max())
    largest = max(abs(int(totals.max(initial=0))), abs(int(totals.min(initial=0))))
    return (largest + 1) * (heaviest + 1) < LIMIT and (
        (heaviest + 1) * (len(sizes) + 1) < LIMIT
    )


def _split_fast(totals: Ints, weights: Ints, offsets: Ints, start: int) -> Ints:
    if (weights < 0).any():
        raise ValueError("a weight is negative")
    group = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
    whole = np.add.reduceat(weights, offsets[:-1], axis=-1)
    if ((totals != 0) & (whole == 0)).any():
        raise ValueError("nothing can be divided by weights that are all zero")
    size = np.abs(totals)
    shares, rests = np.divmod(
        size[:, group] * weights, np.maximum(whole, 1)[..., group]
    )
    left = size - np.add.reduceat(shares, offsets[:-1], axis=1)
    order = _order(rests, weights, offsets, group, start)
    place = np.arange(len(group)) - offsets[:-1][group]
    extra = (place < left[:, group]).astype(np.int64)
    bonus = np.empty_like(shares)
    np.put_along_axis(bonus, order, extra, axis=1)
    shares += bonus
    result: Ints = np.where(totals[:, group] < 0, -shares, shares)
    return result


def _order(rests: Ints, weights: Ints, offsets: Ints, group: Ints, start: int) -> Ints:
    """Members per column: group, largest fraction, weight, rotated sequence."""
    turn = _turns(weights, offsets, group, start)
    scale = int(rests.max(initial=0)) + 1
    key = group * scale + (scale - 1 - rests)
    if weights.ndim == 1:
        before = np.lexsort((turn, -weights, group))
        order: Ints = before[np.argsort(key[:, before], axis=1, kind="stable")]
        return order
    before = np.argsort(-weights, axis=1, kind="stable")
    if start:
        before = np.lexsort((turn, -weights), axis=-1)
    sorted_key = np.take_along_axis(key, before, axis=1)
    after = np.argsort(sorted_key, axis=1, kind="stable")
    return np.take_along_axis(before, after, axis=1)


def _turns(weights: Ints, offsets: Ints, group: Ints, start: int) -> Ints:
    """The sequence of the members that have weight, rotated by ``start``."""
    weighted: Ints = (weights > 0).astype(np.int64)
    rank = np.cumsum(weighted, axis=-1)
    first = rank[..., offsets[:-1]] - weighted[..., offsets[:-1]]
    rank = rank - first[..., group] - 1
    count = np.add.reduceat(weighted, offsets[:-1], axis=-1)
    turns: Ints = (rank - start) % np.maximum(count, 1)[..., group]
    return turns


def _split_each(totals: Ints, weights: Ints, offsets: Ints, start: int) -> Ints:
    result = np.zeros((len(totals), int(offsets[-1])), dtype=totals.dtype)
    for column, row in enumerate(totals):
        own = weights if weights.ndim == 1 else weights[column]
        for group, (low, high) in enumerate(_bounds(offsets)):
            parts = [int(weight) for weight in own[low:high]]
            result[column, low:high] = split(int(row[group]), parts, start=start)
    return result


def _bounds(offsets: Ints) -> Iterator[tuple[int, int]]:
    edges = [int(edge) for edge in offsets]
    return pairwise(edges)
