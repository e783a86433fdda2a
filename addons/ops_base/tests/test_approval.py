from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import OpsCase, add_test_models
from .models import OpsTestRequest, OpsTestRequestLine


@tagged("post_install", "-at_install")
class TestApproval(OpsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_test_models(cls, OpsTestRequest, OpsTestRequestLine)
        cls.env["ir.model.access"].create(
            [
                {
                    "name": "test",
                    "model_id": cls.env["ir.model"]._get_id("ops.test.request"),
                    "group_id": cls.env.ref("base.group_user").id,
                    "perm_read": True,
                    "perm_write": True,
                    "perm_create": True,
                    "perm_unlink": True,
                }
            ]
        )
        role = "base.group_partner_manager"
        cls.maker = cls.new_user("maker", role)
        cls.asker = cls.new_user("asker", role)
        cls.boss = cls.new_user("boss", role)
        cls.clerk = cls.new_user("clerk")
        cls.request = (
            cls.env["ops.test.request"].with_user(cls.maker).create([{"name": "R1"}])
        )

    def submitted(self):
        self.request.with_user(self.asker).action_submit()
        return self.request

    def test_the_way_to_approval(self):
        request = self.submitted()
        self.assertEqual(request.approval_state, "submitted")
        self.assertEqual(request.requested_by, self.asker)
        self.assertTrue(request.requested_at)
        request.with_user(self.boss).action_approve("fine")
        self.assertEqual(request.approval_state, "approved")
        self.assertEqual(request.decided_by, self.boss)
        self.assertEqual(request.decision_note, "fine")

    def test_the_requester_may_not_decide(self):
        request = self.submitted().with_user(self.asker)
        self.assertFalse(request.can_decide)
        with self.assertRaisesRegex(UserError, "You submitted R1 yourself"):
            request.action_approve()
        with self.assertRaises(UserError):
            request.action_reject("no")

    def test_the_maker_may_not_decide(self):
        request = self.submitted().with_user(self.maker)
        self.assertFalse(request.can_decide)
        with self.assertRaisesRegex(UserError, "You entered or changed R1 yourself"):
            request.action_approve()

    def test_deciding_needs_the_role(self):
        request = self.submitted().with_user(self.clerk)
        self.assertFalse(request.can_decide)
        role = self.env.ref("base.group_partner_manager")
        # the role alone: its heading often has the same name
        with self.assertRaisesRegex(AccessError, f"one of these roles: {role.name}\\."):
            request.action_approve()
        self.assertTrue(self.request.with_user(self.boss).can_decide)

    def test_each_step_needs_its_state(self):
        boss = self.request.with_user(self.boss)
        for step in (boss.action_approve, boss.action_reject, boss.action_reset):
            with self.assertRaisesRegex(UserError, "Draft"):
                step()
        self.submitted()
        with self.assertRaisesRegex(UserError, "Submitted"):
            self.request.with_user(self.maker).action_submit()
        boss.action_approve()
        for step in (boss.action_approve, boss.action_submit, boss.action_reset):
            with self.assertRaisesRegex(UserError, "Approved"):
                step()

    def test_a_rejection_needs_a_reason(self):
        boss = self.submitted().with_user(self.boss)
        action = boss.action_reject("  ")
        self.assertEqual(action["res_model"], "ops.approval.reject")
        self.assertEqual(self.request.approval_state, "submitted")
        dialog = (
            self.env["ops.approval.reject"]
            .with_user(self.boss)
            .with_context(**action["context"])
            .create({"note": "too much"})
        )
        dialog.action_confirm()
        self.assertEqual(self.request.approval_state, "rejected")
        self.assertEqual(self.request.decision_note, "too much")

    def test_the_dialog_opens_no_other_model(self):
        for model in ("res.users", "no.such.model"):
            dialog = (
                self.env["ops.approval.reject"]
                .with_user(self.clerk)
                .create({"res_model": model, "res_ids": [1], "note": "x"})
            )
            with self.assertRaises(UserError):
                dialog.action_confirm()

    def test_a_rejected_one_can_be_changed_and_submitted_again(self):
        self.submitted().with_user(self.boss).action_reject("too much")
        self.request.with_user(self.maker).action_reset()
        self.request.name = "R1 smaller"
        self.submitted()
        self.assertFalse(self.request.decision_note)
        self.assertFalse(self.request.decided_by)

    def test_only_the_requester_withdraws(self):
        request = self.submitted()
        with self.assertRaisesRegex(UserError, "asker"):
            request.with_user(self.boss).action_reset()
        request.with_user(self.asker).action_reset()
        self.assertEqual(request.approval_state, "draft")

    def test_content_is_fixed_once_submitted(self):
        request = self.submitted()
        for step in (lambda: None, request.with_user(self.boss).action_approve):
            step()
            with self.assertRaises(UserError):
                request.with_user(self.maker).name = "other"
            with self.assertRaises(UserError):
                request.with_user(self.maker).unlink()
            with self.assertRaises(UserError):
                request.update_field_translations("name", {"zh_CN": "别的"})
            request.with_user(self.maker).remark = "seen"
        self.assertEqual(request.name, "R1")

    def test_the_state_cannot_be_set(self):
        for vals in (
            {"approval_state": "approved"},
            {"requested_by": self.boss.id},
            {"decided_by": self.boss.id},
        ):
            with self.assertRaises(UserError):
                self.request.write(vals)
        forged = self.env["ops.test.request"].with_context(
            default_approval_state="approved"
        )
        self.assertEqual(forged.create([{"name": "x"}]).approval_state, "draft")

    def test_a_batch_is_all_or_nothing(self):
        other = (
            self.env["ops.test.request"].with_user(self.boss).create([{"name": "R2"}])
        )
        (self.request | other).with_user(self.asker).action_submit()
        both = (self.request | other).with_user(self.boss)
        with self.assertRaisesRegex(UserError, "You entered or changed R2 yourself"):
            both.action_approve()
        self.assertEqual(set(both.mapped("approval_state")), {"submitted"})
