from datetime import date, timedelta
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from odoo.addons.ops_base.tools.progress import NoProgress

from .engine_case import EngineCase


class TestEngineGenerate(EngineCase):
    def test_everybody_there_gets_one_appraisal_with_copied_kpis(self):
        appraisals = self.generate()
        self.assertEqual(len(appraisals), len(self.employees))
        worker = self.appraisal("worker")
        self.assertEqual(worker.user_id, self.users["worker"])
        self.assertEqual(worker.first_user_id, self.users["first"])
        self.assertEqual(worker.second_user_id, self.users["second"])
        self.assertEqual((worker.job_id, worker.department_id), (self.job, self.unit))
        self.assertEqual(worker.part_ids.mapped("days"), [31])
        self.assertEqual(
            [(line.kpi_id, line.weight) for line in worker.line_ids],
            [(self.kpi_auto, 60.0), (self.kpi_hand, 40.0)],
        )
        auto = worker.line_ids[0]
        marks = (auto.floor, auto.target, auto.stretch, auto.cap, auto.has_stretch)
        self.assertEqual(marks, (90.0, 95.0, 99.0, 120.0, True))
        self.assertEqual(worker.result_ids.outcome, "pending")

    def test_generating_twice_adds_nobody_twice_and_whoever_is_new(self):
        """S14"""
        before = self.generate()
        lines = before.line_ids
        self.generate()
        self.assertEqual(self.cycle.appraisal_ids, before)
        self.assertEqual(self.cycle.appraisal_ids.line_ids, lines)
        self.env["hr.employee"].create(
            {
                "name": "New",
                "company_id": self.company.id,
                "parent_id": self.employees["first"].id,
                "department_id": self.unit.id,
                "job_id": self.job.id,
                "date_version": date(2025, 1, 1),
            }
        )
        self.generate()
        self.assertEqual(len(self.cycle.appraisal_ids), len(before) + 1)
        self.assertEqual(len(self.cycle.appraisal_ids.result_ids), len(before) + 1)

    def test_the_number_of_queries_does_not_grow_with_the_people(self):
        self.by("hr", self.cycle).action_open()
        self.cycle.with_user(self.users["hr"])._generate()
        self.env["hr.employee"].create(
            [
                {
                    "name": f"Temp {number}",
                    "company_id": self.company.id,
                    "job_id": self.job.id,
                    "date_version": date(2025, 1, 1),
                }
                for number in range(40)
            ]
        )
        self.env.flush_all()
        with self.assertQueryCount(12):
            made = self.cycle.with_user(self.users["hr"])._generate()
        self.assertEqual(made, 40)

    def test_a_transfer_makes_two_parts_of_twelve_and_nineteen_days(self):
        other = self.env["hr.job"].create(
            {"name": "Planner", "company_id": self.company.id}
        )
        self._create_profile(other, [(self.kpi_hand, 100)])
        self.employees["worker"].create_version(
            {"date_version": date(2026, 1, 13), "job_id": other.id}
        )
        self.generate()
        worker = self.appraisal("worker")
        self.assertEqual(
            [(part.date_from, part.days, part.job_id) for part in worker.part_ids],
            [(date(2026, 1, 1), 12, self.job), (date(2026, 1, 13), 19, other)],
        )
        self.assertEqual(len(worker.line_ids), 3)
        self.assertEqual(worker.job_id, other)

    def test_a_version_without_another_job_makes_no_second_part(self):
        self.employees["worker"].create_version(
            {"date_version": date(2026, 1, 13), "job_title": "Senior"}
        )
        self.generate()
        self.assertEqual(self.appraisal("worker").part_ids.mapped("days"), [31])

    def test_a_job_of_another_day_does_not_count(self):
        other = self.env["hr.job"].create(
            {"name": "Planner", "company_id": self.company.id}
        )
        self.employees["worker"].create_version(
            {"date_version": date(2026, 2, 1), "job_id": other.id}
        )
        self.generate()
        self.assertEqual(self.appraisal("worker").job_id, self.job)

    def test_nobody_reviews_himself_and_the_levels_are_two_persons(self):
        """S13: by generation, by HR's hand, and by the database."""
        self.unit.manager_id = self.employees["second"]
        self.generate()
        for appraisal in self.cycle.appraisal_ids:
            persons = [
                user
                for user in (
                    appraisal.user_id,
                    appraisal.first_user_id,
                    appraisal.second_user_id,
                )
                if user
            ]
            self.assertEqual(len(set(persons)), len(persons), appraisal.display_name)
        worker = self.by("hr", self.appraisal("worker"))
        for first, second in (("worker", None), (None, "worker"), (None, "first")):
            with self.assertRaises(UserError):
                worker.action_reassign(
                    self.users[first].id if first else None,
                    self.users[second].id if second else None,
                    "try",
                )

    def test_without_a_profile_it_says_so_and_the_profile_can_come_later(self):
        self.employees["mate"].job_id = self.env["hr.job"].create(
            {"name": "Porter", "company_id": self.company.id}
        )
        self.by("hr", self.cycle).action_open()
        progress = NoProgress()
        text = self.by("hr", self.cycle)._generate_job(progress)
        self.assertIn("without KPIs of an approved profile: 1", text)
        self.assertEqual(progress.marker, [4, len(self.employees)])
        self._create_profile(self.appraisal("mate").job_id, [(self.kpi_hand, 100)])
        self.generate()
        self.assertEqual(self.appraisal("mate").line_ids.kpi_id, self.kpi_hand)

    def test_units_are_appraised_through_their_heads(self):
        top = self.env["hr.department"].create(
            {
                "name": "Head Office",
                "company_id": self.company.id,
                "manager_id": self.employees["chief"].id,
            }
        )
        self.unit.write({"parent_id": top.id, "manager_id": self.employees["first"].id})
        self._create_profile(None, [(self.kpi_hand, 100)], subject_kind="department")
        cycle = self._create_cycle(
            subject_kind="department", fallback_second_id=self.users["hrboss"].id
        )
        self.generate(cycle)
        unit = cycle.appraisal_ids.filtered(
            lambda row: row.department_subject_id == self.unit
        )
        self.assertEqual(unit.subject_name, "Service")
        self.assertEqual(
            (unit.user_id, unit.first_user_id, unit.second_user_id),
            (self.users["first"], self.users["chief"], self.users["hrboss"]),
        )
        self.assertEqual(unit.line_ids.kpi_id, self.kpi_hand)

    def test_suppliers_start_with_the_first_review(self):
        supplier = self.env["res.partner"].create({"name": "Cable Trade"})
        self._create_profile(None, [(self.kpi_hand, 100)], subject_kind="partner")
        cycle = self._create_cycle(
            subject_kind="partner",
            partner_ids=[(6, 0, supplier.ids)],
            fallback_first_id=self.users["first"].id,
            fallback_second_id=self.users["second"].id,
        )
        appraisal = self.generate(cycle)
        self.by("hr", cycle).action_start_review()
        self.assertEqual(appraisal.state, "manager")
        self.assertEqual(set(appraisal.score_ids.mapped("level")), {"first"})

    def test_a_fallback_that_left_reviews_nobody(self):
        """Archived, or taken out of the company, after the cycle named them."""
        self.env["hr.department"].search([]).manager_id = False
        supplier = self.env["res.partner"].create({"name": "Cable Trade"})
        gone, moved = self._create_user("gone"), self._create_user("moved")
        elsewhere = self._create_company("Elsewhere")
        for kind, values in (
            ("partner", {"partner_ids": [(6, 0, supplier.ids)]}),
            ("department", {}),
        ):
            cycle = self._create_cycle(
                subject_kind=kind,
                fallback_first_id=gone.id,
                fallback_second_id=moved.id,
                **values,
            )
            gone.active = False
            moved.write(
                {"company_ids": [(6, 0, elsewhere.ids)], "company_id": elsewhere.id}
            )
            with self.subTest(kind=kind):
                heads = self.generate(cycle)
                self.assertTrue(heads)
                self.assertFalse(heads.first_user_id)
                self.assertFalse(heads.second_user_id)
            gone.active = True
            moved.write(
                {"company_ids": [(6, 0, self.company.ids)], "company_id": self.company}
            )

    def test_generation_runs_as_a_background_task(self):
        self.by("hr", self.cycle).action_open()
        action = self.by("hr", self.cycle).action_generate()
        task = self.env["ops.background.task"].browse(action["params"]["task_id"])
        task._run_now()
        self.assertEqual(task.state, "done", task.message)
        self.assertEqual(len(self.cycle.appraisal_ids), len(self.employees))

    def test_a_task_that_waited_adds_nobody_to_a_closed_cycle(self):
        self.by("hr", self.cycle).action_open()
        for step in ("generate", "measure"):
            action = getattr(self.by("hr", self.cycle), f"action_{step}")()
            task = self.env["ops.background.task"].browse(action["params"]["task_id"])
            self.cycle._server_write({"state": "closed"})
            task._run_now()
            self.assertEqual(task.state, "failed")
            self.assertFalse(self.cycle.appraisal_ids)
            self.cycle._server_write({"state": "open"})


class TestEngineCycleSteps(EngineCase):
    def test_a_period_ends_as_the_calendar_says_or_as_entered(self):
        ends = {
            kind: self._create_cycle(
                period_kind=kind, date_from=date(2026, 4, 1)
            ).date_to
            for kind in ("month", "quarter", "half", "year")
        }
        self.assertEqual(
            list(ends.values()),
            [
                date(2026, 4, 30),
                date(2026, 6, 30),
                date(2026, 6, 30),
                date(2026, 12, 31),
            ],
        )
        self.assertEqual(self._create_cycle(date_to=date(2026, 1, 25)).date_to.day, 25)

    def test_a_copy_has_days_of_its_own(self):
        self.cycle.write({"self_until": date(2026, 2, 5)})
        new = self.by("hr", self.cycle).copy({"date_from": date(2027, 4, 1)})
        ends = (new.date_to, new.self_until, new.first_until, new.second_until)
        self.assertEqual(ends, (date(2027, 4, 30), False, False, False))

    def test_rules_of_an_open_cycle_stay_as_they_are(self):
        self.by("hr", self.cycle).action_open()
        with self.assertRaises(UserError):
            self.by("hr", self.cycle).write({"first_weight": 100, "second_weight": 0})
        with self.assertRaises(UserError):
            self.by("hr", self.cycle).unlink()
        self.by("hr", self.cycle).write({"self_until": date(2026, 2, 5)})

    def test_only_hr_moves_a_cycle_and_only_its_manager_closes(self):
        for login in ("worker", "first", "judge", "payroll"):
            with self.assertRaises(AccessError):
                self.by(login, self.cycle).action_open()
        self.start()
        self.publish(self.review(self.appraisal("worker")))
        with self.assertRaises(AccessError):
            self.by("hr", self.cycle).action_close()

    def test_calibration_waits_for_both_reviews_of_all(self):
        self.start()
        with self.assertRaisesRegex(UserError, "not through both reviews"):
            self.by("hr", self.cycle).action_calibrate()

    def test_weights_of_the_levels_add_up(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.cycle.write({"first_weight": 60})
            self.env.flush_all()

    def test_closing_waits_for_the_days_to_appeal(self):
        self.start()
        worker = self.review(self.appraisal("worker"))
        self.publish(worker)
        with self.assertRaisesRegex(UserError, "can be closed after"):
            self.by("hrboss", self.cycle).action_close()
        self.pass_days(6)
        self.by("hrboss", self.cycle).action_close()
        self.assertEqual(worker.state, "closed")

    def test_a_signature_does_not_cut_the_days_to_appeal(self):
        self.start()
        worker = self.review(self.appraisal("worker"))
        self.publish(worker)
        self.by("worker", worker).action_sign()
        with self.assertRaisesRegex(UserError, "can be closed after"):
            self.by("hrboss", self.cycle).action_close()
        self.by("worker", worker).action_appeal("on second thoughts")
        self.assertEqual(worker.state, "appealed")

    def pass_days(self, days):
        later = self.env.cr.now() + timedelta(days=days)
        patcher = patch.object(type(self.env.cr), "now", lambda cr: later)
        patcher.start()
        self.addCleanup(patcher.stop)
