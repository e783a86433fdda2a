"""Weights of a profile: whole in hundredths of a percent, and not one KPI alone."""

from collections.abc import Sequence

from .ground import Number, half_up, number

WHOLE = 10_000
DOMINANT = 6_000
FEW = 3


def hundredths(weight: Number) -> int:
    """Percent in hundredths.

    >>> hundredths(33.33), hundredths("33.34")
    (3333, 3334)
    """
    return half_up(number(weight) * 100)


def sums_to_whole(weights: Sequence[Number]) -> bool:
    """
    >>> sums_to_whole([33.33, 33.33, 33.34]), sums_to_whole(["50", "49.99"])
    (True, False)
    """
    return sum(hundredths(weight) for weight in weights) == WHOLE


def dominant(weights: Sequence[Number]) -> list[str]:
    """``few``: fewer than three KPIs; ``single``: one weighs more than 60 %.

    Essay 3: 改变目前仅考核存款余额的单一考核制度.

    >>> dominant([60, 20, 20]), dominant(["60.01", "39.99"])
    ([], ['few', 'single'])
    """
    found = ["few"] if len(weights) < FEW else []
    if any(hundredths(weight) > DOMINANT for weight in weights):
        found.append("single")
    return found
