"""Races need real cursors: a TransactionCase has one transaction only."""

from datetime import date

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase
from odoo.tests.common import get_db_name

YEAR = 2199
THREADS = 8


class RaceCase(BaseCase):
    """A unit U with teams, a month and an item, committed; removed after the class."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            cls._create(env)
        cls.addClassCleanup(cls._remove)

    @classmethod
    def _create(cls, env):
        company = env.ref("base.main_company")
        node = env["ops.cost.node"]
        top = unit = None
        cls.ids = {}
        for code in ("L", "U"):
            unit = node.create(cls._node(company, code, top))
            top = unit
            cls.ids[code] = unit.id
        cls.teams = [
            node.create(cls._node(company, f"T{number}", unit)).id
            for number in range(THREADS)
        ]
        plan = env["ops.cost.plan"].create(
            {
                "name": "Race",
                "year": YEAR,
                "total": 100.0,
                "company_id": company.id,
            }
        )
        month = env["ops.cost.period"].create(
            {
                "plan_id": plan.id,
                "company_id": company.id,
                "code": f"{YEAR}-01",
                "date_start": date(YEAR, 1, 1),
                "date_end": date(YEAR, 1, 31),
            }
        )
        item = env["ops.cost.item"].create(
            {"code": "RACE", "name": "Race", "company_id": company.id}
        )
        version = env["ops.cost.version"].create(
            {"plan_id": plan.id, "effective_period_id": month.id}
        )
        cls.ids.update(plan=plan.id, month=month.id, item=item.id, version=version.id)

    @classmethod
    def _node(cls, company, code, parent):
        return {
            "code": f"RACE-{code}",
            "name": code,
            "parent_id": parent.id if parent else False,
            "company_id": company.id,
            "date_start": date(YEAR, 1, 1),
            "date_end": date(YEAR, 12, 31),
        }

    @classmethod
    def _remove(cls):
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            cr.execute(
                "DELETE FROM ops_cost_version WHERE id = %s", [cls.ids["version"]]
            )
            env["ops.cost.period"].browse(cls.ids["month"]).unlink()
            cr.execute("DELETE FROM ops_cost_plan WHERE id = %s", [cls.ids["plan"]])
            env["ops.cost.item"].browse(cls.ids["item"]).unlink()
            env["ops.cost.node"].browse(cls.teams).unlink()
            for code in ("U", "L"):
                env["ops.cost.node"].browse(cls.ids[code]).unlink()

    def _version(self, cr):
        env = api.Environment(cr, SUPERUSER_ID, {})
        return env["ops.cost.version"].browse(self.ids["version"])

    def _answered(self, cr, act):
        """Whether ``act(cr)`` was done, tried as Odoo's own loop around a request:
        again after a serialization failure, not after a refusal."""
        while True:
            try:
                act(cr)
                cr.commit()  # pylint: disable=invalid-commit
                return True
            except SerializationFailure:
                cr.rollback()
            except UserError:
                cr.rollback()
                return False

    @classmethod
    def _env(cls, cr):
        return api.Environment(cr, SUPERUSER_ID, {})
