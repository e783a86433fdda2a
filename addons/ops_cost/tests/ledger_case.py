"""A small company for the ledger, the close and the settlement: two units, three
teams, four persons, three items, four months of 2026; cells are set by hand."""

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged

MONTHS = {
    "2026-01": ("2026-01-01", "2026-01-31", "2026-02-03"),
    "2026-02": ("2026-02-01", "2026-02-28", "2026-03-03"),
    "2026-03": ("2026-03-01", "2026-03-31", "2026-04-03"),
    "2026-04": ("2026-04-01", "2026-04-30", False),
}
NODES = [
    ("L", 1, "leadership", None, "quarterly"),
    ("U1", 2, "unit", "L", "monthly"),
    ("U2", 2, "unit", "L", "quarterly"),
    ("T11", 3, "team", "U1", "monthly"),
    ("T12", 3, "team", "U1", "monthly"),
    ("T21", 3, "team", "U2", "quarterly"),
]
PEOPLE = {"P01": "T11", "P02": "T11", "P03": "T12", "P04": "T21"}
ITEMS = {"WAG": "wage", "MAT": "material", "PRT": "spare"}
USERS = {
    "office": "ops_cost.group_cost_office",
    "office2": "ops_cost.group_cost_office",
    "manager": "ops_cost.group_cost_manager",
    "finance": "ops_cost.group_cost_finance",
    "leader": "ops_cost.group_cost_leader",
    "accountant": "ops_cost.group_cost_accountant",
    "accountant2": "ops_cost.group_cost_accountant",
    "recorder": "ops_cost.group_cost_recorder",
    "functional": "ops_cost.group_cost_functional",
    "auditor": "ops_cost.group_cost_auditor",
    "employee": "base.group_user",
}
# own quota and saving task of every person, item and month
QUOTA, SAVING = 1000_00, 50_00


@tagged("post_install", "-at_install")
class LedgerCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        currency = cls.env.ref("base.CNY")
        currency.active = True
        cls.company = cls.env["res.company"].create(
            {"name": "Ledger Works", "currency_id": currency.id}
        )
        cls.env = cls.env(
            context={
                **cls.env.context,
                "allowed_company_ids": cls.company.ids,
                "tracking_disable": True,
            }
        )
        cls._make_users()
        cls._make_tree()
        cls._make_plan()
        cls.env.flush_all()

    @classmethod
    def _make_users(cls):
        cls.users = {
            name: new_test_user(
                cls.env,
                f"ledger_{name}",
                groups=group,
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
            for name, group in USERS.items()
        }
        cls.users["accountant"].lang = "en_US"

    @classmethod
    def _make_tree(cls):
        cls.nodes = {}
        node_model = cls.env["ops.cost.node"]
        for code, level, kind, parent, settlement in NODES:
            cls.nodes[code] = node_model.create(
                {
                    "code": code,
                    "name": code,
                    "level": level,
                    "kind": kind,
                    "parent_id": parent and cls.nodes[parent].id,
                    "settlement": settlement,
                    "company_id": cls.company.id,
                }
            )
        cls.people = {}
        for code, team in PEOPLE.items():
            cls.people[code] = cls.env["hr.employee"].create(
                {"name": f"Person {code}", "company_id": cls.company.id}
            )
            cls.nodes[code] = cls._make_person(code, team, "2026-01-01")
        cls.people["P01"].user_id = cls.users["employee"]
        cls.nodes["U1"].accountant_ids = (
            cls.users["accountant"] | cls.users["accountant2"]
        )
        cls.nodes["T11"].recorder_ids = cls.users["recorder"]
        cls.items = {
            code: cls.env["ops.cost.item"].create(
                {
                    "code": code,
                    "name": code,
                    "kind": kind,
                    "company_id": cls.company.id,
                }
            )
            for code, kind in ITEMS.items()
        }
        cls.users["functional"].ops_cost_item_ids = cls.items["MAT"]

    @classmethod
    def _make_person(cls, code, team, start, end=False):
        return cls.env["ops.cost.node"].create(
            {
                "code": f"{code}@{team}",
                "name": cls.people[code].name,
                "level": 4,
                "kind": "person",
                "parent_id": cls.nodes[team].id,
                "employee_id": cls.people[code].id,
                "date_start": start,
                "date_end": end,
                "company_id": cls.company.id,
            }
        )

    @classmethod
    def _make_plan(cls):
        cls.plan = cls.env["ops.cost.plan"].create(
            {
                "name": "2026",
                "year": 2026,
                "total": 1000000,
                "contingency_rate": 0.08,
                "reward_rate": 0.5,
                "company_id": cls.company.id,
            }
        )
        cls.periods = {
            code: cls.env["ops.cost.period"].create(
                {
                    "plan_id": cls.plan.id,
                    "company_id": cls.company.id,
                    "code": code,
                    "date_start": start,
                    "date_end": end,
                    "close_on": close_on,
                }
            )
            for code, (start, end, close_on) in MONTHS.items()
        }
        cls.jan, cls.feb, cls.mar, cls.apr = cls.periods.values()
        cls._make_version()

    @classmethod
    def _make_version(cls):
        cls.version = cls.env["ops.cost.version"].create(
            {"plan_id": cls.plan.id, "effective_period_id": cls.jan.id}
        )
        cls.version._set_cells(
            {
                (period.id, cls.nodes[person].id, item.id, "daily"): (QUOTA, SAVING)
                for period in cls.periods.values()
                for person in PEOPLE
                for item in cls.items.values()
            }
        )
        cls.version._server_write({"state": "issued"})
        cls.fund = cls.env["ops.cost.fund"].search([("plan_id", "=", cls.plan.id)])
        if not cls.fund:
            cls.fund = cls.env["ops.cost.fund"]._server_create(
                [{"plan_id": cls.plan.id, "amount": 80000}]
            )

    # helpers -------------------------------------------------------------------
    @classmethod
    def voucher(cls, *lines, user=None, **values):
        """A draft document; ``lines``: (node, item, amount[, more values])."""
        day = values.setdefault("date", "2026-01-15")
        values.setdefault("recorded_on", day)
        values.setdefault("document", "manual")
        env = cls.env(user=cls.users[user]) if user else cls.env
        return env["ops.cost.voucher"].create(
            {
                "company_id": cls.company.id,
                "entry_ids": [
                    Command.create(
                        {
                            "node_id": cls.nodes[node].id,
                            "item_id": cls.items[item].id,
                            "amount": amount,
                            **(more[0] if more else {}),
                        }
                    )
                    for node, item, amount, *more in lines
                ],
                **values,
            }
        )

    @classmethod
    def post(cls, *lines, **values):
        """The entries of a posted document."""
        voucher = cls.voucher(*lines, **values)
        voucher._post()
        return voucher.entry_ids.sorted("id")

    @classmethod
    def release(cls, node="U1", amount=9500.0, period=None, state="approved"):
        release = cls.env["ops.cost.release"].create(
            {
                "code": f"C{amount}{node}",
                "fund_id": cls.fund.id,
                "period_id": (period or cls.feb).id,
                "node_id": cls.nodes[node].id,
                "purpose": "Pump broke down",
                "amount": amount,
            }
        )
        release._server_write({"state": state})
        return release

    @classmethod
    def checksum(cls):
        """Text of all that a closed month consists of, to compare before and after."""
        cls.env.flush_all()
        texts = []
        for table, where in (
            ("ops_cost_assessment", "is_current"),
            ("ops_cost_snapshot_item", "is_current"),
            ("ops_cost_closing", "is_current"),
            ("ops_cost_entry", "state = 'posted'"),
        ):
            cls.env.cr.execute(
                f"SELECT md5(coalesce(string_agg(t::text, '' ORDER BY id), '')) "
                f"FROM {table} t WHERE {where} AND period_id IN ("
                "SELECT id FROM ops_cost_period WHERE state = 'closed')"
            )
            texts.append(cls.env.cr.fetchone()[0])
        cls.env.cr.execute(
            "SELECT string_agg(concat_ws('|', id, code, date_start, date_end, state,"
            " last_number, revision, plan_id, company_id, closed_at), ';' ORDER BY id)"
            " FROM ops_cost_period WHERE state = 'closed'"
        )
        texts.append(cls.env.cr.fetchone()[0])
        return texts

    def as_user(self, record, name):
        return record.with_user(self.users[name])
