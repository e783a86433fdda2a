from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.ops_base.calc.units import to_minor


class OpsCostSettlementLine(models.Model):
    """Sum of one person's, or one node's, sealed months. A person with two nodes has
    one line. Adjustment lines carry differences of months settled before."""

    _name = "ops.cost.settlement.line"
    _description = "Settlement Line"
    _inherit = ["ops.mixin.authors.line", "ops.mixin.append", "ops.cost.stamp"]
    _order = "settlement_id, level, l2_id, l3_id, id"
    _check_company_auto = True

    _authors_document = "settlement_id"
    # written by the computation and by the adjustment dialog
    _server_owned = frozenset(
        {"settlement_id", "kind", "subject", "employee_id", "assessment_ids"}
        | {"penalty", "reward", "net", "reason"}
    )

    level = fields.Integer(aggregator=None)
    settlement_id = fields.Many2one(
        "ops.cost.settlement",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    kind = fields.Selection(
        [("result", "Result"), ("adjustment", "Adjustment")],
        required=True,
        default="result",
    )
    subject = fields.Char(required=True, help="Code of the person or the node.")
    employee_id = fields.Many2one(
        "hr.employee",
        index=True,
        ondelete="restrict",
        help="Person who is paid: of a person node, or responsible for the node.",
    )
    assessment_ids = fields.Many2many(
        "ops.cost.assessment",
        "ops_cost_settlement_line_assessment_rel",
        "line_id",
        "assessment_id",
        "Assessments",
    )
    penalty = fields.Monetary(required=True)
    reward = fields.Monetary(required=True)
    net = fields.Monetary(required=True)
    reason = fields.Char()

    _amount_range = models.Constraint(
        "CHECK(penalty >= 0 AND penalty < 1e13 AND reward >= 0 AND reward < 1e13"
        " OR kind = 'adjustment' AND penalty > -1e13 AND penalty < 1e13"
        " AND reward > -1e13 AND reward < 1e13)",
        "Penalty and reward must not be negative.",
    )

    @api.depends("settlement_id.code", "subject")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.settlement_id.code} {line.subject}"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        for settlement in lines.settlement_id:
            if settlement.state != "draft":
                raise UserError(self.env._("%s is no longer a draft.", settlement.code))
        return lines

    def _append_frozen(self):
        # sudo: the state of the settlement decides, readable or not
        return self.filtered(lambda line: line.sudo().settlement_id.state != "draft")

    def action_open_assessments(self):
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Assessments"),
            "res_model": "ops.cost.assessment",
            "view_mode": "list,form",
            "domain": [("id", "in", self.assessment_ids.ids)],
        }

    def _seal_facts(self):
        step = self.currency_id.rounding
        return {
            "kind": self.kind,
            "subject": self.subject,
            "node": self.node_id.id,
            "employee": self.employee_id.id,
            "assessments": sorted(self.assessment_ids.ids),
            "penalty": to_minor(self.penalty, step),
            "reward": to_minor(self.reward, step),
            "reason": self.reason or "",
        }
