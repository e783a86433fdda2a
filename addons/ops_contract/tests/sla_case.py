"""A contract with service levels, and facts on it. Instants are local, Shanghai."""

from datetime import date, datetime, timedelta
from unittest.mock import patch

from odoo.fields import Command

from odoo.addons.ops_base.calc.timeline import SECOND

from .common import ContractCase

SHANGHAI = timedelta(hours=8)
YEAR = date(2026, 1, 1)
NOW = datetime.fromisoformat("2026-12-31 04:00")
# contract.md 3.5: weekdays off, and weekend days worked
HOLIDAYS = [
    *[date(2026, 2, day) for day in (16, 17, 18, 19, 20, 23)],
    *[date(2026, 10, day) for day in (1, 2, 5, 6, 7)],
]
WORKDAYS = [date(2026, 2, 14), date(2026, 10, 10)]


def at(text):
    """Naive UTC of a local time such as ``11-20 17:30`` in 2026."""
    return datetime.fromisoformat(f"2026-{text}") - SHANGHAI


class SlaCase(ContractCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # after all facts, before the contracts end; a test may set its own
        cls.startClassPatcher(patch.object(cls.env.cr, "_now", NOW))
        cls.create_days()
        cls.waiting = cls.env["ops.pause.reason"].create(
            {"name": "Waiting", "code": "t_wait", "needs_evidence": False}
        )
        cls.force = cls.env["ops.exclusion.reason"].create(
            {"name": "Force Majeure", "code": "t_force"}
        )
        cls.resolve = cls.metrics["t_resolve"]
        cls.respond = cls.metrics["t_response"]

    @classmethod
    def create_days(cls):
        vals = [(day, "holiday") for day in HOLIDAYS]
        vals += [(day, "workday") for day in WORKDAYS]
        cls.env["ops.calendar.day"].create(
            [
                {
                    "name": str(day),
                    "date": day,
                    "kind": kind,
                    "company_id": cls.company.id,
                }
                for day, kind in vals
            ]
        )

    @classmethod
    def promise(cls, hours=None, metric="t_resolve", **values):
        """Values of a service level."""
        return {
            "metric_id": cls.metrics[metric].id,
            "target_minutes": round(hours * 60) if hours else 0,
            "pause_reason_ids": [Command.set(cls.waiting.ids)],
            "exclusion_ids": [Command.set(cls.force.ids)],
            **values,
        }

    @classmethod
    def promised(cls, *lines, contract=None, day=YEAR):
        """A contract with agreed service levels from ``day`` on."""
        contract = contract or cls.contract()
        cls.agreed(contract, "sla", day, sla=list(lines))
        return contract

    @classmethod
    def agreed(cls, contract, kind, day=YEAR, **values):
        version = cls.version(contract, kind, day, change_reason="As agreed", **values)
        return cls.agree(version)

    def fact(self, contract, start, reached=None, pauses=(), now=None, **values):
        """``pauses``: (from, to) as local texts, to None while it lasts."""
        clock = self.env["ops.sla.clock"].create(
            {
                "name": f"Case of {start}",
                "contract_id": contract.id,
                "metric_id": self.resolve.id,
                "start_at": at(start),
                "reached_at": reached and at(reached),
                "pause_ids": [
                    Command.create(
                        {
                            "reason_id": self.waiting.id,
                            "start_at": at(begin),
                            "end_at": end and at(end),
                        }
                    )
                    for begin, end in pauses
                ],
                **values,
            }
        )
        clock._judge_anew(at(now or start))
        return clock

    def moment(self, local):
        """The clock of the database stands at this local time."""
        return patch.object(self.env.cr, "_now", at(local))

    def override(self, contract, kind, role="supervisor", **values):
        """Asked for by a role, and waiting."""
        request = self.as_(role)["ops.sla.override"].create(
            {"contract_id": contract.id, "kind": kind, "note": "A mistake", **values}
        )
        request.action_submit()
        return request

    def assertDue(self, clock, local):
        self.assertEqual(clock.deadline, at(local))

    def assertAddsUp(self, clock):
        """Every second is counted, paused or outside (contract.md, example 41)."""
        parts = clock.elapsed_s + clock.paused_s + clock.outside_s
        end = clock.reached_at or clock.cancelled_at
        self.assertEqual(parts, (end - clock.start_at) // SECOND)
