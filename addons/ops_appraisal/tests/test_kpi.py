from decimal import Decimal

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .library_case import LibraryCase


@tagged("post_install", "-at_install")
class TestKpi(LibraryCase):
    def kpi(self, **vals):
        return self.as_("officer", self.env["ops.kpi"]).create(
            {"code": "X-1", "name": "X", **vals}
        )

    def test_marks_lead_to_scores(self):
        kpi = self.kpi(floor=90, target=95, has_stretch=True, stretch=99)
        rule = kpi._kpi_rule()
        self.assertEqual(rule.score(93), Decimal("84.00"))
        self.assertEqual(rule.score("99.9"), Decimal("120.00"))

    def test_a_stretch_that_is_switched_off_does_not_count(self):
        kpi = self.kpi(floor=90, target=95, has_stretch=False, stretch=99)
        self.assertEqual(kpi._kpi_rule().score(99), Decimal("100.00"))

    def test_steps_come_from_the_lines(self):
        bands = [(0, 0), (80, 60), (90, 80), (95, 100), (98, 110)]
        kpi = self.kpi(
            method="step",
            band_ids=[
                Command.create({"bound": bound, "score": score})
                for bound, score in bands
            ],
        )
        self.assertEqual(kpi._kpi_rule().score("94.9"), Decimal("80.00"))

    def test_marks_that_cannot_be_used_are_refused_in_words(self):
        for vals, words in (
            ({"floor": 95, "target": 90}, "from bad to good"),
            ({"method": "ratio", "target": 0}, "above 0"),
            ({"method": "step"}, "needs steps"),
            ({"method": "deduct"}, "deduction per event"),
            ({"method": "range", "range_low": 2, "range_high": 1}, "range"),
            ({"method": "rating", "rating_max": 0}, "highest rating"),
            ({"floor": 1, "target": 2, "cap": 90}, "100 or more"),
        ):
            with (
                self.subTest(vals=vals),
                self.assertRaisesRegex(ValidationError, words),
                self.cr.savepoint(),
            ):
                self.kpi(**vals)

    def test_a_step_beyond_the_highest_score_is_refused(self):
        kpi = self.kpi(
            method="step", band_ids=[Command.create({"bound": 0, "score": 50})]
        )
        with self.assertRaisesRegex(ValidationError, "needs steps"):
            self.as_("officer", self.env["ops.kpi.band"]).create(
                {"kpi_id": kpi.id, "bound": 1, "score": 121}
            )

    def test_a_veto_names_its_grade(self):
        with (
            self.assertRaisesRegex(ValidationError, "best grade"),
            self.cr.savepoint(),
        ):
            self.kpi(floor=90, target=95, veto=True)
        self.assertTrue(self.kpi(floor=90, target=95, veto=True, veto_cap_grade="D"))

    def test_codes_are_unique(self):
        self.kpi(floor=90, target=95)
        with (
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
            mute_logger("odoo.sql_db"),
        ):
            self.kpi(floor=90, target=95)

    def test_a_copy_has_a_code_of_its_own(self):
        self.assertEqual(self.kpi(floor=90, target=95).copy().code, "X-1-copy")


@tagged("post_install", "-at_install")
class TestKpiVersions(LibraryCase):
    def test_what_a_submitted_profile_uses_is_fixed(self):
        profile = self.profile()
        kpi = self.as_("officer", self.kpis[0])
        kpi.target = 96
        profile.action_submit()
        self.assertTrue(kpi.is_used)
        for vals in (
            {"target": 97},
            {"name": "Other"},
            {"measure_id": False},
            {"company_id": self.company.id},
            {"band_ids": [Command.create({"bound": 0, "score": 1})]},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRaisesRegex(UserError, "new version"),
                self.cr.savepoint(),
            ):
                kpi.write(vals)
        with self.assertRaisesRegex(UserError, "new version"):
            kpi.update_field_translations("name", {"zh_CN": "其他"})
        with self.assertRaisesRegex(UserError, "new version"):
            kpi.unlink()

    def test_owner_and_archive_stay_open(self):
        self.profile().action_submit()
        kpi = self.as_("officer", self.kpis[0])
        kpi.write({"owner_id": self.users["officer"].id, "active": False})
        self.assertFalse(kpi.active)

    def test_a_withdrawn_profile_frees_its_kpis(self):
        profile = self.profile()
        profile.action_submit()
        profile.action_reset()
        self.as_("officer", self.kpis[0]).target = 96
        self.assertEqual(self.kpis[0].target, 96)

    def test_a_new_version_takes_its_place(self):
        old = self.as_("officer", self.kpis[0])
        old.update_field_translations("name", {"zh_CN": "一"})
        self.approved()
        action = old.action_new_version()
        new = self.env["ops.kpi"].browse(action["res_id"])
        self.assertEqual((new.code, new.version), ("T-one", 2))
        self.assertEqual(old.replaced_by_id, new)
        self.assertEqual(new.with_context(lang="zh_CN").name, "一")
        self.assertFalse(new.is_used)
        self.as_("officer", new).target = 97
        self.assertEqual(old.target, 95)
        with self.assertRaisesRegex(UserError, "has been replaced"):
            old.action_new_version()

    def test_only_officers_make_versions(self):
        for role in ("employee", "committee", "finance", "recorder", "measurer"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.as_(role, self.kpis[0]).action_new_version()

    def test_version_and_successor_are_kept_by_the_system(self):
        kpi = self.as_("officer", self.kpis[0])
        for vals in ({"version": 7}, {"replaced_by_id": self.kpis[1].id}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                kpi.write(vals)
