from odoo import api, fields, models

from .ops_contract import PRICE_GROUPS
from .ops_deliverable_template import FREQUENCIES


class OpsAnnexDeliverableLine(models.Model):
    """What is handed over, how often, by when and how."""

    _name = "ops.annex.deliverable.line"
    _description = "Deliverable of an Annex"
    _inherit = ["ops.annex.line"]
    _order = "version_id, sequence, id"
    _check_company_auto = True
    _annex_kinds = ("reporting",)
    _part_open = frozenset({"responsible_id", "report_id"})
    _seal_fields = (
        "sequence",
        "name",
        "service_line_ids",
        "frequency",
        "due_offset_days",
        "due_in_working_days",
        "keep_partial_bp",
        "channel",
        "needs_acceptance",
        "accept_days",
        "deduction",
    )

    name = fields.Char(required=True)
    template_id = fields.Many2one(
        "ops.deliverable.template", index=True, ondelete="restrict"
    )
    service_line_ids = fields.Many2many(
        "ops.annex.service.line",
        "ops_annex_deliverable_service_rel",
        "deliverable_line_id",
        "service_line_id",
        "Services",
        ondelete="restrict",
    )
    frequency = fields.Selection(FREQUENCIES, default="monthly", required=True)
    due_offset_days = fields.Integer("Due After (days)", default=5)
    due_in_working_days = fields.Boolean(default=True)
    keep_partial_bp = fields.Integer(
        "Partial Period From",
        compute="_compute_keep_partial_bp",
        store=True,
        readonly=False,
        precompute=True,
        copy=True,
        help="A period cut by the first or the last day, or by a suspension, is due if "
        "at least this share of its days is served. 100 %: whole periods only.",
    )
    channel = fields.Selection(
        [("portal", "Portal"), ("mail", "E-mail"), ("paper", "Paper")],
        default="portal",
        required=True,
    )
    report_id = fields.Many2one(
        "ir.actions.report", "Printed By", index=True, ondelete="set null"
    )
    responsible_id = fields.Many2one("res.users", index=True, ondelete="restrict")
    needs_acceptance = fields.Boolean(default=True)
    accept_days = fields.Integer(
        "Accepted After (days)",
        help="Accepted in silence after so many days; 0: only expressly.",
    )
    deduction = fields.Monetary("Deducted If Late", groups=PRICE_GROUPS)

    _key_uniq = models.UniqueIndex(
        "(version_id, line_key)", "A version has each line only once."
    )
    _range = models.Constraint(
        "CHECK(due_offset_days BETWEEN 0 AND 366 AND accept_days BETWEEN 0 AND 366"
        " AND keep_partial_bp BETWEEN 0 AND 10000"
        " AND (deduction IS NULL OR deduction >= 0 AND deduction < 1e13))",
        "Days are 0 to 366, partial periods 0 to 100 % and deductions not negative.",
    )

    @api.depends("version_id")
    def _compute_keep_partial_bp(self):
        for line in self:
            company = line.version_id.company_id or self.env.company
            line.keep_partial_bp = company.ops_keep_partial_bp
