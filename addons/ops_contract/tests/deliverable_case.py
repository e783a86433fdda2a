"""A contract of 2026 with deliverables; China's public days around October."""

from datetime import date, datetime
from unittest.mock import patch

from .common import ContractCase

HOLIDAYS = ["2026-09-25", *(f"2026-10-0{day}" for day in range(1, 8))]
MAKE_UP_DAYS = ["2026-09-20", "2026-10-10"]


class DeliverableCase(ContractCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Day = cls.env["ops.calendar.day"]
        Day.search([("company_id", "=", cls.company.id)]).unlink()
        kinds = {"holiday": HOLIDAYS, "workday": MAKE_UP_DAYS}
        Day.create(
            [
                {
                    "name": day,
                    "date": day,
                    "kind": kind,
                    "company_id": cls.company.id,
                }
                for kind, days in kinds.items()
                for day in days
            ]
        )
        cls.Deliverable = cls.env["ops.deliverable"]
        cls.subject = cls.contract()

    def at(self, text):
        """The clock of the database stands at this instant (UTC)."""
        now = datetime.fromisoformat(text)
        return patch.object(self.env.cr, "_now", now)

    def lines(self, **values):
        line = {
            "name": "Service report",
            "frequency": "monthly",
            "due_offset_days": 5,
            "due_in_working_days": True,
            "responsible_id": self.users["employee"].id,
            **values,
        }
        return [line]

    def promise(self, day=date(2026, 1, 1), **values):
        """A reporting annex in force from ``day`` with one line."""
        version = self.version(
            self.subject, "reporting", day, deliverable=self.lines(**values)
        )
        return self.agree(version)

    def next_version(self, version, day, **values):
        """The same promise, changed, from ``day`` on."""
        following = version.annex_id._new_version(day, change_reason="Agreed anew")
        following.deliverable_line_ids.write(self.lines(**values)[0])
        return self.agree(following)

    def generate(self, horizon):
        return self.Deliverable._generate(self.subject, date.fromisoformat(horizon))

    def all(self):
        return self.Deliverable.search(
            [("contract_id", "=", self.subject.id)], order="date_from, id"
        )

    def table(self, deliverables):
        return [
            (f"{each.date_from}", f"{each.date_to}", f"{each.date_due}", each.state)
            for each in deliverables.sorted(lambda each: (each.date_from, each.id))
        ]

    def due_days(self, deliverables):
        return {f"{each.date_to}": f"{each.date_due}" for each in deliverables}
