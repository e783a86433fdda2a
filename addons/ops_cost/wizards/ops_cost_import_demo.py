from odoo import api, models

from ..demo.build import DemoCompany, demo_workbook, invented


class MainDemoCompany(DemoCompany):
    """The demo in the main company, its users known by ``ops_cost.demo_user_*``."""

    def _remember(self, name, record):
        xml_id = {"xml_id": f"ops_cost.{name}", "record": record, "noupdate": True}
        self.env["ir.model.data"]._update_xmlids([xml_id])


class OpsCostImport(models.TransientModel):
    _inherit = "ops.cost.import"

    @api.model
    def _load_demo(self):
        """Called by the demo data; builds what a user would by import and buttons."""
        company = self.env.ref("base.main_company")
        currency = self.env.ref("base.CNY")
        currency.active = True
        facts = invented()
        company.write({"currency_id": currency.id, "name": facts["company"]})
        MainDemoCompany(self.env, company, demo_workbook(), facts).build().go_on()
