from odoo import api, models

from ..demo.build import DemoAppraisals, invented


class MainDemoAppraisals(DemoAppraisals):
    """The demo in the main company, its records known by ``ops_appraisal.demo_*``."""

    def _remember(self, name, record):
        xml_id = {"xml_id": f"ops_appraisal.{name}", "record": record, "noupdate": True}
        self.env["ir.model.data"]._update_xmlids([xml_id])


class OpsAppraisalCycle(models.Model):
    _inherit = "ops.appraisal.cycle"

    @api.model
    def _load_demo(self):
        """Called by the demo data; builds what users would by their buttons."""
        company = self.env.ref("base.main_company")
        plan = invented()
        company.write({"name": plan["company"], "ops_tz": "Asia/Shanghai"})
        # translations come after demo data; duties are copied from the library before
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        self.env["ir.module.module"]._load_module_terms(["ops_appraisal"], languages)
        MainDemoAppraisals(self.env, company, plan).build()
