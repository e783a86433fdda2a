"""Screens and whole-cycle steps take the same queries for ten times the people."""

from datetime import date

from odoo.tests import tagged

from .engine_case import EngineCase

# view, and who looks at it
VIEWS = {
    "ops_appraisal_view_list": "hr",
    "ops_appraisal_view_list_inbox": "first",
    "ops_appraisal_part_view_list": "hr",
    "ops_appraisal_line_view_list": "hr",
    "ops_appraisal_score_view_list": "hr",
    "ops_appraisal_statement_view_list": "hr",
    "ops_appraisal_result_view_list": "hr",
    "ops_appraisal_log_view_list": "hr",
    "ops_bonus_line_view_list": "payroll",
    "ops_promotion_line_view_list": "judge",
}


class ManyCase(EngineCase):
    """Eleven persons with a login, and any number without."""

    @classmethod
    def add_people(cls, count):
        """Each with a unit and a job of their own, so that no name is read twice."""
        known = cls.env["hr.job"].search_count([("company_id", "=", cls.company.id)])
        units = cls.env["hr.department"].create(
            [
                {
                    "name": f"Unit {n}",
                    "company_id": cls.company.id,
                    "parent_id": cls.unit.id,
                }
                for n in range(count)
            ]
        )
        jobs = cls.env["hr.job"].create(
            [
                {"name": f"Job {known + n}", "company_id": cls.company.id}
                for n in range(count)
            ]
        )
        for job in jobs:
            cls._create_profile(job, [(cls.kpi_auto, 60), (cls.kpi_hand, 40)])
        cls.env["hr.employee"].create(
            [
                {
                    "name": f"Temp {job.id}",
                    "company_id": cls.company.id,
                    "parent_id": cls.employees["first"].id,
                    "department_id": unit.id,
                    "job_id": job.id,
                    "date_version": date(2025, 1, 1),
                }
                for unit, job in zip(units, jobs, strict=True)
            ]
        )

    def queries(self, action):
        """Of ``action``, the registry's caches warm and the records' cold."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        action()
        self.env.flush_all()
        return self.cr.sql_log_count - before


@tagged("post_install", "-at_install")
class TestScreenQueries(ManyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.add_people(1)
        cls.start()
        for role in ("officer", "finance"):
            group = cls.env.ref(f"ops_appraisal.group_appraisal_{role}")
            cls.users["payroll"].group_ids |= group

    def test_lists_and_inbox_of_ten_times_the_people(self):
        self.follow()
        few = {name: self.count(name, login) for name, login in VIEWS.items()}
        self.more()
        for name, login in VIEWS.items():
            rows, queries = self.count(name, login)
            with self.subTest(view=name):
                self.assertGreaterEqual(rows, 9 * few[name][0])
                self.assertEqual(queries, few[name][1])

    def test_the_inbox_by_steps(self):
        self.follow()
        few = self.count_kanban()
        self.more()
        many = self.count_kanban()
        self.assertGreaterEqual(many[0], 9 * few[0])
        self.assertEqual(many[1], few[1])

    def test_dashboard_grid_and_own_page(self):
        self.follow()
        screens = {
            "dashboard": ("ops.appraisal.dashboard", "get_dashboard", "hr"),
            "grid": ("ops.appraisal.grid", "get_grid", "hr"),
            "my": ("ops.appraisal.my", "get_my_appraisals", "first"),
        }
        few = {name: self.count_screen(*how) for name, how in screens.items()}
        self.more()
        for name, how in screens.items():
            with self.subTest(screen=name):
                self.assertEqual(self.count_screen(*how), few[name])
        grid = self.as_("hr")["ops.appraisal.grid"].get_grid(self.cycle.id)
        # everybody but HR themselves
        self.assertEqual(grid["shown"], 119)

    # tools -----------------------------------------------------------------------
    def more(self):
        """From twelve to a hundred and twenty in review, and all that follows."""
        self.cycle._server_write({"state": "reviewing"})
        self.add_people(108)
        self.generate()
        self.by("hr", self.cycle).action_start_review()
        self.follow()

    def follow(self):
        """Results by hand, a run and a check of them; overdue in the first review."""
        heads = self.cycle.appraisal_ids
        heads.result_ids._server_write(
            {"outcome": "ok", "score": 85, "grade": "B", "final_grade": "B"}
        )
        heads.filtered(lambda head: head.state == "manager")._server_write(
            {"deadline": "2026-02-01"}
        )
        self.cycle._server_write({"state": "closed"})
        self.run_of().action_take_results()
        self.check_of().action_compute()
        self.cycle._server_write({"state": "calibrating"})

    def run_of(self):
        runs = self.as_("hr")["ops.bonus.run"]
        return runs.search([("cycle_id", "=", self.cycle.id)]) or runs.create(
            {"name": "Bonus", "cycle_id": self.cycle.id}
        )

    def check_of(self):
        checks = self.as_("hr")["ops.promotion.check"]
        return checks.search([("company_id", "=", self.company.id)]) or checks.create(
            {
                "name": "Promotions",
                "date": "2026-12-31",
                "period_kind": "month",
                "cycle_count": 1,
                "culture_measure_id": self.measure.id,
                "company_id": self.company.id,
            }
        )

    def columns(self, name, login):
        """``(model, specification)`` as the web client asks for the view's fields."""
        view = self.env.ref(f"ops_appraisal.{name}")
        model = self.as_(login)[view.model]
        models = model.get_views([(view.id, view.type)])["models"]
        fields = models[view.model]["fields"]
        shown = [
            node.get("name")
            for node in view._get_combined_arch().iter("field")
            if node.get("name") in fields
        ]
        return model, {
            each: {"fields": {"display_name": {}}} if "relation" in fields[each] else {}
            for each in shown
        }

    def count(self, name, login):
        model, specification = self.columns(name, login)
        read = model.web_search_read
        found = read([], specification, limit=2000)
        return len(found["records"]), self.queries(
            lambda: read([], specification, limit=2000)
        )

    def count_kanban(self):
        model, specification = self.columns("ops_appraisal_view_kanban_inbox", "first")

        def read():
            return model.web_read_group(
                [("first_user_id", "=", model.env.uid)],
                ["state"],
                auto_unfold=True,
                unfold_read_specification=specification,
                unfold_read_default_limit=200,
            )

        found = read()["groups"]
        rows = sum(len(group.get("__records", ())) for group in found)
        return rows, self.queries(read)

    def count_screen(self, model, method, login):
        screen = self.as_(login)[model]
        arguments = [] if login == "first" else [self.cycle.id]
        getattr(screen, method)(*arguments)
        return self.queries(lambda: getattr(screen, method)(*arguments))


@tagged("post_install", "-at_install")
class TestStepQueries(ManyCase):
    """Steps of HR for a whole cycle, of thirty and of ninety people: more than are
    reminded at once, and fewer than the ORM writes in one batch."""

    def test_no_step_of_a_cycle_asks_more_for_more_people(self):
        self.add_people(30 - len(self.employees))
        few = self.steps(1)
        self.add_people(60)
        many = self.steps(2)
        self.assertEqual(few.pop("people"), 30)
        self.assertEqual(many.pop("people"), 90)
        for name, queries in many.items():
            with self.subTest(step=name):
                self.assertLessEqual(queries, few[name])

    def steps(self, month):
        """``{step: queries}`` of a cycle, with a bonus and a check of it."""
        cycle = self._create_cycle(name=f"M{month}", date_from=date(2026, month, 1))
        cycle.date_to = date(2026, month, 28)
        cycle = self.by("hr", cycle)
        cycle.action_open()
        found = {
            "generate": self.queries(cycle._generate),
            "measure": self.queries(cycle._measure_all),
            "start": self.queries(cycle.action_start_review),
            "totals": self.queries(cycle._refresh_open_totals),
        }
        self.reviewed(cycle)
        found |= {
            "calibrate": self.queries(cycle.action_calibrate),
            "publish": self.queries(cycle.action_publish),
        }
        heads = cycle.with_env(self.env).appraisal_ids
        heads._server_write({"appeal_deadline": "2026-04-01"})
        found["close"] = self.queries(self.by("hrboss", cycle).action_close)
        return {
            "people": len(heads),
            **found,
            **self.bonus_steps(cycle),
            **self.promotion_steps(),
        }

    def reviewed(self, cycle):
        """Through both levels, which one does at a time."""
        heads = cycle.with_env(self.env).appraisal_ids
        heads._server_write({"state": "calibration"})
        heads.result_ids._server_write(
            {"outcome": "ok", "score": 85, "grade": "B", "final_grade": "B"}
        )

    def bonus_steps(self, cycle):
        run = self.as_("hr")["ops.bonus.run"].create(
            {
                "name": "Bonus",
                "cycle_id": cycle.id,
                "mode": "pool",
                "pool_amount": 1000,
            }
        )
        taken = self.queries(run.action_take_results)
        lines = run.line_ids.filtered(lambda line: line.user_id != self.users["hr"])
        # amounts of a pool follow from one another: any base moves all of them
        return {
            "bonus": taken,
            "bonus again": self.queries(run.action_take_results),
            "one base": self.queries(lambda: lines[0].write({"base": 100})),
            "all bases": self.queries(lambda: lines.write({"base": 100})),
            "bonus in": self.queries(run.action_submit),
        }

    def promotion_steps(self):
        check = self.as_("hr")["ops.promotion.check"].create(
            {
                "name": "Promotions",
                "date": "2026-12-31",
                "period_kind": "month",
                "cycle_count": 1,
                "culture_measure_id": self.measure.id,
                "culture_of": "employee",
                "company_id": self.company.id,
            }
        )
        return {
            "check": self.queries(check.action_compute),
            "check again": self.queries(check.action_compute),
            "check in": self.queries(check.action_submit),
        }
