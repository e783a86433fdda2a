"""What meets: freezing and measuring, two that let one rule run (reliability.md R2)."""

from datetime import date
from decimal import Decimal
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL, mute_logger

from odoo.addons.ops_base.calc.measure_value import MeasureValue

YEAR = 2199
# children first
TABLES = (
    "ops_accountability",
    "ops_accountability_rule",
    "ops_appraisal_score",
    "ops_appraisal_line",
    "ops_appraisal_part",
    "ops_appraisal_result",
    "ops_appraisal_log",
    "ops_appraisal",
    "ops_appraisal_cycle",
    "ops_kpi",
    "ops_measure",
    "hr_employee",
)


@tagged("post_install", "-at_install")
class TestEngineRace(BaseCase):
    """Races need real cursors: rows of a company of their own, committed, and removed
    after the class."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            cls._create(cls._env(cr))
        cls.addClassCleanup(cls._remove)

    @classmethod
    def _env(cls, cr):
        return api.Environment(cr, SUPERUSER_ID, {})

    @classmethod
    def _create(cls, env):
        company = env["res.company"].create({"name": "Race Works"})
        env = env(context={"allowed_company_ids": company.ids})
        person = env["hr.employee"].create(
            {"name": "Racer", "company_id": company.id, "date_version": "2025-01-01"}
        )
        measure = env["ops.measure"].create(
            {"code": "RACE", "name": "Race", "company_id": company.id}
        )
        kpi = env["ops.kpi"].create(
            {
                "code": "RACE",
                "name": "Race",
                "measure_id": measure.id,
                "floor": 90,
                "target": 95,
                "company_id": company.id,
            }
        )
        cycle = env["ops.appraisal.cycle"].create(
            {
                "name": "Race",
                "period_kind": "month",
                "date_from": date(YEAR, 1, 1),
                "scale_id": env["ops.appraisal.scale"].search([], limit=1).id,
                "company_id": company.id,
            }
        )
        cls.ids = {
            "company": company.id,
            "cycle": cycle.id,
            "measure": measure.id,
            "rule": cls._create_rule(env, kpi).id,
            **cls._create_appraisal(env, cycle, person, kpi),
        }
        cycle._server_write({"state": "published"})

    @classmethod
    def _create_rule(cls, env, kpi):
        return env["ops.accountability.rule"].create(
            {"kpi_id": kpi.id, "periods": 1, "company_id": kpi.company_id.id}
        )

    @classmethod
    def _create_appraisal(cls, env, cycle, person, kpi):
        span = {"date_from": cycle.date_from, "date_to": cycle.date_to}
        head = env["ops.appraisal"]._server_create(
            [
                {
                    "cycle_id": cycle.id,
                    "subject_kind": "employee",
                    "employee_id": person.id,
                    "subject_name": person.name,
                    "company_id": cycle.company_id.id,
                    "state": "manager",
                    **span,
                }
            ]
        )
        part = env["ops.appraisal.part"]._server_create(
            [{"appraisal_id": head.id, "days": 31, **span}]
        )
        line = env["ops.appraisal.line"]._server_create(
            [
                {
                    "appraisal_id": head.id,
                    "part_id": part.id,
                    "kpi_id": kpi.id,
                    "measure_id": kpi.measure_id.id,
                    "weight": 100,
                    "floor": 90,
                    "target": 95,
                    "auto_score": 0,
                    "has_auto_score": True,
                }
            ]
        )
        env["ops.appraisal.result"]._server_create([{"appraisal_id": head.id}])
        return {"head": head.id, "line": line.id, "person": person.id}

    @classmethod
    def _remove(cls):
        with cls.registry.cursor() as cr:
            for name in TABLES:
                cls._delete(cr, name)
            # what a company brings along stays with it; the company goes to rest
            cls._env(cr)["res.company"].browse(cls.ids["company"]).active = False

    @classmethod
    def _delete(cls, cr, name):
        table = SQL.identifier(name)
        company = cls.ids["company"]
        cr.execute(SQL("DELETE FROM %s WHERE company_id = %s", table, company))

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            self._delete(cr, "ops_accountability")
            cr.execute(
                "UPDATE ops_appraisal SET frozen_at = NULL WHERE id = %s",
                [self.ids["head"]],
            )
            cr.execute(
                "UPDATE ops_appraisal_line SET value = 0, has_value = FALSE,"
                " auto_score = 0 WHERE id = %s",
                [self.ids["line"]],
            )

    # steps -------------------------------------------------------------------------
    def measure(self, cr, groups=None):
        env = self._env(cr)
        cycle = env["ops.appraisal.cycle"].browse(self.ids["cycle"])
        days = (cycle.date_from, cycle.date_to)
        values = {(self.ids["person"], *days): MeasureValue(Decimal(93))}
        with patch.object(type(cycle), "_values_of", lambda *_args: values):
            measure_id = self.ids["measure"]
            groups = groups or cycle._measured_groups(measure_id)
            cycle._take_values(measure_id, groups)
        env.flush_all()

    def freeze(self, cr):
        env = self._env(cr)
        env["ops.appraisal"].browse(self.ids["head"])._freeze()
        env.flush_all()

    def value(self):
        with self.registry.cursor() as cr:
            return self._env(cr)["ops.appraisal.line"].browse(self.ids["line"]).value

    # measuring and freezing ----------------------------------------------------------
    @mute_logger("odoo.sql_db")
    def test_a_value_is_not_changed_after_the_freeze(self):
        with self.registry.cursor() as measuring, self.registry.cursor() as freezing:
            cycle = self._env(measuring)["ops.appraisal.cycle"]
            cycle = cycle.browse(self.ids["cycle"])
            groups = cycle._measured_groups(self.ids["measure"])
            [[_rule_line, _lines, _subjects, _first, _last, frozen]] = groups
            self.assertEqual(frozen, [False])
            self.freeze(freezing)
            freezing.commit()  # pylint: disable=invalid-commit
            with self.assertRaises(SerializationFailure):
                self.measure(measuring, groups)
            measuring.rollback()
            # the run is tried again, and only notes the difference
            self.measure(measuring)
            notes = self._env(measuring)["ops.appraisal.difference"].search(
                [("line_id", "=", self.ids["line"])]
            )
            self.assertEqual(notes.later_value, 93)
            measuring.rollback()
        self.assertEqual(self.value(), 0)

    @mute_logger("odoo.sql_db")
    def test_a_freeze_sees_the_value_that_came_before(self):
        with self.registry.cursor() as measuring, self.registry.cursor() as freezing:
            self._env(freezing)["ops.appraisal"].browse(self.ids["head"]).read(
                ["state"]
            )
            self.measure(measuring)
            measuring.commit()  # pylint: disable=invalid-commit
            with self.assertRaises(SerializationFailure):
                self.freeze(freezing)
            freezing.rollback()
            self.freeze(freezing)
            freezing.rollback()
        self.assertEqual(self.value(), 93)

    # one rule at a time ------------------------------------------------------------
    def rule(self, cr):
        return self._env(cr)["ops.accountability.rule"].browse(self.ids["rule"])

    def cases(self):
        with self.registry.cursor() as cr:
            return self._env(cr)["ops.accountability"].search_count(
                [("rule_id", "=", self.ids["rule"])]
            )

    def test_a_button_and_the_job_file_one_case(self):
        with self.registry.cursor() as button, self.registry.cursor() as job:
            self.rule(job).read(["periods"])  # the job has begun
            self.assertEqual(len(self.rule(button)._find()), 1)
            button.commit()  # pylint: disable=invalid-commit
            # leaves the rule to the button, without an error in the log
            with self.assertNoLogs("odoo.sql_db", "ERROR"):
                self._env(job)["ops.accountability.rule"]._cron_find()
            job.commit()  # pylint: disable=invalid-commit
        self.assertEqual(self.cases(), 1)

    def test_of_two_buttons_the_later_tries_again_and_finds_nothing(self):
        with self.registry.cursor() as one, self.registry.cursor() as other:
            self.rule(other).read(["periods"])
            self.rule(one)._find()
            one.commit()  # pylint: disable=invalid-commit
            with self.assertRaises(SerializationFailure):
                self.rule(other)._find()
            other.rollback()
            self.assertFalse(self.rule(other)._find())
            other.rollback()
        self.assertEqual(self.cases(), 1)
