import base64
import re
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ContractCase

REPORT = "ops_contract.annex_document_report"
REPORT_LOG = "odoo.addons.base.models.ir_actions_report"


@tagged("post_install", "-at_install")
class TestAnnexPrint(ContractCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.of_2026 = cls.contract()
        resolve = {"metric_id": cls.metrics["t_resolve"].id}
        respond = {"metric_id": cls.metrics["t_response"].id}
        cls.levels = cls.version(
            cls.of_2026,
            "sla",
            date(2026, 1, 1),
            sla=[
                {**resolve, "priority": "p1", "target_minutes": 480, "target_bp": 9900},
                {**resolve, "priority": "p2", "target_minutes": 960},
                {**respond, "priority": "p1", "target_minutes": 15},
            ],
            clause=[
                {
                    "number": "1",
                    "name": "Hours",
                    "text": "Hours of ${customer}: ${service_hours}. <script>",
                }
            ],
        )

    def text(self, version, role="manager", lang="en_US"):
        env = self.as_(role)(context={**self.env.context, "lang": lang})
        html, _type = env["ir.actions.report"]._render_qweb_html(REPORT, version.ids)
        return re.sub(r"\s+", " ", html.decode())

    def test_the_matrix_of_service_levels(self):
        text = self.text(self.levels)
        for part in (
            "Annex 2 Sla v1",
            self.of_2026.number,
            "City Hospital",
            "Harbour IT Services",
            "<td>Resolve</td><td>8 h / 99 %</td><td>16 h / 95 %</td>",
            "<td>Response</td><td>15 min / 95 %</td><td></td>",
            "Draft: not sealed",
        ):
            self.assertIn(part, text)
        self.assertNotIn("P3 Normal", text)

    def test_clauses_are_filled_and_escaped(self):
        text = self.text(self.levels)
        self.assertIn("Hours of City Hospital: Monday-Friday 09:00-18:00.", text)
        self.assertIn("&lt;script&gt;", text)

    def test_seal_signatures_and_the_address_to_check(self):
        self.agree(self.levels)
        text = self.text(self.levels)
        self.assertIn(self.levels.seal_hash, text)
        self.assertIn(f"/ops/verify/{self.levels.seal_hash}", text)
        self.assertIn("Li Na", text)
        self.assertIn("contract_manager", text)
        self.assertNotIn("Draft: not sealed", text)

    def test_names_are_those_of_the_seal(self):
        self.agree(self.levels)
        self.customer.name = "Renamed Hospital"
        text = self.text(self.levels)
        self.assertIn("Hours of City Hospital", text)
        self.assertNotIn("Renamed", text)

    def test_prices_for_those_who_may_see_them(self):
        services = self.version(
            self.of_2026,
            "service",
            date(2026, 1, 1),
            service=[{"item_id": self.item.id, "unit_price": 4711, "quantity": 2}],
        )
        prices = self.version(
            self.of_2026,
            "price",
            date(2026, 1, 1),
            price=[
                {"name": "Operation", "unit_price": 1000},
                {"name": "Licences", "unit_price": 1200, "billing": "yearly"},
                {"name": "Start", "unit_price": 5000, "billing": "once"},
            ],
        )
        for role in ("manager", "finance", "org"):
            self.assertIn("9,422.00", self.text(services, role))
            self.assertIn("1,100.00", self.text(prices, role))
            self.assertIn("One thousand, one hundred", self.text(prices, role))
        for version in (services, prices):
            text = self.text(version, "supervisor")
            for secret in ("4,711", "9,422", "1,100", "1,200", "thousand"):
                self.assertNotIn(secret, text)

    def assertPrinted(self, kind, parts, **lines):
        text = self.text(self.version(self.of_2026, kind, date(2026, 1, 1), **lines))
        for part in parts:
            with self.subTest(kind=kind, part=part):
                self.assertIn(part, text)

    def test_spares_staff_and_deliverables(self):
        product = self.env["product.product"].create({"name": "Disk 4 TB"})
        self.assertPrinted(
            "spares",
            ["Disk 4 TB", "2 h", "replaced first, back within 30 days"],
            spare=[{"product_id": product.id, "quantity": 3, "arrive_minutes": 120}],
        )
        self.assertPrinted(
            "staff",
            ["Engineer on site", "30 days", "Resident"],
            staff=[{"name": "Engineer on site", "headcount": 2, "notice_days": 30}],
        )
        self.assertPrinted(
            "reporting",
            ["Service Report", "Monthly", "5 working days after"],
            deliverable=[{"name": "Service Report", "frequency": "monthly"}],
        )

    def test_the_evaluation(self):
        tier = {"low_bp": 0, "high_bp": 9900, "credit_bp": 1000}
        line = {"sla_line_id": self.levels.sla_line_ids[0].id, "weight_bp": 5000}
        self.assertPrinted(
            "evaluation",
            ["0 % to below 99 %: 10 %", "50 %", "2 %", "Cap"],
            evaluation=[{**line, "tier_ids": [Command.create(tier)]}],
            band=[{"points_from": 5, "deduction_bp": 200}],
        )

    @mute_logger(REPORT_LOG)
    def test_it_is_a_pdf_in_both_languages(self):
        self.agree(self.levels)
        for lang in ("en_US", "zh_CN"):
            env = self.as_("manager")(context={**self.env.context, "lang": lang})
            reports = env["ir.actions.report"].with_context(force_report_rendering=True)
            content, kind = reports._render_qweb_pdf(REPORT, self.levels.ids)
            self.assertEqual(kind, "pdf")
            self.assertTrue(content.startswith(b"%PDF"), base64.b64encode(content[:9]))

    def test_who_may_not_read_it_prints_nothing(self):
        with self.assertRaises(AccessError):
            self.text(self.levels, "employee")
        with self.assertRaises(AccessError):
            self.levels.with_env(self.as_("portal_stranger")).action_print()

    def test_the_customer_prints_it_with_its_prices(self):
        prices = self.agree(
            self.version(
                self.of_2026,
                "price",
                date(2026, 1, 1),
                price=[{"name": "Operation", "unit_price": 1000}],
            )
        )
        self.assertIn("1,000.00", self.text(prices, "portal"))

    def test_what_was_not_agreed_is_not_printed(self):
        """Neither rules that never apply nor prices that nobody named."""
        text = self.text(self.version(self.of_2026, "evaluation", date(2026, 1, 1)))
        self.assertIn("Dispute Within (days)", text)
        self.assertNotIn("Earn Back Months", text)
        self.assertNotIn("Within (months)", text)
        services = self.version(
            self.of_2026,
            "service",
            date(2026, 1, 1),
            service=[{"item_id": self.item.id}],
        )
        text = self.text(services)
        self.assertNotIn("0.00", text)
        self.assertEqual(text.count(self.item.code), 1)

    # the library -----------------------------------------------------------------
    def test_the_library_has_clauses_for_every_kind(self):
        templates = self.env["ops.clause.template"].search([])
        kinds = self.env["ops.contract.annex"]._fields["kind"]
        self.assertEqual(
            set(templates.mapped("kind")),
            {kind for kind, _label in kinds.selection},
        )

    def test_its_clauses_go_into_a_draft_and_their_variables_are_known(self):
        for kind in ("service", "sla", "evaluation", "security", "price"):
            version = (
                self.levels
                if kind == "sla"
                else self.version(self.of_2026, kind, date(2026, 1, 1))
            )
            before = len(version.clause_ids)
            wizard = self.as_("manager")["ops.annex.clause.add"].create(
                {"version_id": version.id}
            )
            self.assertGreater(len(wizard.template_ids), 3)
            wizard.action_confirm()
            self.assertEqual(len(version.clause_ids), before + len(wizard.template_ids))
            self.assertEqual(version._unknown_variables(), {})
            self.assertNotIn("${", "".join(version.clause_ids.mapped("rendered")))

    def test_an_unknown_variable_stops_the_review(self):
        self.levels.clause_ids.text = "${nobody_knows}"
        with self.assertRaisesRegex(UserError, r"\$\{nobody_knows\}"):
            self.levels.action_internal_review()
