"""What a stage of ``./ops test`` found, and how all of it is summed up."""

import dataclasses

from .console import console, table

SHOWN = 40


@dataclasses.dataclass
class Outcome:
    """Counts of one stage; ``problems`` are lines to show, each a reason to fail."""

    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    problems: list = dataclasses.field(default_factory=list)

    @property
    def is_good(self):
        return not (self.failed or self.skipped or self.problems)

    def show(self):
        for line in self.problems[:SHOWN]:
            console.say(f"    {line}")
        if len(self.problems) > SHOWN:
            console.say(f"    ... and {len(self.problems) - SHOWN} more")


def check(name, problems):
    """The outcome of a check that holds or not, without a count of its own."""
    problems = list(problems)
    return Outcome(name, int(not problems), int(bool(problems)), problems=problems)


def summary(outcomes):
    """Table of the stages; the last line is the one that CI reads."""
    rows = [
        [
            item.name,
            "ok" if item.is_good else "FAILED",
            item.passed,
            item.failed,
            item.skipped,
            f"{item.seconds:.0f} s",
        ]
        for item in outcomes
    ]
    console.say()
    head = ["stage", "result", "passed", "failed", "skipped", "time"]
    console.say(table(head, rows))
    console.say()
    console.say(last_line(outcomes))
    return all(item.is_good for item in outcomes)


def last_line(outcomes):
    passed, failed, skipped = (
        sum(getattr(item, name) for item in outcomes)
        for name in ("passed", "failed", "skipped")
    )
    return f"{passed} passed, {failed} failed, {skipped} skipped"
