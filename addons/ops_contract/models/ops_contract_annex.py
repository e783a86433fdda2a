from datetime import timedelta
from operator import itemgetter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.ops_base.calc.period import as_utc, local_day

from ..calc.version import spans
from ..tools.roles import require_role

KINDS = [
    ("service", "Services and Scope"),
    ("sla", "Service Levels"),
    ("spares", "Spare Parts"),
    ("staff", "Staff"),
    ("reporting", "Deliverables and Reports"),
    ("evaluation", "Evaluation and Settlement"),
    ("security", "Security and Confidentiality"),
    ("price", "Prices"),
]


class OpsContractAnnex(models.Model):
    """One of the eight annexes of a contract; its versions hold what is agreed."""

    _name = "ops.contract.annex"
    _description = "Contract Annex"
    _inherit = ["ops.mixin.guard"]
    _order = "contract_id, sequence, id"
    _rec_names_search = ("title", "contract_id.number", "contract_id.name")
    _check_company_auto = True

    contract_id = fields.Many2one(
        "ops.contract",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True
    )
    commercial_partner_id = fields.Many2one(
        related="contract_id.commercial_partner_id", store=True, index=True
    )
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, required=True, index=True)
    title = fields.Char(translate=True)
    version_ids = fields.One2many("ops.annex.version", "annex_id", "Versions")
    version_count = fields.Integer(compute="_compute_version_count")
    current_version_id = fields.Many2one(
        "ops.annex.version",
        "Version in Force",
        compute="_compute_current_version_id",
        help="The version in force today, in the contract's time zone.",
    )

    _kind_uniq = models.Constraint(
        "UNIQUE(contract_id, kind)", "A contract has one annex of each kind."
    )

    @api.depends("title", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        numbers = {kind: number for number, (kind, _name) in enumerate(KINDS, 1)}
        for annex in self:
            title = annex.title or labels.get(annex.kind, "")
            number = numbers.get(annex.kind, "")
            annex.display_name = self.env._(
                "Annex %(number)s %(title)s", number=number, title=title
            )

    @api.depends("version_ids")
    def _compute_version_count(self):
        for annex in self:
            annex.version_count = len(annex.version_ids)

    # not @api.depends on what changes with time alone: computed at each reading
    @api.depends("version_ids.state", "version_ids.effective_from")
    def _compute_current_version_id(self):
        now = self.env.cr.now()
        versions = self.env["ops.annex.version"].search(
            self.env["ops.annex.version"]._domain_at(now)
            & Domain("annex_id", "in", self.ids)
        )
        found = {version.annex_id.id: version for version in versions}
        for annex in self:
            annex.current_version_id = found.get(annex.id)

    def write(self, vals):
        """An annex stays what it is once it has versions."""
        self.check_access("write")
        if set(vals) & {"contract_id", "kind"} and self.version_ids:
            raise UserError(
                self.env._(
                    "%s has versions: its contract and kind stay as they are.",
                    self[0].display_name,
                )
            )
        if "title" in vals:
            self._refuse_sealed_title()
        return super().write(vals)

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        # the ORM writes these by SQL, not by write()
        if field_name == "title":
            self._refuse_sealed_title()
        return super()._update_field_translations(
            field_name, translations, digest, source_lang
        )

    def _refuse_sealed_title(self):
        # sudo: seals bind whoever may read the versions
        for annex in self.sudo():
            if any(annex.version_ids.mapped("sealed_at")):
                raise UserError(
                    self.env._(
                        "%s has sealed versions, which bear its title: it stays.",
                        annex.display_name,
                    )
                )

    # the timeline ----------------------------------------------------------------
    def _refresh_ends(self):
        """``effective_to`` is the start of the next version in force, or the end of the
        contract; called whenever one of these changes."""
        # sudo: the dates follow from others, whoever changed those
        for annex in self.sudo():
            contract = annex.contract_id
            end = as_utc(contract.date_last + timedelta(days=1), 0, contract.tz)
            versions = annex.version_ids._in_force()
            covered = spans(versions.mapped("effective_from"), end)
            for version, stop in zip(
                versions, map(itemgetter(1), covered), strict=True
            ):
                last = local_day(stop, contract.tz) - timedelta(days=1)
                if (version.effective_to, version.date_to) != (stop, last):
                    version._server_write({"effective_to": stop, "date_to": last})

    # a new version -----------------------------------------------------------------
    def _new_version(self, date_from, change_request=None, change_reason=None):
        """A draft: the lines of the version in force last, with the same keys; empty
        for the first one."""
        self.ensure_one()
        self.check_access("write")
        started = self.version_ids._in_force()
        opened = self.version_ids._still_open()
        if opened:
            raise UserError(
                self.env._(
                    "%(name)s is “%(state)s”: finish or withdraw it first.",
                    name=opened[0].display_name,
                    state=opened[0]._state_label(),
                )
            )
        return started[-1:]._copy_as_draft(
            self,
            date_from=date_from,
            change_request_id=change_request.id if change_request else False,
            change_reason=change_reason,
        )

    # buttons -----------------------------------------------------------------------
    def action_new_version(self):
        self.ensure_one()
        require_role(self.env, "manager", "org")
        self.check_access("write")
        return self.env["ops.annex.version"]._action_dialog(
            "ops.annex.new.version",
            self.env._("New Version"),
            default_annex_id=self.id,
        )

    def action_open_versions(self):
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Versions"),
            "res_model": "ops.annex.version",
            "view_mode": "list,form",
            "domain": [("annex_id", "in", self.ids)],
        }
