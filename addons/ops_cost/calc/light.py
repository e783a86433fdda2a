"""Traffic light of a node: how much of its quota is used (cost.md, section 4)."""

from fractions import Fraction

AMBER_FROM = Fraction(80, 100)


def light(quota: int, actual: int) -> str:
    """``green`` below 80 % of the quota, ``amber`` from there on, ``full`` at exactly
    100 % (amber too, but nothing to warn of: wages are meant to be spent), ``red``
    above; ``none`` where there is neither a quota nor a cost.

    >>> [light(1000, actual) for actual in (799, 800, 999, 1000, 1001)]
    ['green', 'amber', 'amber', 'full', 'red']
    >>> light(0, 0), light(0, 1), light(0, -1), light(1000, -5)
    ('none', 'red', 'none', 'green')
    """
    if actual > quota:
        return "red"
    if quota <= 0:
        return "none"
    if actual == quota:
        return "full"
    return "amber" if actual >= AMBER_FROM * quota else "green"


def used(quota: int, actual: int) -> Fraction | None:
    """Share of the quota that is used; ``None`` without a quota.

    >>> used(1000, 1250), used(0, 5)
    (Fraction(5, 4), None)
    """
    return Fraction(actual, quota) if quota > 0 else None
