"""Exact division by largest remainder: the parts always add up to the whole.

Every part gets the floor of its share; what is left goes, one unit each, to
the largest fractions. Ties: larger weight first, then the earlier in sequence.
"""

from collections.abc import Sequence
from math import lcm

from .units import Exact, exact


def split(
    total: int,
    weights: Sequence[Exact],
    caps: Sequence[int] | None = None,
    start: int = 0,
) -> list[int]:
    """Integer shares of ``total`` in proportion to ``weights``.

    >>> split(10000, [1, 1, 1]), split(-10000, [1, 1, 1])
    ([3334, 3333, 3333], [-3334, -3333, -3333])
    >>> split(100001, ["1", "2", "4"]), split(1, [5, 7, 7])
    ([14286, 28572, 57143], [0, 1, 0])

    ``caps`` bound the size of each share. What a full part cannot take goes to
    the others one unit a round, in the order of the fractions:

    >>> split(1000, [5, 3, 2], caps=[300, 900, 900])
    [300, 400, 300]

    ``start`` rotates the sequence that settles ties, so that over n months no
    one of n equals is always first:

    >>> [split(10000, [1, 1, 1], start=month) for month in range(3)]
    [[3334, 3333, 3333], [3333, 3334, 3333], [3333, 3333, 3334]]

    A negative total is divided by its size and negated. A part of weight zero
    gets nothing. ``ValueError``: a negative weight or cap, no weight at all for a
    total other than zero, or caps too small.
    """
    parts = whole_weights(weights)
    if not total:
        _check_caps(0, parts, caps)
        return [0] * len(parts)
    whole = sum(parts)
    if not whole:
        raise ValueError("nothing can be divided by weights that are all zero")
    _check_caps(abs(total), parts, caps)
    shares = [divmod(abs(total) * part, whole) for part in parts]
    sizes = [size for size, _rest in shares]
    order = _order([rest for _size, rest in shares], parts, start)
    if caps is None:
        for index in order[: abs(total) - sum(sizes)]:
            sizes[index] += 1
    else:
        sizes = _fill(abs(total), sizes, caps, order)
    return sizes if total > 0 else [-size for size in sizes]


def whole_weights(weights: Sequence[Exact]) -> list[int]:
    """The weights as integers in the same proportion.

    >>> whole_weights(["1.2", "1.0", "0.9"]), whole_weights([3, 1])
    ([12, 10, 9], [3, 1])
    """
    fractions = [exact(weight) for weight in weights]
    scale = lcm(*(fraction.denominator for fraction in fractions))
    parts = [f.numerator * (scale // f.denominator) for f in fractions]
    if any(part < 0 for part in parts):
        raise ValueError("a weight is negative")
    return parts


def _order(rests: list[int], parts: list[int], start: int) -> list[int]:
    """Indexes of the parts that have weight: fraction, weight, rotated sequence."""
    weighted = [index for index, part in enumerate(parts) if part]
    count = len(weighted)
    turn = {index: (rank - start) % count for rank, index in enumerate(weighted)}
    return sorted(weighted, key=lambda i: (-rests[i], -parts[i], turn[i]))


def _fill(
    total: int, sizes: list[int], caps: Sequence[int], order: list[int]
) -> list[int]:
    """Whole rounds at once, the last, partial round in order."""
    filled = [min(size, cap) for size, cap in zip(sizes, caps, strict=True)]
    left = total - sum(filled)
    room = {index: caps[index] - filled[index] for index in order}
    rounds = _full_rounds(left, sorted(room.values()))
    for index in order:
        filled[index] += min(room[index], rounds)
    left = total - sum(filled)
    for index in [i for i in order if room[i] > rounds][:left]:
        filled[index] += 1
    return filled


def _full_rounds(left: int, rooms: list[int]) -> int:
    """The largest k with Σ min(room, k) <= left <= Σ room; ``rooms`` ascending.

    >>> _full_rounds(200, [0, 600, 700]), _full_rounds(7, [1, 2, 9])
    (100, 4)
    """
    full = 0
    while rooms[full] * (len(rooms) - full) < left:
        left -= rooms[full]
        full += 1
    return left // (len(rooms) - full)


def _check_caps(total: int, parts: list[int], caps: Sequence[int] | None) -> None:
    if caps is None:
        return
    if len(caps) != len(parts) or any(cap < 0 for cap in caps):
        raise ValueError("each part needs one cap, zero or more")
    if total > sum(cap for cap, part in zip(caps, parts, strict=True) if part):
        raise ValueError("the caps are too small for the total")
