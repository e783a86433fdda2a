"""Analysis: why the actual differs from the quota, and where the month will land."""

from typing import NamedTuple

from .ground import Exact, exact, half_up


class Variance(NamedTuple):
    workload: int
    usage: int
    price: int

    @property
    def total(self) -> int:
        return self.workload + self.usage + self.price


def variance(
    w0: Exact, n0: Exact, p0: Exact, w1: Exact, n1: Exact, p1: Exact
) -> Variance:
    """Workload, usage and price parts of actual − quota, which they add up to.

    W workload, n usage per unit of it, p price in minor units; 0 plan, 1 actual.
    The price part takes the roundings (cost.md 2.9).

    >>> variance(1000, "2.0", 500, 1100, "1.9", 540)
    Variance(workload=100000, usage=-55000, price=83600)
    """
    w0, n0, p0, w1, n1, p1 = (exact(number) for number in (w0, n0, p0, w1, n1, p1))
    total = half_up(w1 * n1 * p1) - half_up(w0 * n0 * p0)
    workload = half_up((w1 - w0) * n0 * p0)
    usage = half_up((n1 - n0) * w1 * p0)
    return Variance(workload, usage, total - workload - usage)


class Landing(NamedTuple):
    """``by_profile`` is None without a profile."""

    run_rate: int
    by_profile: int | None
    floor: int
    landing: int


def landing(
    actual: int,
    day: int,
    days: int,
    profile: Exact | None = None,
    committed: int = 0,
    reserved: int = 0,
    estimator: str = "profile",
) -> Landing:
    """Cost at the end of the month, seen on working day ``day`` of ``days``.

    Run rate A·D/d; profile A/s with s the share that is usually spent by this day;
    never less than what is spent, committed and reserved already. ``estimator`` is
    ``profile`` (the run rate where there is none) or ``run_rate``.

    >>> landing(620000, 14, 22, "0.62", committed=300000)
    Landing(run_rate=974286, by_profile=1000000, floor=920000, landing=1000000)
    """
    if not 1 <= day <= days:
        raise ValueError("the day must be one of the working days")
    share = None if profile is None else exact(profile)
    if share is not None and not 0 < share <= 1:
        raise ValueError("the profile must be above 0 and at most 1")
    if estimator not in ("profile", "run_rate"):
        raise ValueError(f"unknown estimator: {estimator!r}")
    run_rate = half_up(exact(actual * days) / day)
    by_profile = None if share is None else half_up(actual / share)
    floor = actual + committed + reserved
    with_profile = run_rate if by_profile is None else by_profile
    chosen = with_profile if estimator == "profile" else run_rate
    return Landing(run_rate, by_profile, floor, max(floor, chosen))
