from odoo import api, fields, models
from odoo.fields import Command


class OpsAnnexClauseAdd(models.TransientModel):
    """Puts clauses of the library into a draft, in the language of the contract."""

    _name = "ops.annex.clause.add"
    _description = "Add Clauses from the Library"
    _inherit = ["ops.mixin.guard"]

    version_id = fields.Many2one("ops.annex.version", required=True, ondelete="cascade")
    kind = fields.Selection(related="version_id.kind")
    lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Language",
        required=True,
        compute="_compute_lang",
        store=True,
        readonly=False,
        precompute=True,
    )
    template_ids = fields.Many2many(
        "ops.clause.template",
        compute="_compute_template_ids",
        store=True,
        readonly=False,
        domain="[('kind', '=', kind)]",
        string="Clauses",
    )

    @api.depends("version_id")
    def _compute_lang(self):
        for wizard in self:
            wizard.lang = wizard.version_id and wizard.version_id._contract_lang()

    @api.depends("version_id")
    def _compute_template_ids(self):
        """Those of the kind that the version does not have yet."""
        for wizard in self:
            templates = self.env["ops.clause.template"].search(
                [
                    ("kind", "=", wizard.version_id.kind),
                    ("company_id", "in", [False, wizard.version_id.company_id.id]),
                ]
            )
            missing = templates - wizard.version_id.clause_ids.template_id
            wizard.template_ids = [Command.set(missing.ids)]

    def action_confirm(self):
        self.ensure_one()
        version = self.version_id
        version._check_step("draft")
        self.template_ids.check_access("read")
        last = max(version.clause_ids.mapped("sequence"), default=0)
        self.env["ops.annex.clause"].create(
            [
                {
                    "version_id": version.id,
                    "template_id": template.id,
                    "sequence": last + 10 * position,
                    "number": template.number,
                    "name": template.name,
                    "text": template.text,
                }
                for position, template in enumerate(
                    self.template_ids.with_context(lang=self.lang).sorted(), 1
                )
            ]
        )
        return {"type": "ir.actions.act_window_close"}
