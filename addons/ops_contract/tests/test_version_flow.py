from datetime import date, datetime
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import POINT, ContractCase


@tagged("post_install", "-at_install")
class TestVersionFlow(ContractCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.of_2026 = cls.contract(member_ids=cls.users["manager2"].ids)
        cls.draft = cls.version(
            cls.of_2026,
            "sla",
            date(2026, 1, 1),
            sla=[
                {
                    "metric_id": cls.metrics["t_resolve"].id,
                    "priority": "p2",
                    "target_minutes": 480,
                }
            ],
        )

    def by(self, role, version=None):
        return (version or self.draft).with_env(self.as_(role))

    def sent(self):
        self.by("manager").action_internal_review()
        self.by("org").action_approve()
        self.by("manager").action_send_customer()

    def sign_customer(self, **values):
        self.draft._sign_customer(
            values.pop("partner", self.customer_contact),
            values.pop("name", "Li Na"),
            **{"accept_hash": self.draft.seal_hash, **values},
        )

    # the way to the agreement -------------------------------------------------
    def test_from_draft_to_force(self):
        self.assertEqual((self.draft.number, self.draft.state), (1, "draft"))
        self.sent()
        self.assertEqual(self.draft.state, "customer_review")
        self.assertEqual(len(self.draft.seal_hash), 64)
        self.assertTrue(self.draft._seal_is_intact())
        self.by("manager").action_sign()
        self.assertEqual(self.draft.state, "customer_review")
        self.sign_customer(signature=POINT)
        self.assertEqual(self.draft.state, "effective")
        self.assertEqual(self.draft.signed_internal_hash, self.draft.seal_hash)
        self.assertEqual(self.draft.signed_customer_hash, self.draft.seal_hash)
        self.assertEqual(self.draft.signed_customer_name, "Li Na")
        self.assertTrue(self.draft.customer_signature)
        self.assertTrue(self.draft._seal_is_intact())

    def test_the_customer_may_sign_first(self):
        self.sent()
        self.sign_customer()
        self.assertEqual(self.draft.state, "customer_review")
        self.by("manager").action_sign()
        self.assertEqual(self.draft.state, "effective")

    def test_it_waits_for_its_day(self):
        with patch.object(
            type(self.env.cr), "now", lambda _cr: datetime.fromisoformat("2025-12-01")
        ):
            self.agree(self.draft)
            self.assertEqual(self.draft.state, "agreed")

    def test_sending_asks_the_customer(self):
        self.sent()
        message = self.draft.message_ids.filtered(
            lambda m: self.customer in m.partner_ids
        )
        self.assertEqual(len(message), 1)
        self.assertIn(self.draft.seal_hash, message.body)
        self.assertIn("/my/ops/versions/", message.body)
        self.assertEqual(self.draft.activity_ids.user_id, self.users["manager"])

    # four eyes ---------------------------------------------------------------------
    def test_authors_do_not_approve(self):
        self.by("manager2").change_reason = "wording"
        self.by("manager").action_internal_review()
        for role in ("manager", "manager2"):
            self.assertFalse(self.by(role).can_approve)
            with self.assertRaisesRegex(UserError, "four eyes"):
                self.by(role).action_approve()
        self.assertTrue(self.by("org").can_approve)
        self.by("org").action_approve()
        self.assertEqual(self.draft.reviewed_by_id, self.users["org"])

    def test_whoever_changed_a_line_does_not_approve(self):
        self.draft.sla_line_ids.with_env(self.as_("org")).target_minutes = 360
        self.by("manager").action_internal_review()
        with self.assertRaisesRegex(UserError, "four eyes"):
            self.by("org").action_approve()
        self.by("org2").action_approve()

    def test_back_in_draft_the_approval_is_void(self):
        self.by("manager").action_internal_review()
        self.by("org").action_approve()
        self.by("manager").action_reset_draft()
        self.assertFalse(self.draft.reviewed_by_id)
        self.draft.sla_line_ids.target_minutes = 300
        self.by("manager").action_internal_review()
        with self.assertRaisesRegex(UserError, "approved by another person"):
            self.by("manager").action_send_customer()

    def test_other_roles_press_no_button(self):
        for role in ("supervisor", "finance", "employee", "portal"):
            for button in (
                "action_internal_review",
                "action_approve",
                "action_send_customer",
                "action_sign",
                "action_withdraw",
                "action_new_version",
                "action_reset_draft",
            ):
                with (
                    self.subTest(role=role, button=button),
                    self.assertRaises(AccessError),
                ):
                    getattr(self.by(role), button)()

    def test_no_step_is_skipped(self):
        for button in (
            "action_approve",
            "action_send_customer",
            "action_sign",
            "action_reset_draft",
        ):
            with self.subTest(button=button), self.assertRaises(UserError):
                getattr(self.by("manager"), button)()

    # signatures --------------------------------------------------------------------
    def test_the_signature_names_the_text_that_was_seen(self):
        self.sent()
        with self.assertRaisesRegex(UserError, "not the one that is sealed"):
            self.sign_customer(accept_hash="0" * 64)
        with self.assertRaisesRegex(UserError, "Write the name"):
            self.sign_customer(name="  ")
        for bad in ("%%%", "PHN2Zz48L3N2Zz4="):
            with self.assertRaisesRegex(UserError, "drawn signature"):
                self.sign_customer(signature=bad)
        self.assertFalse(self.draft.signed_customer_on)

    def test_only_the_other_party_signs(self):
        self.sent()
        with self.assertRaises(AccessError):
            self.sign_customer(partner=self.stranger)

    def test_nobody_signs_twice(self):
        self.sent()
        self.by("manager").action_sign()
        with self.assertRaisesRegex(UserError, "has signed"):
            self.by("manager2").action_sign()

    def test_a_refusal_makes_a_new_draft(self):
        self.sent()
        with self.assertRaisesRegex(UserError, "Say why"):
            self.draft._reject_customer(self.customer_contact, " ")
        key = self.draft.sla_line_ids.line_key
        new = self.draft._reject_customer(self.customer_contact, "Too slow")
        self.assertEqual(self.draft.state, "withdrawn")
        self.assertIn("Too slow", self.draft.withdrawn_reason)
        self.assertEqual((new.number, new.state), (2, "draft"))
        self.assertEqual(new.sla_line_ids.line_key, key)
        self.assertEqual(new.sla_line_ids.target_minutes, 480)
        # who wrote the refused text does not approve the same text now
        new.with_env(self.as_("manager")).action_internal_review()
        self.assertIn(self.env.user, new._approval_excluded())
        self.assertEqual(new.activity_ids.user_id, self.users["manager"])

    def test_the_paper_needs_evidence_and_another_person(self):
        self.sent()
        self.by("manager").action_sign()
        with self.assertRaisesRegex(UserError, "two persons"):
            self.by("manager").action_countersign()
        wizard = self.as_("manager2")["ops.annex.countersign"].create(
            {"version_id": self.draft.id, "partner_id": self.customer_contact.id}
        )
        with self.assertRaisesRegex(UserError, "signed paper"):
            wizard.action_confirm()
        wizard.write({"evidence": POINT, "evidence_name": "paper.png"})
        wizard.action_confirm()
        self.assertEqual(self.draft.state, "effective")
        self.assertEqual(self.draft.recorded_by_id, self.users["manager2"])
        self.assertIn("paper.png", self.draft.message_ids.attachment_ids.mapped("name"))

    def test_who_records_the_paper_does_not_sign_for_us(self):
        self.sent()
        wizard = self.as_("manager2")["ops.annex.countersign"].create(
            {
                "version_id": self.draft.id,
                "partner_id": self.customer_contact.id,
                "evidence": POINT,
            }
        )
        wizard.action_confirm()
        with self.assertRaisesRegex(UserError, "two persons"):
            self.by("manager2").action_sign()
        self.by("manager").action_sign()
        self.assertEqual(self.draft.state, "effective")

    def test_two_colleagues_sign_an_internal_agreement(self):
        contract = self.contract(
            direction="internal", partner_id=self.company.partner_id.id
        )
        version = self.version(
            contract,
            "security",
            date(2026, 1, 1),
            clause=[{"number": "1", "text": "x"}],
        )
        self.send(version)
        self.by("manager", version).action_sign()
        own = self.as_("manager")["ops.annex.countersign"].create(
            {"version_id": version.id}
        )
        with self.assertRaisesRegex(UserError, "two persons"):
            own.action_confirm()
        other = self.as_("supervisor")["ops.annex.countersign"].create(
            {"version_id": version.id}
        )
        other.action_confirm()
        self.assertEqual(version.state, "effective")
        self.assertEqual(
            version.signed_customer_by_id, self.users["supervisor"].partner_id
        )

    # withdrawal, new versions ------------------------------------------------------
    def test_withdrawing_needs_a_reason(self):
        action = self.by("manager").action_withdraw()
        self.assertEqual(action["res_model"], "ops.annex.withdraw")
        wizard = self.as_("manager")["ops.annex.withdraw"].create(
            {"version_id": self.draft.id, "reason": " "}
        )
        with self.assertRaisesRegex(UserError, "Say why"):
            wizard.action_confirm()
        wizard.reason = "Mistake"
        wizard.action_confirm()
        self.assertEqual(self.draft.state, "withdrawn")

    def test_in_force_it_is_not_withdrawn(self):
        self.agree(self.draft)
        with self.assertRaisesRegex(UserError, "not possible now"):
            self.by("org").action_withdraw()

    def test_the_next_version_is_a_copy_with_the_same_keys(self):
        self.agree(self.draft)
        wizard = self.as_("manager")["ops.annex.new.version"].create(
            {
                "annex_id": self.draft.annex_id.id,
                "date_from": date(2026, 11, 16),
                "change_reason": "Faster",
            }
        )
        action = wizard.action_confirm()
        new = self.env["ops.annex.version"].browse(action["res_id"])
        self.assertEqual((new.number, new.state), (2, "draft"))
        self.assertEqual(new.sla_line_ids.line_key, self.draft.sla_line_ids.line_key)
        self.assertNotEqual(new.sla_line_ids, self.draft.sla_line_ids)
        with self.assertRaisesRegex(UserError, "finish or withdraw"):
            self.draft.annex_id._new_version(date(2026, 12, 1))

    def test_a_replacement_says_why(self):
        self.agree(self.draft)
        new = self.draft.annex_id._new_version(date(2026, 11, 16))
        with self.assertRaisesRegex(UserError, "why it replaces"):
            new.action_internal_review()

    def test_numbers_follow_each_other_in_an_annex(self):
        annex = self.draft.annex_id
        second, third = self.env["ops.annex.version"].create(
            [{"annex_id": annex.id, "date_from": date(2026, 2, 1)} for _n in range(2)]
        )
        other = self.version(self.of_2026, "price", date(2026, 1, 1))
        self.assertEqual((second.number, third.number, other.number), (2, 3, 1))

    def test_the_dialog_offers_a_day(self):
        action = self.by("manager").action_new_version()
        context = action["context"]
        form = Form(
            self.as_("manager")["ops.annex.new.version"].with_context(**context)
        )
        self.assertEqual(form.date_from, date(2026, 1, 1))
