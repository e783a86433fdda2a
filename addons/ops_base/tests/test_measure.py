from datetime import date
from decimal import Decimal
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..calc.measure_value import MeasureValue
from .common import OpsCase

RECORDER = "ops_base.group_ops_measure_recorder"
MANAGER = "ops_base.group_ops_measure_manager"
MARCH = (date(2026, 3, 1), date(2026, 3, 31))
QUARTER = (date(2026, 1, 1), date(2026, 3, 31))


class MeasureCase(OpsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.recorder = cls.new_user("recorder", RECORDER)
        cls.manager = cls.new_user("measure_manager", MANAGER)
        cls.measure = cls.env["ops.measure"].create(
            {"code": "TRAIN", "name": "Training hours", "unit": "h"}
        )
        cls.teams = cls.env["hr.department"].create(
            [{"name": f"Team {number}"} for number in range(3)]
        )
        cls.values = cls.env["ops.measure.value"].with_user(cls.recorder)

    def draft(self, team=None, period=MARCH, **vals):
        return self.values.create(
            {
                "measure_id": self.measure.id,
                "subject_ref": f"hr.department,{(team or self.teams[0]).id}",
                "date_from": period[0],
                "date_to": period[1],
                **({} if "denominator" in vals else {"value": 8}),
                "evidence_ids": [
                    Command.create({"name": "list.txt", "raw": b"8 hours each"})
                ],
                **vals,
            }
        )

    def approved(self, *args, **vals):
        value = self.draft(*args, **vals)
        value.action_submit()
        value.with_user(self.manager).action_approve()
        return value

    def taken(self, team=None, period=MARCH):
        team = team or self.teams[0]
        measure = self.measure.with_user(self.manager)
        return measure._measure(team, *period)[team.id]


@tagged("post_install", "-at_install")
class TestMeasure(MeasureCase):
    def test_every_subject_gets_a_value(self):
        self.approved()
        found = self.measure.with_user(self.manager)._measure(self.teams, *MARCH)
        self.assertEqual(set(found), set(self.teams.ids))
        self.assertEqual(found[self.teams[0].id].value, Decimal(8))
        self.assertEqual(found[self.teams[1].id], MeasureValue.no_data())

    def test_one_query_however_many_subjects(self):
        self.approved()
        measure = self.measure.with_user(self.manager)
        measure._measure(self.teams[0], *MARCH)
        teams = self.env["hr.department"].create(
            [{"name": f"T{number}"} for number in range(40)]
        )
        self.env.flush_all()
        self.env["ops.measure.value"].invalidate_model()
        with self.assertQueryCount(1):
            measure._measure(teams | self.teams, *MARCH)

    def test_only_approved_values_count(self):
        value = self.draft()
        self.assertEqual(self.taken().state, "no_data")
        value.action_submit()
        self.assertEqual(self.taken().state, "no_data")
        value.with_user(self.manager).action_approve()
        self.assertEqual(self.taken().value, Decimal(8))
        self.assertEqual(self.taken().refs, (("ops.measure.value", value.id),))

    def test_only_periods_inside_count(self):
        self.approved(period=(date(2026, 2, 25), date(2026, 3, 10)))
        self.assertEqual(self.taken().state, "no_data")
        self.assertEqual(self.taken(period=QUARTER).value, Decimal(8))

    def test_each_span_gets_what_lies_within_it(self):
        """A person who moves: each part its own days, and a source its one query."""
        early = (date(2026, 3, 1), date(2026, 3, 12))
        late = (date(2026, 3, 13), date(2026, 3, 31))
        team, moved, third = self.teams
        for subject, period, value in (
            (team, MARCH, 8),
            (moved, early, 3),
            (moved, late, 5),
            (third, MARCH, 9),
        ):
            self.approved(subject, period, value=value)
        spans = {team.id: [MARCH], moved.id: [early, late], third.id: [early, late]}
        measure = self.measure.with_user(self.manager)
        measure._measure(self.teams, *MARCH)
        self.env["ops.measure.value"].invalidate_model()
        with self.assertQueryCount(1):
            found = measure._measure_spans(self.teams, spans)
        self.assertEqual(
            {key: value.value for key, value in found.items()},
            {
                (team.id, *MARCH): Decimal(8),
                (moved.id, *early): Decimal(3),
                (moved.id, *late): Decimal(5),
                (third.id, *early): None,
                (third.id, *late): None,
            },
        )
        # the month is nobody's part: said, not shared out
        self.assertIn("reaches beyond", found[(third.id, *late)].note)
        alone = measure._measure_spans(third, {third.id: [late]})
        self.assertEqual(alone[(third.id, *late)], found[(third.id, *late)])

    def test_parts_of_a_period_are_combined_as_set(self):
        for number, (top, bottom) in enumerate(((1, 2), (9, 10), (3, 4)), start=1):
            span = (date(2026, number, 1), date(2026, number, 28))
            self.approved(period=span, numerator=top, denominator=bottom, n=bottom)
        expected = {
            "last": "0.75",
            "sum": "2.15",
            "mean": "0.716667",
            "ratio": "0.812500",
        }
        for how, value in expected.items():
            self.measure.params = {"combine": how}
            with self.subTest(how=how):
                self.assertEqual(self.taken(period=QUARTER).value, Decimal(value))
        self.assertEqual(self.taken(period=QUARTER).n, 16)

    def test_a_quotient_is_computed(self):
        value = self.draft(numerator=185, denominator=20)
        self.assertEqual(value.value, 9.25)
        value.denominator = 10
        self.assertEqual(value.value, 18.5)
        with self.assertRaisesRegex(ValidationError, "quotient"):
            value.value = 9.25

    def test_a_quotient_comes_in_the_unit_of_the_measure(self):
        self.measure.write({"unit": "%", "multiplier": 100})
        self.measure.params = {"combine": "ratio"}
        january = (date(2026, 1, 1), date(2026, 1, 31))
        value = self.approved(numerator=47, denominator=50)
        self.assertEqual(value.value, 94)
        self.approved(period=january, numerator=3, denominator=50)
        found = self.taken(period=QUARTER)
        self.assertEqual(found.value, Decimal(50))
        self.assertEqual((found.numerator, found.denominator), (50, 100))
        # recorded in the unit already
        self.measure.params = {"combine": "last"}
        self.assertEqual(self.taken(period=QUARTER).value, Decimal(94))

    def test_parameters_are_checked_on_saving(self):
        for params in ({"combine": "median"}, {"other": 1}, ["last"]):
            with self.assertRaises(ValidationError):
                self.measure.params = params
        self.measure.params_text = '{"combine": "sum"}'
        self.assertEqual(self.measure.params, {"combine": "sum"})
        with self.assertRaisesRegex(ValidationError, "no valid JSON"):
            self.measure.params_text = "{combine}"
        self.assertIn("combine", self.measure.params_help)

    def test_a_provider_without_parameters_refuses_any(self):
        provider = type(self.env["ops.measure.provider"])
        manual = type(self.env["ops.measure.provider.manual"])
        with (
            patch.object(manual, "_check_params", provider._check_params),
            patch.object(manual, "_params_help", provider._params_help),
            self.assertRaisesRegex(ValidationError, "no parameters"),
        ):
            self.measure.params = {"combine": "sum"}

    def test_unsuitable_subjects_are_refused(self):
        with self.assertRaisesRegex(ValidationError, "cannot be measured"):
            self.measure._measure(self.env["res.currency"].search([], limit=1), *MARCH)

    @mute_logger("odoo.sql_db")
    def test_codes_are_unique_per_company(self):
        vals = {"code": "X", "name": "X"}
        self.env["ops.measure"].create([vals, {**vals, "company_id": self.company.id}])
        for more in ({}, {"company_id": self.company.id}):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self._create_by_rpc({**vals, **more})

    def _create_by_rpc(self, vals):
        result = self.env["ops.measure"].load(
            ["code", "name", "company_id/.id"],
            [[vals["code"], vals["name"], str(vals.get("company_id") or "")]],
        )
        if result["messages"]:
            raise ValidationError(result["messages"][0]["message"])


@tagged("post_install", "-at_install")
class TestMeasureValue(MeasureCase):
    def test_evidence_is_needed(self):
        value = self.draft(evidence_ids=False)
        with self.assertRaisesRegex(UserError, "no evidence"):
            value.action_submit()

    def test_another_person_with_the_role_approves(self):
        value = self.draft()
        value.action_submit()
        with self.assertRaises(AccessError):
            value.action_approve()
        self.recorder.group_ids += self.env.ref(MANAGER)
        with self.assertRaisesRegex(UserError, "four eyes"):
            value.action_approve()
        value.with_user(self.manager).action_approve()
        self.assertTrue(value.is_current)

    def test_nobody_decides_on_a_value_about_himself(self):
        person = self.env["hr.employee"].create(
            {"name": "The manager", "user_id": self.manager.id}
        )
        value = self.draft(subject_ref=f"hr.employee,{person.id}")
        value.action_submit()
        own = value.with_user(self.manager)
        self.assertFalse(own.can_decide)
        with self.assertRaisesRegex(UserError, "about yourself"):
            own.action_approve()
        other = self.new_user("measure_manager_2", MANAGER)
        value.with_user(other).action_approve()
        self.assertTrue(value.is_current)

    def test_an_approved_value_is_final(self):
        value = self.approved()
        for vals in ({"value": 9}, {"note": "x"}, {"evidence_ids": [(5,)]}):
            with self.assertRaises(UserError):
                value.with_user(self.manager).write(vals)
        with self.assertRaises(UserError):
            value.with_user(self.manager).unlink()
        self.assertTrue(value.seal_hash)

    def test_a_correction_takes_its_place(self):
        value = self.approved()
        action = value.action_correct()
        new = self.values.browse(action["res_id"])
        self.assertEqual(new.corrects_id, value)
        self.assertFalse(new.evidence_ids)
        new.write(
            {"value": 7, "evidence_ids": [Command.create({"name": "n", "raw": b"7"})]}
        )
        new.action_submit()
        self.assertEqual(self.taken().value, Decimal(8))
        new.with_user(self.manager).action_approve()
        self.assertEqual(self.taken().value, Decimal(7))
        self.assertEqual(value.superseded_by_id, new)
        self.assertFalse(value.is_current)
        self.assertTrue(value._seal_is_intact())
        with self.assertRaises(UserError):
            value.action_correct()

    @mute_logger("odoo.sql_db")
    def test_two_values_in_force_are_impossible(self):
        self.approved()
        twin = self.draft()
        twin.action_submit()
        with self.assertRaisesRegex(Exception, "one_in_force"), self.cr.savepoint():
            twin.with_user(self.manager).action_approve()

    def test_changed_evidence_shows(self):
        value = self.approved()
        self.assertTrue(value.is_intact)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            value.sudo().evidence_ids.raw = b"9 hours each"
        self.assertTrue(value.is_intact)
        self.env.cr.execute(
            "UPDATE ir_attachment SET checksum = 'f' WHERE id = %s",
            value.sudo().evidence_ids.ids,
        )
        self.env.invalidate_all()
        self.assertFalse(value.is_intact)

    def test_evidence_stays_from_submission_on(self):
        value = self.draft()
        value.action_submit()
        for state in ("submitted", "approved"):
            self.assertEqual(value.approval_state, state)
            for user in (self.recorder, self.manager):
                document = value.sudo().evidence_ids.with_user(user)
                with self.assertRaises(UserError):
                    document.raw = b"9 hours each"
                with self.assertRaises(UserError):
                    document.unlink()
            self.env.invalidate_all()
            self.assertEqual(value.sudo().evidence_ids.raw, b"8 hours each")
            if state == "submitted":
                value.with_user(self.manager).action_approve()
        self.assertTrue(value.is_intact)

    def test_who_changed_the_evidence_of_a_draft_does_not_decide(self):
        value = self.draft()
        value.sudo().evidence_ids.with_user(self.manager).raw = b"9 hours each"
        value.action_submit()
        with self.assertRaisesRegex(UserError, "four eyes"):
            value.with_user(self.manager).action_approve()
        third = self.new_user("third", MANAGER)
        value.with_user(third).action_approve()
        self.assertEqual(value.approval_state, "approved")

    def test_new_uploads_belong_to_the_value(self):
        value = self.draft()
        self.assertEqual(value.evidence_ids.res_model, "ops.measure.value")
        self.assertEqual(value.evidence_ids.res_id, value.id)
        self.assertTrue(value.evidence_ids.with_user(self.manager).raw)

    def test_foreign_documents_cannot_be_pointed_to(self):
        secret = self.env["ir.attachment"].create(
            {"name": "secret", "raw": b"x", "res_model": "ir.cron", "res_id": 1}
        )
        with self.assertRaises(AccessError):
            self.draft(evidence_ids=[Command.set(secret.ids)])

    def test_foreign_subjects_cannot_be_pointed_to(self):
        foreign = self.env["res.company"].create({"name": "Foreign"})
        team = self.env["hr.department"].create(
            {"name": "Foreign team", "company_id": foreign.id}
        )
        with self.assertRaises(AccessError):
            self.draft(team)
        with self.assertRaisesRegex(ValidationError, "belongs to Foreign"):
            self._draft_as_system(team)

    def _draft_as_system(self, team):
        self.env["ops.measure.value"].create(
            {
                "measure_id": self.measure.id,
                "subject_ref": f"hr.department,{team.id}",
                "date_from": MARCH[0],
                "date_to": MARCH[1],
            }
        )

    def test_an_employee_can_be_measured_without_hr_rights(self):
        employee = self.env["hr.employee"].create({"name": "Li Lei"})
        value = self.draft(subject_ref=f"hr.employee,{employee.id}")
        self.assertIn("Li Lei", value.display_name)
        value.action_submit()
        value.with_user(self.manager).action_approve()
        self.assertEqual(self.taken(employee).value, Decimal(8))

    def test_a_subject_that_does_not_exist_is_refused(self):
        with self.assertRaises(ValidationError):
            self.draft(subject_ref="hr.department,999999999")

    @mute_logger("odoo.sql_db")
    def test_a_period_must_not_end_before_it_begins(self):
        with self.assertRaisesRegex(Exception, "dates_ordered"), self.cr.savepoint():
            self.draft(period=(MARCH[1], MARCH[0]))

    def test_recorders_see_their_own_values_only(self):
        value = self.approved()
        rival = self.new_user("rival", RECORDER)
        self.assertFalse(self.values.with_user(rival).search([]))
        with self.assertRaises(AccessError):
            value.with_user(rival).read(["value"])
        self.assertIn(value, self.values.with_user(self.manager).search([]))

    def test_employees_see_measures_but_no_values(self):
        employee = self.new_user("plain")
        measure = self.measure.with_user(employee)
        self.assertEqual(measure.name, "Training hours")
        with self.assertRaises(AccessError):
            measure.name = "x"
        with self.assertRaises(AccessError):
            self.values.with_user(employee).search([])

    def test_drafts_can_be_deleted(self):
        value = self.draft()
        value.unlink()
        self.assertFalse(value.exists())
