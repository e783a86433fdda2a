"""How likely levels that are not made of cases miss their month (contract.md, row 35):
by the month so far, what is still to come, and the past year of the same promise."""

from collections import defaultdict
from datetime import timedelta
from fractions import Fraction
from typing import NamedTuple

from odoo.addons.ops_base.calc.period import as_utc

from ..calc.forecast_rest import count_miss, downtime_miss, ratio_miss, value_miss
from ..calc.sla import value_verdict
from .sla_book import DAY
from .statement_lines import LineEvaluator, exact_number
from .statement_source import StatementSource

WHOLE_BP = 10_000
PAST = timedelta(days=365)
# with less past than this nothing is guessed
OUTAGES, DAYS, CASES, VALUES = 3, 28, 20, 6


class Outlook(NamedTuple):
    """``miss``: None where ``reason`` says why not; ``is_lost``: whatever comes."""

    miss: float | None
    reason: str | None = None
    met: int = 0
    breached: int = 0
    is_lost: bool = False


class Read(NamedTuple):
    """Approved readings of a promise: their values, cases, and the days covered."""

    values: list
    good: int
    cases: int
    days: int

    def __add__(self, other):
        return Read(*(a + b for a, b in zip(self, other, strict=True)))


class MonthOutlook:
    """The sources are read once for all contracts: the month as of now, the whole
    month, and the year before it."""

    def __init__(self, contracts, first, last, now):
        end = max(as_utc(last + DAY, 0, tz) for tz in set(contracts.mapped("tz")))
        self.now = StatementSource(contracts, first, last, now)
        self._whole = StatementSource(contracts, first, last, end)
        self._past = StatementSource(contracts, first - PAST, first - DAY, now)
        self.contracts = self.now.contracts

    def stretches(self, contract):
        """``{line: [its stretches of days]}`` of the levels in force in the month."""
        found = defaultdict(list)
        for part in self.now.parts(contract)[0]:
            for line in part.sla.sla_line_ids if part.sla else ():
                found[line].append(part)
        return found

    def promised_since(self, contract, line_key):
        """The first day on which a version with this key was in force."""
        versions = self.now.book.versions(contract, "sla")
        days = [
            version.date_from
            for version in versions
            if line_key in version.sla_line_ids.mapped("line_key")
        ]
        return max(min(days), contract.date_start)

    def evaluator(self, contract, part):
        return LineEvaluator(self.now, contract, part, {})

    def past_lines(self, contract):
        """``{line key: [(evaluator, line)]}`` of the year before."""
        found = defaultdict(list)
        for part in self._past.parts(contract)[0]:
            evaluator = LineEvaluator(self._past, contract, part, {})
            for line in part.sla.sla_line_ids if part.sla else ():
                found[line.line_key].append((evaluator, line))
        return found

    def of(self, contract, line, parts, past):
        """The outlook of one level; ``past``: of its key."""
        if line.evaluator == "availability":
            return self._availability(contract, line, parts, past)
        now = [self.evaluator(contract, part) for part in parts]
        so_far = _read((each, line) for each in now)
        known = so_far + _read(past)
        days = sum((part.end - part.start).days + 1 for part in parts) - so_far.days
        return getattr(self, f"_{line.evaluator}")(line, so_far, known, days)

    def _availability(self, contract, line, parts, past):
        now = [self.evaluator(contract, part) for part in parts]
        so_far = [each.result(line) for each in now]
        agreed = sum(
            LineEvaluator(self._whole, contract, part, {}).result(line).denominator
            for part in parts
        )
        down = sum(map(_down, so_far))
        failures = sum(result.breached for result in so_far)
        left = agreed * (WHOLE_BP - line.target_bp) // WHOLE_BP - down
        ahead = agreed - sum(result.denominator for result in so_far)
        known = [*so_far, *(each.result(own) for each, own in past)]
        past_failures = sum(result.breached for result in known)
        if left >= 0 and ahead > 0 and past_failures < OUTAGES:
            return Outlook(None, "outages", breached=failures)
        miss = downtime_miss(
            left,
            ahead,
            sum(result.denominator for result in known),
            past_failures,
            sum(map(_down, known)),
            any(each.is_down(line) for each in now),
        )
        return Outlook(miss, breached=failures, is_lost=left < 0)

    def _count(self, line, so_far, known, days):
        total, target = sum(so_far.values), exact_number(line.target_value)
        direction = line.metric_id.direction
        is_lost = direction == "down" and total > target
        if days > 0 and known.days < DAYS and not is_lost:
            return Outlook(None, "days")
        events = round(sum(known.values))
        miss = count_miss(total, target, direction, events, max(known.days, 1), days)
        return Outlook(miss, is_lost=is_lost)

    def _ratio(self, line, so_far, known, days):
        counts = {"met": so_far.good, "breached": so_far.cases - so_far.good}
        if days > 0 and known.cases < CASES:
            return Outlook(None, "cases", **counts)
        ahead = round(Fraction(known.cases * days, known.days)) if days > 0 else 0
        past = known.good, known.cases

        def is_missed(good, cases):
            return LineEvaluator.verdict_of_ratio(line, good, cases) == "missed"

        miss = ratio_miss(so_far.good, so_far.cases, ahead, *past, is_missed)
        return Outlook(miss, **counts)

    def _value(self, line, so_far, known, days):
        target, direction = exact_number(line.target_value), line.metric_id.direction
        if days > 0 and len(known.values) < VALUES:
            return Outlook(None, "values")

        def is_missed(mean):
            return value_verdict(mean, target, direction) == "missed"

        miss = value_miss(so_far.values, days > 0, known.values, is_missed)
        return Outlook(miss, None if miss is not None else "values")


def _down(result):
    return result.denominator - result.numerator


def _read(pairs):
    """What the readings of these ``(evaluator, line)`` say together."""
    readings = [row for each, line in pairs for row in each.readings(line)]
    return Read(
        [exact_number(row.value) for row in readings],
        sum(row.numerator for row in readings),
        sum(row.denominator for row in readings),
        sum((row.date_to - row.date_from).days + 1 for row in readings),
    )
