from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import ContractCase

REPORT_LOG = "odoo.addons.base.models.ir_actions_report"


@tagged("post_install", "-at_install")
class TestVersionDifference(ContractCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.of_2026 = cls.contract()
        level = {"metric_id": cls.metrics["t_resolve"].id, "target_bp": 9500}
        cls.old = cls.agree(
            cls.version(
                cls.of_2026,
                "sla",
                date(2026, 1, 1),
                sla=[
                    {**level, "priority": "p2", "target_minutes": 480},
                    {**level, "priority": "p3", "target_minutes": 960},
                ],
                clause=[{"number": "1", "name": "Hours", "text": "${service_hours}"}],
            )
        )
        cls.new = cls.old.annex_id._new_version(
            date(2026, 11, 16), change_reason="Faster"
        )
        p2, p3 = cls.new.sla_line_ids
        p2.write({"target_minutes": 360, "target_bp": 9800})
        p3.unlink()
        cls.env["ops.annex.sla.line"].create(
            {
                **level,
                "version_id": cls.new.id,
                "priority": "p1",
                "target_minutes": 240,
                "name": "<b>Whole system</b>",
            }
        )

    def rows(self, new=None, old=None, role="manager"):
        new = (new or self.new).with_env(self.as_(role))
        groups = new._difference((old or self.old).with_env(self.as_(role)))
        return {
            group["title"]: [
                (row["kind"], row["place"], row["label"], row["old"], row["new"])
                for row in group["rows"]
            ]
            for group in groups
        }

    def test_changed_added_and_removed_in_words(self):
        found = self.rows()
        self.assertEqual(set(found), {"Terms", "Service Levels"})
        levels = found["Service Levels"]
        place = "Resolve P2 Major"
        self.assertIn(("changed", place, "Target Minutes", "480", "360"), levels)
        self.assertIn(("changed", place, "Target", "95 %", "98 %"), levels)
        self.assertIn(
            ("removed", "Resolve P3 Normal", "Target Minutes", "960", ""), levels
        )
        self.assertIn(
            ("added", "<b>Whole system</b> P1 Critical", "Target Minutes", "", "240"),
            levels,
        )
        self.assertEqual(
            found["Terms"],
            [("changed", "", "In Force From", "2026-01-01", "2026-11-16")],
        )

    def test_a_version_and_itself_say_the_same(self):
        self.assertEqual(self.rows(self.old, self.old), {})

    def test_tiers_are_one_value(self):
        lines = [{"sla_line_id": self.old.sla_line_ids[0].id}]
        first = self.version(
            self.of_2026, "evaluation", date(2026, 1, 1), evaluation=lines
        )
        first.evaluation_line_ids.tier_ids = [
            Command.create({"low_bp": 0, "high_bp": 9500, "credit_bp": 500})
        ]
        self.agree(first)
        second = first.annex_id._new_version(date(2026, 6, 1), change_reason="x")
        second.cap_bp = 2000
        second.evaluation_line_ids.tier_ids.credit_bp = 1000
        found = self.rows(second, first)
        self.assertIn(("changed", "", "Cap", "10 %", "20 %"), found["Terms"])
        self.assertEqual(
            [row[2:] for row in found["Evaluation"]],
            [("Tiers", "0-95 %: 5 %", "0-95 %: 10 %")],
        )

    def test_prices_are_left_out_for_who_may_not_see_them(self):
        first = self.agree(
            self.version(
                self.of_2026,
                "service",
                date(2026, 1, 1),
                service=[{"item_id": self.item.id, "unit_price": 4711}],
            )
        )
        second = first.annex_id._new_version(date(2026, 6, 1), change_reason="x")
        second.service_line_ids.write({"unit_price": 4712, "quantity": 2})
        labels = {row[2] for row in self.rows(second, first)["Services"]}
        self.assertEqual(labels, {"Monthly Unit Price", "Quantity"})
        found = self.rows(second, first, role="supervisor")["Services"]
        self.assertEqual({row[2] for row in found}, {"Quantity"})
        self.assertNotIn("471", str(found))

    def test_the_dialog_shows_escaped_html(self):
        action = self.new.with_env(self.as_("manager")).action_compare()
        Dialog = self.as_("manager")["ops.annex.compare"]
        form = Form(Dialog.with_context(**action["context"]))
        self.assertEqual(form.old_id, self.old)
        dialog = form.save()
        self.assertIn("Target Minutes", dialog.table)
        self.assertIn("&lt;b&gt;Whole system&lt;/b&gt;", dialog.table)
        self.assertNotIn("<b>Whole", dialog.table)

    @mute_logger(REPORT_LOG)
    def test_the_difference_prints(self):
        dialog = self.as_("manager")["ops.annex.compare"].create(
            {
                "annex_id": self.new.annex_id.id,
                "old_id": self.old.id,
                "new_id": self.new.id,
            }
        )
        self.assertEqual(dialog.action_print()["type"], "ir.actions.report")
        html, _type = self.as_("manager")["ir.actions.report"]._render_qweb_html(
            "ops_contract.annex_difference_report", dialog.ids
        )
        text = html.decode()
        self.assertIn("Difference of Versions", text)
        self.assertIn("98 %", text)

    def test_the_first_version_has_none_to_compare_with(self):
        with self.assertRaisesRegex(UserError, "first version"):
            self.old.action_compare()

    def test_foreign_versions_are_not_compared(self):
        with self.assertRaises(AccessError):
            self.rows(role="employee")
