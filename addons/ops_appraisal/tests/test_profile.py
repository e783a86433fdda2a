from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .library_case import JANUARY, JULY, LibraryCase


@tagged("post_install", "-at_install")
class TestProfileWeights(LibraryCase):
    def test_s16_weights_must_be_exactly_100(self):
        for weights in ((50, 30, 19.99), (50, 30, 20.01), (33.33, 33.33, 33.33)):
            with (
                self.subTest(weights=weights),
                self.assertRaisesRegex(UserError, "exactly 100"),
                self.cr.savepoint(),
            ):
                self.profile(weights).action_submit()

    def test_s16_thirds_are_accepted(self):
        profile = self.approved((33.33, 33.33, 33.34))
        self.assertEqual(profile.approval_state, "approved")
        self.assertEqual(profile.weight_total, 100)

    def test_a_profile_without_kpis_is_not_submitted(self):
        with self.assertRaisesRegex(UserError, "exactly 100"):
            self.profile(()).action_submit()

    def test_each_kpi_once(self):
        with (
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
            mute_logger("odoo.sql_db"),
        ):
            self.as_("officer", self.env["ops.kpi.profile.line"]).create(
                {
                    "profile_id": self.profile().id,
                    "kpi_id": self.kpis[0].id,
                    "weight": 5,
                }
            )

    def test_no_weight_of_nothing(self):
        with (
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
            mute_logger("odoo.sql_db"),
        ):
            self.profile((100, 0))

    def test_one_dominant_kpi_is_warned_about(self):
        self.assertIn("60 %", self.profile((61, 20, 19)).warning)
        self.assertFalse(self.profile((60, 20, 20)).warning)

    def test_fewer_than_three_are_warned_about(self):
        self.assertIn("Fewer than three", self.profile((50, 50)).warning)
        self.assertFalse(self.profile(()).warning)

    def test_a_warning_does_not_forbid(self):
        self.assertEqual(self.approved((100,)).approval_state, "approved")

    def test_own_marks_must_be_usable(self):
        line = self.profile().line_ids[0]
        line.write({"own_marks": True, "floor": 80, "target": 85})
        self.assertEqual(line._line_rule().score(85), 100)
        self.assertEqual(line._line_rule().score(80), 60)
        with self.assertRaisesRegex(ValidationError, "from bad to good"):
            line.target = 70


@tagged("post_install", "-at_install")
class TestProfileApproval(LibraryCase):
    def test_another_person_approves(self):
        profile = self.profile(role="manager")
        profile.action_submit()
        with self.assertRaisesRegex(UserError, "four eyes"):
            self.as_("manager", profile).action_approve()

    def test_who_changed_a_line_does_not_approve(self):
        profile = self.profile()
        self.as_("manager", profile.line_ids[0]).sequence = 3
        profile.action_submit()
        with self.assertRaisesRegex(UserError, "four eyes"):
            self.as_("manager", profile).action_approve()

    def test_officers_do_not_approve(self):
        profile = self.profile()
        profile.action_submit()
        other = self.new_user("second_officer", "ops_appraisal.group_appraisal_officer")
        with self.assertRaises(AccessError):
            profile.with_user(other).action_approve()

    def test_other_roles_neither_make_nor_submit(self):
        draft = self.profile()
        for role in ("employee", "committee", "finance", "recorder", "measurer"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.profile(role=role)
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.as_(role, draft).action_submit()

    def test_contents_are_fixed_by_any_door(self):
        profile = self.profile()
        profile.action_submit()
        self.as_("manager", profile).action_approve()
        line = profile.line_ids[0]
        for records, vals in (
            (profile, {"date_from": JULY}),
            (profile, {"name": "Other"}),
            (profile, {"line_ids": [Command.delete(line.id)]}),
            (profile, {"line_ids": [Command.update(line.id, {"weight": 1})]}),
            (line, {"weight": 51}),
            (line, {"own_marks": True}),
        ):
            with (
                self.subTest(vals=vals),
                self.assertRaises(UserError),
                self.cr.savepoint(),
            ):
                records.write(vals)
        with self.assertRaises(UserError):
            line.unlink()
        with self.assertRaises(UserError):
            profile.unlink()
        with self.assertRaises(UserError):
            profile.update_field_translations("name", {"zh_CN": "其他"})
        other = self.kpis[0].copy()
        with self.assertRaises(UserError), self.cr.savepoint():
            line.create({"profile_id": profile.id, "kpi_id": other.id, "weight": 1})

    def test_a_line_stays_in_its_profile(self):
        line = self.profile().line_ids[0]
        other = self.profile((), date_from=JULY)
        with self.assertRaisesRegex(UserError, "stays in its document"):
            line.profile_id = other

    def test_the_state_is_kept_by_the_system(self):
        profile = self.profile()
        for vals in ({"approval_state": "approved"}, {"decided_by": 1}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                profile.write(vals)
        with self.assertRaises(UserError):
            self.profile(approval_state="approved")


@tagged("post_install", "-at_install")
class TestProfileDates(LibraryCase):
    def in_force(self, day):
        jobs = self.as_("employee", self.job)
        found = self.as_("employee", self.env["ops.kpi.profile"])._in_force(jobs, day)
        return found.get(self.job.id)

    def test_a_later_profile_ends_the_open_one(self):
        first, second = self.approved(), self.approved(date_from=JULY)
        self.assertEqual(first.date_to, date(2026, 6, 30))
        self.assertFalse(second.date_to)
        self.assertEqual(self.in_force(date(2026, 6, 30)), first)
        self.assertEqual(self.in_force(JULY), second)
        self.assertIsNone(self.in_force(date(2025, 12, 31)))

    def test_an_earlier_one_ends_before_the_later_begins(self):
        later = self.approved(date_from=JULY)
        earlier = self.approved()
        self.assertEqual(earlier.date_to, date(2026, 6, 30))
        self.assertEqual(self.in_force(JULY), later)

    def test_dates_that_overlap_are_refused(self):
        self.approved(date_to=date(2026, 7, 1))
        for vals in (
            {"date_from": JULY},
            {"date_from": JANUARY},
            {"date_from": date(2025, 1, 1), "date_to": JANUARY},
        ):
            profile = self.profile(**vals)
            profile.action_submit()
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "overlaps"):
                self.as_("manager", profile).action_approve()

    def test_the_database_refuses_an_overlap_too(self):
        first = self.approved(date_to=date(2026, 6, 30))
        self.approved(date_from=JULY)
        with (
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
            mute_logger("odoo.sql_db"),
        ):
            first._server_write({"date_to": JULY})
            self.env.flush_all()

    def test_drafts_and_rejected_ones_are_not_in_force(self):
        draft = self.profile()
        self.assertIsNone(self.in_force(JULY))
        draft.action_submit()
        self.as_("manager", draft).action_reject("Two KPIs are missing")
        self.assertIsNone(self.in_force(JULY))

    def test_jobs_units_and_suppliers_do_not_collide(self):
        self.approved()
        every_unit = self.approved(subject_kind="department", job_id=False)
        unit = self.env["hr.department"].create({"name": "Signals"})
        own = self.approved(
            subject_kind="department", job_id=False, department_id=unit.id
        )
        self.approved(subject_kind="partner", job_id=False)
        self.assertFalse(every_unit.date_to or own.date_to)

    def test_a_profile_has_the_subject_of_its_kind(self):
        unit = self.env["hr.department"].create({"name": "Signals"})
        for vals in (
            {"job_id": False},
            {"subject_kind": "department"},
            {"department_id": unit.id},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
                mute_logger("odoo.sql_db"),
            ):
                self.profile(**vals)

    def test_one_query_for_many_jobs(self):
        jobs = self.env["hr.job"].create([{"name": f"Job {n}"} for n in range(40)])
        profiles = self.as_("officer", self.env["ops.kpi.profile"])
        profiles._in_force(jobs[:1], JULY)
        self.env.invalidate_all()
        with self.assertQueryCount(2):
            profiles._in_force(jobs | self.job, JULY)


@tagged("post_install", "-at_install")
class TestProfileEnd(LibraryCase):
    def setUp(self):
        super().setUp()
        self.used = self.approved()

    def propose(self, role, day="2026-03-31", reason="The job ends"):
        action = self.as_(role, self.used).action_end()
        dialog = Form(
            self.env[action["res_model"]]
            .with_user(self.users[role])
            .with_context(**action["context"])
        )
        dialog.date_to = day
        dialog.reason = reason
        dialog.save().action_confirm()

    def test_two_persons_end_an_approved_profile(self):
        self.propose("officer")
        self.assertFalse(self.used.date_to, "in force until somebody agrees")
        self.as_("manager", self.used).action_agree_end()
        self.assertEqual(self.used.date_to, date(2026, 3, 31))
        self.assertIn("The job ends", self.used.message_ids[0].body)
        found = self.env["ops.kpi.profile"]._in_force(self.job, date(2026, 4, 1))
        self.assertFalse(found)
        self.approved(date_from="2026-04-01")

    def test_nobody_agrees_with_himself_or_without_the_role(self):
        self.propose("manager")
        with self.assertRaisesRegex(UserError, "four eyes"):
            self.as_("manager", self.used).action_agree_end()
        for role in ("employee", "officer", "committee", "finance"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.as_(role, self.used).action_agree_end()
        self.assertFalse(self.used.date_to)

    def test_only_officers_propose_and_the_day_lies_within(self):
        for role in ("employee", "committee", "finance"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.as_(role, self.used).action_end()
        with self.assertRaisesRegex(UserError, "choose an earlier last day"):
            self.propose("officer", "2025-12-31")
        with self.assertRaisesRegex(UserError, "Say why"):
            self.propose("officer", reason="  ")
        for name, value in (("end_date", "2026-02-01"), ("date_to", "2026-02-01")):
            with self.subTest(name=name), self.assertRaises(UserError):
                self.as_("officer", self.used).write({name: value})

    def test_a_proposal_is_dropped_by_whoever_made_it_or_decides(self):
        self.propose("manager")
        with self.assertRaises(AccessError):
            self.as_("officer", self.used).action_drop_end()
        self.as_("manager", self.used).action_drop_end()
        with self.assertRaisesRegex(UserError, "Nobody proposed"):
            self.as_("manager", self.used).action_agree_end()


@tagged("post_install", "-at_install")
class TestProfileCompanies(LibraryCase):
    def test_another_company_sees_and_uses_nothing(self):
        profile = self.approved()
        other = self.env["res.company"].create({"name": "Other Works"})
        stranger = self.new_user(
            "stranger",
            "ops_appraisal.group_appraisal_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        own = self.env["ops.kpi"].create(
            {
                "code": "OWN",
                "name": "Own",
                "floor": 1,
                "target": 2,
                "company_id": self.company.id,
            }
        )
        self.assertFalse(
            self.env["ops.kpi.profile"]
            .with_user(stranger)
            .search([("id", "=", profile.id)])
        )
        with self.assertRaises(AccessError):
            profile.line_ids.with_user(stranger).read(["weight"])
        self.assertFalse(own.with_user(stranger).search([("id", "=", own.id)]))
        with self.assertRaises(AccessError):
            self.env["ops.kpi.profile"].with_user(stranger).create(
                {
                    "name": "Stolen",
                    "subject_kind": "department",
                    "date_from": JANUARY,
                    "line_ids": [Command.create({"kpi_id": own.id, "weight": 100})],
                }
            )

    def test_a_profile_stays_in_its_company(self):
        other = self.env["res.company"].create({"name": "Other Works"})
        profile = self.profile((), subject_kind="department", job_id=False)
        with self.assertRaisesRegex(UserError, "stays in its company"):
            profile.sudo().company_id = other
