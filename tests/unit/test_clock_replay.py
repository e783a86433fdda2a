"""Clocks rebuilt from events: contract.md's examples and a naive counter (41)."""

from datetime import timedelta

import pytest
from clock_cases import HOUR, ZERO, C, at, covered, instants, seconds, spans
from hypothesis import given, settings
from hypothesis import strategies as st

from ops_base.calc.clock import ClockState, Event, Policy, replay
from ops_base.calc.timeline import SECOND, Timeline


def log(*events):
    return [
        Event(at(time), kind, *value)
        for time, kind, *value in (event.split("|") for event in events)
    ]


def state(events, target_hours, now="12-31 18:00", **policy):
    return replay(log(*events), C, target_hours * HOUR, Policy(**policy), at(now))


@pytest.mark.parametrize(
    ("resolved", "outcome", "seconds", "outcome_at"),
    [
        ("11-20 20:00", "met", 28800, "11-20 20:00"),
        ("11-23 09:00:00", "met", 28800, "11-23 09:00:00"),
        ("11-23 09:00:01", "breached", 28801, "11-20 18:00"),
    ],
)
def test_example_7_elapsed_decides(resolved, outcome, seconds, outcome_at):
    result = state(["11-20 10:00|open", f"{resolved}|resolve"], 8)
    assert (result.outcome, result.elapsed) == (outcome, seconds)
    assert result.outcome_at == at(outcome_at)
    assert result.reached_at == at(resolved)


PRIORITIES = {"P1": 2 * HOUR, "P2": 8 * HOUR, "P3": 16 * HOUR}
EXAMPLE_11 = ["11-23 09:00|open", "11-23 11:00|pause", "11-23 12:00|resume"]


def after_upgrade(policy, priority="P2", now="11-23 14:00"):
    events = [*EXAMPLE_11, f"11-23 14:00|priority|{priority}"]
    return state(events, 16, now, targets=PRIORITIES, priority=policy)


def test_example_11_before_the_change():
    before = state(EXAMPLE_11, 16, "11-23 14:00")
    assert before.deadline == at("11-24 17:00")
    assert (before.elapsed, before.paused) == (4 * HOUR, HOUR)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("retroactive", "11-23 18:00"),
        ("from_change", "11-24 13:00"),
        ("keep_original", "11-23 18:00"),
    ],
)
def test_example_11_upgrade(policy, expected):
    result = after_upgrade(policy)
    assert (result.outcome, result.deadline) == ("running", at(expected))


def test_example_11_breached_by_the_upgrade_at_once():
    result = after_upgrade("retroactive", "P1")
    assert (result.outcome, result.outcome_at) == ("breached", at("11-23 11:00"))


def test_from_change_ends_the_old_clock():
    result = after_upgrade("from_change", now="11-24 13:00")
    assert (result.start, result.elapsed) == (at("11-23 14:00"), 8 * HOUR)
    (old,) = result.earlier
    assert (old.outcome, old.outcome_at) == ("cancelled", at("11-23 14:00"))
    assert (old.elapsed, old.target) == (4 * HOUR, 16 * HOUR)


def test_from_change_does_not_erase_a_breach():
    events = ["11-23 09:00|open", "11-23 14:00|priority|P3"]
    options = {"targets": PRIORITIES, "priority": "from_change"}
    result = state(events, 2, "11-23 15:00", **options)
    assert result.outcome == "running"
    (old,) = result.earlier
    assert (old.outcome, old.outcome_at) == ("breached", at("11-23 11:00"))


def test_from_change_takes_an_open_pause_along():
    events = [
        "11-23 09:00|open",
        "11-23 10:00|pause",
        "11-23 11:00|priority|P2",
        "11-23 12:00|resume",
    ]
    options = {"targets": PRIORITIES, "priority": "from_change"}
    result = state(events, 16, "11-23 14:00", **options)
    assert (result.elapsed, result.paused) == (2 * HOUR, HOUR)
    assert (result.earlier[0].elapsed, result.earlier[0].paused) == (HOUR, HOUR)


@pytest.mark.parametrize(
    ("policy", "hours"), [("retroactive", 16), ("keep_original", 8)]
)
def test_downgrade(policy, hours):
    events = ["11-23 09:00|open", "11-23 14:00|priority|P3"]
    options = {"targets": PRIORITIES, "priority": policy}
    assert state(events, 8, "11-23 15:00", **options).target == hours * HOUR


def test_downgrade_after_the_breach_does_not_erase_it():
    events = ["11-23 09:00|open", "11-23 14:00|priority|P3", "11-23 15:00|resolve"]
    result = state(events, 2, targets=PRIORITIES)
    assert (result.outcome, result.outcome_at) == ("breached", at("11-23 11:00"))
    assert result.deadline == at("11-23 11:00")


def test_a_priority_after_the_end_changes_nothing():
    events = ["11-23 09:00|open", "11-23 14:00|resolve", "11-23 15:00|priority|P1"]
    result = state(events, 8, targets=PRIORITIES)
    assert (result.outcome, result.target) == ("met", 8 * HOUR)


def test_the_priority_before_the_start_sets_the_target():
    events = ["11-23 08:00|priority|P1", "11-23 09:00|open"]
    assert state(events, 16, "11-23 10:00", targets=PRIORITIES).target == 2 * HOUR


REOPENED = ["11-23 09:00|open", "11-23 15:00|resolve", "11-24 10:00|reopen"]


@pytest.mark.parametrize(
    ("resolved", "outcome", "hours"),
    [("11:30", "met", 7.5), ("12:30", "breached", 8.5)],
)
def test_example_12_reopened(resolved, outcome, hours):
    assert state(REOPENED, 8, "11-24 11:00").deadline == at("11-24 12:00")
    result = state([*REOPENED, f"11-24 {resolved}|resolve"], 8)
    assert (result.outcome, result.elapsed) == (outcome, hours * HOUR)


@pytest.mark.parametrize(
    ("options", "outcome"),
    [
        ({"reopen": "new"}, "met"),
        ({"reopen_within": timedelta(hours=18)}, "met"),
        ({"reopen_within": timedelta(hours=19)}, "running"),
    ],
)
def test_reopening_out_of_reach_leaves_the_result(options, outcome):
    assert state(REOPENED, 8, "11-24 11:00", **options).outcome == outcome


def test_reopening_does_not_erase_a_breach():
    result = state([*REOPENED, "11-24 10:01|priority|P3"], 2, targets=PRIORITIES)
    assert (result.outcome, result.outcome_at) == ("breached", at("11-23 11:00"))


def test_example_13_resolved_from_a_pause():
    events = ["11-23 09:00|open", "11-23 10:00|pause", "11-27 17:00|resolve"]
    result = state(events, 8)
    assert (result.outcome, result.elapsed) == ("met", HOUR)
    assert result.paused == (8 + 9 * 3 + 8) * HOUR


def test_paused_now():
    result = state(["11-23 09:00|open", "11-23 10:00|pause"], 8, "11-23 12:00")
    assert (result.outcome, result.elapsed, result.paused) == ("paused", 3600, 7200)
    assert result.deadline == at("11-24 10:00")


def test_only_the_reasons_that_count_stop_the_clock():
    events = ["11-23 09:00|open", "11-23 10:00|pause|spare", "11-23 12:00|resolve"]
    assert state(events, 8, reasons={"customer"}).elapsed == 3 * HOUR
    assert state(events, 8, reasons={"spare"}).elapsed == HOUR


def test_pauses_that_repeat_or_come_too_late_do_nothing():
    events = [
        "11-23 09:00|open",
        "11-23 09:30|resume",
        "11-23 10:00|pause",
        "11-23 10:30|pause",
        "11-23 11:00|resume",
        "11-23 12:00|resolve",
        "11-23 13:00|pause",
        "11-23 14:00|resolve",
    ]
    result = state(events, 8)
    assert (result.elapsed, result.paused) == (2 * HOUR, HOUR)
    assert result.outcome_at == at("11-23 12:00")


def test_still_in_time_at_the_very_deadline():
    events = ["11-23 09:00|open"]
    assert state(events, 2, "11-23 11:00").outcome == "running"
    late = state(events, 2, "11-23 11:00:01")
    assert (late.outcome, late.outcome_at) == ("breached", at("11-23 11:00"))


def test_not_started():
    assert state(["11-23 09:00|ack"], 2) == ClockState(target=2 * HOUR)
    assert state(["11-23 09:00|open"], 2, "11-23 08:00").outcome == "none"


def test_cancelled():
    events = ["11-23 09:00|open", "11-23 10:00|cancel", "11-23 16:00|resolve"]
    result = state(events, 2)
    assert (result.outcome, result.outcome_at) == ("cancelled", at("11-23 10:00"))
    assert result.elapsed == HOUR


def test_cancelling_does_not_erase_a_breach_or_a_result():
    late = state(["11-23 09:00|open", "11-23 12:00|cancel"], 2)
    assert (late.outcome, late.outcome_at) == ("breached", at("11-23 11:00"))
    done = state(["11-23 09:00|open", "11-23 10:00|resolve", "11-23 12:00|cancel"], 2)
    assert (done.outcome, done.reached_at) == ("met", at("11-23 10:00"))


def test_a_cancelled_pause_ends_there():
    events = ["11-23 09:00|open", "11-23 10:00|pause", "11-23 11:00|cancel"]
    result = state(events, 2)
    assert (result.outcome, result.elapsed, result.paused) == ("cancelled", 3600, 3600)


def test_a_correction_voids_an_event_and_takes_its_place():
    events = [
        Event(at("11-23 09:00"), "open", id=1),
        Event(at("11-23 10:00"), "resolve", id=2),
        Event(at("11-23 11:30"), "resolve", id=3, voids=2),
    ]
    result = replay(events, C, 2 * HOUR, Policy(), at("11-23 12:00"))
    assert (result.outcome, result.elapsed) == ("breached", 2.5 * HOUR)


def test_other_starts_and_stops():
    events = ["11-23 09:00|open", "11-23 10:00|assign", "11-23 11:00|ack"]
    result = state(events, 2, start="assign", stop={"ack", "first_response"})
    assert (result.outcome, result.elapsed) == ("met", HOUR)


def test_the_log_may_come_in_any_order():
    events = log(*EXAMPLE_11)
    now = at("11-23 14:00")
    turned = replay(reversed(events), C, 8 * HOUR, Policy(), now)
    assert turned == replay(events, Timeline(C), 8 * HOUR, Policy(), now)


def test_the_state_does_not_depend_on_the_kind_of_windows():
    events = log(*REOPENED)
    now = at("11-24 17:00")
    plain = replay(events, C, 8 * HOUR, Policy(), now)
    assert plain == replay(events, Timeline(C), 8 * HOUR, Policy(), now)


# against a counter with one tick a second

KINDS = ["open", "pause", "resume", "resolve", "reopen", "priority", "cancel"]
events_in_time = st.lists(
    st.tuples(seconds, st.sampled_from(KINDS), st.sampled_from(["P1", "P2"])),
    max_size=9,
)


class Counter:
    """One tick a second; retroactive priorities, reopening continues the clock."""

    def __init__(self, target):
        self.target = target
        self.counts = {"elapsed": 0, "paused": 0, "outside": 0}
        self.mode = "none"
        self.missed = False

    def take(self, kind, value, targets):
        moves = {
            ("none", "open"): "running",
            ("running", "pause"): "paused",
            ("paused", "resume"): "running",
            ("running", "resolve"): "met",
            ("paused", "resolve"): "met",
            ("met", "reopen"): "running",
            ("running", "cancel"): "cancelled",
            ("paused", "cancel"): "cancelled",
        }
        if kind == "priority" and self.mode in ("none", "running", "paused"):
            self.missed |= self.counts["elapsed"] > self.target
            self.target = targets[value]
        if kind in ("reopen", "cancel") and self.mode in ("met", "running", "paused"):
            self.missed |= self.counts["elapsed"] > self.target
        if kind == "reopen" and self.mode == "met":
            for name in self.counts:
                self.counts[name] += self.closed[name]
        self.mode = moves.get((self.mode, kind), self.mode)
        self.closed = {"elapsed": 0, "paused": 0, "outside": 0}

    def tick(self, in_window):
        name = "elapsed" if self.mode == "running" else "paused"
        name = name if in_window else "outside"
        if self.mode in ("running", "paused"):
            self.counts[name] += 1
        elif self.mode == "met":
            self.closed[name] += 1

    def outcome(self):
        late = self.missed or self.counts["elapsed"] > self.target
        return "breached" if late else self.mode


def closed_time_kept(counter, kind):
    """Only an event that changes the mode ends the closed stretch."""
    return counter.mode != "met" or kind == "reopen"


@settings(max_examples=300)
@given(spans, events_in_time, st.integers(0, 200), seconds)
def test_replay_second_by_second(work, events, target, now):
    targets = {"P1": 40, "P2": 120}
    ordered = sorted(events, key=lambda event: event[0])
    counter = Counter(target)
    for second in range(now + 1):
        for _when, kind, value in (e for e in ordered if e[0] == second):
            if closed_time_kept(counter, kind):
                counter.take(kind, value, targets)
        if second < now:
            counter.tick(covered(work, second))
    entries = [
        Event(ZERO + when * SECOND, kind, value) for when, kind, value in ordered
    ]
    policy = Policy(targets=targets)
    result = replay(entries, instants(work), target, policy, ZERO + now * SECOND)
    assert result.outcome == counter.outcome()
    assert (result.elapsed, result.paused, result.outside) == tuple(
        counter.counts.values()
    )
    if result.start is not None:
        spent = result.elapsed + result.paused + result.outside
        ends = result.reached_at or ZERO + now * SECOND
        if counter.mode != "cancelled":
            assert spent == (ends - result.start) // SECOND
