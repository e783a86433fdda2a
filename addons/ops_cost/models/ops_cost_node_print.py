from odoo import models
from odoo.exceptions import UserError


class OpsCostNode(models.Model):
    _inherit = "ops.cost.node"

    def action_print_assessment_sheet(self):
        """The sheets of these nodes for the last month that is closed."""
        self.check_access("read")
        assessments = self.env["ops.cost.assessment"]
        for node in self:
            assessments |= assessments.search(
                [("node_id", "=", node.id), ("is_current", "=", True)], limit=1
            )
        if not assessments:
            raise UserError(
                self.env._("There is nothing to print before a month is closed.")
            )
        report = self.env.ref("ops_cost.assessment_sheet_report")
        return report.report_action(assessments)
