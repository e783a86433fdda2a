from odoo import api, fields, models

from ..models.ops_sla_metric import PRIORITIES


class OpsContractChainLine(models.TransientModel):
    _name = "ops.contract.chain.line"
    _description = "Path of a Chain Check"
    _inherit = ["ops.mixin.guard"]
    _rec_name = "path"
    _order = "slack_minutes, id"

    chain_id = fields.Many2one(
        "ops.contract.chain", required=True, readonly=True, ondelete="cascade"
    )
    metric_id = fields.Many2one("ops.sla.metric", readonly=True, ondelete="cascade")
    priority = fields.Selection(selection=PRIORITIES, readonly=True)
    path = fields.Char(readonly=True)
    legs = fields.Text(readonly=True)
    target_minutes = fields.Integer("Promised (min)", readonly=True)
    total_minutes = fields.Integer("Underpinned (min)", readonly=True)
    slack_minutes = fields.Integer("Left (min)", readonly=True)
    verdict = fields.Selection(
        [("ok", "Fits"), ("open", "Nobody Promised"), ("short", "Too Long")],
        readonly=True,
    )
    note = fields.Char(readonly=True)

    @api.model
    def _prepare_values(self, check, path):
        return {
            "metric_id": check.line.metric_id.id,
            "priority": check.line.priority,
            "path": path.path,
            "legs": "\n".join(self._leg_text(leg) for leg in path.legs),
            "target_minutes": check.result.target_s // 60,
            "total_minutes": -(-path.total_s // 60),
            "slack_minutes": path.slack_s // 60,
            "verdict": self._path_verdict(path),
            "note": self._note(path),
        }

    @api.model
    def _leg_text(self, leg):
        if leg.seconds is None:
            return self.env._("%(name)s: no promise", name=leg.name)
        return self.env._(
            "%(name)s: %(minutes)s min", name=leg.name, minutes=-(-leg.seconds // 60)
        )

    @api.model
    def _path_verdict(self, path):
        if path.slack_s < 0:
            return "short"
        return "open" if path.unpromised else "ok"

    @api.model
    def _note(self, path):
        if not path.mixed:
            return False
        return self.env._(
            "Other service hours: %(names)s. The sum says little until they agree.",
            names=", ".join(path.mixed),
        )
