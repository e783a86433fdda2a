from datetime import date

from lxml import etree

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import CostCase


@tagged("post_install", "-at_install")
class TestVersionLeaders(CostCase):
    """Units and items without a leader in charge on some day: listed on the draft,
    asked about at the issue, kept in its messages. U1 has a leader, nothing else."""

    def lead(self, start, end=False, **what):
        return self.env["ops.cost.charge"].create(
            {
                "company_id": self.company.id,
                "leader_id": self.employees["LEAD"].id,
                "date_start": start,
                "date_end": end,
                **what,
            }
        )

    def lead_all_items(self):
        for item in self.plan.block_ids.item_id:
            self.lead(date(2026, 1, 1), item_id=item.id)

    def notes(self, version):
        return [
            body for body in version.message_ids.mapped("body") if "no leader" in body
        ]

    def test_who_issues_over_a_gap_of_leaders_leaves_a_note(self):
        version = self.draft_version()
        version.with_env(self.as_("manager")).action_issue()
        self.assertEqual(version.state, "issued")
        [note] = self.notes(version)
        self.assertIn("4 units and items", note)
        for record in (self.nodes["U2"], self.items["WAG"], self.items["UTL"]):
            self.assertIn(record.display_name, note)
        self.assertNotIn(self.nodes["U1"].display_name, note)
        author = version.message_ids.filtered(lambda m: "no leader" in (m.body or ""))
        self.assertEqual(author.author_id, self.users["manager"].partner_id)

    def test_an_issue_without_a_gap_leaves_none(self):
        self.lead_all_items()
        self.lead(date(2026, 1, 1), unit_id=self.nodes["U2"].id)
        version = self.draft_version()
        self.assertFalse(version.unled_unit_ids or version.unled_item_ids)
        version.with_env(self.as_("manager")).action_issue()
        self.assertFalse(self.notes(version))

    def test_one_day_without_a_leader_is_a_gap(self):
        self.lead_all_items()
        self.lead(date(2026, 1, 1), date(2026, 2, 9), unit_id=self.nodes["U2"].id)
        second = self.lead(date(2026, 2, 11), unit_id=self.nodes["U2"].id)
        version = self.draft_version()
        self.assertEqual(version.unled_unit_ids, self.nodes["U2"])
        second.date_start = date(2026, 2, 10)
        version.invalidate_recordset()
        self.assertFalse(version.unled_unit_ids)

    def test_a_unit_needs_a_leader_as_long_as_it_exists(self):
        """From its first day, though that is after the version's, to its last one."""
        version = self.draft_version()
        self.nodes["U3"] = self._create_node("U3", "L", 1.0)
        self.nodes["U3"].date_start = date(2026, 2, 10)
        self.lead(date(2026, 1, 1), unit_id=self.nodes["U2"].id)
        version.invalidate_recordset()
        self.assertEqual(version.unled_unit_ids, self.nodes["U3"])
        charge = self.lead(date(2026, 2, 10), unit_id=self.nodes["U3"].id)
        version.invalidate_recordset()
        self.assertFalse(version.unled_unit_ids)
        charge.date_end = date(2026, 3, 9)
        self.nodes["U3"].date_end = date(2026, 3, 10)
        version.invalidate_recordset()
        self.assertEqual(version.unled_unit_ids, self.nodes["U3"])
        charge.date_end = date(2026, 3, 10)
        version.invalidate_recordset()
        self.assertFalse(version.unled_unit_ids)

    def test_the_button_asks_about_the_gap(self):
        """Two buttons, one of them to be seen: its question names the gap."""
        views = self.env["ops.cost.version"].with_env(self.as_("manager")).get_views
        arch = views([(False, "form")])["views"]["form"]["arch"]
        buttons = etree.fromstring(arch).xpath("//button[@name='action_issue']")
        for values, asked in ((([], []), False), (([1], []), True), (([], [1]), True)):
            names = dict(
                zip(("unled_unit_ids", "unled_item_ids"), values, strict=True),
                state="draft",
            )
            shown = [
                button
                for button in buttons
                if not safe_eval(button.get("invisible"), dict(names))
            ]
            with self.subTest(values=values):
                self.assertEqual(len(shown), 1)
                self.assertEqual("no leader" in shown[0].get("confirm"), asked)
