"""A person who changes teams inside a month takes the rest of the quota along."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from .ground import split


class Transfer(NamedTuple):
    item: Any
    quota: int
    saving_task: int


def days_around(first: date, last: date, moved_on: date) -> tuple[int, int]:
    """Calendar days at the old and at the new node; ``moved_on`` is at the new one.

    >>> days_around(date(2026, 2, 1), date(2026, 2, 28), date(2026, 2, 16))
    (15, 13)
    """
    if not first <= moved_on <= last:
        raise ValueError("the move is not between the first and the last day")
    return (moved_on - first).days, (last - moved_on).days + 1


def split_by_days(
    quota: int, saving_task: int, days: Sequence[int]
) -> list[tuple[int, int]]:
    """Quota and saving task of a month for each stretch of days, in sequence.

    >>> split_by_days(310000, 15500, (15, 13))
    [(166071, 8304), (143929, 7196)]
    """
    quotas = split(quota, days)
    savings = split(saving_task, quotas, caps=quotas)
    return list(zip(quotas, savings, strict=True))


def move(
    cells: Iterable[tuple[Any, int, int]], days: tuple[int, int]
) -> list[Transfer]:
    """What goes from the old node to the new, per item.

    ``cells`` are the (item, quota, saving task) that are in effect at the old node
    in this month. Items for which nothing moves are left out.

    >>> move([("WAG", 853715, 0), ("MAT", 341486, 17073)], (15, 13))
    [Transfer(item='WAG', quota=396368, saving_task=0), \
Transfer(item='MAT', quota=158547, saving_task=7927)]
    """
    moved = [
        Transfer(item, *split_by_days(quota, saving, days)[1])
        for item, quota, saving in cells
    ]
    return [transfer for transfer in moved if transfer.quota]
