from odoo import api, fields, models


class OpsContractChain(models.TransientModel):
    """The chain check of a contract, one line a service level and path."""

    _name = "ops.contract.chain"
    _description = "Chain Check"
    _inherit = ["ops.mixin.guard"]
    _rec_name = "contract_id"
    _server_owned = frozenset({"contract_id", "verdict", "summary"})

    contract_id = fields.Many2one(
        "ops.contract", required=True, readonly=True, ondelete="cascade"
    )
    verdict = fields.Selection(
        [
            ("ok", "Everything Fits"),
            ("broken", "Does Not Fit"),
            ("none", "Nothing to Check"),
        ],
        required=True,
        readonly=True,
        default="none",
    )
    summary = fields.Text(readonly=True)
    line_ids = fields.One2many("ops.contract.chain.line", "chain_id", readonly=True)

    @api.model
    def _create_for(self, contract):
        checks = contract._chain_checks()
        rows = [
            self.env["ops.contract.chain.line"]._prepare_values(check, path)
            for check in checks
            for path in check.result.paths
        ]
        wizard = self._server_create(
            [
                {
                    "contract_id": contract.id,
                    "verdict": self._verdict(checks),
                    "summary": self._summary(checks),
                }
            ]
        )
        self.env["ops.contract.chain.line"]._server_create(
            [{"chain_id": wizard.id, **row} for row in rows]
        )
        return wizard

    @api.model
    def _verdict(self, checks):
        if not checks:
            return "none"
        return "ok" if all(check.result.ok for check in checks) else "broken"

    @api.model
    def _summary(self, checks):
        """The worst path of each service level that does not fit."""
        if not checks:
            return self.env._(
                "No service level with a time limit is in force that an agreement "
                "linked under “Underpinned By” promises anything for."
            )
        texts = [
            self._worst_text(check.line, check.result.worst)
            for check in checks
            if not check.result.ok
        ]
        return "\n".join(texts) or self.env._(
            "What underpins this contract fits into what it promises."
        )

    @api.model
    def _worst_text(self, line, worst):
        place = {
            "metric": line.metric_id.display_name,
            "priority": dict(line._fields["priority"]._description_selection(self.env))[
                line.priority
            ],
            "path": worst.path,
        }
        if worst.slack_s < 0:
            return self.env._(
                "%(metric)s, %(priority)s: %(path)s takes %(minutes)s minutes too "
                "long.",
                minutes=-(worst.slack_s // 60),
                **place,
            )
        return self.env._(
            "%(metric)s, %(priority)s: on %(path)s nobody promised a time for "
            "%(names)s.",
            names=", ".join(worst.unpromised),
            **place,
        )
