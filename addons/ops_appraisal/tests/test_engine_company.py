from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user

from .engine_case import EngineCase


class TestEngineCompany(EngineCase):
    """S18: HR of another company reads, moves and counts nothing of this one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._create_company("Rope Works")
        cls.users["abroad"] = new_test_user(
            cls.env,
            "appraisal_abroad",
            groups="base.group_user,ops_appraisal.group_appraisal_manager,"
            "ops_appraisal.group_appraisal_committee",
            company_id=cls.other.id,
            company_ids=[Command.set(cls.other.ids)],
            lang="en_US",
        )

    def test_no_row_of_any_model_crosses(self):
        worker = self.review(self.start())
        self.by("worker", self.appraisal("hr"))
        self.publish(worker)
        self.by("worker", worker).action_appeal("why")
        abroad = self.env(
            user=self.users["abroad"],
            context={"allowed_company_ids": self.other.ids, "lang": "en_US"},
        )
        names = [
            name
            for name, model in self.env.registry.items()
            if name.startswith("ops.appraisal")
            and not (model._abstract or model._transient)
            and name not in ("ops.appraisal.rating", "ops.appraisal.question")
        ]
        seen = 0
        for name in names:
            if "company_id" not in self.env[name]._fields:
                continue
            rows = self.env[name].search([("company_id", "=", self.company.id)])
            if not rows:
                continue
            seen += 1
            with self.subTest(model=name):
                self.assertEqual(
                    abroad[name].search_count([("company_id", "=", self.company.id)]),
                    0,
                )
                with self.assertRaises(AccessError):
                    abroad[name].browse(rows.ids[:1]).read(["company_id"])
        self.assertGreaterEqual(seen, 8)
        cycle = abroad["ops.appraisal.cycle"].browse(self.cycle.id)
        for step in ("action_measure", "action_close", "get_distribution"):
            with self.assertRaises(AccessError):
                getattr(cycle, step)()
        with self.assertRaises(AccessError):
            abroad["ops.appraisal.appeal"].browse(worker.appeal_ids.id).action_decide(
                "upheld", "x", "A"
            )

    def test_people_of_another_company_are_not_generated(self):
        self.env["hr.employee"].create({"name": "Abroad", "company_id": self.other.id})
        self.generate()
        self.assertNotIn("Abroad", self.cycle.appraisal_ids.mapped("subject_name"))
