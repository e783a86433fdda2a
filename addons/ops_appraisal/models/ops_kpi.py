from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG
from odoo.addons.ops_base.models.ops_mixin_guard import is_from_caller

from ..tools.roles import require_role

RULE_FIELDS = (
    "method",
    "direction",
    "floor",
    "target",
    "has_stretch",
    "stretch",
    "floor_score",
    "cap",
    "range_low",
    "range_high",
    "tolerance",
    "start_score",
    "per_event",
    "rating_max",
    "band_ids",
)
# Names that say nothing about how a result comes about.
OPEN = frozenset({"active", "owner_id", "clause"})


class OpsKpi(models.Model):
    """A KPI of the library. What a submitted or approved profile uses does not change
    any more: a new version takes its place in new profiles."""

    _name = "ops.kpi"
    _inherit = ["ops.mixin.guard", "ops.kpi.rule"]
    _description = "KPI"
    _order = "category, code, version desc, id"
    _rec_names_search = ["code", "name"]
    _check_company_auto = True

    _server_owned = frozenset({"version", "replaced_by_id"})

    code = fields.Char(required=True)
    version = fields.Integer(default=1, required=True, readonly=True, copy=False)
    replaced_by_id = fields.Many2one(
        "ops.kpi",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    name = fields.Char(required=True, translate=True)
    definition = fields.Text(translate=True)
    formula_text = fields.Text("Formula in Words", translate=True)
    unit = fields.Char(translate=True)
    category = fields.Selection(
        [
            ("service", "Service"),
            ("cost", "Cost"),
            ("customer", "Customer"),
            ("culture", "Culture"),
            ("growth", "Growth"),
        ],
        required=True,
        default="service",
        index=True,
    )
    owner_id = fields.Many2one(
        "res.users",
        ondelete="restrict",
        index=True,
        help="Who explains this KPI and keeps its source in order.",
    )
    measure_id = fields.Many2one(
        "ops.measure",
        ondelete="restrict",
        index=True,
        check_company=True,
        help="Where the value comes from. Empty: reviewers enter it, with evidence.",
    )
    evidence_required = fields.Boolean(default=True)
    band_ids = fields.One2many("ops.kpi.band", "kpi_id", "Steps", copy=True)
    clause = fields.Char("Source of the Rule", translate=True)
    is_used = fields.Boolean(
        "In Use",
        compute="_compute_is_used",
        help="A submitted or approved profile uses it: make a new version instead.",
    )
    company_id = fields.Many2one(
        "res.company",
        ondelete="cascade",
        index=True,
        help="Empty: the KPI is shared by all companies.",
    )
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex(
        "(code, version, COALESCE(company_id, 0))", "Another KPI has this code."
    )

    @api.depends("code", "name", "version")
    def _compute_display_name(self):
        for kpi in self:
            code = f"[{kpi.code}]" if kpi.code else ""
            version = f"v{kpi.version}" if kpi.version > 1 else ""
            kpi.display_name = " ".join(filter(None, (code, kpi.name, version)))

    @api.depends_context("uid")
    def _compute_is_used(self):
        used = self._used()
        for kpi in self:
            kpi.is_used = kpi._origin in used

    @api.constrains(*RULE_FIELDS)
    def _check_rule(self):
        for kpi in self:
            self._refuse_flaw(kpi._kpi_rule(), kpi.display_name)

    @api.constrains("veto", "veto_cap_grade")
    def _check_veto(self):
        for kpi in self.filtered("veto"):
            if not (kpi.veto_cap_grade or "").strip():
                raise ValidationError(
                    self.env._(
                        "%(kpi)s is a veto: enter the best grade that is still "
                        "possible after an event.",
                        kpi=kpi.display_name,
                    )
                )

    def _kpi_rule(self, **marks):
        """``marks`` (floor, target, stretch) replace those of the library."""
        bands = [(band.bound, band.score) for band in self.band_ids]
        return self._rule(bands, **marks)

    # versions ------------------------------------------------------------------
    def action_new_version(self):
        """A copy under the same code that new profiles use from now on."""
        require_role(self.env, "officer")
        self.ensure_one()
        self.check_access("write")
        if self.replaced_by_id:
            raise UserError(
                self.env._(
                    "%(kpi)s has been replaced by %(new)s: go on from there.",
                    kpi=self.display_name,
                    new=self.replaced_by_id.display_name,
                )
            )
        (vals,) = self.copy_data({"code": self.code})
        new = self._server_create([{**vals, "version": self.version + 1}])
        # names in all languages, not in this user's alone
        self.copy_translations(new)
        self._server_write({"replaced_by_id": new.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": new.id,
            "view_mode": "form",
        }

    def _latest(self):
        """The version that new profiles use."""
        self.ensure_one()
        latest = self
        while latest.replaced_by_id:
            latest = latest.replaced_by_id
        return latest

    def copy_data(self, default=None):
        default = dict(default or {})
        return [
            {**vals, "code": default.get("code", f"{vals['code']}-copy")}
            for vals in super().copy_data(default)
        ]

    # in use: fixed ---------------------------------------------------------------
    def _used(self):
        """Those of self that a submitted or approved profile of any company uses."""
        # sudo: a shared KPI may be used where this user cannot look
        lines = self.env["ops.kpi.profile.line"].sudo()
        found = lines._read_group(
            [
                ("kpi_id", "in", self.ids),
                ("profile_id.approval_state", "in", ("submitted", "approved")),
            ],
            ["kpi_id"],
        )
        return self.browse([kpi.id for (kpi,) in found])

    def _refuse_used(self):
        used = self._used()
        if used:
            raise UserError(
                self.env._(
                    "%(kpi)s is used by a submitted or approved profile and stays as "
                    "it is. Make a new version for the profiles to come.",
                    kpi=used[0].display_name,
                )
            )

    def write(self, vals):
        if is_from_caller(vals) and set(vals) - OPEN:
            self._refuse_used()
        return super().write(vals)

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        # the ORM writes these by SQL, not by write()
        if field_name not in OPEN:
            self._refuse_used()
        return super()._update_field_translations(
            field_name, translations, digest, source_lang
        )

    @api.ondelete(at_uninstall=True)
    def _unlink_except_used(self):
        # A client can send the uninstall flag in its context; it cannot be superuser.
        if self.env.su and self.env.context.get(MODULE_UNINSTALL_FLAG):
            return
        self._refuse_used()
