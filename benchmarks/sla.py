"""W3: deadline and elapsed time of many clocks with pauses, ours against a bare bisect,
bare numpy and Odoo's own plan_hours."""

import random
from bisect import bisect_left, bisect_right
from datetime import datetime, timedelta

import _harness as harness
import numpy as np

from odoo import SUPERUSER_ID, api

from odoo.addons.ops_base.calc import clock_many
from odoo.addons.ops_base.calc.clock import Event, Policy, deadline, elapsed, replay
from odoo.addons.ops_base.calc.timeline import SECOND, Timeline

SCALES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000}
FIRST, LAST = datetime.fromisoformat("2030-01-01"), datetime.fromisoformat("2033-01-01")
EPOCH = datetime.fromisoformat("1970-01-01")
TARGETS = [900, 1800, 3600, 14_400, 21_600, 28_800, 57_600, 162_000]
# clocks of the ways that are too slow for all of them
ONE_BY_ONE, PEER = 10_000, 200
NEVER = clock_many.NEVER


class Data:
    """Clocks opened at any time of two years, each with up to three pauses that do not
    overlap; as datetimes, and as whole seconds for the limits."""

    def __init__(self, calendar, count):
        self.calendar = calendar
        chance = random.Random(28827)
        self.clocks = [self.clock(chance) for _n in range(count)]
        self.bare = [
            (number(start), number(end), target, [(number(a), number(b)) for a, b in p])
            for start, end, target, p in self.clocks
        ]
        self.pause_count = sum(len(clock[3]) for clock in self.clocks)

    def clock(self, chance):
        start = FIRST + chance.randrange(2 * 365 * 86_400) * SECOND
        length = chance.randrange(60, 20 * 86_400)
        count = chance.choice([0, 0, 1, 2, 3])
        cuts = sorted(chance.sample(range(length), 2 * count))
        instants = [start + cut * SECOND for cut in cuts]
        pauses = list(zip(instants[::2], instants[1::2], strict=True))
        return start, start + length * SECOND, chance.choice(TARGETS), pauses


def number(instant):
    return (instant - EPOCH) // SECOND


# the limits --------------------------------------------------------------------
def bare_bisect(line, clocks):
    """[(deadline, elapsed)] of clocks in whole seconds, pauses in order and apart."""
    starts, ends, sums = bare_line(line)

    def before(at):
        index = bisect_right(starts, at)
        if not index:
            return 0
        end = ends[index - 1]
        return sums[index - 1] + (at if at < end else end) - starts[index - 1]

    found = []
    for start, end, target, pauses in clocks:
        begin = before(start)
        used, mark = before(end) - begin, begin + target
        for first, last in pauses:
            shut = before(first)
            size = before(last) - shut
            used -= size
            if shut < mark:
                mark += size
        index = bisect_left(sums, mark)
        due = starts[index - 1] + mark - sums[index - 1]
        found.append((due if index < len(sums) else NEVER, used))
    return found


def bare_numpy(line, columns):
    """The same from arrays that stand ready, three columns of pauses a clock."""
    starts, ends, sums = map(np.array, bare_line(line))

    def before(at):
        at = np.maximum(at, starts[0])
        index = np.searchsorted(starts, at, side="right") - 1
        return sums[index] + np.minimum(at, ends[index]) - starts[index]

    start, end, target, pauses = columns
    begin = before(start)
    used, mark = before(end) - begin, begin + target
    for first, last in pauses:
        shut = before(first)
        size = before(last) - shut
        used -= size
        mark += np.where(shut < mark, size, 0)
    index = np.searchsorted(sums, mark)
    due = starts[np.minimum(index, len(starts)) - 1] + mark - sums[index - 1]
    return np.where(index < len(sums), due, NEVER), used


def bare_line(line):
    return list(map(number, line.starts)), list(map(number, line.ends)), line.sums


def columns_of(clocks):
    """A missing pause is an empty one at the end."""
    start, end, target, pauses = zip(*clocks, strict=True)
    full = [
        [
            p[k] if k < len(p) else (last, last)
            for p, last in zip(pauses, end, strict=True)
        ]
        for k in range(3)
    ]
    bounds = [np.array(column).T for column in full]
    return np.array(start), np.array(end), np.array(target), bounds


# ours --------------------------------------------------------------------------
def ours(line, clocks):
    """From datetimes, as the records hold them; pauses in any order."""
    start, end, target, pauses = zip(*clocks, strict=True)
    owner = np.repeat(np.arange(len(clocks)), [len(each) for each in pauses])
    flat = [pause for each in pauses for pause in each]
    found = clock_many.clocks(
        line,
        clock_many.instants(start),
        clock_many.instants(end),
        target,
        clock_many.Pauses(
            owner,
            clock_many.instants(first for first, _last in flat),
            clock_many.instants(last for _first, last in flat),
        ),
    )
    return found.deadline, found.elapsed


def one_by_one(line, clocks):
    return [
        (deadline(line, start, target, pauses), elapsed(line, start, end, pauses))
        for start, end, target, pauses in clocks
    ]


def logs(clocks):
    for start, end, target, pauses in clocks:
        events = [Event(start, "open"), Event(end, "resolve")]
        for first, last in pauses:
            events += [Event(first, "pause"), Event(last, "resume")]
        yield end, target, events


def replayed(line, entries):
    policy = Policy()
    states = [replay(log, line, target, policy, end) for end, target, log in entries]
    return [(state.deadline, state.elapsed) for state in states]


# the peer ----------------------------------------------------------------------
def plan_hours(calendar, clocks):
    """One call a clock, without any pause."""
    return [
        calendar.plan_hours(target / 3600, start, compute_leaves=True)
        for start, _end, target, _pauses in clocks
    ]


def planned_around_pauses(calendar, clocks):
    """Deadline and elapsed as an addon gets them from the calendar's two methods."""
    found = []
    for start, end, target, pauses in clocks:
        hours = target / 3600
        used = calendar.get_work_hours_count(start, end)
        due = calendar.plan_hours(hours, start, compute_leaves=True)
        for first, last in pauses:
            shut = calendar.get_work_hours_count(first, last)
            used -= shut
            if due and first < due:
                hours += shut
                due = calendar.plan_hours(hours, start, compute_leaves=True)
        found.append((rounded(due), round(used * 3600)))
    return found


def rounded(instant):
    """Hours as floats miss the second by microseconds."""
    half = timedelta(microseconds=500_000)
    return (instant + half).replace(microsecond=0) if instant else None


# -------------------------------------------------------------------------------
def make_calendar(env):
    """Monday to Friday, 9 to 12 and 13:30 to 18, ten holidays a year as leaves: what
    plan_hours can know (it knows no make-up days)."""
    spans = [(9, 12, "morning"), (13.5, 18, "afternoon")]
    attendances = [
        {
            "name": period,
            "dayofweek": str(day),
            "hour_from": a,
            "hour_to": b,
            "day_period": period,
        }
        for day in range(5)
        for a, b, period in spans
    ]
    calendar = env["resource.calendar"].create(
        {
            "name": "W3",
            "tz": "Asia/Shanghai",
            "company_id": env.company.id,
            "attendance_ids": [(5, 0, 0), *((0, 0, vals) for vals in attendances)],
        }
    )
    midnight = timedelta(hours=-8)
    env["resource.calendar.leaves"].create(
        [
            {
                "name": "Holiday",
                "calendar_id": calendar.id,
                "company_id": env.company.id,
                "date_from": FIRST + timedelta(days=36 * n) + midnight,
                "date_to": FIRST + timedelta(days=36 * n + 1) + midnight,
            }
            for n in range(30)
        ]
    )
    return calendar


def same(reference, answers):
    """Deadlines and seconds of the first clocks, as whole seconds."""
    return [
        (NEVER if due is None else number(due), used) for due, used in answers
    ] == reference[: len(answers)]


def report(calendar, count, rounds):
    data = Data(calendar, count)
    built, windows = harness.seconds(lambda: calendar._ops_windows(FIRST, LAST))
    line = Timeline(windows)
    columns = columns_of(data.bare)
    part, entries = data.clocks[:ONE_BY_ONE], list(logs(data.clocks[:ONE_BY_ONE]))
    sample = data.clocks[:PEER]
    calendar.plan_hours(1, FIRST, compute_leaves=True)
    found = harness.in_turn(
        {
            "bare bisect": lambda: bare_bisect(line, data.bare),
            "bare numpy, from arrays": lambda: bare_numpy(line, columns),
            "ours, all at once (clock_many)": lambda: ours(line, data.clocks),
            "ours, one by one": lambda: one_by_one(line, part),
            "ours, replay of event logs": lambda: replayed(line, entries),
        },
        rounds,
    )
    peers = {
        "plan_hours, no pauses": lambda: plan_hours(calendar, sample),
        "plan_hours around pauses": lambda: planned_around_pauses(calendar, sample),
    }
    found.update({name: harness.seconds(way) for name, way in peers.items()})
    check(line, found, sample)
    harness.table(
        f"{count} clocks, {data.pause_count} pauses; {len(windows)} windows built once"
        f" in {built * 1000:.0f} ms",
        [
            ("way", "clocks measured", "µs a clock", "of bisect", "way / ours"),
            *lines(found, count),
        ],
    )


def check(line, found, sample):
    """Every way gives the same seconds."""
    reference = found["bare bisect"][1]
    for name in ("bare numpy, from arrays", "ours, all at once (clock_many)"):
        due, used = found[name][1]
        assert list(zip(due.tolist(), used.tolist(), strict=True)) == reference, name
    ways = ("one by one", "replay of event logs")
    answers = [found[f"ours, {way}"][1] for way in ways]
    for answer in [*answers, found["plan_hours around pauses"][1]]:
        assert same(reference, answer)
    planned = map(rounded, found["plan_hours, no pauses"][1])
    assert list(planned) == [deadline(line, c[0], c[2]) for c in sample]


def lines(found, count):
    times = {
        name: taken / min(count, measured(name, count)) * 1e6
        for name, (taken, _answer) in found.items()
    }
    bisect, ours = times["bare bisect"], times["ours, all at once (clock_many)"]
    for name, taken in times.items():
        yield (
            name,
            measured(name, count),
            f"{taken:.2f}",
            f"{taken / bisect:.2f}",
            f"{taken / ours:.2f}",
        )


def measured(name, count):
    if name.startswith("plan_hours"):
        return PEER
    is_single = name.endswith(("one by one", "event logs"))
    return min(count, ONE_BY_ONE) if is_single else count


def main():
    options = harness.arguments(__doc__).parse_args()
    with harness.cursor() as cr:
        calendar = make_calendar(api.Environment(cr, SUPERUSER_ID, {}))
        report(calendar, SCALES[options.scale], options.rounds)
        cr.rollback()


if __name__ == "__main__":
    main()
