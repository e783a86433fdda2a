"""How long something still takes at the pace it had so far."""


def eta_seconds(
    done: int, total: int, elapsed: float, done_before: int = 0
) -> int | None:
    """Whole seconds left; ``done_before`` was done in an earlier run.

    >>> eta_seconds(250, 1000, 10.0), eta_seconds(600, 1000, 10.0, done_before=500)
    (30, 40)
    >>> eta_seconds(0, 1000, 10.0), eta_seconds(5, 0, 10.0), eta_seconds(9, 9, 3.0)
    (None, None, 0)
    """
    here = done - done_before
    if here <= 0 or total <= 0 or elapsed <= 0:
        return None
    return max(0, round(elapsed * (total - done) / here))
