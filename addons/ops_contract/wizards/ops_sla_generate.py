from odoo import api, fields, models

from odoo.addons.ops_base.calc.period import month

from ..models.ops_contract import SIGNED
from ..tools.roles import require_role
from ..tools.sla_book import DAY

# more contracts than this are computed in the background
FEW = 20


class OpsSlaGenerate(models.TransientModel):
    """Draft statements of one month, for chosen contracts or for all that run."""

    _name = "ops.sla.generate"
    _description = "Draft Statements"
    _inherit = ["ops.mixin.guard"]
    _ops_task_methods = frozenset({"_generate_job"})

    date = fields.Date(
        "Month",
        required=True,
        default=lambda self: self._last_month(),
        help="Any day of the month.",
    )
    contract_ids = fields.Many2many(
        "ops.contract",
        "ops_sla_generate_contract_rel",
        "wizard_id",
        "contract_id",
        "Contracts",
        help="Empty: all that you may see and that run in the month.",
    )

    @api.model
    def _last_month(self):
        return month(self.env.company._ops_date().replace(day=1) - DAY)[0]

    def action_generate(self):
        require_role(self.env, "supervisor", "manager", "org")
        self.ensure_one()
        self.check_access("write")
        contracts = self._contracts()
        if len(contracts) > FEW:
            return self.env["ops.background.task"]._launch(
                self,
                "_generate_job",
                name=self.env._("Draft statements of %s", month(self.date)[0]),
                total=len(contracts),
                params={},
                chunked=False,
            )
        statements = self.env["ops.sla.statement"]._generate(contracts, self.date)
        return self._open(statements)

    def _contracts(self):
        contracts = self.contract_ids or self.env["ops.contract"].search(
            [("state", "in", SIGNED)]
        )
        contracts.check_access("read")
        return contracts

    def _generate_job(self, progress):
        contracts = self._contracts()
        statements = self.env["ops.sla.statement"]
        for start in range(0, len(contracts), FEW):
            some = contracts[start : start + FEW]
            statements |= statements._generate(some, self.date)
            progress(min(start + FEW, len(contracts)), len(contracts))
        return self._open(statements)

    def _open(self, statements):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Statements"),
            "res_model": "ops.sla.statement",
            "view_mode": "list,form",
            "domain": [("id", "in", statements.ids)],
        }
