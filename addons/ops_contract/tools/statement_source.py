"""Everything that the statements of some contracts and one span of days need, read
once: one query per source, however many contracts and lines."""

from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from odoo.addons.ops_base.calc.period import as_utc

from ..calc.version import Lines, month_segments, place, switch_days
from ..queries import statement as queries
from .sla_book import DAY, HoursBook, VersionBook, contract_span

KINDS = ("sla", "evaluation", "price")
# how far back misses in a row and the right to terminate are looked for
LOOK_BACK = timedelta(days=3700)


class Part(NamedTuple):
    """A stretch of days with its versions (None in a gap) and its number."""

    index: int
    start: object
    end: object
    sla: object
    evaluation: object
    price: object


class StatementSource:
    def __init__(self, contracts, first, last, now):
        # sudo: what a statement counts does not depend on who asks
        self.contracts = contracts.sudo()
        self.env = self.contracts.env
        self.first, self.last, self.now = first, last, now
        self.book = VersionBook(self.contracts, (*KINDS, "service"))
        zones = set(self.contracts.mapped("tz")) or {"UTC"}
        start = min(as_utc(first, 0, tz) for tz in zones)
        end = max(as_utc(last + DAY, 0, tz) for tz in zones)
        self.hours = HoursBook(start, end)
        self._read(start, end)

    def _read(self, start, end):
        ids = self.contracts.ids
        env = self.env
        env["ops.sla.clock"].flush_model()
        self.facts = _grouped(
            env.execute_query(queries.facts(ids, self.first, self.last))
        )
        self.uncovered = dict(
            env.execute_query(queries.uncovered(ids, self.first, self.last))
        )
        self.outages = _by_contract(
            env["ops.outage"]
            .search(
                [
                    ("contract_id", "in", ids),
                    ("start_at", "<", end),
                    "|",
                    ("end_at", "=", False),
                    ("end_at", ">", start),
                ]
            )
            ._counts()
        )
        self._read_days(ids)

    def _read_days(self, ids):
        env = self.env
        self.readings = _by_contract(
            env["ops.sla.reading"].search(
                [
                    ("contract_id", "in", ids),
                    ("approval_state", "=", "approved"),
                    ("date_to", ">=", self.first),
                    ("date_to", "<=", self.last),
                ]
            )
        )
        self.deliverables = _by_contract(
            env["ops.deliverable"].search(
                [
                    ("contract_id", "in", ids),
                    ("state", "!=", "cancelled"),
                    ("date_due", ">=", self.first),
                    "|",
                    ("date_due", "<=", self.last),
                    # what falls due after the end counts in the last month
                    "&",
                    ("contract_id.date_last", ">=", self.first),
                    ("contract_id.date_last", "<=", self.last),
                ]
            )
        )

    def read_history(self):
        """Earlier statements and corrections, which only the money needs."""
        ids, since = self.contracts.ids, self.first - LOOK_BACK
        env = self.env
        env["ops.sla.statement"].flush_model()
        env["ops.sla.statement.line"].flush_model()
        rows = env.execute_query(queries.earlier_months(ids, since, self.first))
        self.months = _grouped(rows)
        rows = env.execute_query(queries.earlier_verdicts(ids, since, self.first))
        self.verdicts = _grouped(rows)
        self.adjustments = _by_contract(
            env["ops.sla.statement.adjustment"].search(
                [
                    ("contract_id", "in", ids),
                    ("approval_state", "=", "approved"),
                    ("corrects_id.date_from", "<", self.first),
                    "|",
                    ("statement_id", "=", False),
                    ("statement_id.date_from", "=", self.first),
                ]
            )
        )

    def parts(self, contract):
        """The stretches in which the contract runs, and the days on which a stretch
        begins (of all of the span, for the fee)."""
        histories = [self.book.history(contract, kind) for kind in KINDS]
        cut = month_segments(
            self.first, self.last, *histories, [contract_span(contract)]
        )
        found = []
        for index, part in enumerate(cut):
            *versions, runs = part.versions
            if runs is not None:
                named = (
                    None
                    if chosen is None
                    else self.book.versions(contract, kind)[chosen]
                    for kind, chosen in zip(KINDS, versions, strict=True)
                )
                found.append(Part(index, part.start, part.end, *named))
        return found, switch_days(cut)

    def terms(self, contract, parts):
        """The version of the evaluation whose rules hold for the whole month; after
        the end, the last one."""
        versions = [part.evaluation for part in parts if part.evaluation]
        if not parts:
            versions = self.book.versions(contract, "evaluation")
        return versions[-1] if versions else None

    def placed(self, contract, parts):
        """``{(part index, line_key): {outcome: [ids], "carried": n}}`` and the number
        of facts that no line takes."""
        stretches = [
            Lines(
                part.start,
                part.end,
                part.sla.id if part.sla else None,
                part.sla.sla_line_ids.mapped("line_key") if part.sla else (),
            )
            for part in parts
        ]
        found = defaultdict(lambda: defaultdict(list))
        homeless = 0
        for version, key, outcome, started, ids in self.facts[contract.id]:
            spot = place(started, version, key, stretches)
            if spot is None:
                homeless += len(ids)
                continue
            counted = found[parts[spot.segment].index, key]
            counted[outcome] += ids
            if spot.carried:
                counted["carried"] += ids
        return found, homeless + self.uncovered.get(contract.id, 0)


def _by_contract(records):
    found = defaultdict(records.browse)
    for record in records:
        found[record.contract_id.id] |= record
    return found


def _grouped(rows):
    """By the first column."""
    found = defaultdict(list)
    for key, *row in rows:
        found[key].append(row)
    return found
