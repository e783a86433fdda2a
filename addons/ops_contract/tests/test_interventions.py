"""Rule by persons in numbers (contract.md, row 17)."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .sla_case import SlaCase


@tagged("post_install", "-at_install")
class TestInterventions(SlaCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deal = cls.promised(
            cls.promise(16, priority="p3"), cls.promise(8, priority="p2")
        )

    def setUp(self):
        super().setUp()
        for day in ("02", "03", "04"):
            start = f"11-{day} 09:00"
            self.fact(self.deal, start, f"11-{day} 10:00", priority="p2")
        self.excused()
        self.lowered()
        # asked for, not agreed: nothing was changed by hand
        late = self.fact(self.deal, "11-09 09:00", "11-10 12:00", priority="p2")
        self.override(self.deal, "withdraw", clock_id=late.id)

    def excused(self):
        clock = self.fact(self.deal, "11-05 09:00", "11-06 12:00", priority="p2")
        exclusion = self.as_("supervisor")["ops.sla.exclusion"].create(
            {
                "contract_id": self.deal.id,
                "clock_id": clock.id,
                "reason_id": self.force.id,
                "note": "Flood",
            }
        )
        exclusion.action_submit()
        with self.moment("11-12 09:00"):
            exclusion.with_user(self.users["org"]).action_approve()

    def lowered(self):
        clock = self.fact(self.deal, "11-12 09:00", priority="p2", now="11-12 10:00")
        with self.moment("11-12 10:00"):
            step = self.as_("supervisor")["ops.sla.step"].create(
                {
                    "clock_id": clock.id,
                    "kind": "priority",
                    "priority": "p3",
                    "reason": "x",
                }
            )
            step.action_confirm()

    def index(self, role="org", domain=()):
        rows = self.as_(role)["ops.sla.manual"]._read_group(
            [("contract_id", "=", self.deal.id), *domain],
            aggregates=["interventions:sum", "cases:sum", "intervention_rate:sum"],
        )
        return rows[0]

    def test_what_was_changed_by_hand_per_measured_case(self):
        interventions, cases, rate = self.index()
        self.assertEqual((interventions, cases), (2, 4))
        self.assertEqual(rate, 0.5)
        november = [("day", ">=", "2026-11-01"), ("day", "<=", "2026-11-11")]
        self.assertEqual(self.index(domain=november), (0, 4, 0.0))

    def test_without_a_case_there_is_no_index(self):
        by_hand = [("kind", "!=", "case")]
        self.assertEqual(self.index(domain=by_hand), (2, 0, False))

    def test_each_row_says_whose_wish_it_was(self):
        rows = self.as_("org")["ops.sla.manual"].search([("kind", "!=", "case")])
        kinds = {row.kind: row.user_id for row in rows}
        supervisor = self.users["supervisor"]
        self.assertEqual(kinds, {"exclusion": supervisor, "downgrade": supervisor})

    def test_only_who_runs_a_contract_sees_it(self):
        self.assertEqual(self.index("supervisor")[0], 2)
        self.assertEqual(self.index("finance")[0], 2)
        self.assertFalse(self.as_("manager2")["ops.sla.manual"].search([]))
        for role in ("employee", "portal"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.index(role)
