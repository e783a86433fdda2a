"""What a sent statement or a sealed version rests on stays; no false alarms."""

import base64
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import POINT
from .sla_case import at
from .test_statement_flow import FlowCase


@tagged("post_install", "-at_install")
class TestCounted(FlowCase):
    def assert_refused(self, act, text):
        with self.assertRaisesRegex(UserError, text), self.cr.savepoint():
            act()
        self.env.invalidate_all()

    # deliverables ------------------------------------------------------------------
    def weekly(self):
        line = {
            "name": "Weekly report",
            "frequency": "weekly",
            "due_offset_days": 1,
            "due_in_working_days": False,
            "responsible_id": self.users["employee"].id,
        }
        self.agreed(self.deal, "reporting", deliverable=[line])
        return self.env["ops.deliverable"]._generate(self.deal, date(2026, 2, 10))

    def test_deliverables_of_the_month_belong_to_the_seal(self):
        made = self.weekly()
        statement = self.sent()
        counted = made.filtered("statement_id")
        self.assertEqual(
            counted, made.filtered(lambda each: f"{each.date_due:%Y-%m}" == "2026-01")
        )
        self.assertEqual(set(counted.mapped("counted_outcome")), {"breached"})
        first, second = counted[:2]
        manager = first.with_user(self.users["manager"])
        self.assert_refused(lambda: manager._ask_to_cancel("late"), "counted")
        request = self.as_("manager")["ops.sla.override"].create(
            {
                "contract_id": self.deal.id,
                "kind": "cancel",
                "deliverable_id": first.id,
                "note": "late",
            }
        )
        self.assert_refused(request.action_submit, "counted")
        none = self.env["ir.attachment"]
        second.with_user(self.users["employee"])._deliver(none, "Late, but here")
        second.sudo()._accept(self.customer_contact)
        self.assertEqual(second.state, "accepted")
        self.env.invalidate_all()
        self.assertTrue(statement._seal_is_intact())
        self.env.cr.execute(
            "UPDATE ops_deliverable SET counted_outcome = 'met' WHERE id = %s",
            first.ids,
        )
        self.env.invalidate_all()
        self.assertFalse(statement._seal_is_intact())

    def test_the_schedule_leaves_what_was_counted(self):
        made = self.weekly()
        self.sent()
        counted = made.filtered("statement_id")
        before = counted.mapped("state")
        version = self.deal.version_ids.filtered(lambda v: v.kind == "reporting")
        version._server_write({"state": "withdrawn"})
        self.env["ops.deliverable"]._generate(self.deal, date(2026, 2, 10))
        self.assertEqual(counted.mapped("state"), before)

    # facts ---------------------------------------------------------------------------
    def test_the_successor_of_a_counted_fact_is_as_fixed(self):
        statement = self.sent()
        clock = self.env["ops.sla.clock"].search(
            [("contract_id", "=", self.deal.id), ("outcome", "=", "breached")], limit=1
        )
        wizard = self.as_("manager")["ops.sla.correct"].create(
            {
                "clock_id": clock.id,
                "start_at": clock.start_at,
                "reached_at": at("01-13 10:00"),
                "reason": "The ticket says so",
            }
        )
        new = self.env["ops.sla.clock"].browse(wizard.action_correct()["res_id"])
        self.assertEqual((new.outcome, new.frozen), ("met", True))
        mine = new.with_user(self.users["manager"])
        self.assert_refused(lambda: mine.write({"reached_at": at("01-13 09:30")}), "")
        self.assert_refused(mine.unlink, "")
        self.assertTrue(statement._seal_is_intact())
        self.assertEqual(mine.action_correct()["res_model"], "ops.sla.correct")

    def test_evidence_of_a_counted_fact_stays(self):
        file = self.as_("supervisor")["ir.attachment"].create(
            {"name": "log.txt", "raw": b"as it was"}
        )
        clock = self.fact(
            self.deal, "01-14 09:00", "01-14 10:00", evidence_ids=file.ids
        )
        outage = self.outage(
            self.deal, "01-20 10:00", "01-20 11:30", evidence_ids=file.copy().ids
        )
        self.sent()
        self.assertTrue(clock.frozen and outage.frozen)
        for evidence in (clock.evidence_ids, outage.evidence_ids):
            for role in ("supervisor", "manager", "org"):
                mine = evidence.with_user(self.users[role])
                for act in (lambda m=mine: m.write({"raw": b"forged"}), mine.unlink):
                    with self.assertRaises(UserError), self.cr.savepoint():
                        act()
            self.assert_refused(evidence.sudo().unlink, "stays as it is")
            self.assertEqual(evidence.raw, b"as it was")

    def test_cases_without_a_level_are_those_of_the_own_days(self):
        """Near midnight another contract's zone changes nothing."""
        self.fact(self.deal, "01-31 23:30", metric_id=self.metrics["t_available"].id)
        self.fact(self.deal, "02-01 00:30", metric_id=self.metrics["t_available"].id)
        far = self.case(self.contract(tz="Pacific/Honolulu"))
        for contracts in (self.deal, self.deal | far):
            statement = self.env["ops.sla.statement"]._generate(
                contracts, date(2026, 1, 1)
            )
            own = statement.filtered(lambda each: each.contract_id == self.deal)
            self.assertEqual(own.uncounted, 1)

    def test_drafts_of_months_that_do_not_come(self):
        Statement = self.env["ops.sla.statement"]
        self.assertFalse(Statement._generate(self.deal, date(2027, 1, 1)))
        draft = Statement._generate(self.deal, date(2026, 12, 1))
        self.assertTrue(draft)
        self.deal._server_write({"terminated_on": "2026-11-30"})
        self.assertFalse(Statement._generate(self.deal, date(2026, 12, 1)))
        self.assertFalse(draft.exists())

    # versions ------------------------------------------------------------------------
    def test_a_title_is_under_the_seal(self):
        version = self.deal.version_ids.filtered(lambda v: v.kind == "sla")
        annex = version.annex_id
        self.assertIn('"Annex 2 Sla"', version.sudo().seal_payload)
        mine = annex.with_user(self.users["manager"])
        self.assert_refused(lambda: mine.write({"title": "Wishes"}), "stays")
        self.assert_refused(
            lambda: mine.update_field_translations("title", {"en_US": "Wishes"}),
            "stays",
        )
        other = self.contract()._annex("sla").with_user(self.users["manager"])
        other.title = "Free until sealed"

    def test_a_new_code_is_no_forgery(self):
        product = self.env["product.product"].create(
            {"name": "Disk", "default_code": "D-1"}
        )
        version = self.agreed(
            self.deal, "spares", spare=[{"product_id": product.id, "quantity": 2}]
        )
        self.assertIn('"D-1"', version.sudo().seal_payload)
        product.default_code = "D-2"
        self.env.invalidate_all()
        self.assertTrue(version._seal_is_intact())

    def security(self, contract):
        clause = [{"number": "1", "name": "Secrecy", "text": "Both keep it."}]
        return self.send(
            self.version(contract, "security", date(2026, 3, 1), clause=clause)
        )

    def assert_stays(self, file):
        for role in ("manager", "org", "supervisor"):
            mine = file.with_user(self.users[role])
            for act in (lambda m=mine: m.write({"raw": b"forged"}), mine.unlink):
                with self.assertRaises(UserError), self.cr.savepoint():
                    act()
        self.assert_refused(file.sudo().unlink, "stays as it is")
        with self.assertRaises(AccessError):
            file.with_user(self.users["employee"]).read(["raw"])

    def test_a_signed_paper_stays(self):
        version = self.security(self.deal)
        version._sign_internal(self.users["manager"])
        wizard = self.as_("org")["ops.annex.countersign"].create(
            {
                "version_id": version.id,
                "partner_id": self.customer_contact.id,
                "evidence": base64.b64encode(b"signed"),
                "evidence_name": "paper.pdf",
            }
        )
        wizard.action_confirm()
        self.assertEqual(version.state, "effective")
        self.assertEqual(version.paper_ids.raw, b"signed")
        self.assert_stays(version.paper_ids)

    def test_a_drawn_signature_stays_and_none_is_forged(self):
        version = self.security(self.deal)
        place = {
            "res_model": "ops.annex.version",
            "res_id": version.id,
            "res_field": "customer_signature",
        }
        with self.assertRaises(UserError):
            self.as_("manager")["ir.attachment"].create(
                {"name": "forged", "raw": b"forged", **place}
            )
        version._sign_customer(
            self.customer_contact, "Li Na", POINT, accept_hash=version.seal_hash
        )
        signature = self.env["ir.attachment"].search(
            [(name, "=", value) for name, value in place.items()]
        )
        self.assertEqual(len(signature), 1)
        self.assert_stays(signature)
