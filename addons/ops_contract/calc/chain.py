"""Whether what others promise us fits into what we promise (contract.md, row 27):
underpinning contracts + OLAs of each path <= SLA."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple


class Leg(NamedTuple):
    """One step of a path. ``seconds``: what it is promised in, None if nobody
    promised; ``calendar``: whose hours they are."""

    name: str
    seconds: int | None
    calendar: Hashable = None


class PathResult(NamedTuple):
    """``unpromised``: legs without a promise; ``mixed``: legs whose seconds run in
    other hours than the SLA's, so that their sum says little."""

    path: str
    legs: tuple[Leg, ...]
    total_s: int
    slack_s: int
    unpromised: tuple[str, ...]
    mixed: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return self.slack_s >= 0 and not self.unpromised


class ChainResult(NamedTuple):
    """``worst``: a path with a leg that nobody promised before one that lacks time."""

    priority: str
    target_s: int
    paths: tuple[PathResult, ...]

    @property
    def worst(self) -> PathResult | None:
        return min(self.paths, key=_badness, default=None)

    @property
    def ok(self) -> bool:
        return all(path.ok for path in self.paths)


def chain(
    targets: Mapping[str, int],
    paths: Iterable[tuple[str | None, str, Sequence[Leg]]],
    calendar: Hashable = None,
) -> list[ChainResult]:
    """One result per priority, in the order of ``targets`` (seconds of the SLA).

    ``paths``: (priority, name, legs); priority None belongs to each. ``calendar``:
    the SLA's.

    >>> legs = [Leg("desk", 900), Leg("network group", 7200), Leg("carrier", 14400)]
    >>> (result,) = chain({"P1": 21600}, [("P1", "carrier line", legs)])
    >>> result.ok, result.worst.path, result.worst.slack_s
    (False, 'carrier line', -900)
    """
    listed = list(paths)
    return [
        ChainResult(
            priority,
            target,
            tuple(
                _result(name, tuple(legs), target, calendar)
                for own, name, legs in listed
                if own is None or own == priority
            ),
        )
        for priority, target in targets.items()
    ]


def _result(
    name: str, legs: tuple[Leg, ...], target: int, calendar: Hashable
) -> PathResult:
    total = sum(leg.seconds or 0 for leg in legs)
    return PathResult(
        path=name,
        legs=legs,
        total_s=total,
        slack_s=target - total,
        unpromised=tuple(leg.name for leg in legs if leg.seconds is None),
        mixed=tuple(leg.name for leg in legs if leg.calendar != calendar),
    )


def _badness(result: PathResult) -> tuple[bool, int, str]:
    return not result.unpromised, result.slack_s, result.path
