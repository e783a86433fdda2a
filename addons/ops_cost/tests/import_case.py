"""A small company in a workbook, and the users who may import it."""

import base64
from datetime import date
from decimal import Decimal

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

from odoo.addons.ops_base.tools.excel import Column, WorkbookWriter, write_csv

from ..imports.columns import SHEETS
from ..imports.export import CELL_KINDS

GROUPS = "base.group_user,ops_cost.group_cost_"
D = Decimal

# One leadership, two units, two teams, three persons, two items, two months.
ROWS = {
    "plan": [
        {
            "year": 2026,
            "name_en": "Plan 2026",
            "name_zh": "2026年计划",
            "total": D("1000.00"),
            "contingency_rate": D("0.1"),
            "penalty_rate": D("1"),
            "reward_rate": D("0.5"),
            "reward_base": "target",
        }
    ],
    "items": [
        {
            "code": "MAT",
            "name_en": "Material",
            "name_zh": "材料",
            "kind": "material",
            "amount": D("600.00"),
            "reduction_rate": D("0.05"),
            "functional_unit": "Supply of the import tests",
        },
        {
            "code": "OFF",
            "name_en": "Office",
            "name_zh": "办公",
            "kind": "admin",
            "amount": D("300.00"),
            "reduction_rate": D("0"),
        },
    ],
    "nodes": [
        {"code": "L", "level": 1, "kind": "leadership", "settlement": "quarterly"},
        {
            "code": "U1",
            "parent": "L",
            "level": 2,
            "kind": "unit",
            "weight": D("3"),
            "settlement": "monthly",
            "manager": "P1",
            "leader": "X1",
        },
        {
            "code": "U2",
            "parent": "L",
            "level": 2,
            "kind": "unit",
            "weight": D("2"),
            "leader": "Leader One",
        },
        {"code": "T1", "parent": "U1", "level": 3, "kind": "team", "weight": D("1")},
        {"code": "T2", "parent": "U2", "level": 3, "kind": "team", "weight": D("1")},
    ],
    "people": [
        {"code": "X1", "name": "Leader One"},
        {
            "code": "P1",
            "name": "Person One",
            "weight": D("1.2"),
            "team": "T1",
            "start": date(2026, 1, 1),
            "end": date(2026, 1, 20),
        },
        {
            "code": "P1",
            "name": "Person One",
            "weight": D("1.2"),
            "team": "T2",
            "start": date(2026, 1, 21),
        },
        {
            "code": "P2",
            "name": "Person Two",
            "weight": D("1"),
            "team": "T1",
            "start": date(2026, 1, 1),
        },
        {
            "code": "P3",
            "name": "Person Three",
            "weight": D("1"),
            "team": "T2",
            "start": date(2026, 1, 1),
        },
    ],
    "months": [
        {"code": "2026-01", "weight": D("21"), "close_on": date(2026, 2, 3)},
        {"code": "2026-02", "weight": D("16"), "close_on": date(2026, 3, 3)},
    ],
    "own_shares": [{"level": 2, "item": "OFF", "share": D("0.2")}],
    "releases": [
        {"code": "C1", "month": "2026-01", "node": "U1", "amount": D("50.00")}
    ],
    "versions": [
        {"effective": "2026-01"},
        {
            "effective": "2026-02",
            "item": "MAT",
            "month": "2026-02",
            "from": "U1",
            "to": "U2",
            "amount": D("10.00"),
        },
    ],
    "entries": [
        {
            "ref": "E1",
            "date": date(2026, 1, 5),
            "node": "P1@T1",
            "item": "MAT",
            "amount": D("12.34"),
            "document": "material_slip",
        },
        {
            "ref": "E2",
            "date": date(2026, 1, 25),
            "recorded_on": date(2026, 2, 5),
            "node": "P1@T2",
            "item": "OFF",
            "nature": "daily",
            "amount": D("-3.20"),
            "document": "reimbursement",
            "state": "posted",
        },
        {
            "ref": "E3",
            "date": date(2026, 1, 26),
            "node": "T1",
            "item": "MAT",
            "amount": D("4.00"),
            "document": "internal_cheque",
            "pair": "Q1",
        },
        {
            "ref": "E4",
            "date": date(2026, 1, 26),
            "node": "U2",
            "item": "MAT",
            "amount": D("-4.00"),
            "document": "internal_cheque",
            "pair": "Q1",
        },
        {
            "ref": "E5",
            "date": date(2026, 1, 27),
            "node": "T1",
            "item": "MAT",
            "nature": "contingency",
            "amount": D("40.00"),
            "document": "vendor_bill",
            "release": "C1",
        },
        {
            "ref": "E6",
            "date": date(2026, 2, 2),
            "node": "L",
            "item": "OFF",
            "amount": D("7.00"),
            "document": "manual",
            "state": "draft",
        },
    ],
    "quotas": [],
}


def copy_rows(**changes):
    """The small company's rows, deep enough to be changed."""
    rows = {name: [dict(row) for row in sheet] for name, sheet in ROWS.items()}
    return rows | changes


def workbook(rows):
    """Bytes of a workbook with these rows, {sheet: [{column: value}]}."""
    writer = WorkbookWriter("test")
    for name, lines in rows.items():
        fields = SHEETS[name].fields
        columns = [
            Column(field.name, kind=CELL_KINDS.get(field.kind, "text"))
            for field in fields
        ]
        writer.add_sheet(
            name, columns, [[row.get(field.name) for field in fields] for row in lines]
        )
    return writer.content()


def entries_csv(lines, encoding="utf-8-sig"):
    fields = SHEETS["entries"].fields
    columns = [Column(field.name) for field in fields]
    values = [[row.get(field.name) for field in fields] for row in lines]
    text = write_csv(columns, values).decode("utf-8-sig")
    return text.encode(encoding)


class ImportCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        currency = cls.env.ref("base.CNY")
        currency.active = True
        cls.company = cls.env["res.company"].create(
            {"name": "Import Company", "currency_id": currency.id}
        )
        cls.office = cls.new_user("office")
        cls.manager = cls.new_user("manager")

    @classmethod
    def new_user(cls, role, login=None):
        groups = "base.group_user" + (f",ops_cost.group_cost_{role}" if role else "")
        user = new_test_user(
            cls.env,
            login or f"import_{role or 'employee'}",
            groups,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        user.lang = "en_US"
        return user

    def upload(self, content, kind="company", user=None, lang="en_US", **values):
        wizards = self.env["ops.cost.import"].with_user(user or self.office)
        wizards = wizards.with_context(lang=lang, allowed_company_ids=self.company.ids)
        return wizards.create(
            {
                "kind": kind,
                "company_id": self.company.id,
                "file": base64.b64encode(content),
                "filename": "test.xlsx",
                **values,
            }
        )

    def preview(self, content, kind="company", **options):
        wizard = self.upload(content, kind, **options)
        wizard.action_preview()
        return wizard

    def run_import(self, content, kind="company", **options):
        wizard = self.upload(content, kind, **options)
        wizard.action_apply()
        self.assertFalse(wizard.issue_count, self.findings(wizard))
        self.assertEqual(wizard.state, "done")
        return wizard

    def findings(self, wizard):
        """[(sheet, row, header, reason)]"""
        return [
            (issue.sheet, issue.row, issue.header, issue.reason)
            for issue in wizard.issue_ids
        ]

    def find(self, model, **values):
        domain = [("company_id", "=", self.company.id)]
        domain += [(name, "=", value) for name, value in values.items()]
        return self.env[model].search(domain)

    def node(self, code):
        return self.find("ops.cost.node", code=code).ensure_one()

    def row_counts(self):
        """How many rows the company has in every model that an import writes."""
        names = ["plan", "item", "block", "own.share", "node", "charge", "period"]
        names += ["fund", "release", "version", "version.change", "cell"]
        names += ["allotment", "voucher", "entry"]
        counts = {name: self.count(f"ops.cost.{name}") for name in names}
        return counts | {"employee": self.count("hr.employee")}

    def count(self, model):
        self.env.flush_all()
        model = self.env[model].with_context(active_test=False)
        return model.search_count([("company_id", "=", self.company.id)])
