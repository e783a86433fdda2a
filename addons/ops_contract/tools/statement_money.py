"""From the results of a month to its net amount (contract.md 2.6). Money in minor
units; the rules are those of ``calc.credit``."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from odoo.addons.ops_base.calc.units import exact, to_minor

from ..calc import credit as rules
from .statement_lines import WHOLE_BP, LineEvaluator

DAY = timedelta(days=1)


@dataclass
class PartResult:
    part: object
    lines: list
    fee: int = 0
    before_cap: int = 0
    credit: int = 0


@dataclass
class MonthResult:
    contract: object
    parts: list = field(default_factory=list)
    uncounted: int = 0
    fee: int = 0
    before_cap: int = 0
    credit: int = 0
    bonus: int = 0
    points: int = 0
    point_deduction: int = 0
    deduction: int = 0
    earn_back: int = 0
    adjustment: int = 0
    termination: bool = False
    adjustments: object = None
    terms: object = None

    @property
    def is_closing(self):
        """The contract has ended: only what was found out later is settled."""
        return not self.parts

    @property
    def net(self):
        return rules.net_amount(
            self.fee,
            self.credit + self.point_deduction,
            self.deduction,
            self.adjustment,
            self.bonus + self.earn_back,
        )

    @property
    def verdict(self):
        lines = (line for part in self.parts for line in part.lines)
        return together(line.verdict for line in lines)


def evaluated(source, contract):
    """The lines of all stretches, without money."""
    parts, _switches = source.parts(contract)
    placed, uncounted = source.placed(contract, parts)
    found = MonthResult(contract, uncounted=uncounted)
    for part in parts:
        evaluator = LineEvaluator(source, contract, part, placed)
        found.parts.append(PartResult(part, evaluator.results()))
    found.terms = source.terms(contract, parts)
    return found


class Month:
    """The statement of one contract and month."""

    def __init__(self, source, contract):
        self.source = source
        self.contract = contract
        self.result = evaluated(source, contract)
        self.past = Past(source, contract)

    def compute(self):
        result = self.result
        self._share_fee()
        for part in result.parts:
            self._credit_part(part)
        result.fee = sum(part.fee for part in result.parts)
        result.before_cap = sum(part.before_cap for part in result.parts)
        result.credit = sum(part.credit for part in result.parts)
        result.bonus = sum(line.bonus for part in result.parts for line in part.lines)
        result.deduction = self._late_deliverables()
        self._settle_points()
        self._settle_history()
        result.adjustments = self.source.adjustments[self.contract.id]
        amounts = result.adjustments.mapped("amount")
        result.adjustment = sum(self.minor(amount) for amount in amounts)
        return result

    def minor(self, amount):
        return minor_units(amount, self.contract.currency_id)

    # fee ---------------------------------------------------------------------
    def _share_fee(self):
        """By days; the parts of one fee add up to it exactly."""
        switches = self.source.parts(self.contract)[1]
        days = (self.source.last - self.source.first).days + 1
        for part in self.result.parts:
            fee = self._fee(part.part.price)
            part.fee = rules.segments(fee, days, switches)[part.part.index]

    def _fee(self, version):
        if version is None:
            return 0
        return max(
            sum(map(self.minor, version.price_line_ids.mapped("monthly_amount"))), 0
        )

    # credit ------------------------------------------------------------------
    def _credit_part(self, part):
        version = part.part.evaluation
        if version is None:
            return
        rows = {row.sla_key: row for row in version.evaluation_line_ids}
        for line in part.lines:
            row = rows.get(line.line.line_key)
            if row:
                self._credit_line(part, line, row, version)
        credits = [line.credit for line in part.lines]
        part.before_cap = sum(credits)
        part.credit = rules.statement_total(credits, part.fee, version.cap_bp)

    def _credit_line(self, part, line, row, version):
        line.evaluation = row
        credit = rules.per_breach(line.missed_cases, self.minor(row.miss_amount))
        if line.verdict == "missed":
            tiers = [
                (_share(tier.low_bp), _share(tier.high_bp), tier.credit_bp)
                for tier in row.tier_ids
            ]
            line.tier_bp = rules.tier_bp(line.attained, tiers)
            credit += rules.line_credit(part.fee, row.weight_bp, line.attained, tiers)
            line.points = row.miss_points
        if row.bonus_bp and line.verdict == "met":
            bonus = [(_share(row.bonus_from_bp), None, row.bonus_bp)]
            line.bonus = rules.line_bonus(part.fee, row.weight_bp, line.attained, bonus)
        line.credit = self._multiplied(credit, line, version)

    def _multiplied(self, credit, line, version):
        """A level missed for months in a row costs more."""
        if not version.consecutive_months or not credit:
            return credit
        verdicts = [*self.past.verdicts_of(line.line.line_key), line.verdict]
        run = rules.missed_in_a_row(verdicts)
        if run >= version.consecutive_months:
            line.factor_bp = version.consecutive_factor_bp
        factor = Fraction(version.consecutive_factor_bp, WHOLE_BP)
        steps = [(version.consecutive_months, exact(factor))]
        return rules.multiplied(credit, run, steps)

    # the whole month -----------------------------------------------------------
    def _late_deliverables(self):
        """Each missed deliverable costs what its annex line says."""
        total = 0
        for part in self.result.parts:
            judge = LineEvaluator(self.source, self.contract, part.part, {})
            for item in judge.deliverables():
                if item.line_id.deduction and judge.delivered(item) == "breached":
                    total += self.minor(item.line_id.deduction)
        return total

    def _settle_points(self):
        """Points of a level count once a month; with the credits they stay below the
        cap."""
        result, terms = self.result, self.result.terms
        points = {}
        for part in result.parts:
            for line in part.lines:
                key = line.line.line_key
                points[key] = max(points.get(key, 0), line.points)
        result.points = sum(points.values())
        if not terms or not result.points:
            return
        bands = sorted(
            (band.points_from, band.deduction_bp) for band in terms.point_band_ids
        )
        ends = [start for start, _share_bp in bands[1:]] + [None]
        table = [(a, end, bp) for (a, bp), end in zip(bands, ends, strict=True)]
        amount = rules.points_credit(result.fee, result.points, table)
        most = rules.statement_total([result.fee], result.fee, terms.cap_bp)
        result.point_deduction = max(min(amount, most - result.credit), 0)

    def _settle_history(self):
        result, terms = self.result, self.result.terms
        if not terms:
            return
        if terms.earn_back_months:
            months = [*self.past.months(), (result.credit, result.verdict)]
            result.earn_back = rules.earned_back(months, terms.earn_back_months)
        if terms.termination_misses:
            verdicts = [verdict for _credit, verdict in self.past.months()]
            result.termination = rules.termination_due(
                [*verdicts, result.verdict],
                min(terms.termination_misses, terms.termination_window),
                terms.termination_window,
            )


class Past:
    """Earlier statements of a contract, month by month without a gap."""

    def __init__(self, source, contract):
        self.currency = contract.currency_id
        self.first = source.first
        self.credits = dict(source.months[contract.id])
        self.lines = {}
        for month, key, verdict in source.verdicts[contract.id]:
            self.lines.setdefault(month, []).append((key, verdict))

    def months(self):
        """``[(credit, verdict)]``, oldest first, up to the month before."""
        return [
            (
                minor_units(self.credits[month], self.currency),
                together(verdict for _key, verdict in self.lines.get(month, ())),
            )
            for month in self._unbroken()
        ]

    def verdicts_of(self, key):
        return [
            together(found for own, found in self.lines.get(month, ()) if own == key)
            for month in self._unbroken()
        ]

    def _unbroken(self):
        found = []
        month = (self.first - DAY).replace(day=1)
        while month in self.credits:
            found.append(month)
            month = (month - DAY).replace(day=1)
        return found[::-1]


def minor_units(amount, currency):
    """Whole cents of an amount that the database holds."""
    return to_minor(amount or 0, Decimal(1).scaleb(-currency.decimal_places))


def together(verdicts):
    """One verdict of several: one miss is a miss."""
    found = set(verdicts)
    return next((name for name in ("missed", "met") if name in found), "na")


def _share(bp):
    return Fraction(bp, WHOLE_BP)
