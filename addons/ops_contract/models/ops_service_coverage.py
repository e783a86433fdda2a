from odoo import fields, models

from ..queries import coverage
from .ops_annex_version import IN_FORCE
from .ops_contract import RUNNING


class OpsServiceCoverage(models.Model):
    """Which of the classes of the second level the company offers and has contracts
    for (essay 1: the catalogue agrees with the standard's classes)."""

    _name = "ops.service.coverage"
    _description = "Coverage of the Catalogue"
    _auto = False
    _order = "class_id, category_id, id"
    _rec_name = "category_id"
    _depends = {
        "ops.service.category": ["active", "company_id", "level", "parent_path"],
        "ops.service.item": ["active", "category_id", "company_id", "state"],
        "ops.annex.service.line": ["item_id", "version_id"],
        "ops.annex.version": ["effective_from", "effective_to", "state"],
        "ops.contract": ["company_id", "direction", "state"],
    }

    category_id = fields.Many2one("ops.service.category", "Second Level", readonly=True)
    class_id = fields.Many2one("ops.service.category", "First Level", readonly=True)
    standard = fields.Selection(
        [
            ("itss_old", "ITSS (earlier catalogue)"),
            ("gb29264", "GB/T 29264"),
            ("custom", "Own"),
        ],
        readonly=True,
    )
    to_verify = fields.Boolean(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    item_count = fields.Integer("Items Offered", readonly=True)
    contract_count = fields.Integer("Running Contracts", readonly=True)
    coverage = fields.Selection(
        [
            ("contracted", "Contracted"),
            ("offered", "Offered Only"),
            ("missing", "Not Offered"),
        ],
        readonly=True,
    )

    @property
    def _table_query(self):
        return coverage.rows(self.env.cr.now(), RUNNING, IN_FORCE)

    def action_open_items(self):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_contract.ops_service_item_action"
        )
        return {**action, "domain": [("category_id", "child_of", self.category_id.id)]}
