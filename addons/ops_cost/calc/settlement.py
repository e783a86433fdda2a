"""Settlement (兑现): monthly, or quarterly as the sum of the monthly verdicts.

A quarter is never assessed on its own total: penalties and rewards of its months
stand as they are (cost.md 2.9).
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from .ground import Exact, exact


class Line(NamedTuple):
    settlement: str
    subject: Any
    penalty: int
    reward: int

    @property
    def net(self) -> int:
        return self.reward - self.penalty


class Judged(NamedTuple):
    """The verdict of one month on a node; ``subject`` is the employee or the node."""

    month: str
    subject: Any
    mode: str
    penalty: int
    reward: int


def settlement_code(month: str, mode: str) -> str:
    """The settlement that pays a month.

    >>> settlement_code("2026-02", "monthly"), settlement_code("2026-02", "quarterly")
    ('2026-02', '2026-Q1')
    """
    if mode == "monthly":
        return month
    if mode != "quarterly":
        raise ValueError(f"unknown settlement mode: {mode!r}")
    year, number = month.split("-")
    return f"{year}-Q{(int(number) + 2) // 3}"


def settle(judged: Iterable[tuple[str, Any, str, int, int]]) -> list[Line]:
    """One line per settlement and subject, in the order first met.

    A person with two nodes in a month is one subject with two verdicts.

    >>> settle([("2026-01", "U2", "quarterly", 85000, 0),
    ...         ("2026-02", "U2", "quarterly", 0, 25000)])
    [Line(settlement='2026-Q1', subject='U2', penalty=85000, reward=25000)]
    >>> settle([("2026-01", "U2", "quarterly", 85000, 25000)])[0].net
    -60000
    """
    sums: dict[tuple[str, Any], tuple[int, int]] = {}
    for month, subject, mode, penalty, reward in judged:
        key = settlement_code(month, mode), subject
        before = sums.get(key, (0, 0))
        sums[key] = before[0] + penalty, before[1] + reward
    return [Line(*key, *amounts) for key, amounts in sums.items()]


def withhold(due: int, wage: int, cap_rate: Exact | None = None) -> tuple[int, int]:
    """``(paid now, carried forward)`` of a penalty that is due.

    With a cap no more than that share of the month's wage is withheld (工资支付
    暂行规定, art. 16); without one, all of it (超一罚一). ``due`` includes what
    earlier months carried forward.

    >>> withhold(150000, 600000, "0.20"), withhold(150000, 600000)
    ((120000, 30000), (150000, 0))
    """
    if due < 0 or wage < 0:
        raise ValueError("what is due and the wage cannot be negative")
    if cap_rate is None:
        return due, 0
    rate = exact(cap_rate)
    if not 0 <= rate <= 1:
        raise ValueError("the cap must be a share of the wage")
    paid = min(due, int(wage * rate))
    return paid, due - paid
