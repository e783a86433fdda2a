"""Foreign keys pass no record rule by themselves (reliability.md, L4): whoever writes
a row names only nodes, items, documents and companies of his own scope."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_case import AccessCase

MUTED = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


@tagged("post_install", "-at_install")
class TestForeignKeys(AccessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.march = cls.months["2026-03"]
        cls.users["clerk"].company_ids = [Command.link(cls.other.id)]

    def as_role(self, role):
        """The role in both companies, if it has both."""
        env = self.env(user=self.users[role], su=False)
        ids = self.users[role].company_ids.ids
        return env(context={**env.context, "allowed_company_ids": ids})

    @mute_logger(*MUTED, "odoo.sql_db")
    def assert_all_refused(self, role, **cases):
        """``cases``: {name: function of the role's environment}"""
        before = self.checksum()
        env = self.as_role(role)
        for name, act in cases.items():
            self.env.invalidate_all()
            with (
                self.subTest(role=role, attempt=name),
                self.assertRaises(UserError),
                self.cr.savepoint(),
            ):
                act(env)
        self.env.invalidate_all()
        self.assertEqual(self.checksum(), before)

    # attempts ------------------------------------------------------------------
    def creation(self, model, **vals):
        """Records among the values stand for their ids, codes for nodes."""
        vals = {name: self._id(name, value) for name, value in vals.items()}
        return lambda env: env[f"ops.cost.{model}"].create([vals])

    def change(self, record, **vals):
        vals = {name: self._id(name, value) for name, value in vals.items()}
        return lambda env: record.with_env(env).write(vals)

    def _id(self, name, value):
        if name.endswith("node_id") and isinstance(value, str):
            value = self.nodes[value]
        elif name == "item_id" and isinstance(value, str):
            value = self.items[value]
        return getattr(value, "id", value)

    def line(self, node, item="MAT", **values):
        vals = {"node_id": node, "item_id": item, "amount": 5.0, **values}
        return {name: self._id(name, value) for name, value in vals.items()}

    def entry(self, voucher, *args, **values):
        return self.creation("entry", voucher_id=voucher, **self.line(*args, **values))

    def document(self, *args, **values):
        line = Command.create(self.line(*args, **values))
        return self.creation(
            "voucher", date="2026-03-03", company_id=self.company, entry_ids=[line]
        )

    def release(self, node, fund=None, month=None):
        return self.creation(
            "release",
            fund_id=fund or self.fund,
            period_id=month or self.march,
            node_id=node,
            purpose="x",
            amount=1.0,
        )

    def transfer_line(self, source, target):
        return self.creation(
            "transfer.line",
            transfer_id=self.transfers["P01@T11", "P03@T12", "MAT"],
            from_node_id=source,
            to_node_id=target,
            item_id="MAT",
            quota=1.0,
        )

    def quota(self, kind, node):
        return self.creation(
            kind,
            version_id=self.draft,
            period_id=self.march,
            node_id=node,
            item_id="MAT",
            nature="contingency",
            quota=1.0,
        )

    # -------------------------------------------------------------------------
    def test_a_recorder_books_for_the_own_team_only(self):
        draft = self.drafts["recorder"]
        release = {"nature": "contingency", "release_id": self.releases["U2"]}
        self.assert_all_refused(
            "recorder",
            other_team=self.entry(draft, "P03@T12"),
            other_unit=self.entry(draft, "P04@T21"),
            own_unit=self.entry(draft, "U1"),
            confidential=self.entry(draft, "P02@T11", "WAG"),
            their_node=self.entry(draft, self.other_node),
            their_item=self.entry(draft, "P02@T11", self.other_item),
            foreign_release=self.entry(draft, "P02@T11", **release),
            foreign_document=self.entry(self.drafts["accountant2"], "P02@T11"),
            their_document=self.entry(self.other_voucher, "P02@T11"),
            new_document=self.document("P04@T21"),
            new_confidential=self.document("P02@T11", "WAG"),
        )

    def test_a_recorder_hands_nothing_over(self):
        draft = self.drafts["recorder"]
        line = draft.entry_ids
        self.assert_all_refused(
            "recorder",
            to_other_team=self.change(line, node_id="P03@T12"),
            to_other_unit=self.change(line, node_id="P04@T21"),
            made_confidential=self.change(line, item_id="WAG"),
            to_other_document=self.change(line, voucher_id=self.drafts["accountant2"]),
            to_other_company=self.change(draft, company_id=self.other),
            in_other_company=self.creation(
                "voucher", date="2026-03-03", company_id=self.other
            ),
        )

    def test_an_accountant_stays_in_the_own_unit(self):
        self.assert_all_refused(
            "accountant",
            foreign_document=self.document("P04@T21"),
            leadership=self.document("L"),
            from_other_unit=self.transfer_line("P04@T21", "P01@T11"),
            to_other_unit=self.transfer_line("P01@T11", "P04@T21"),
            to_leadership=self.transfer_line("P01@T11", "L"),
            release_of_other_unit=self.release("U2"),
            release_of_theirs=self.release("U1", self.other_release.fund_id),
            foreign_cell=self.quota("cell", "P04@T21"),
            own_head=self.quota("cell", "U1"),
            foreign_allotment=self.quota("allotment", "T21"),
            unassigned=self.change(self.unassigned["U1"], node_id="U2"),
            release_handed_over=self.change(self.releases["T11"], node_id="U2"),
        )

    def test_an_accountant_opens_no_dialog_on_another_unit(self):
        foreign = self.env["ops.cost.entry"].search(
            [("node_id", "=", self.nodes["P04@T21"].id), ("state", "=", "posted")],
            limit=1,
        )
        self.assert_all_refused(
            "accountant",
            reverse=self.creation("reverse", voucher_id=foreign.voucher_id, reason="x"),
            decompose=self.creation("decompose", version_id=self.draft, node_id="T21"),
            move=self.creation(
                "move",
                employee_id=self.employees["P04"],
                team_id=self.nodes["T21"],
                date="2026-03-03",
                reason="x",
            ),
        )

    def test_books_of_two_companies_do_not_mix(self):
        """Even for whoever works in both."""
        release = {"nature": "contingency", "release_id": self.other_release}
        self.assert_all_refused(
            "clerk",
            their_node=self.document(self.other_node),
            their_item=self.document("P01@T11", self.other_item),
            their_release=self.document("P01@T11", **release),
            release_in_their_month=self.release("U1", month=self.other_month),
            release_for_their_node=self.release(self.other_node),
            transfer_to_their_node=self.transfer_line("U1", self.other_node),
            transfer_in_their_month=self.creation(
                "transfer", plan_id=self.plan, period_id=self.other_month, reason="x"
            ),
            unassigned=self.change(self.unassigned["U1"], node_id=self.other_node),
            document_to_them=self.change(self.drafts["clerk"], company_id=self.other),
            cost_to_them=self.change(self.unassigned["U1"], company_id=self.other),
        )

    def test_plans_of_two_companies_do_not_mix(self):
        theirs = self.other_version.plan_id
        self.assert_all_refused(
            "clerk",
            their_item_in_our_plan=self.creation(
                "block", plan_id=self.plan, item_id=self.other_item, amount=1.0
            ),
            our_month_in_their_plan=self.creation(
                "version", plan_id=theirs, effective_period_id=self.march
            ),
            their_node_in_our_version=self.quota("cell", self.other_node),
            their_node_below_ours=self.creation(
                "node",
                code="X",
                name="x",
                parent_id=self.nodes["L"],
                company_id=self.other,
            ),
            our_leader_for_their_item=self.creation(
                "charge",
                leader_id=self.employees["LEAD"],
                item_id=self.other_item,
                date_start="2026-01-01",
                company_id=self.other,
            ),
            item_to_them=self.change(self.items["MAT"], company_id=self.other),
            node_to_them=self.change(self.nodes["U1"], company_id=self.other),
            month_to_them=self.change(self.march, company_id=self.other),
            plan_to_them=self.change(self.plan, company_id=self.other),
        )

    def test_settlements_of_two_companies_do_not_mix(self):
        self.settlement._server_write({"state": "draft"})
        vals = {"settlement_id": self.settlement.id, "node_id": self.other_node.id}
        vals |= {"reward": 1.0, "reason": "x"}
        self.assert_all_refused(
            "clerk",
            their_node=lambda env: (
                env["ops.cost.adjustment"].create([vals]).action_add()
            ),
        )

    def test_a_user_of_one_company_names_nothing_of_the_other(self):
        vals = {"effective_period_id": self.other_month.id}
        version, plan = self.other_version, self.other_version.plan_id
        self.assert_all_refused(
            "finance",
            read=lambda env: version.with_env(env).read(["number"]),
            write=lambda env: plan.with_env(env).write({"total": 1.0}),
            open=lambda env: version.with_env(env).action_open_cells(),
            dialog=lambda env: env["ops.cost.version"].onchange(
                vals, list(vals), {"effective_period_id": {}, "display_name": {}}
            ),
        )
