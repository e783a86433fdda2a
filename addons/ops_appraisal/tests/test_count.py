from datetime import date
from decimal import Decimal

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .library_case import LibraryCase

COUNT = "ops.measure.provider.count"
MARCH = (date(2026, 3, 1), date(2026, 3, 31))
QUARTER = (date(2026, 1, 1), date(2026, 3, 31))


class CountCase(LibraryCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.measure = cls.env["ops.measure"].create(
            {"code": "CARDS", "name": "Effective cards", "provider": COUNT}
        )
        cls.branches = cls.env["hr.department"].create(
            [{"name": f"Branch {n}"} for n in range(3)]
        )
        cls.empty = cls.env.ref("ops_appraisal.reason_empty")
        cls.dormant = cls.env.ref("ops_appraisal.reason_dormant")

    def count(self, gross=1200, excluded=((150, 80)), role="recorder", **vals):
        lines = zip((self.empty, self.dormant), excluded, strict=False)
        return self.as_(role, self.env["ops.kpi.count"]).create(
            {
                "measure_id": self.measure.id,
                "subject_ref": f"hr.department,{self.branches[0].id}",
                "date_from": MARCH[0],
                "date_to": MARCH[1],
                "gross": gross,
                "exclusion_ids": [
                    Command.create({"reason_id": reason.id, "count": count})
                    for reason, count in lines
                ],
                "evidence_ids": [
                    Command.create({"name": "cards.csv", "raw": b"150 empty"})
                ],
                **vals,
            }
        )

    def approved_count(self, **vals):
        count = self.count(**vals)
        count.action_submit()
        self.as_("measurer", count).action_approve()
        return count

    def taken(self, period=MARCH):
        measure = self.as_("measurer", self.measure)
        return measure._measure(self.branches, *period)[self.branches[0].id]


@tagged("post_install", "-at_install")
class TestCount(CountCase):
    def test_empty_cards_and_dormant_savings_are_taken_off(self):
        count = self.count()
        # 1200 - 150 x 1 - 80 x 0.5
        self.assertEqual(count.adjusted, 1010)
        self.assertEqual(count.exclusion_ids.mapped("factor"), [1, 0.5])

    def test_a_factor_can_be_set_for_a_case(self):
        count = self.count()
        count.exclusion_ids[1].factor = 1
        self.assertEqual(count.adjusted, 970)

    def test_more_than_counted_cannot_be_taken_off(self):
        with self.assertRaisesRegex(ValidationError, "more is taken off"):
            self.count(gross=180)
        count = self.count(gross=190)
        self.assertEqual(count.adjusted, 0)
        with self.assertRaisesRegex(ValidationError, "more is taken off"):
            count.exclusion_ids[0].count = 151

    def test_cases_and_factors_have_their_range(self):
        line = self.count().exclusion_ids[0]
        for vals in ({"count": 0}, {"factor": 1.1}, {"factor": -0.5}):
            with (
                self.subTest(vals=vals),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
                mute_logger("odoo.sql_db"),
            ):
                line.write(vals)
                self.env.flush_all()

    def test_each_reason_once(self):
        with (
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
            mute_logger("odoo.sql_db"),
        ):
            count = self.count()
            count.exclusion_ids[0].copy({"count_id": count.id})

    def test_only_measures_fed_by_counts(self):
        self.measure.provider = "ops.measure.provider.manual"
        with self.assertRaisesRegex(ValidationError, "not fed by adjusted counts"):
            self.count()

    def test_evidence_is_needed(self):
        count = self.count(evidence_ids=False)
        with self.assertRaisesRegex(UserError, "no evidence"):
            count.action_submit()

    def test_another_person_approves(self):
        own = self.count(role="measurer")
        own.action_submit()
        with self.assertRaisesRegex(UserError, "four eyes"):
            own.action_approve()

    def test_who_changed_an_exclusion_does_not_approve(self):
        count = self.count()
        self.as_("measurer", count.exclusion_ids[0]).count = 140
        count.action_submit()
        with self.assertRaisesRegex(UserError, "four eyes"):
            self.as_("measurer", count).action_approve()

    def test_an_approved_count_is_final(self):
        count = self.approved_count()
        line = count.exclusion_ids[0]
        for records, vals in (
            (count, {"gross": 1300}),
            (line, {"count": 1}),
            (line, {"factor": 0.1}),
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                records.write(vals)
        with self.assertRaises(UserError):
            line.unlink()
        other = self.env.ref("ops_appraisal.reason_duplicate")
        with self.assertRaises(UserError), self.cr.savepoint():
            self.as_("recorder", line).create(
                {"count_id": count.id, "reason_id": other.id, "count": 1}
            )
        self.assertTrue(count.is_intact)

    def test_a_change_behind_its_back_shows(self):
        count = self.approved_count()
        self.env.cr.execute(
            "UPDATE ops_kpi_count SET gross = 1300 WHERE id = %s", [count.id]
        )
        count.invalidate_recordset()
        self.assertFalse(count.is_intact)

    def test_a_correction_takes_its_place(self):
        count = self.approved_count()
        action = count.action_correct()
        draft = self.as_("recorder", self.env["ops.kpi.count"]).browse(action["res_id"])
        self.assertEqual(draft.adjusted, 1010)
        draft.exclusion_ids[0].count = 100
        draft.evidence_ids = [Command.create({"name": "new.csv", "raw": b"100"})]
        draft.action_submit()
        self.assertEqual(self.taken().value, Decimal(1010))
        self.as_("measurer", draft).action_approve()
        self.assertFalse(count.is_current)
        self.assertEqual(self.taken().value, Decimal(1060))


@tagged("post_install", "-at_install")
class TestCountAsMeasure(CountCase):
    def test_only_approved_counts_count(self):
        count = self.count()
        self.assertEqual(self.taken().state, "no_data")
        count.action_submit()
        self.assertEqual(self.taken().state, "no_data")
        self.as_("measurer", count).action_approve()
        found = self.taken()
        self.assertEqual(found.value, Decimal(1010))
        self.assertEqual((found.numerator, found.denominator), (1010, 1200))
        self.assertEqual(found.n, 1200)
        self.assertEqual(found.refs, (("ops.kpi.count", count.id),))

    def test_counts_of_a_quarter_are_combined_as_set(self):
        self.approved_count()
        january = {"date_from": date(2026, 1, 1), "date_to": date(2026, 1, 31)}
        self.approved_count(gross=800, excluded=(200,), **january)
        for how, value in (("last", 1010), ("sum", 1610), ("mean", 805)):
            self.measure.params = {"combine": how}
            with self.subTest(how=how):
                self.assertEqual(self.taken(QUARTER).value, Decimal(value))
        # 1610 of 2000 count
        self.measure.write({"params": {"combine": "ratio"}, "multiplier": 100})
        self.assertEqual(self.taken(QUARTER).value, Decimal("80.5"))

    def test_each_span_gets_the_counts_within_it(self):
        early, late = (MARCH[0], date(2026, 3, 12)), (date(2026, 3, 13), MARCH[1])
        self.approved_count(gross=300, excluded=(), date_to=early[1])
        self.approved_count(gross=500, excluded=(100,), date_from=late[0])
        branch = self.branches[0]
        measure = self.as_("measurer", self.measure)
        measure._measure(branch, *MARCH)
        self.env["ops.kpi.count"].invalidate_model()
        with self.assertQueryCount(1):
            found = measure._measure_spans(branch, {branch.id: [early, late]})
        self.assertEqual(
            [value.value for value in found.values()], [Decimal(300), Decimal(400)]
        )

    def test_one_query_however_many_subjects(self):
        self.approved_count()
        measure = self.as_("measurer", self.measure)
        measure._measure(self.branches[:1], *MARCH)
        many = self.env["hr.department"].create([{"name": f"B{n}"} for n in range(40)])
        self.env.flush_all()
        self.env["ops.kpi.count"].invalidate_model()
        with self.assertQueryCount(1):
            measure._measure(self.branches | many, *MARCH)

    def test_a_kpi_is_fed_by_it(self):
        kpi = self.env.ref("ops_appraisal.kpi_effective")
        self.assertEqual(kpi.measure_id.provider, COUNT)
        self.measure = kpi.measure_id
        self.approved_count()
        # 60 + 40 x (1010 - 600) / 400 is beyond the target: 100 + 20 x 10 / 500
        self.assertEqual(kpi._kpi_rule().score(self.taken().value), Decimal("100.40"))


@tagged("post_install", "-at_install")
class TestCountAccess(CountCase):
    def test_recorders_see_what_they_entered(self):
        count = self.count()
        other = self.new_user("recorder_2", "ops_base.group_ops_measure_recorder")
        self.assertFalse(count.with_user(other).search([("id", "=", count.id)]))
        with self.assertRaises(AccessError):
            count.with_user(other).read(["gross"])
        with self.assertRaises(AccessError):
            count.exclusion_ids.with_user(other).write({"count": 1})

    def test_officers_read_but_do_not_write(self):
        count = self.count()
        self.assertEqual(self.as_("officer", count).adjusted, 1010)
        with self.assertRaises(AccessError):
            self.as_("officer", count).gross = 1
        both = self.new_user(
            "both",
            "ops_base.group_ops_measure_recorder",
            "ops_appraisal.group_appraisal_officer",
        )
        self.assertEqual(count.with_user(both).gross, 1200)
        with self.assertRaises(AccessError):
            count.with_user(both).gross = 1
        with self.assertRaises(AccessError):
            count.exclusion_ids.with_user(both).write({"count": 1})

    def test_others_see_nothing(self):
        count = self.count()
        for role in ("employee", "committee", "finance"):
            for records in (count, count.exclusion_ids):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    self.as_(role, records).read(["display_name"])
                with self.subTest(role=role), self.assertRaises(AccessError):
                    self.as_(role, records).search([])
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.count(role=role)

    def test_nobody_decides_on_a_count_about_himself(self):
        person = self.env["hr.employee"].create(
            {"name": "M", "user_id": self.users["measurer"].id}
        )
        count = self.count(subject_ref=f"hr.employee,{person.id}")
        count.action_submit()
        with self.assertRaisesRegex(UserError, "about yourself"):
            self.as_("measurer", count).action_approve()
