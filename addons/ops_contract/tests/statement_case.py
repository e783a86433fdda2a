"""A contract with prices, service levels and their evaluation (contract.md, 24)."""

from datetime import date

from odoo.fields import Command

from .sla_case import YEAR, SlaCase, at

NOVEMBER = date(2026, 11, 1)
DECEMBER = date(2026, 12, 1)
AFTER = "12-05 09:00"
TIME_TIERS = [(9000, 9500, 500), (8000, 9000, 1000), (0, 8000, 2000)]
UPTIME_TIERS = [(9900, 9990, 1000), (9500, 9900, 2500), (0, 9500, 5000)]


class StatementCase(SlaCase):
    """``cls.case()``: 80 000 a month; response 30 %, resolution 50 %, availability
    20 %, capped at 10 %."""

    @classmethod
    def case(cls, contract=None, day=YEAR, fee=80000.0, **terms):
        contract = contract or cls.contract(calendar_id=cls.calendar_247.id)
        cls.agreed(contract, "price", day, price=[{"name": "Fee", "unit_price": fee}])
        sla = cls.agreed(contract, "sla", day, sla=cls.levels())
        keys = sla.sla_line_ids.sorted("sequence").mapped("line_key")
        cls.evaluate(contract, keys, day, **terms)
        return contract

    @classmethod
    def levels(cls):
        return [
            cls.promise(1, metric="t_response", sequence=1),
            cls.promise(8, metric="t_resolve", sequence=2),
            cls.promise(metric="t_available", sequence=3, target_bp=9990),
        ]

    @classmethod
    def evaluate(cls, contract, keys, day=YEAR, **terms):
        rows = zip(
            keys,
            [3000, 5000, 2000],
            [TIME_TIERS, TIME_TIERS, UPTIME_TIERS],
            strict=True,
        )
        extra = terms.pop("row", {})
        lines = [
            {
                "sla_key": key,
                "weight_bp": weight,
                "tier_ids": [
                    Command.create({"low_bp": low, "high_bp": high, "credit_bp": bp})
                    for low, high, bp in tiers
                ],
                **extra,
            }
            for key, weight, tiers in rows
        ]
        values = {"cap_bp": 1000, "evaluation": lines, **terms}
        return cls.agreed(contract, "evaluation", day, **values)

    def cases(self, contract, metric, met, breached, day="11-10"):
        """Cases of one day: kept in half an hour, or missed by days."""
        month, number = day.split("-")
        late = f"{month}-{int(number) + 2:02}"
        self.env["ops.sla.clock"].create(
            [
                {
                    "name": f"{metric} {number}",
                    "contract_id": contract.id,
                    "metric_id": self.metrics[metric].id,
                    "start_at": at(f"{day} 09:00"),
                    "reached_at": at(f"{late if missed else day} 09:30"),
                }
                for missed, count in [(False, met), (True, breached)]
                for number in range(count)
            ]
        )

    def outage(self, contract, start, end, **values):
        return self.env["ops.outage"].create(
            {
                "name": "Down",
                "contract_id": contract.id,
                "start_at": at(start),
                "end_at": end and at(end),
                **values,
            }
        )

    def maintenance(self, contract, start, end):
        """Agreed: asked for by one person, approved by another."""
        window = self.outage(contract, start, end, kind="maintenance")
        window.with_user(self.users["supervisor"]).action_submit()
        window.with_user(self.users["manager"]).action_approve()
        return window

    def statement(self, contract, first=NOVEMBER, now=AFTER):
        Statement = self.env["ops.sla.statement"]
        return Statement._generate(contract, first, at(now))

    def line(self, statement, metric):
        wanted = self.metrics[metric]
        return statement.line_ids.filtered(lambda line: line.metric_id == wanted)
