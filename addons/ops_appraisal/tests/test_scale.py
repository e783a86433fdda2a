from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..calc.scoring import grade
from .library_case import LibraryCase


@tagged("post_install", "-at_install")
class TestScale(LibraryCase):
    def scale(self, *lines):
        return self.as_("officer", self.env["ops.appraisal.scale"]).create(
            {"name": "Test", "line_ids": [Command.create(line) for line in lines]}
        )

    def test_the_ready_scale_has_the_design_s_bounds(self):
        scale = self.env.ref("ops_appraisal.scale_five")
        cutoffs = [(line.bound, line.grade) for line in scale.line_ids]
        self.assertEqual(
            cutoffs, [(90, "A"), (80, "B"), (70, "C"), (60, "D"), (0, "E")]
        )
        self.assertEqual(grade("89.995", cutoffs), "A")

    def test_a_new_cycle_proposes_the_own_scale_before_the_shared_one(self):
        cycles = self.as_("officer", self.env["ops.appraisal.cycle"])
        shared = cycles.default_get(["scale_id"])["scale_id"]
        self.assertFalse(self.env["ops.appraisal.scale"].browse(shared).company_id)
        own = self.scale({"grade": "A", "bound": 0})
        own.company_id = cycles.env.company
        self.assertEqual(cycles.default_get(["scale_id"])["scale_id"], own.id)

    def test_every_score_must_have_a_grade(self):
        for lines in ((), ({"grade": "A", "bound": 60},)):
            with self.subTest(lines=lines), self.assertRaises(ValidationError):
                self.scale(*lines)

    def test_guide_shares_add_up(self):
        with self.assertRaisesRegex(ValidationError, "100 %"):
            self.scale(
                {"grade": "A", "bound": 80, "share": 20},
                {"grade": "B", "bound": 0, "share": 79.99},
            )
        scale = self.scale(
            {"grade": "A", "bound": 80, "share": 20},
            {"grade": "B", "bound": 0, "share": 80},
        )
        one, two = scale.line_ids
        scale.line_ids = [
            Command.update(one.id, {"share": 30}),
            Command.update(two.id, {"share": 70}),
        ]
        self.assertEqual(scale.line_ids.mapped("share"), [30, 70])

    def test_grades_and_bounds_are_unique_and_not_negative(self):
        for lines in (
            ({"grade": "A", "bound": 0}, {"grade": "A", "bound": 60}),
            ({"grade": "A", "bound": 0}, {"grade": "B", "bound": 0}),
            ({"grade": "A", "bound": 0, "coef_mgmt": -1},),
        ):
            with (
                self.subTest(lines=lines),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
                mute_logger("odoo.sql_db"),
            ):
                self.scale(*lines)
