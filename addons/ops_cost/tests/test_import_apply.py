from datetime import date
from decimal import Decimal
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..imports.apply_quotas import QuotaWriter
from .import_case import ImportCase, copy_rows, entries_csv, workbook

D = Decimal


@tagged("post_install", "-at_install")
class TestImportApply(ImportCase):
    def test_everything_arrives(self):
        self.run_import(workbook(copy_rows()))
        plan = self.find("ops.cost.plan").ensure_one()
        self.assertEqual((plan.year, plan.total, plan.daily_amount), (2026, 1000, 900))
        self.assertEqual(plan.with_context(lang="zh_CN").name, "2026年计划")
        item = self.find("ops.cost.item", code="MAT")
        self.assertEqual(item.owner_unit_id.name, "Supply of the import tests")
        self.assertEqual(plan.block_ids.mapped("amount"), [600, 300])
        self.assertEqual(self.node("U1").manager_id.ops_cost_code, "P1")
        self.assertEqual(self.node("U2").settlement, "quarterly")
        charges = self.find("ops.cost.charge")
        self.assertEqual(set(charges.leader_id.mapped("name")), {"Leader One"})
        self.assertEqual(plan.own_share_ids.share, 0.2)
        self.assertEqual(
            [str(day) for day in self.find("ops.cost.period").mapped("date_end")],
            ["2026-01-31", "2026-02-28"],
        )

    def test_a_person_with_two_stays_has_two_nodes_and_no_transfer(self):
        self.run_import(workbook(copy_rows()))
        first, second = self.node("P1@T1"), self.node("P1@T2")
        self.assertEqual(first.employee_id, second.employee_id)
        self.assertEqual(str(first.date_end), "2026-01-20")
        self.assertEqual(str(second.date_start), "2026-01-21")
        self.assertFalse(self.find("ops.cost.transfer"))

    def test_the_preview_names_who_has_to_be_moved(self):
        wizard = self.preview(workbook(copy_rows()))
        self.assertFalse(wizard.issue_count)
        self.assertIn("P1@T2 (2026-01-21)", wizard.hint)
        self.assertNotIn("P1@T1", wizard.hint)
        wizard = self.run_import(workbook(copy_rows()))
        self.assertIn("P1@T2", wizard.hint)
        self.assertFalse(self.preview(workbook(copy_rows())).hint)

    def test_confidential_items(self):
        rows = copy_rows()
        rows["items"][0]["confidential"] = "yes"
        self.run_import(workbook(rows))
        self.assertEqual(
            self.find("ops.cost.item", confidential=True).code, rows["items"][0]["code"]
        )

    def test_a_release_waits_for_its_approval(self):
        self.run_import(workbook(copy_rows()))
        release = self.find("ops.cost.release", code="C1")
        self.assertEqual((release.state, release.amount), ("submitted", 50))
        self.assertEqual(release.fund_id.amount, 100)

    def test_versions_are_drafts_with_their_changes(self):
        self.run_import(workbook(copy_rows()))
        first, second = self.find("ops.cost.version").sorted("number")
        self.assertEqual((first.state, second.state), ("draft", "draft"))
        self.assertFalse(first.change_ids)
        self.assertEqual(second.change_ids.amount, 10)
        self.assertEqual(second.change_ids.to_node_id.code, "U2")

    def test_entries_wait_submitted_and_a_draft_stays_a_draft(self):
        self.run_import(workbook(copy_rows()))
        entries = {e.import_ref: e for e in self.find("ops.cost.entry")}
        self.assertEqual(entries["E1"].voucher_id.state, "submitted")
        self.assertEqual(entries["E6"].voucher_id.state, "draft")
        self.assertEqual(entries["E3"].voucher_id, entries["E4"].voucher_id)
        self.assertNotEqual(entries["E1"].voucher_id, entries["E2"].voucher_id)
        self.assertEqual(str(entries["E2"].voucher_id.recorded_on), "2026-02-05")
        self.assertEqual(entries["E5"].release_id.code, "C1")
        self.assertEqual(entries["E1"].create_uid, self.office)
        self.assertEqual(set(self.find("ops.cost.entry").mapped("state")), {"draft"})

    def test_who_imported_does_not_post(self):
        self.run_import(workbook(copy_rows()))
        voucher = self.find("ops.cost.entry", import_ref="E1").voucher_id
        with self.assertRaises(UserError):
            voucher.with_user(self.office).action_post()

    def test_the_same_file_again_changes_nothing(self):
        content = workbook(copy_rows())
        self.run_import(content)
        before = self.row_counts()
        wizard = self.run_import(content)
        self.assertEqual(self.row_counts(), before)
        self.assertFalse(sum(wizard.count_ids.mapped("new_count")))
        self.assertIn("stored already", wizard.message)

    def test_a_second_part_adds_only_what_is_new(self):
        rows = copy_rows()
        first = rows | {"entries": rows["entries"][:2]}
        self.run_import(workbook(first))
        self.run_import(workbook(rows))
        self.assertEqual(self.count("ops.cost.entry"), 6)
        self.assertEqual(self.count("ops.cost.node"), 9)

    def test_other_content_under_a_known_key_is_a_finding(self):
        self.run_import(workbook(copy_rows()))
        rows = copy_rows()
        rows["entries"][0]["amount"] = D("12.35")
        rows["items"][1]["reduction_rate"] = D("0.01")
        rows["people"][3]["weight"] = D("2")
        before = self.row_counts()
        wizard = self.preview(workbook(rows))
        self.assertEqual(
            [row[:3] for row in self.findings(wizard)],
            [
                ("items", 3, "reduction_rate"),
                ("people", 5, "weight"),
                ("entries", 2, "amount"),
            ],
        )
        self.assertIn("12.34", wizard.issue_ids[-1].reason)
        wizard.action_apply()
        self.assertEqual(wizard.state, "preview")
        self.assertEqual(self.row_counts(), before)

    def test_one_bad_cell_stops_the_whole_file(self):
        rows = copy_rows()
        rows["entries"][5]["node"] = "U9"
        before = self.row_counts()
        wizard = self.upload(workbook(rows))
        wizard.action_apply()
        self.assertEqual(self.findings(wizard)[0][:3], ("entries", 7, "node"))
        self.assertEqual(self.row_counts(), before)

    def test_a_failure_in_the_last_step_leaves_nothing(self):
        before = self.row_counts()
        wizard = self.upload(workbook(copy_rows()))
        with (
            patch.object(QuotaWriter, "write_quotas", side_effect=UserError("boom")),
            self.assertRaisesRegex(UserError, "boom"),
            self.cr.savepoint(),
        ):
            wizard.action_apply()
        self.env.invalidate_all()
        self.assertEqual(self.row_counts(), before)

    def test_entries_alone_from_csv(self):
        self.run_import(workbook(copy_rows(entries=[])))
        rows = copy_rows()["entries"]
        for encoding in ("utf-8", "utf-8-sig", "gb18030"):
            content = entries_csv(rows, encoding)
            self.assertFalse(self.findings(self.preview(content, "entries")))
        self.run_import(entries_csv(rows, "gb18030"), "entries")
        self.assertEqual(self.count("ops.cost.entry"), 6)
        before = self.row_counts()
        self.run_import(entries_csv(rows, "utf-8"), "entries")
        self.assertEqual(self.row_counts(), before)

    def test_roles(self):
        content = workbook(copy_rows())
        for role in ("accountant", "recorder"):
            user = self.new_user(role)
            with self.assertRaises(AccessError):
                self.preview(content, user=user)
        for role in ("auditor", "finance", "leader", "functional", None):
            user = self.new_user(role)
            with self.assertRaises(AccessError):
                self.upload(content, user=user)

    def test_an_accountant_books_only_for_the_own_unit(self):
        self.run_import(workbook(copy_rows(entries=[])))
        accountant = self.new_user("accountant")
        accountant.ops_cost_unit_ids = self.node("U1")
        self.env.registry.clear_cache()
        rows = copy_rows()["entries"]
        wizard = self.preview(entries_csv(rows[:2]), "entries", user=accountant)
        self.assertEqual(self.findings(wizard)[0][:3], ("entries", 3, "node"))
        self.assertEqual(wizard.issue_count, 1)
        wizard = self.run_import(entries_csv(rows[:1]), "entries", user=accountant)
        self.assertEqual(self.find("ops.cost.entry").create_uid, accountant)

    def test_the_template_is_had_before_there_is_a_file(self):
        for role in ("office", "accountant", "recorder"):
            user = self.new_user(role, f"template_{role}")
            # the form saves before its button runs, with what the view requires
            wizard = Form(self.env["ops.cost.import"].with_user(user)).save()
            self.assertIn("/template/entries/", wizard.action_template()["url"])
            with self.assertRaisesRegex(UserError, "Choose a file first"):
                wizard.action_preview()

    def test_an_upload_is_its_owners(self):
        wizard = self.upload(workbook(copy_rows()))
        with self.assertRaises(AccessError):
            wizard.with_user(self.manager).action_preview()

    def test_a_large_file_runs_in_the_background(self):
        self.run_import(workbook(copy_rows(entries=[])))
        wizard = self.upload(entries_csv(copy_rows()["entries"]), "entries")
        with patch("odoo.addons.ops_cost.wizards.ops_cost_import.LARGE", 3):
            action = wizard.action_apply()
        task = self.env["ops.background.task"].browse(action["params"]["task_id"])
        self.assertFalse(self.count("ops.cost.entry"))
        task._run_now()
        self.assertEqual(self.count("ops.cost.entry"), 6)

    def test_a_line_is_what_the_orm_would_have_made(self):
        self.run_import(workbook(copy_rows()))
        imported = self.find("ops.cost.entry", import_ref="E1")
        vouchers = self.env["ops.cost.voucher"].with_user(self.office)
        voucher = vouchers.create(
            {
                "company_id": self.company.id,
                "document": "material_slip",
                "date": imported.date,
                "recorded_on": imported.date,
                "entry_ids": [
                    Command.create(
                        {
                            "node_id": imported.node_id.id,
                            "item_id": imported.item_id.id,
                            "amount": 12.34,
                        }
                    )
                ],
            }
        )
        self.env.flush_all()
        apart = {"id", "voucher_id", "import_ref", "create_date", "write_date"}
        names = [
            name
            for name, field in imported._fields.items()
            if field.store and field.column_type and name not in apart
        ]
        made = voucher.with_env(self.env).entry_ids
        ours, theirs = imported.read(names)[0], made.read(names)[0]
        del ours["id"], theirs["id"]
        self.assertEqual(ours, theirs)

    def test_a_return_to_a_former_team_is_a_node_of_its_own(self):
        rows = copy_rows()
        rows["people"][2]["end"] = date(2026, 2, 9)
        rows["people"].append(
            rows["people"][1] | {"start": date(2026, 2, 10), "end": None}
        )
        self.run_import(workbook(rows))
        self.assertEqual(str(self.node("P1@T1#2").date_start), "2026-02-10")
        before = self.row_counts()
        self.run_import(workbook(rows))
        self.assertEqual(self.row_counts(), before)

    def test_an_employee_known_by_name_gets_the_code(self):
        employees = self.env["hr.employee"]
        known = employees.create({"name": "Person Two", "company_id": self.company.id})
        self.run_import(workbook(copy_rows()))
        self.assertEqual(known.ops_cost_code, "P2")
        self.assertEqual(self.node("P2@T1").employee_id, known)
