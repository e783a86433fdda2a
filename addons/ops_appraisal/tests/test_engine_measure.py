from datetime import date
from decimal import Decimal
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.ops_base.calc.measure_value import MeasureValue

from .engine_case import JANUARY, EngineCase

PROVIDER = "odoo.addons.ops_base.models.ops_measure_provider_manual"
MEASURE = f"{PROVIDER}.OpsMeasureProviderManual._measure_spans"


class TestEngineMeasure(EngineCase):
    def measure_all(self, by="hr"):
        return self.by(by, self.cycle)._measure_all()

    def line(self, login="worker"):
        return self.appraisal(login).line_ids.filtered("measure_id")

    def test_values_come_from_the_measure_and_score_by_the_rule(self):
        row = self.measured("worker", 93, numerator=0, denominator=0, n=50)
        self.generate()
        self.measure_all()
        line = self.line()
        self.assertEqual(
            (line.has_value, line.value, line.n, line.value_state),
            (True, 93.0, 50, "ok"),
        )
        self.assertEqual((line.has_auto_score, line.auto_score), (True, 84.0))
        self.assertEqual(line.refs, [["ops.measure.value", row.id]])
        none = self.line("mate")
        self.assertEqual((none.has_value, none.value_state), (False, "no_data"))
        self.assertFalse(none.has_auto_score)

    def test_each_measure_is_asked_once_for_all(self):
        second = self.env["ops.measure"].create(
            {"code": "Z", "name": "Z", "company_id": self.company.id}
        )
        kpi = self.kpi_auto.copy({"code": "Z", "measure_id": second.id})
        self.withdraw()
        self.profile.line_ids[1].weight = 30
        self.profile.line_ids = [Command.create({"kpi_id": kpi.id, "weight": 10})]
        self.profile._server_write({"approval_state": "approved"})
        self.generate()
        asked = []

        def answer(provider, measure, subjects, spans):
            asked.append((measure.code, len(subjects), len(spans)))
            self.assertEqual(provider.env.companies, self.company)
            return {(subjects.ids[0], *JANUARY): MeasureValue(Decimal(95))}

        with patch(MEASURE, answer):
            self.measure_all()
        people = len(self.employees)
        self.assertEqual(
            sorted(asked), [("SLA", people, people), ("Z", people, people)]
        )

    def test_parts_of_a_transfer_are_measured_over_their_own_days(self):
        """Two jobs, one KPI: 12 days at 93 and 19 days at 97, one call for all."""
        day = date(2026, 1, 13)
        self.transfer(day)
        early, late = (JANUARY[0], date(2026, 1, 12)), (day, JANUARY[1])
        self.measured("worker", 93, date_to=early[1])
        self.measured("worker", 97, date_from=day)
        self.measured("mate", 95)
        self.measured("hr", 96, date_from=day)
        self.generate()
        asked, measure_spans = [], type(self.measure)._measure_spans

        def counted(measure, subjects, spans):
            asked.append(spans)
            return measure_spans(measure, subjects, spans)

        with patch.object(type(self.measure), "_measure_spans", counted):
            self.measure_all()
        [spans] = asked
        worker, mate = self.employees["worker"].id, self.employees["mate"].id
        self.assertEqual(
            (spans[worker], spans[mate]), ({early, late}, {JANUARY}), "one call"
        )
        self.assertEqual(self.line().mapped("value"), [93.0, 97.0])
        self.assertEqual(self.line().mapped("auto_score"), [84.0, 110.0])
        self.assertEqual(self.line("mate").value, 95.0)
        # half a month lies within the month
        self.assertEqual(self.line("hr").value, 96.0)

    def test_a_value_of_the_whole_month_is_of_no_part(self):
        self.transfer(date(2026, 1, 13))
        self.measured("worker", 93)
        self.generate()
        self.measure_all()
        lines = self.line()
        self.assertEqual(lines.mapped("value_state"), ["no_data", "no_data"])
        self.assertIn("reaches beyond", lines[0].value_note)

    def test_who_joins_within_the_month_keeps_its_figure(self):
        """One part of 19 days: nobody was there before whom the figure could mean."""
        day = date(2026, 1, 13)
        version = self.employees["worker"].version_id
        version.write({"contract_date_start": day, "date_version": day})
        self.measured("worker", 93)
        self.generate()
        self.measure_all()
        line = self.line()
        self.assertEqual((line.part_id.date_from, line.part_id.days), (day, 19))
        self.assertEqual((line.value, line.value_state), (93.0, "ok"))

    def transfer(self, day):
        """The worker goes to another job with the same KPIs."""
        other = self.env["hr.job"].create(
            {"name": "Planner", "company_id": self.company.id}
        )
        self._create_profile(other, [(self.kpi_auto, 60), (self.kpi_hand, 40)])
        self.employees["worker"].create_version(
            {"date_version": day, "job_id": other.id}
        )

    def test_the_number_of_queries_does_not_grow_with_the_people(self):
        self.generate()
        self.measure_all()
        few = self.queries_of_measuring()
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
        self.generate()
        self.assertLessEqual(self.queries_of_measuring(), few + 1)

    def queries_of_measuring(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.cycle.with_user(self.users["hr"])._measure_all()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_a_value_frozen_at_review_gets_a_note_and_never_changes(self):
        """S15"""
        worker = self.start()
        self.by("worker", worker).action_submit_self()
        self.fill(worker, "first", 80)
        self.by("first", worker).action_submit_first()
        self.assertTrue(worker.frozen_at)
        self.replaced(97)
        self.measure_all()
        line = self.line()
        self.assertEqual((line.value, line.auto_score), (93.0, 84.0))
        note = worker.difference_ids
        self.assertEqual(
            (note.frozen_value, note.later_value, note.has_later), (93.0, 97.0, True)
        )
        self.measure_all()
        self.assertEqual(worker.difference_ids, note)
        self.replaced(93)
        self.measure_all()
        self.assertEqual(
            worker.difference_ids.sorted("id").mapped("later_value"), [97.0, 93.0]
        )
        own = self.by("worker", worker).difference_ids
        self.assertEqual(len(own), 2)
        with self.assertRaises(UserError):
            self.by("hr", note).write({"later_value": 1})

    def replaced(self, value):
        """The value in force is corrected by another one."""
        old = self.env["ops.measure.value"].search(
            [("measure_id", "=", self.measure.id), ("is_current", "=", True)]
        )
        new = old.copy({"value": value})
        old._server_write({"superseded_by_id": new.id})
        self.env.flush_all()
        new._server_write({"approval_state": "approved"})

    def test_a_value_before_the_freeze_is_taken_over(self):
        worker = self.start(())
        self.by("worker", worker).action_submit_self()
        self.fill(worker, "first", 80)
        self.assertEqual(self.words(worker, "first").outcome, "insufficient")
        self.measured("worker", 95)
        self.measure_all()
        self.assertEqual(self.line().auto_score, 100.0)
        words = self.words(worker, "first")
        self.assertEqual((words.outcome, words.total), ("ok", 92.0))

    def test_a_supplier_has_no_values_of_another_company(self):
        """S18: the source is read as superuser, and still of one company."""
        other = self._create_company("Rope Works")
        supplier = self.env["res.partner"].create({"name": "Cable Trade"})
        shared = self.env["ops.measure"].create({"code": "SHARED", "name": "Shared"})
        for company, ends, value in (
            (self.company, date(2026, 1, 30), 95),
            (other, JANUARY[1], 90),
        ):
            row = self.env["ops.measure.value"].create(
                {
                    "measure_id": shared.id,
                    "subject_ref": f"res.partner,{supplier.id}",
                    "date_from": JANUARY[0],
                    "date_to": ends,
                    "value": value,
                    "company_id": company.id,
                }
            )
            row._server_write({"approval_state": "approved"})
        kpi = self.kpi_auto.copy({"code": "SUP", "measure_id": shared.id})
        self._create_profile(None, [(kpi, 100)], subject_kind="partner")
        cycle = self._create_cycle(
            subject_kind="partner",
            partner_ids=[Command.set(supplier.ids)],
            fallback_first_id=self.users["first"].id,
            fallback_second_id=self.users["second"].id,
        )
        self.generate(cycle)
        with_both = cycle.with_context(allowed_company_ids=[self.company.id, other.id])
        with_both._measure_all()
        line = cycle.appraisal_ids.line_ids
        self.assertEqual(line.value, 95.0)
        self.assertEqual(len(line.refs), 1)


class TestEngineTotals(EngineCase):
    def test_parts_count_by_their_days(self):
        """TRANSFER: 12 days at 88.5 and 19 days at 74.25 are 79.77."""
        other = self.env["hr.job"].create(
            {"name": "Planner", "company_id": self.company.id}
        )
        self._create_profile(other, [(self.kpi_hand, 100)])
        self.withdraw()
        self._create_profile(self.job, [(self.kpi_hand, 100)])
        self.employees["worker"].create_version(
            {"date_version": date(2026, 1, 13), "job_id": other.id}
        )
        worker = self.start(())
        self.assertEqual(len(worker.part_ids), 2)
        self.by("worker", worker).action_submit_self()
        rows = self.by("first", self.rows(worker, "first"))
        for row, score in zip(rows, (88.5, 74.25), strict=True):
            row.write({"has_score": True, "score": score})
        self.assertAlmostEqual(self.words(worker, "first").total, 79.77)

    def test_missing_values_follow_the_policy_of_the_cycle(self):
        """The measured 60 % is missing, the 40 % by hand scores 80."""
        for policy, expected in (
            ("block", ("blocked", 0.0)),
            ("zero", ("ok", 32.0)),
            ("target", ("ok", 92.0)),
            ("redistribute", ("insufficient", 0.0)),
        ):
            cycle = self._create_cycle(missing_policy=policy)
            self.generate(cycle)
            worker = self.appraisal("worker", cycle)
            self.by("hr", cycle).action_start_review()
            self.by("worker", worker).action_submit_self()
            self.fill(worker, "first", 80)
            words = self.words(worker, "first")
            with self.subTest(policy=policy):
                self.assertEqual((words.outcome, words.total), expected)
                self.assertEqual(words.coverage, 40.0)

    def test_a_part_without_kpis_follows_the_policy_too(self):
        """19 of 31 days in a job that has no profile; the first 12 score 80."""
        self.withdraw()
        self._create_profile(self.job, [(self.kpi_hand, 100)])
        bare = self.env["hr.job"].create(
            {"name": "Bare", "company_id": self.company.id}
        )
        self.employees["worker"].create_version(
            {"date_version": date(2026, 1, 13), "job_id": bare.id}
        )
        for policy, least, expected in (
            ("block", 60, ("blocked", 0.0)),
            ("zero", 60, ("ok", 30.97)),
            ("target", 60, ("ok", 92.26)),
            ("redistribute", 60, ("insufficient", 0.0)),
            ("redistribute", 38, ("ok", 80.0)),
        ):
            cycle = self._create_cycle(missing_policy=policy, min_coverage=least)
            self.generate(cycle)
            worker = self.appraisal("worker", cycle)
            self.by("hr", cycle).action_start_review()
            self.by("worker", worker).action_submit_self()
            self.fill(worker, "first", 80)
            words = self.words(worker, "first")
            with self.subTest(policy=policy, least=least):
                self.assertEqual((words.outcome, words.total), expected)
                self.assertEqual(words.coverage, 38.71)

    def test_an_appraisal_without_enough_data_has_no_grade(self):
        worker = self.review(self.start(()))
        result = worker.result_ids
        self.assertEqual((result.outcome, result.grade), ("insufficient", False))

    def veto_by_hand(self):
        self.withdraw()
        self.kpi_hand.write(
            {
                "veto": True,
                "veto_cap_grade": "D",
                "method": "deduct",
                "floor": 0,
                "per_event": 1,
            }
        )
        self.profile._server_write({"approval_state": "approved"})
        worker = self.start((("worker", 99),))
        self.by("worker", worker).action_submit_self()
        return worker

    def test_a_veto_of_the_first_level_outlives_scores_taken_over(self):
        worker = self.veto_by_hand()
        self.fill(worker, "first", 0)
        self.by("first", self.rows(worker, "first")[1]).write(
            {"has_value": True, "value": 1}
        )
        self.by("first", worker).action_submit_first()
        self.by("second", worker).action_take_first_scores()
        self.by("second", worker).action_submit_second()
        result = worker.result_ids
        self.assertEqual((result.veto_events, result.grade), (1, "D"))

    def test_a_veto_caps_the_grade_and_calibration_cannot_lift_it(self):
        worker = self.veto_by_hand()
        for level in ("first", "second"):
            row = self.rows(worker, level)[1]
            self.fill(worker, level, 0)
            self.by(level, row).write({"has_value": True, "value": 1})
            getattr(self.by(level, worker), f"action_submit_{level}")()
        result = worker.result_ids
        # 120·0.6 + 99·0.4
        self.assertAlmostEqual(result.score, 111.60)
        self.assertEqual((result.veto_events, result.grade), (1, "D"))
        self.drop_others(worker)
        self.by("hr", self.cycle).action_calibrate()
        with self.assertRaisesRegex(UserError, "not better than D"):
            self.by("hr", result).action_set_grade("C", "kind")

    def test_hints_are_counts_and_off_below_ten(self):
        worker = self.review(self.start(), (70, 75, 90))
        self.assertEqual(worker.result_ids.final_grade, "B")
        rows = self.by("hr2", self.cycle).get_distribution()
        self.assertEqual([row["count"] for row in rows], [0, 1, 0, 0, 0])
        self.assertEqual([row["hint"] for row in rows], [None] * 5)
        results = self.cycle.appraisal_ids.result_ids - worker.result_ids
        results._server_write({"outcome": "ok", "final_grade": "A"})
        rows = self.by("hrboss", self.cycle).get_distribution()
        # FORCED: of ten, shares 20/70/10 are 2, 7 and 1; the boss's own is not counted
        self.assertEqual([row["count"] for row in rows], [9, 1, 0, 0, 0])
        self.assertEqual([row["hint"] for row in rows], [2, 7, 1, 0, 0])
