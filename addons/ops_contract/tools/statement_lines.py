"""One service level in one stretch of days: cases, exact value, both verdicts."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import chain

from odoo.addons.ops_base.calc.period import as_utc, local_day
from odoo.addons.ops_base.calc.timeline import clip
from odoo.addons.ops_base.calc.working_time import subtract

from ..calc.deliverable import outcome as delivery_outcome
from ..calc.sla import (
    attainment,
    contract_verdict,
    statistical_verdict,
    value_verdict,
    wilson,
)
from ..calc.uptime import uptime
from .sla_book import DAY, line_calendar

WHOLE_BP = 10_000


@dataclass
class LineResult:
    """``value``: exact; ``attained``: on the scale of the tiers, 1 is the target or
    all; ``missed_cases``: what an amount per missed case is about."""

    line: object
    met: int = 0
    breached: int = 0
    excluded: int = 0
    carried: int = 0
    numerator: int = 0
    denominator: int = 0
    value: Fraction | None = None
    attained: Fraction | None = None
    verdict: str = "na"
    statistical: str = "na"
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    missed_cases: int = 0
    fact_ids: list = field(default_factory=list)
    evaluation: object = None
    tier_bp: int = 0
    factor_bp: int = WHOLE_BP
    credit: int = 0
    bonus: int = 0
    points: int = 0

    @property
    def n(self):
        return self.met + self.breached


class LineEvaluator:
    """For the lines of one contract and one stretch."""

    def __init__(self, source, contract, part, placed):
        self.source = source
        self.contract = contract
        self.part = part
        self.placed = placed

    def results(self):
        lines = self.part.sla.sla_line_ids if self.part.sla else ()
        return [self.result(line) for line in lines]

    def result(self, line):
        return getattr(self, f"_{line.metric_id.evaluator}")(line)

    # cases -------------------------------------------------------------------
    def _clock(self, line):
        facts = self.placed.get((self.part.index, line.line_key), {})
        counts = {name: facts.get(name, []) for name in ("met", "breached", "excluded")}
        result = self._counted(
            line, *(len(ids) for ids in counts.values()), len(facts.get("carried", []))
        )
        result.fact_ids = sorted(chain.from_iterable(counts.values()))
        return result

    def _deliverable(self, line):
        found = {"met": 0, "breached": 0, "open": 0}
        for deliverable in self.deliverables():
            if deliverable._is_counted_by(line):
                found[self.delivered(deliverable)] += 1
        return self._counted(line, found["met"], found["breached"])

    def open_deliverables(self, line):
        """Those of the stretch that have no outcome yet."""
        return [
            deliverable
            for deliverable in self.deliverables()
            if deliverable._is_counted_by(line)
            and self.delivered(deliverable) == "open"
        ]

    def deliverables(self):
        """Due in the stretch; the last one takes what falls due after the end."""
        is_last = self.part.end == self.contract.date_last
        until = date.max if is_last else self.part.end
        return self.source.deliverables[self.contract.id].filtered(
            lambda item: self.part.start <= item.date_due <= until
        )

    def delivered(self, deliverable):
        today = local_day(self.source.now, self.contract.tz)
        deliveries = [
            (delivery.delivered_at, delivery.verdict or "delivered")
            for delivery in deliverable.delivery_ids.sorted("id")
        ]
        tz = self.contract.tz
        return delivery_outcome(deliveries, deliverable.date_due, today, tz)

    def _counted(self, line, met, breached, excluded=0, carried=0):
        low, high = wilson(met, met + breached)
        value = attainment(met, breached)
        return LineResult(
            line=line,
            met=met,
            breached=breached,
            excluded=excluded,
            carried=carried,
            numerator=met,
            denominator=met + breached,
            value=value,
            attained=value,
            verdict=self.verdict_of_cases(line, met, breached),
            statistical=statistical_verdict(met, met + breached, line.target_bp),
            low=low,
            high=high,
            missed_cases=breached,
        )

    @classmethod
    def verdict_of_ratio(cls, line, good, cases):
        """Of a ratio that should be high, or of one that should be low."""
        if line.metric_id.direction == "up":
            return cls.verdict_of_cases(line, good, cases - good)
        value = Fraction(good, cases) if cases else None
        return value_verdict(value, Fraction(line.target_bp, WHOLE_BP), "down")

    @staticmethod
    def verdict_of_cases(line, met, breached):
        return contract_verdict(
            met,
            breached,
            line.target_bp,
            line.small_n_rule,
            line.n_min,
            line.zero_case,
        )

    # availability --------------------------------------------------------------
    def _availability(self, line):
        agreed = self._agreed(line)
        outages = self._outages(line)
        down = outages.filtered(lambda outage: outage.kind == "outage")
        parts = uptime(
            agreed,
            _spans(down),
            _spans(outages - down),
            _spans(down.filtered("is_excluded"), self.source.hours.end),
        )
        value = parts.availability
        up = parts.agreed_s - parts.down_s
        verdict = "na"
        if value is not None:
            verdict = contract_verdict(up, parts.down_s, line.target_bp)
        return LineResult(
            line=line,
            breached=parts.failures,
            excluded=len(down.filtered("is_excluded")),
            numerator=up,
            denominator=parts.agreed_s,
            value=value,
            attained=value,
            verdict=verdict,
            missed_cases=parts.failures,
        )

    def _agreed(self, line):
        """Service hours of the stretch up to now, without suspended days."""
        contract, source = self.contract, self.source
        start = as_utc(self.part.start, 0, contract.tz)
        end = min(as_utc(self.part.end + DAY, 0, contract.tz), source.now)
        calendar = line_calendar(line, self._service(line), contract)
        timeline = source.hours.timeline(calendar, contract.company_id)
        windows = zip(timeline.starts, timeline.ends, strict=True)
        agreed = [(a, b) for a, b in clip(windows, start, end) if a < b]
        suspended = contract._suspended_windows(start, end) if start < end else []
        return subtract(agreed, suspended)

    def _service(self, line):
        """The agreed service that lends its hours: the first one with own hours."""
        book, start = self.source.book, as_utc(self.part.start, 0, self.contract.tz)
        services = (
            book.service_for(self.contract, key, start)
            for key in line.service_line_ids.mapped("line_key")
        )
        return next((s for s in services if s and s.calendar_id), None)

    def is_down(self, line):
        """Whether an outage of the stretch lasts."""
        return any(
            outage.kind == "outage" and not outage.end_at
            for outage in self._outages(line)
        )

    def _outages(self, line):
        """Those of the stretch, whatever else was read with it."""
        start = as_utc(self.part.start, 0, self.contract.tz)
        end = as_utc(self.part.end + DAY, 0, self.contract.tz)
        return self.source.outages[self.contract.id].filtered(
            lambda outage: (
                outage.start_at < end
                and (not outage.end_at or outage.end_at > start)
                and outage._is_counted_by(line)
            )
        )

    # readings ------------------------------------------------------------------
    def readings(self, line):
        return self.source.readings[self.contract.id].filtered(
            lambda reading: (
                reading.line_key == line.line_key
                and self.part.start <= reading.date_to <= self.part.end
            )
        )

    def _ratio(self, line):
        readings = self.readings(line)
        good = sum(readings.mapped("numerator"))
        cases = sum(readings.mapped("denominator"))
        if line.metric_id.direction == "up":
            result = self._counted(line, good, cases - good)
            result.missed_cases = int(result.verdict == "missed")
            return result
        value = Fraction(good, cases) if cases else None
        target = Fraction(line.target_bp, WHOLE_BP)
        result = self._measured(line, value, target)
        result.numerator, result.denominator = good, cases
        return result

    def _count(self, line):
        readings = self.readings(line)
        values = [exact_number(reading.value) for reading in readings]
        value = sum(values, Fraction(0)) if values else None
        return self._measured(line, value, exact_number(line.target_value))

    def _value(self, line):
        values = [exact_number(reading.value) for reading in self.readings(line)]
        value = sum(values, Fraction(0)) / len(values) if values else None
        return self._measured(line, value, exact_number(line.target_value))

    def _measured(self, line, value, target):
        direction = line.metric_id.direction
        verdict = value_verdict(value, target, direction)
        if verdict == "na":
            verdict = line.zero_case
        return LineResult(
            line=line,
            value=value,
            attained=share_of_target(value, target, direction),
            verdict=verdict,
            missed_cases=int(verdict == "missed"),
        )


def share_of_target(value, target, direction):
    """How much of the target was attained, 0 to 1, for the tiers."""
    if value is None:
        return None
    small, large = (value, target) if direction == "up" else (target, value)
    if large <= 0:
        return Fraction(1)
    return max(Fraction(0), min(Fraction(1), Fraction(small) / large))


def _spans(outages, lasting=None):
    return [(outage.start_at, outage.end_at or lasting) for outage in outages]


def exact_number(number):
    return Fraction(f"{number:.4f}")


def line_values(result):
    """Values of a line that are no money."""
    line = result.line
    return {
        "sla_line_id": line.id,
        "line_key": line.line_key,
        "carried_over": result.carried,
        "n": result.n,
        "met": result.met,
        "breached": result.breached,
        "excluded": result.excluded,
        "numerator": result.numerator,
        "denominator": result.denominator,
        "value": float(result.value or 0),
        "has_value": result.value is not None,
        "target_bp": line.target_bp,
        "target_value": line.target_value,
        "wilson_low": float(result.low),
        "wilson_high": float(result.high),
        "verdict": result.verdict,
        "statistical_verdict": result.statistical,
    }
