"""Filters find what the form shows, in as many queries for many as for few."""

from datetime import date

from odoo.tests import tagged

from .sla_case import SlaCase

FLAGS = ("is_without_annex", "has_gap", "is_expiring", "is_chain_broken", "is_at_risk")


@tagged("post_install", "-at_install")
class TestWarningFilters(SlaCase):
    def complete(self, day=date(2026, 1, 1), **values):
        contract = self.contract(**values)
        line = {"item_id": self.item.id, "no_sla_reason": "-"}
        self.agreed(contract, "service", day, service=[line])
        return self.promised(self.promise(4), contract=contract, day=day)

    def several(self):
        long = {"date_end": date(2028, 12, 31)}
        good = self.complete(**long)
        gap = self.complete(date(2026, 2, 1), **long)
        bare = self.contract(**long)
        half = self.promised(self.promise(4), contract=self.contract(**long))
        ending = self.complete()
        draft = self.contract(state="draft", **long)
        ahead = self.complete(
            date(2027, 2, 1), state="signed", date_start=date(2027, 2, 1), **long
        )
        frame = self.contract(**long)
        child = self.complete(parent_id=frame.id, **long)
        slow = self.promised(
            self.promise(9), contract=self.contract(direction="internal", **long)
        )
        good.underpinning_ids = slow
        return good | gap | bare | half | ending | draft | ahead | frame | child | slow

    def test_filters_find_what_the_form_shows(self):
        contracts = self.several()
        good, gap, bare, half, ending, *_others, slow = contracts
        expected = {
            "is_without_annex": bare | half | slow,
            "has_gap": gap,
            "is_expiring": ending,
            "is_chain_broken": good,
            "is_at_risk": bare | half | slow | gap | ending | good,
        }
        for name in FLAGS:
            for value in (True, False):
                wanted = expected[name] if value else contracts - expected[name]
                with self.subTest(name=name, value=value):
                    self.assert_found(contracts, name, value, wanted)

    def assert_found(self, contracts, name, value, wanted):
        mine = contracts.with_env(self.as_("org"))
        domain = [("id", "in", mine.ids), (name, "=", value)]
        self.assertEqual(set(mine.search(domain).ids), set(wanted.ids))
        shown = mine.filtered(lambda contract: contract[name] == value)
        self.assertEqual(set(shown.ids), set(wanted.ids))

    def test_many_cost_as_many_queries_as_few(self):
        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            for name in ("is_without_annex", "has_gap", "is_chain_broken"):
                self.env["ops.contract"].search([(name, "=", True)])
            return self.cr.sql_log_count - before

        for _n in range(2):
            self.several()
        few = cost()
        for _n in range(4):
            self.several()
        self.assertLessEqual(cost(), few)
