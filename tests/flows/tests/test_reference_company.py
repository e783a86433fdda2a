"""The reference company through workbook, import and buttons, to the cent.

Each step runs as the user whose role it is (addons/ops_cost/demo/build.py, the same
text as the demo's); what comes out is read as the auditor, who may change nothing.
"""

import json
from pathlib import Path

from odoo.tests import TransactionCase, tagged

from odoo.addons.ops_base.calc.units import from_minor, to_minor
from odoo.addons.ops_cost.demo.build import DemoCompany, demo_workbook, invented
from odoo.addons.ops_cost.demo.reference import reference_workbook
from odoo.addons.ops_cost.imports.export import workbook

FILE = Path(__file__).parents[2] / "data" / "cost_company.json"


class FlowCompany(DemoCompany):
    """Its own logins, without passwords: the database may hold the demo too."""

    def _credentials(self, facts):
        return {"login": f"flow_{facts['login']}"}

    def _remember(self, name, record):
        pass


@tagged("post_install", "-at_install", "ops_flow")
class TestReferenceCompany(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        data = json.loads(FILE.read_text(encoding="utf-8"))
        cls.inputs, cls.expected = data["inputs"], data["expected"]
        currency = cls.env.ref("base.CNY")
        currency.active = True
        company = cls.env["res.company"].create(
            {"name": "Flow Reference Company", "currency_id": currency.id}
        )
        cls.env.user.company_ids |= company
        facts = invented()
        cls.built = FlowCompany(
            cls.env, company, reference_workbook(data, facts), facts
        )
        cls.built.build()
        cls.company = company

    def test_the_demo_has_the_same_workbook(self):
        """If not: tools/make_workbook.py."""
        self.assertEqual(demo_workbook(), self.built.workbook)

    def rows(self, model, domain=(), order=None):
        """As the auditor: everything of the company, nothing by superuser."""
        records = self.built.as_user("auditor", self.env[model])
        domain = [("company_id", "=", self.company.id), *domain]
        found = records.search(domain, order=order)
        self.assertFalse(found.env.su)
        return found

    def minor(self, *amounts):
        return tuple(to_minor(amount) for amount in amounts)

    def expected_minor(self, row, *names):
        return tuple(to_minor(row[name], exactly=True) for name in names)

    def code(self, node):
        # a person's first node and the node of the later team are told apart
        return node.code

    def test_quota_cells(self):
        ours = {
            (
                cell.version_id.number,
                cell.period_id.code,
                cell.item_id.code,
                cell.node_id.code,
            ): list(self.minor(cell.quota, cell.saving_task))
            for cell in self.rows("ops.cost.cell", [("nature", "=", "daily")])
        }
        for line in self.rows("ops.cost.transfer.line", [("state", "=", "posted")]):
            place = line.version_id.number, line.period_id.code, line.item_id.code
            moved = self.minor(line.quota, line.saving_task)
            for node, sign in ((line.from_node_id, -1), (line.to_node_id, 1)):
                amounts = ours.setdefault((*place, node.code), [0, 0])
                amounts[:] = (a + sign * b for a, b in zip(amounts, moved, strict=True))
        theirs = {
            (row["version"], row["month"], row["item"], row["node"]): [
                *self.expected_minor(row, "quota", "saving_task")
            ]
            for row in self.expected["quota_cells"]
        }
        self.assertEqual(len(theirs), 270)
        self.assertEqual(ours, theirs)

    def test_transfers(self):
        lines = self.rows("ops.cost.transfer.line", [("state", "=", "posted")])
        ours = {
            (
                line.period_id.code,
                line.item_id.code,
                line.from_node_id.code,
                line.to_node_id.code,
                *self.minor(line.quota, line.saving_task),
            )
            for line in lines
        }
        theirs = {
            (
                *(row[name] for name in ("month", "item", "from_node", "to_node")),
                *self.expected_minor(row, "quota", "saving_task"),
            )
            for row in self.expected["transfers"]
        }
        self.assertEqual(len(lines), 6)
        self.assertEqual(ours, theirs)

    def test_assessments(self):
        rows = self.rows("ops.cost.assessment", [("is_current", "=", True)])
        ours = {
            (row.period_id.code, row.node_id.code): (
                row.level,
                row.zone,
                *self.minor(
                    row.quota,
                    row.reduction_target,
                    row.actual,
                    row.contingency_actual,
                    row.penalty,
                    row.reward,
                    row.net,
                ),
            )
            for row in rows
        }
        columns = ["quota", "reduction_target", "actual", "contingency_actual"]
        theirs = {
            (row["month"], row["node"]): (
                row["level"],
                row["zone"],
                *self.expected_minor(row, *columns, "penalty", "reward", "net"),
            )
            for row in self.expected["assessments"]
        }
        self.assertEqual(len(rows), 52)
        self.assertEqual(ours, theirs)

    def test_settlements(self):
        lines = self.rows("ops.cost.settlement.line")
        ours = {
            (line.settlement_id.code, line.subject): self.minor(
                line.penalty, line.reward, line.net
            )
            for line in lines
        }
        theirs = {
            (row["settlement"], row["subject"]): self.expected_minor(
                row, "penalty", "reward", "net"
            )
            for row in self.expected["settlements"]
        }
        self.assertEqual(len(lines), 33)
        self.assertEqual(ours, theirs)
        settlements = lines.settlement_id
        self.assertEqual(set(settlements.mapped("state")), {"paid"})
        for settlement in settlements:
            people = settlement.prepared_by_id | settlement.reviewed_by_id
            self.assertEqual(len(people | settlement.signed_by_id), 3)

    def test_totals(self):
        rows = self.rows("ops.cost.assessment", [("is_current", "=", True)])
        top = rows.filtered(lambda row: row.level == 1)
        totals = self.expected["totals"]
        self.assertEqual(self.total(top, "quota"), totals["quota"])
        self.assertEqual(self.total(top, "actual"), totals["actual"])
        for level, sums in totals["by_level"].items():
            part = rows.filtered(lambda row, level=level: row.level == int(level))
            for column, wanted in sums.items():
                self.assertEqual(self.total(part, column), wanted)

    def total(self, rows, column):
        return str(from_minor(sum(to_minor(value) for value in rows.mapped(column))))

    def test_contingency(self):
        fund = self.rows("ops.cost.fund").ensure_one()
        releases = self.rows("ops.cost.release", [("fund_id", "=", fund.id)])
        amounts = {
            "fund": to_minor(fund.amount),
            "released": to_minor(fund.released),
            "spent": sum(to_minor(release.spent) for release in releases),
        }
        amounts["unreleased"] = amounts["fund"] - amounts["released"]
        amounts["released_unspent"] = amounts["released"] - amounts["spent"]
        self.assertEqual(
            {name: str(from_minor(amount)) for name, amount in amounts.items()},
            self.expected["contingency"],
        )

    def test_company_month_item(self):
        rows = self.rows(
            "ops.cost.snapshot.item",
            [("is_current", "=", True), ("level", "=", 1), ("nature", "=", "daily")],
        )
        ours = {
            (row.period_id.code, row.item_id.code): self.minor(
                row.quota, row.saving_task, row.actual
            )
            for row in rows
        }
        theirs = {
            (row["month"], row["item"]): self.expected_minor(
                row, "quota", "saving_task", "actual"
            )
            for row in self.expected["company_month_item"]
        }
        self.assertEqual(ours, theirs)

    def test_every_posted_entry_has_two_people(self):
        vouchers = self.rows("ops.cost.voucher", [("state", "=", "posted")])
        self.assertTrue(vouchers)
        for voucher in vouchers:
            self.assertNotEqual(voucher.creator_id, voucher.decided_by)
        entries = vouchers.entry_ids
        self.assertEqual(len(entries), 213)
        drafts = self.rows("ops.cost.entry", [("state", "=", "draft")])
        self.assertEqual(drafts.mapped("import_ref"), ["E214"])

    def sealed(self):
        return {
            (row.period_id.code, row.node_id.code): (
                row.quota,
                row.actual,
                row.penalty,
                row.reward,
                row.closing_id.seal_hash,
            )
            for row in self.rows("ops.cost.assessment", [("is_current", "=", True)])
        }

    def test_an_open_month_follows_and_changes_no_closed_one(self):
        """What the demo does after the reference: April, with its money and quotas."""
        before = self.sealed()
        self.built.go_on()
        self.assertEqual(self.sealed(), before)
        april = self.built.month("2026-04")
        self.assertEqual(april.state, "open")
        self.assertEqual(self.built.plan.state, "running")
        top = self.rows("ops.cost.fact", [("period_id", "=", april.id)])
        by_item = {}
        for row in top:
            by_item.setdefault(row.item_id.code, []).append(row.quota)
        blocks = {
            row["code"]: to_minor(row["quarter_block"], exactly=True) // 3
            for row in self.inputs["items"]
        }
        sums = {item: sum(map(to_minor, quotas)) for item, quotas in by_item.items()}
        self.assertEqual(sums, blocks)
        states = self.rows("ops.cost.voucher", [("date", ">=", "2026-04-01")])
        self.assertEqual(set(states.mapped("state")), {"draft", "submitted", "posted"})
        cancelled = self.rows("ops.cost.entry", [("import_ref", "=", "E214")])
        self.assertEqual(cancelled.voucher_id.state, "cancelled")

    def test_wages_are_confidential(self):
        secret = self.rows("ops.cost.item", [("confidential", "=", True)])
        self.assertEqual(secret.mapped("code"), ["WAG"])

    def test_accounting_months(self):
        """Each entry is booked in the month that the reference names."""
        entries = self.rows("ops.cost.entry", [("state", "=", "posted")])
        ours = {entry.import_ref: entry.period_id.code for entry in entries}
        theirs = {
            row["ref"]: row["period"]
            for row in self.inputs["entries"]
            if row.get("period")
        }
        self.assertEqual(ours, theirs)

    def test_the_same_workbook_again_changes_nothing(self):
        before = self.counts()
        wizard = self.built.upload("company", self.built.workbook)
        wizard.action_preview()
        self.assertFalse(wizard.issue_count, wizard.issue_ids.mapped("reason"))
        self.assertFalse(sum(wizard.count_ids.mapped("new_count")))
        wizard.action_apply()
        self.assertEqual(wizard.state, "done")
        self.assertEqual(self.counts(), before)

    def test_the_export_is_known_too(self):
        office = self.built.as_user("office", self.env["ops.cost.plan"]).env
        plan = self.built.plan.with_env(office)
        content = workbook(office, self.company, "company", plan)
        before = self.counts()
        wizard = self.built.upload("company", content)
        wizard.action_preview()
        self.assertFalse(
            wizard.issue_count,
            wizard.issue_ids.mapped(
                lambda i: f"{i.sheet} {i.row}{i.column} {i.reason}"
            ),
        )
        self.assertFalse(sum(wizard.count_ids.mapped("new_count")))
        wizard.action_apply()
        self.assertEqual(self.counts(), before)

    def counts(self):
        models = [
            "plan",
            "item",
            "node",
            "period",
            "version",
            "cell",
            "allotment",
            "release",
            "voucher",
            "entry",
        ]
        return {
            name: self.env[f"ops.cost.{name}"].search_count(
                [("company_id", "=", self.company.id)]
            )
            for name in models
        }
