"""R26: an instant belongs to the same day and month whoever looks from where; months
end at the local midnight of the contract."""

from datetime import date, datetime, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

from odoo.tests import tagged

from .sla_case import SlaCase

ZONES = ("UTC", "Asia/Shanghai", "Europe/Brussels", "America/New_York")
# after 28, 29, 30 and 31 days, at the turn of the year and around the clock changes
FIRSTS = (
    date(2026, 3, 1),
    date(2026, 4, 1),
    date(2026, 5, 1),
    date(2026, 11, 1),
    date(2027, 1, 1),
    date(2028, 1, 1),
    date(2028, 3, 1),
)
SECOND = timedelta(seconds=1)


@tagged("post_install", "-at_install")
class TestTimeZones(SlaCase):
    def setUp(self):
        super().setUp()
        now = datetime.fromisoformat("2028-04-01")
        self.enterContext(patch.object(self.env.cr, "_now", now))

    def deal(self, tz):
        contract = self.contract(
            tz=tz, date_end=date(2028, 12, 31), calendar_id=self.calendar_247.id
        )
        return self.promised(self.promise(1), contract=contract)

    def boundary(self, first, tz):
        """UTC of the local midnight, by the standard library."""
        local = datetime(first.year, first.month, first.day, tzinfo=ZoneInfo(tz))
        return local.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)

    def reached(self, deal, instants, user):
        facts = self.env["ops.sla.clock"].with_user(user)
        return facts.create(
            [
                {
                    "name": f"{at}",
                    "contract_id": deal.id,
                    "metric_id": self.resolve.id,
                    "start_at": at - timedelta(minutes=10),
                    "reached_at": at,
                }
                for at in instants
            ]
        )

    def test_the_analysis_counts_from_the_contract_s_day(self):
        """A second before and at the local midnight."""
        for tz in ZONES:
            midnight = self.boundary(date(2026, 3, 1), tz) + timedelta(minutes=10)
            facts = self.reached(
                self.deal(tz), [midnight - SECOND, midnight], self.env.user
            )
            rows = self.env["ops.sla.report"].browse(facts.ids)
            with self.subTest(tz=tz):
                days = [date(2026, 2, 28), date(2026, 3, 1)]
                self.assertEqual(rows.mapped("start_day"), days)

    def test_months_end_at_the_contract_s_midnight_for_every_user(self):
        user = self.users["supervisor"]
        for tz in ZONES:
            deal = self.deal(tz)
            midnights = [self.boundary(first, tz) for first in FIRSTS]
            for seen_from in (False, "Pacific/Auckland", "America/Los_Angeles", tz):
                user.tz = seen_from
                with self.subTest(contract=tz, user=seen_from):
                    before = self.reached(deal, [m - SECOND for m in midnights], user)
                    after = self.reached(deal, midnights, user)
                    self.assertEqual(after.mapped("outcome_day"), list(FIRSTS))
                    self.assertEqual(
                        before.mapped("outcome_day"),
                        [first - timedelta(days=1) for first in FIRSTS],
                    )

    def test_a_statement_takes_the_facts_of_its_local_month(self):
        user = self.users["supervisor"]
        for tz in ZONES:
            deal = self.deal(tz)
            user.tz = "Pacific/Auckland"
            start = self.boundary(date(2026, 3, 1), tz)
            end = self.boundary(date(2026, 4, 1), tz)
            self.reached(deal, [start - SECOND, start, end - SECOND, end], user)
            months = self.env["ops.sla.statement"].with_user(user)
            march = months._generate(deal, date(2026, 3, 1))
            with self.subTest(contract=tz):
                self.assertEqual(sum(march.sudo().line_ids.mapped("n")), 2)
