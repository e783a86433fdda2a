"""A small company with one user for each role; dates are fixed."""

from datetime import date

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

ROLES = {
    "clerk": "office",
    "manager": "manager",
    "director": "manager",
    "accountant": "accountant",
    "accountant2": "accountant",
    "recorder": "recorder",
    "leader": "leader",
    "functional": "functional",
    "finance": "finance",
    "auditor": "auditor",
    "person": None,
    "outsider": None,
}
ITEMS = [("WAG", "wage", 0.0), ("MAT", "material", 0.05), ("UTL", "utility", 0.06)]
# code, parent, weight
NODES = [
    ("L", None, 0),
    ("U1", "L", 5200),
    ("U2", "L", 3100),
    ("T11", "U1", 3000),
    ("T12", "U1", 2200),
    ("T21", "U2", 1700),
]
# code, team, weight
PEOPLE = [
    ("P01", "T11", 1.2),
    ("P02", "T11", 1.0),
    ("P03", "T12", 1.1),
    ("P04", "T21", 1.0),
]
MONTHS = [("2026-01", 21), ("2026-02", 16), ("2026-03", 22)]
BLOCKS = {"WAG": 60000.0, "MAT": 30000.0, "UTL": 18000.0}


class CostCase(TransactionCase):
    """``cls.plan`` is in draft, with blocks, months and own shares; no version yet.

    Attributes: ``company``, ``users`` {role name: res.users}, and by code ``nodes``
    (a person's is "P01@T11"), ``items``, ``months``, ``employees``. ``self.as_("x")``
    gives the environment of a role.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.env.user.lang = "en_US"
        cls.company = cls._create_company("Lamp Works")
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": cls.company.ids}
        )
        cls.users = {name: cls._create_user(name) for name in ROLES}
        cls.items = {code: cls._create_item(code, *rest) for code, *rest in ITEMS}
        cls._create_tree()
        cls._create_plan()
        cls._give_scopes()

    @classmethod
    def _create_company(cls, name):
        currency = cls.env.ref("base.CNY")
        currency.active = True
        company = cls.env["res.company"].create(
            {"name": name, "currency_id": currency.id, "ops_tz": "Asia/Shanghai"}
        )
        cls.env.user.company_ids += company
        return company

    @classmethod
    def _create_user(cls, name):
        role = ROLES[name]
        group = f",ops_cost.group_cost_{role}" if role else ""
        return new_test_user(
            cls.env,
            f"cost_{name}",
            groups=f"base.group_user{group}",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
            lang="en_US",
        )

    @classmethod
    def _create_item(cls, code, kind, rate):
        return cls.env["ops.cost.item"].create(
            {
                "code": code,
                "name": kind.title(),
                "kind": kind,
                "reduction_rate": rate,
                "sequence": 10,
                "company_id": cls.company.id,
            }
        )

    @classmethod
    def _create_employee(cls, code):
        return cls.env["hr.employee"].create(
            {"name": code, "ops_cost_code": code, "company_id": cls.company.id}
        )

    @classmethod
    def _create_tree(cls):
        cls.nodes, cls.employees = {}, {}
        for code, parent, weight in NODES:
            cls.nodes[code] = cls._create_node(code, parent, weight)
        for code, team, weight in PEOPLE:
            cls.employees[code] = cls._create_employee(code)
            name = f"{code}@{team}"
            cls.nodes[name] = cls._create_node(
                name, team, weight, employee_id=cls.employees[code].id
            )

    @classmethod
    def _create_node(cls, code, parent, weight, **values):
        return cls.env["ops.cost.node"].create(
            {
                "code": code,
                "name": code,
                "parent_id": cls.nodes[parent].id if parent else False,
                "weight": weight,
                "company_id": cls.company.id,
                "date_start": date(2026, 1, 1),
                **values,
            }
        )

    @classmethod
    def _create_plan(cls):
        cls.plan = cls.env["ops.cost.plan"].create(
            {
                "name": "Plan 2026",
                "company_id": cls.company.id,
                "year": 2026,
                "total": 120000.0,
                "contingency_rate": 0.1,
                "block_ids": [
                    Command.create({"item_id": cls.items[code].id, "amount": amount})
                    for code, amount in BLOCKS.items()
                ],
                "own_share_ids": [
                    Command.create(
                        {"level": 3, "item_id": cls.items["UTL"].id, "share": 0.3}
                    ),
                    Command.create(
                        {"level": 2, "item_id": cls.items["MAT"].id, "share": 0.2}
                    ),
                ],
            }
        )
        cls.months = {
            code: cls._create_month(cls.plan, code, weight) for code, weight in MONTHS
        }

    @classmethod
    def _create_month(cls, plan, code, weight):
        year, month = map(int, code.split("-"))
        last = {1: 31, 2: 28, 3: 31}[month]
        return cls.env["ops.cost.period"].create(
            {
                "plan_id": plan.id,
                "company_id": plan.company_id.id,
                "code": code,
                "date_start": date(year, month, 1),
                "date_end": date(year, month, last),
                "weight": weight,
            }
        )

    @classmethod
    def _give_scopes(cls):
        cls.nodes["U1"].accountant_ids = cls.users["accountant"]
        cls.nodes["U2"].accountant_ids = cls.users["accountant2"]
        cls.nodes["T11"].recorder_ids = cls.users["recorder"]
        cls.items["MAT"].functional_user_ids = cls.users["functional"]
        cls.employees["P01"].user_id = cls.users["person"]
        cls.employees["LEAD"] = cls._create_employee("LEAD")
        cls.employees["LEAD"].user_id = cls.users["leader"]
        cls.env["ops.cost.charge"].create(
            {
                "company_id": cls.company.id,
                "leader_id": cls.employees["LEAD"].id,
                "unit_id": cls.nodes["U1"].id,
                "date_start": date(2026, 1, 1),
            }
        )
        cls.env.flush_all()

    # steps ---------------------------------------------------------------------
    def as_(self, name):
        """Environment of a role, in the company, without tracking."""
        return self.env(user=self.users[name], su=False)

    def draft_version(self, month="2026-01", reason="More material for U2"):
        """A cascaded draft, prepared by the clerk."""
        if self.plan.state == "draft":
            self.plan.with_env(self.as_("clerk")).action_measured()
        version = self.plan.with_env(self.as_("clerk"))._create_version(
            self.months[month], reason
        )
        version.action_cascade()
        return version.with_env(self.env)

    def issued_version(self, month="2026-01"):
        version = self.draft_version(month)
        version.with_env(self.as_("manager")).action_issue()
        return version

    def cell(self, version, node, item, month="2026-01"):
        return self._amount("cell", version, node, item, month)

    def allotment(self, version, node, item, month="2026-01"):
        return self._amount("allotment", version, node, item, month)

    def _amount(self, kind, version, node, item, month):
        return self.env[f"ops.cost.{kind}"].search(
            [
                ("version_id", "=", version.id),
                ("node_id", "=", self.nodes[node].id),
                ("item_id", "=", self.items[item].id),
                ("period_id", "=", self.months[month].id),
            ]
        )

    def effective(self, month, node, item):
        """(quota, saving task) in effect, in minor units."""
        months, nodes = self.months[month].ids, self.nodes[node].ids
        found = self.env["ops.cost.version"]._effective_minor(months, nodes)
        key = (months[0], nodes[0], self.items[item].id, "daily")
        return found.get(key, (0, 0))

    def transfer(self, source, target, item, quota, saving=0.0, month="2026-01"):
        """A draft transfer of the clerk."""
        env = self.as_("clerk")
        return env["ops.cost.transfer"].create(
            {
                "plan_id": self.plan.id,
                "period_id": self.months[month].id,
                "reason": "More work",
                "line_ids": [
                    Command.create(
                        {
                            "from_node_id": self.nodes[source].id,
                            "to_node_id": self.nodes[target].id,
                            "item_id": self.items[item].id,
                            "quota": quota,
                            "saving_task": saving,
                        }
                    )
                ],
            }
        )
