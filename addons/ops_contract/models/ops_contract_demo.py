from odoo import api, models
from odoo.exceptions import UserError

from ..demo.build import DemoContracts, invented


class MainDemoContracts(DemoContracts):
    """The demo in the main company, its records known by ``ops_contract.demo_*``."""

    def _remember(self, name, record):
        xml_id = {"xml_id": f"ops_contract.{name}", "record": record, "noupdate": True}
        self.env["ir.model.data"]._update_xmlids([xml_id])


class OpsContract(models.Model):
    _inherit = "ops.contract"

    @api.model
    def _load_demo(self):
        """Called by the demo data; builds what users would by their buttons."""
        company = self.env.ref("base.main_company")
        currency = self.env.ref("base.CNY")
        currency.active = True
        plan = invented()
        company.write({"name": plan["company"], "ops_tz": "Asia/Shanghai"})
        try:
            with self.env.cr.savepoint():
                company.currency_id = currency
        except UserError:
            # the accounting app was there before, with journal items of its own demo:
            # the company keeps its currency, the contracts are in theirs
            company.invalidate_recordset(["currency_id"])
        demo = MainDemoContracts(self.env, company, plan)
        demo.currency = currency
        demo.build()
