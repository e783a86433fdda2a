"""Who reads and who writes what of the library; one row per model."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .library_case import JULY, ROLES, LibraryCase

LETTERS = {"c": "create", "r": "read", "u": "write", "d": "unlink"}
ALL = "crud"
# model: {role: letters}; roles not named have those of "employee"
RIGHTS = {
    "ops.kpi": {"employee": "r", "officer": ALL, "manager": ALL},
    "ops.kpi.band": {"employee": "r", "officer": ALL, "manager": ALL},
    "ops.kpi.profile": {"employee": "r", "officer": ALL, "manager": ALL},
    "ops.kpi.profile.line": {"employee": "r", "officer": ALL, "manager": ALL},
    "ops.job.duty": {"employee": "r", "officer": ALL, "manager": ALL},
    "hr.job": {"employee": "r", "officer": "ru", "manager": "ru"},
    "ops.job.template": {"employee": "", "officer": ALL, "manager": ALL},
    "ops.job.template.duty": {"employee": "", "officer": ALL, "manager": ALL},
    "ops.job.template.line": {"employee": "", "officer": ALL, "manager": ALL},
    "ops.job.template.use": {"employee": "", "officer": "cru", "manager": "cru"},
    "ops.appraisal.scale": {"employee": "", "officer": ALL, "manager": ALL},
    "ops.appraisal.scale.line": {"employee": "", "officer": ALL, "manager": ALL},
    "ops.kpi.count.reason": {
        "employee": "",
        "officer": ALL,
        "manager": ALL,
        "recorder": "r",
        "measurer": "r",
    },
    "ops.kpi.count": {
        "employee": "",
        "officer": "r",
        "manager": "r",
        "recorder": ALL,
        "measurer": ALL,
    },
    "ops.kpi.count.exclusion": {
        "employee": "",
        "officer": "r",
        "manager": "r",
        "recorder": ALL,
        "measurer": ALL,
    },
}


@tagged("post_install", "-at_install")
class TestLibraryAccess(LibraryCase):
    def test_rights_are_as_recorded(self):
        for model, by_role in RIGHTS.items():
            for role in ROLES:
                wanted = by_role.get(role, by_role["employee"])
                records = self.as_(role, self.env[model])
                found = "".join(
                    letter
                    for letter, operation in LETTERS.items()
                    if records.has_access(operation)
                )
                with self.subTest(model=model, role=role):
                    self.assertEqual(sorted(found), sorted(wanted))

    def test_the_portal_sees_nothing(self):
        guest = self.env["res.users"].create(
            {
                "name": "Guest",
                "login": "guest",
                "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
            }
        )
        for model in RIGHTS:
            with self.subTest(model=model):
                self.assertFalse(self.env[model].with_user(guest).has_access("read"))

    def test_everybody_reads_approved_profiles_of_jobs_and_units_only(self):
        approved = self.approved()
        draft = self.profile(date_from=JULY)
        supplier = self.approved(subject_kind="partner", job_id=False)
        for role in ("employee", "finance", "committee"):
            own = self.as_(role, self.env["ops.kpi.profile"])
            ids = (approved | draft | supplier).ids
            lines = own.env["ops.kpi.profile.line"]
            with self.subTest(role=role):
                self.assertEqual(own.search([("id", "in", ids)]).ids, approved.ids)
                self.assertEqual(
                    lines.search([("profile_id", "in", ids)]).profile_id.ids,
                    approved.ids,
                )
                for hidden in (draft, supplier):
                    with self.assertRaises(AccessError):
                        self.as_(role, hidden).read(["name"])
                    with self.assertRaises(AccessError):
                        self.as_(role, hidden.line_ids).read(["weight"])
