from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG
from odoo.addons.ops_base.models.ops_mixin_authors import MAIL_FIELDS
from odoo.addons.ops_base.models.ops_mixin_guard import ServerVals

from ..queries import decomposition, quota
from ..tools.roles import TOTAL_READERS, require_role

LARGE = 100_000


class OpsCostVersion(models.Model):
    """One decomposition of a plan; holds cells only for periods from its
    effective one on. A period's cells belong to the newest issued version that is
    not later than it (cost.md 2.11)."""

    _name = "ops.cost.version"
    _description = "Quota Version"
    _inherit = ["ops.mixin.authors", "mail.thread", "mail.activity.mixin"]
    _order = "plan_id, number desc, id desc"
    _check_company_auto = True
    _server_owned = frozenset(
        {
            "number",
            "state",
            "issued_at",
            "issued_by_id",
            "prepared_by_id",
            "supersedes_id",
            "lock_version",
            "seal_hash",
        }
    )
    _ops_task_methods = frozenset({"_cascade_job"})

    plan_id = fields.Many2one(
        "ops.cost.plan",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="plan_id.company_id",
        store=True,
        index=True,
        ondelete="restrict",
    )
    currency_id = fields.Many2one(
        "res.currency",
        related="company_id.currency_id",
        store=True,
        index=True,
        ondelete="restrict",
    )
    number = fields.Integer(readonly=True, copy=False, default=0)
    effective_period_id = fields.Many2one(
        "ops.cost.period",
        "Effective From",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('plan_id', '=', plan_id), ('state', '=', 'open')]",
    )
    supersedes_id = fields.Many2one(
        "ops.cost.version",
        "Compared With",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
        check_company=True,
        help="The issued version that is in force when this one takes over.",
    )
    cascade_depth = fields.Selection(
        [("2", "Units"), ("3", "Teams"), ("4", "Persons")],
        default="4",
        required=True,
        help="How far the cascade goes. What it gives to the last level stays there "
        "as own amount, until the unit accountant divides it.",
    )
    reason = fields.Text(help="Why the quotas of later months change.")
    state = fields.Selection(
        [("draft", "Draft"), ("issued", "Issued"), ("superseded", "Superseded")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    prepared_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    issued_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index=True, ondelete="restrict"
    )
    issued_at = fields.Datetime(readonly=True, copy=False)
    seal_hash = fields.Char(
        "Hash of the Issued Numbers", readonly=True, copy=False, groups=TOTAL_READERS
    )
    lock_version = fields.Integer(
        readonly=True,
        copy=False,
        default=0,
        help="Grows with every change of an amount; guards parallel edits.",
    )
    change_ids = fields.One2many(
        "ops.cost.version.change", "version_id", "Changes", copy=True
    )
    allotment_ids = fields.One2many("ops.cost.allotment", "version_id", "Allotments")
    cell_ids = fields.One2many("ops.cost.cell", "version_id", "Cells")

    _number_uniq = models.UniqueIndex(
        "(plan_id, number) WHERE number > 0", "Versions of a plan are numbered."
    )
    _one_issued = models.UniqueIndex(
        "(plan_id, effective_period_id) WHERE state = 'issued'",
        "Another version is already issued from this period on.",
    )

    @api.depends("number", "plan_id.name", "effective_period_id.code")
    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._(
                "%(plan)s, version %(number)s from %(month)s",
                plan=version.plan_id.name or "",
                number=version.number,
                month=version.effective_period_id.code or "",
            )

    @api.model_create_multi
    def create(self, vals_list):
        numbered = []
        for vals in vals_list:
            self._refuse_server_owned(vals)
            plan = self.env["ops.cost.plan"].browse(vals.get("plan_id"))
            if plan:
                plan.check_access("read")
                vals = self._as_server(vals, number=plan._next_version_number())
            numbered.append(vals)
        versions = super().create(numbered)
        versions._refresh_predecessor()
        return versions

    def write(self, vals):
        if not isinstance(vals, ServerVals) and set(vals) - MAIL_FIELDS:
            self._check_is_draft()
        if "plan_id" in vals and any(
            version.plan_id.id != vals["plan_id"] for version in self
        ):
            raise UserError(self.env._("A version stays with its plan."))
        result = super().write(vals)
        if "effective_period_id" in vals:
            self._refresh_predecessor()
            self._drop_all_amounts()
        return result

    @api.ondelete(at_uninstall=True)
    def _unlink_except_issued(self):
        # A client can send the uninstall flag in its context; it cannot be superuser.
        if self.env.su and self.env.context.get(MODULE_UNINSTALL_FLAG):
            return
        self._check_is_draft()

    @api.constrains("plan_id", "effective_period_id")
    def _check_effective_period(self):
        for version in self:
            if version.effective_period_id.plan_id != version.plan_id:
                raise ValidationError(
                    self.env._(
                        "%(month)s is no month of %(plan)s.",
                        month=version.effective_period_id.display_name,
                        plan=version.plan_id.display_name,
                    )
                )

    def _check_is_draft(self):
        issued = self.filtered(lambda version: version.state != "draft")
        if issued:
            raise UserError(
                self.env._(
                    "%(version)s is issued and stays as it is. Make a new version for "
                    "later months.",
                    version=issued[0].display_name,
                )
            )

    def _refresh_predecessor(self):
        self.flush_recordset()
        self.env["ops.cost.period"].flush_model()
        for version in self:
            rows = self.env.execute_query(
                quota.versions_in_force(version.effective_period_id.ids)
            )
            version._server_write({"supersedes_id": rows[0][1] if rows else False})

    # buttons ------------------------------------------------------------------
    def action_cascade(self):
        """Company to persons, anew: what was entered by hand in the draft is lost."""
        require_role(self.env, "office")
        self.check_access("write")
        self._check_is_draft()
        if len(self) == 1 and self._expected_rows() > LARGE:
            return self.env["ops.background.task"]._launch(
                self,
                "_cascade_job",
                name=self.env._("Cascade %(version)s", version=self.display_name),
                total=len(self._later_periods()),
                chunked=True,
            )
        self._cascade()
        return True

    def action_issue(self):
        """By a manager who neither prepared the version nor changed the amounts of its
        plan (four eyes)."""
        require_role(self.env, "manager")
        self.check_access("write")
        self._check_is_draft()
        for version in self:
            version._refuse_own_issue()
        self._issue()
        return True

    def _refuse_own_issue(self):
        if self.env.user in self._authors():
            raise UserError(
                self.env._(
                    "You prepared or changed %(version)s yourself: another manager "
                    "has to issue it (four eyes).",
                    version=self.display_name,
                )
            )
        if self.env.user in self.plan_id._amount_authors():
            raise UserError(
                self.env._(
                    "You changed amounts, rates, weights, months, nodes or assessed "
                    "items of %(plan)s since a version was issued: another manager "
                    "has to issue this one (four eyes).",
                    plan=self.plan_id.display_name,
                )
            )

    def _authors(self):
        """Who prepared the version, or changed an amount of it, be it overwritten."""
        # sudo: who prepared counts, whoever may read it
        return super()._authors() | self.sudo().prepared_by_id.sudo(False)

    def action_open_cells(self):
        self.check_access("read")
        self.ensure_one()
        return self._open("ops_cost.ops_cost_cell_action")

    def action_open_matrix(self):
        self.check_access("read")
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "ops_cost.matrix",
            "name": self.env._("Quota Matrix"),
            "params": {"version_id": self.id},
        }

    def action_open_allotments(self):
        self.check_access("read")
        self.ensure_one()
        return self._open("ops_cost.ops_cost_allotment_action")

    def action_open_diff(self):
        self.check_access("read")
        self.ensure_one()
        return self._open("ops_cost.ops_cost_version_diff_action")

    def _open(self, xml_id):
        action = self.env["ir.actions.act_window"]._for_xml_id(xml_id)
        action["domain"] = [("version_id", "=", self.id)]
        action["context"] = {"default_version_id": self.id}
        return action

    # reading ------------------------------------------------------------------
    def _later_periods(self):
        """The months that the version holds cells for, in order."""
        self.ensure_one()
        # sudo: months are open to everybody, the plan's list of them too
        return self.sudo().plan_id.period_ids.filtered(
            lambda period: period.date_start >= self.effective_period_id.date_start
        )

    def _rounding(self):
        """Rounding of the currency as exact text, for SQL and for calc."""
        return repr(self.currency_id.rounding)

    def _expected_rows(self):
        nodes = self.env.execute_query(self._tree_query())
        return len(nodes) * len(self.plan_id.block_ids) * len(self._later_periods())

    def _tree_query(self, top=None):
        self.env["ops.cost.node"].flush_model()
        return decomposition.tree(
            self.company_id.id,
            self.effective_period_id.date_start,
            int(self.cascade_depth) if top is None else 4,
            top.id if top else None,
        )

    @api.model
    def _effective_minor(self, period_ids, node_ids=None):
        """``{(period, node, item, nature): (quota, saving task)}`` in effect, in minor
        units of the company; one company at a time."""
        self._flush_quotas()
        periods = self.env["ops.cost.period"].browse(period_ids)
        rounding = repr(periods.company_id.currency_id.rounding)
        rows = self.env.execute_query(
            quota.effective_minor(period_ids, node_ids, rounding)
        )
        return {tuple(row[:4]): row[4:] for row in rows}

    @api.model
    def _flush_quotas(self):
        """Everything that ``queries.quota`` reads."""
        for name in ("period", "version", "cell", "transfer", "transfer.line"):
            self.env[f"ops.cost.{name}"].flush_model()
