from odoo import api, fields, models

from ..queries import assessment, reconciliation
from ..tools.roles import TOTAL_READERS


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
    seal_hash = fields.Char(
        "Hash of the Sealed Numbers", required=True, groups=TOTAL_READERS
    )
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
        """Proves the sealed numbers: their hash, own level and parts against every
        node's total, and the top against the ledger and the quota cells."""
        self.check_access("read")
        faults = self._faults()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": " ".join(faults)
                or self.env._(
                    "The sealed numbers are intact. Own level and parts add up to the "
                    "quota, target and actual of every node; the top equals the "
                    "ledger and the quota cells."
                ),
                "type": "danger" if faults else "success",
                "sticky": bool(faults),
            },
        }

    def _faults(self):
        """One sentence for each thing that does not prove right."""
        broken = self.filtered(lambda closing: not closing._is_intact())
        # sudo: the proof covers all nodes, whoever asks
        closings = self.sudo()
        gaps = self and self.env.execute_query(reconciliation.gaps(closings.ids))
        torn = self.browse({closing_id for closing_id, _node in gaps})
        # after a reopening the books go on; only the closing in force must fit
        astray = closings.filtered(lambda c: c.is_current and not c._fits_books())
        found = [
            (
                broken,
                self.env._("The sealed numbers were changed behind the system's back:"),
            ),
            (torn, self.env._("Own level and parts do not add up:")),
            (astray, self.env._("The top differs from the ledger or the quota cells:")),
        ]
        return [
            f"{text} {', '.join(closings.mapped('display_name'))}."
            for closings, text in found
            if closings
        ]

    def _fits_books(self):
        query = reconciliation.books(self)
        quota, actual, cells, ledger = self.env.execute_query(query)[0]
        compare = self.currency_id.compare_amounts
        return not compare(quota, cells) and not compare(actual, ledger)

    def _is_intact(self):
        self.env.flush_all()
        # sudo: the digest covers all nodes, whoever asks
        closing = self.sudo()
        digest, nodes = self.env.execute_query(assessment.digest(closing))[0]
        return (digest, nodes) == (closing.seal_hash, closing.node_count)
