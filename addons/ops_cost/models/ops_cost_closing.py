from odoo import api, fields, models

from ..queries import assessment


class OpsCostClosing(models.Model):
    """One close of a month, or its reopening: who, when, why, and the hash of all
    numbers that were sealed. Old closings and their snapshots stay."""

    _name = "ops.cost.closing"
    _description = "Closing of a Month"
    _inherit = ["ops.mixin.append"]
    _order = "period_id desc, revision desc, id desc"
    _server_owned = frozenset(
        {"period_id", "company_id", "revision", "is_current", "closed_at"}
        | {"closed_by_id", "seal_hash", "entry_count", "node_count"}
        | {"reopened_at", "reopened_by_id", "reopen_reason"}
    )

    period_id = fields.Many2one(
        "ops.cost.period", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    revision = fields.Integer(required=True)
    is_current = fields.Boolean(required=True, default=True)
    closed_at = fields.Datetime(required=True)
    closed_by_id = fields.Many2one(
        "res.users", required=True, index=True, ondelete="restrict"
    )
    seal_hash = fields.Char("Hash of the Sealed Numbers", required=True)
    entry_count = fields.Integer()
    node_count = fields.Integer()
    reopened_at = fields.Datetime()
    reopened_by_id = fields.Many2one("res.users", index=True, ondelete="restrict")
    reopen_reason = fields.Text()
    assessment_ids = fields.One2many("ops.cost.assessment", "closing_id")

    _revision_uniq = models.Constraint(
        "UNIQUE(period_id, revision)", "A month is closed once per revision."
    )
    _one_current = models.UniqueIndex(
        "(period_id) WHERE is_current", "A month has one closing in force."
    )

    @api.depends("period_id.code", "revision")
    def _compute_display_name(self):
        for closing in self:
            closing.display_name = f"{closing.period_id.code} #{closing.revision}"

    def action_verify(self):
        """Tells whether the sealed numbers still have their hash."""
        self.check_access("read")
        broken = self.filtered(lambda closing: not closing._is_intact())
        if broken:
            text = self.env._(
                "The sealed numbers of %s were changed behind the system's back.",
                ", ".join(broken.mapped("display_name")),
            )
        else:
            text = self.env._("The sealed numbers are intact.")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": text,
                "type": "danger" if broken else "success",
                "sticky": bool(broken),
            },
        }

    def _is_intact(self):
        self.env.flush_all()
        # sudo: the digest covers all nodes, whoever asks
        digest, nodes = self.env.execute_query(assessment.digest(self.sudo()))[0]
        return (digest, nodes) == (self.seal_hash, self.node_count)
