import uuid

from odoo import api, fields, models
from odoo.exceptions import UserError


class OpsAnnexLine(models.AbstractModel):
    """What all lines of a version share. ``line_key`` survives versions: the same
    promise has the same key in the next version."""

    _name = "ops.annex.line"
    _description = "Line of an Annex Version"
    _inherit = ["ops.annex.part"]
    _order = "version_id, sequence, id"
    _server_owned = frozenset({"line_key"})
    # kinds of annexes that have such lines; empty: all
    _annex_kinds = ()

    version_id = fields.Many2one(
        "ops.annex.version", required=True, index=True, ondelete="restrict"
    )
    contract_id = fields.Many2one(
        related="version_id.contract_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="version_id.company_id", store=True, index=True
    )
    commercial_partner_id = fields.Many2one(
        related="version_id.commercial_partner_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="version_id.currency_id")
    version_state = fields.Selection(related="version_id.state", string="Version State")
    sequence = fields.Integer(default=10)
    line_key = fields.Char(
        "Key", readonly=True, copy=False, index=True, help="Survives new versions."
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_server_owned(vals)
        lines = super().create(
            [
                self._as_server(vals, line_key=vals.get("line_key") or uuid.uuid4().hex)
                for vals in vals_list
            ]
        )
        lines._check_kind()
        return lines

    def _check_kind(self):
        for line in self:
            if self._annex_kinds and line.version_id.kind not in self._annex_kinds:
                raise UserError(
                    self.env._(
                        "%(line)s does not belong into the annex “%(annex)s”.",
                        line=self._model_label(),
                        annex=line.version_id.annex_id.display_name,
                    )
                )

    def _copy_to(self, version):
        """The same promises in a new version, with the same keys."""
        # sudo: prices are copied whoever makes the version
        lines = self.sudo()
        vals_list = lines.copy_data({"version_id": version.id})
        for vals, line in zip(vals_list, lines, strict=True):
            vals["line_key"] = line.line_key
        return lines._server_create(vals_list).sudo(False)
