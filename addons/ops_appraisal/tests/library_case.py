"""A job, three KPIs and one user for each role; dates are fixed."""

from datetime import date

from odoo.fields import Command

from odoo.addons.ops_base.tests.common import OpsCase

OFFICER = "ops_appraisal.group_appraisal_officer"
MANAGER = "ops_appraisal.group_appraisal_manager"
COMMITTEE = "ops_appraisal.group_appraisal_committee"
FINANCE = "ops_appraisal.group_appraisal_finance"
RECORDER = "ops_base.group_ops_measure_recorder"
MEASURER = "ops_base.group_ops_measure_manager"
ROLES = {
    "employee": (),
    "officer": (OFFICER,),
    "manager": (MANAGER,),
    "committee": (COMMITTEE,),
    "finance": (FINANCE,),
    "recorder": (RECORDER,),
    "measurer": (MEASURER,),
}
JANUARY = date(2026, 1, 1)
JULY = date(2026, 7, 1)


class LibraryCase(OpsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: cls.new_user(f"appraisal_{role}", *groups)
            for role, groups in ROLES.items()
        }
        cls.job = cls.env["hr.job"].create({"name": "Night watch"})
        cls.kpis = cls.env["ops.kpi"].create(
            [
                {"code": f"T-{code}", "name": code, "floor": 90, "target": 95}
                for code in ("one", "two", "three")
            ]
        )
        cls.env.flush_all()

    def as_(self, role, records):
        return records.with_user(self.users[role])

    def profile(self, weights=(50, 30, 20), role="officer", **vals):
        return self.as_(role, self.env["ops.kpi.profile"]).create(
            {
                "name": "Night watch",
                "job_id": self.job.id,
                "date_from": JANUARY,
                "line_ids": [
                    Command.create({"kpi_id": kpi.id, "weight": weight})
                    for kpi, weight in zip(self.kpis, weights, strict=False)
                ],
                **vals,
            }
        )

    def approved(self, *args, **vals):
        profile = self.profile(*args, **vals)
        profile.action_submit()
        self.as_("manager", profile).action_approve()
        return profile
