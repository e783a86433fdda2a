"""Nobody decides on what he ever changed, whoever submits it and whatever covers it."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_case import AccessCase
from .common import CostCase


class AuthorsCase(AccessCase):
    def as_role(self, record, role):
        return record.with_user(self.users[role]).with_context(
            allowed_company_ids=self.company.ids
        )

    @mute_logger("odoo.addons.base.models.ir_rule")
    def assert_refused(self, record, role, action):
        self.env.invalidate_all()
        record = self.as_role(record, role)
        if "can_decide" in record._fields:
            self.assertFalse(record.can_decide)
        with (
            self.subTest(role=role, action=action),
            self.assertRaisesRegex(UserError, "four eyes"),
            self.cr.savepoint(),
        ):
            getattr(record, action)()


@tagged("post_install", "-at_install")
class TestVoucherAuthors(AuthorsCase):
    """The recorder enters, the accountant meddles; the clerk is the third person."""

    def setUp(self):
        super().setUp()
        self.document = self.voucher(
            [("P01@T11", "MAT"), ("P02@T11", "MAT")], "2026-03-05", "recorder"
        )
        self.line = self.document.entry_ids[0]

    def meddler(self, record):
        return self.as_role(record, "accountant")

    def assert_author(self, document=None):
        """After whatever the recorder does, the accountant does not post."""
        document = self.as_role(document or self.document, "recorder")
        document.write({"note": "Last change"})
        document.entry_ids.write({"amount": 20.0, "note": "Last change"})
        document.action_submit()
        self.assert_refused(document, "accountant", "action_post")
        self.assertTrue(self.as_role(document, "clerk").can_decide)
        self.as_role(document, "clerk").action_post()
        self.assertEqual(document.state, "posted")
        self.assertEqual(document.decided_by, self.users["clerk"])

    def test_the_innocent_accountant_posts(self):
        self.meddler(self.document).read()
        self.as_role(self.document, "recorder").action_submit()
        self.assertTrue(self.meddler(self.document).can_decide)
        self.meddler(self.document).action_post()
        self.assertEqual(self.document.state, "posted")

    def test_an_amount_that_was_overwritten(self):
        self.meddler(self.line).write({"amount": 99.0})
        self.assert_author()

    def test_only_the_head(self):
        for name, value in (("recorded_on", "2026-03-06"), ("ref", "X")):
            document = self.voucher([("P01@T11", "MAT")], "2026-03-05", "recorder")
            self.meddler(document).write({name: value})
            self.assert_author(document)

    def test_a_line_deleted(self):
        self.meddler(self.line).unlink()
        self.assert_author()

    def test_a_line_added_and_deleted(self):
        self.meddler(self.document).web_save(
            {
                "entry_ids": [
                    Command.create(
                        {
                            "node_id": self.nodes["U1"].id,
                            "item_id": self.items["MAT"].id,
                            "amount": 7.0,
                        }
                    )
                ]
            },
            {},
        )
        new = self.document.entry_ids.filtered(lambda line: line.amount == 7.0)
        self.as_role(new, "recorder").sudo().unlink()
        self.assert_author()

    def test_a_line_changed_through_its_document(self):
        self.meddler(self.document).web_save(
            {"entry_ids": [Command.update(self.line.id, {"amount": 99.0})]}, {}
        )
        self.assert_author()

    def test_another_node_for_a_line(self):
        self.meddler(self.line).write({"node_id": self.nodes["P02@T11"].id})
        self.assert_author()

    def test_a_line_moved_counts_for_both(self):
        other = self.voucher([("P01@T11", "MAT")], "2026-03-05", "recorder")
        self.meddler(self.line).write({"voucher_id": other.id})
        self.assert_author(other)
        self.assert_author()

    def test_an_import_over_it(self):
        for record, name in ((self.document, "document"), (self.line, "line")):
            self.env["ir.model.data"].create(
                {
                    "module": "ops_cost",
                    "name": f"authors_{name}",
                    "model": record._name,
                    "res_id": record.id,
                }
            )
        result = self.meddler(self.document.browse()).load(
            ["id", "entry_ids/id", "entry_ids/amount"],
            [["ops_cost.authors_document", "ops_cost.authors_line", "33"]],
        )
        self.assertFalse(result["messages"])
        self.assertEqual(self.line.amount, 33.0)
        self.assert_author()

    def test_a_document_sent_back_and_changed(self):
        self.as_role(self.document, "recorder").action_submit()
        self.meddler(self.document).action_reset()
        self.meddler(self.document).write({"ref": "X"})
        self.assert_author()

    def test_who_submits_does_not_post(self):
        self.meddler(self.document).action_submit()
        self.assert_refused(self.document, "accountant", "action_post")
        self.as_role(self.document, "clerk").action_post()

    def test_posting_and_sending_back_are_no_change(self):
        self.as_role(self.document, "recorder").action_submit()
        self.meddler(self.document).action_reset()
        self.meddler(self.document).message_post(body="Please add the reference")
        self.as_role(self.document, "recorder").write({"ref": "X"})
        self.as_role(self.document, "recorder").action_submit()
        self.meddler(self.document).action_post()
        self.assertEqual(self.document.state, "posted")

    def test_a_cost_changed_while_it_waited(self):
        cost = self.unassigned["U1"]
        self.meddler(cost).write({"amount": 99.0})
        self.as_role(cost, "clerk").write(
            {"item_id": self.items["MAT"].id, "amount": 98.0}
        )
        self.as_role(cost, "clerk").action_assign()
        document = cost.entry_id.voucher_id
        for role in ("accountant", "clerk"):
            self.assert_refused(document, role, "action_post")
        self.as_role(document, "manager").action_post()
        self.assertEqual(document.state, "posted")


@tagged("post_install", "-at_install")
class TestRequestAuthors(AuthorsCase):
    """Transfers, releases and versions."""

    def test_a_manager_does_not_approve_an_amount_that_he_set(self):
        release = self.releases["T11"]
        self.as_role(release, "manager").write({"amount": 700.0})
        self.as_role(release, "accountant").write({"purpose": "Pump"})
        self.as_role(release, "accountant").action_submit()
        for action in ("action_approve", "action_reject"):
            self.assert_refused(release, "manager", action)
        self.as_role(release, "leader").action_approve()
        self.assertEqual(release.state, "approved")

    def test_a_leader_does_not_approve_an_amount_that_he_set(self):
        release = self.releases["T11"]
        self.as_role(release, "leader").write({"amount": 700.0})
        self.as_role(release, "accountant").write({"amount": 701.0})
        self.as_role(release, "accountant").action_submit()
        self.assert_refused(release, "leader", "action_approve")
        self.as_role(release, "director").action_approve()

    def test_a_rejected_release_that_the_leader_changed(self):
        release = self.releases["T11"]
        self.as_role(release, "accountant").action_submit()
        self.as_role(release, "leader").action_reject("too much")
        self.as_role(release, "leader").write({"amount": 5.0})
        self.as_role(release, "accountant").action_submit()
        self.assert_refused(release, "leader", "action_approve")
        self.as_role(release, "manager").action_approve()

    def test_who_rejected_may_approve_what_was_mended(self):
        release = self.releases["T11"]
        self.as_role(release, "accountant").action_submit()
        self.as_role(release, "leader").action_reject("too much")
        self.as_role(release, "accountant").write({"amount": 5.0})
        self.as_role(release, "accountant").action_submit()
        self.as_role(release, "leader").action_approve()
        self.assertEqual(release.decided_by, self.users["leader"])

    def changed_transfer(self, change):
        transfer = self.transfers["P01@T11", "P03@T12", "MAT"]
        change(self.as_role(transfer, "clerk"))
        line = self._line("P01@T11", "P03@T12", "MAT")
        self.as_role(transfer, "accountant").write(
            {"reason": "Last change", "line_ids": [line]}
        )
        self.as_role(transfer.line_ids, "accountant").write({"quota": 3.0})
        self.as_role(transfer, "accountant").action_submit()
        self.assert_refused(transfer, "clerk", "action_approve")
        self.as_role(transfer, "manager").action_approve()
        self.assertEqual(transfer.state, "posted")

    def test_a_transfer_line_changed(self):
        self.changed_transfer(lambda transfer: transfer.line_ids.write({"quota": 2.0}))

    def test_a_transfer_line_deleted(self):
        self.changed_transfer(lambda transfer: transfer.line_ids.unlink())

    def test_a_transfer_line_through_its_document(self):
        line = self._line("P01@T11", "P02@T11", "MAT")
        self.changed_transfer(lambda transfer: transfer.write({"line_ids": [line]}))

    def test_the_head_of_a_transfer(self):
        self.changed_transfer(lambda transfer: transfer.write({"reason": "mine"}))

    def test_a_withdrawn_and_changed_transfer(self):
        def change(transfer):
            transfer.action_submit()
            transfer.action_draft()
            transfer.line_ids.write({"quota": 1.0})

        self.changed_transfer(change)


@tagged("post_install", "-at_install")
class TestVersionAuthors(CostCase):
    def assert_author(self, version):
        version.with_env(self.as_("clerk")).action_cascade()
        self.assertEqual(version.prepared_by_id, self.users["clerk"])
        self.env.invalidate_all()
        refused = self.assertRaisesRegex(UserError, "four eyes")
        with refused, self.cr.savepoint():
            version.with_env(self.as_("manager")).action_issue()
        version.with_env(self.as_("director")).action_issue()
        self.assertEqual(version.state, "issued")

    def test_an_amount_that_was_overwritten(self):
        version = self.draft_version()
        cell = self.cell(version, "P01@T11", "WAG")
        cell.with_env(self.as_("manager")).write({"quota": cell.quota - 1})
        self.assert_author(version)

    def test_the_grid(self):
        version = self.draft_version()
        cell = self.cell(version, "P01@T11", "WAG")
        change = {
            "node_id": cell.node_id.id,
            "period_id": cell.period_id.id,
            "item_id": cell.item_id.id,
            "nature": "daily",
            "quota": round(cell.quota * 100) - 5,
            "saving_task": 0,
        }
        version.with_env(self.as_("manager")).save_cells([change], version.lock_version)
        self.assert_author(version)

    def test_an_earlier_cascade(self):
        version = self.draft_version()
        version.with_env(self.as_("manager")).action_cascade()
        self.assert_author(version)

    def test_the_head(self):
        version = self.draft_version()
        version.with_env(self.as_("manager")).write({"reason": "mine"})
        self.assert_author(version)

    def test_a_change_between_units_that_was_deleted(self):
        version = self.draft_version()
        change = self.as_("manager")["ops.cost.version.change"].create(
            {
                "version_id": version.id,
                "period_id": self.months["2026-01"].id,
                "item_id": self.items["MAT"].id,
                "from_node_id": self.nodes["U1"].id,
                "to_node_id": self.nodes["U2"].id,
                "amount": 1.0,
            }
        )
        change.with_env(self.as_("clerk")).unlink()
        self.assert_author(version)

    def test_who_is_responsible(self):
        version = self.draft_version()
        cell = self.cell(version, "T11", "UTL")
        responsible = {"responsible_id": self.employees["P01"].id}
        cell.with_env(self.as_("manager")).write(responsible)
        self.assert_author(version)
