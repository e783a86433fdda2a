from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.ops_base.models.ops_mixin_authors import MAIL_FIELDS

from ..queries import ledger, quota
from ..tools.roles import has_role, require_role


class OpsCostTransfer(models.Model):
    """Zero-sum shift of quota between nodes in an issued version, in open months.

    draft -> submitted -> posted | cancelled. The cells stay; what is in effect is
    cell + posted lines.
    """

    _name = "ops.cost.transfer"
    _description = "Quota Transfer"
    _inherit = [
        "ops.mixin.decision",
        "ops.cost.money",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _rec_name = "number"
    _order = "id desc"
    _check_company_auto = True
    _server_owned = frozenset(
        {"number", "state", "version_id", "kind", "move_employee_id", "move_date"}
    )
    _approval_editable = frozenset({"draft"})
    _approval_deletable = frozenset({"draft", "cancelled"})
    _approval_open = MAIL_FIELDS
    _approval_groups = (
        "ops_cost.group_cost_office",
        "ops_cost.group_cost_accountant",
    )

    number = fields.Char(readonly=True, copy=False, index=True, default="/")
    plan_id = fields.Many2one(
        "ops.cost.plan",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True)
    period_id = fields.Many2one(
        "ops.cost.period",
        "Month",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('plan_id', '=', plan_id), ('state', '=', 'open')]",
    )
    version_id = fields.Many2one(
        "ops.cost.version",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
        help="Version in force for the month when the transfer was posted.",
    )
    kind = fields.Selection(
        [("manual", "Between Nodes"), ("move", "Person Moved")],
        default="manual",
        required=True,
        readonly=True,
        copy=False,
    )
    move_employee_id = fields.Many2one(
        "hr.employee",
        "Moved Person",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
    )
    move_date = fields.Date(readonly=True, copy=False)
    reason = fields.Text(required=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("posted", "Posted"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    requested_by = fields.Many2one(default=lambda self: self.env.user)
    line_ids = fields.One2many(
        "ops.cost.transfer.line", "transfer_id", "Lines", copy=True
    )
    # For record rules only: they are checked as superuser in Python, which would put
    # lines out of the reader's sight into the cache of the field that he reads.
    scope_ids = fields.One2many(
        "ops.cost.transfer.line",
        "transfer_id",
        "Lines in Scope",
        groups=fields.NO_ACCESS,
    )
    amount_total = fields.Monetary(
        "Quota",
        compute="_compute_amount_total",
        help="Sum of the lines that you may read.",
    )

    @api.depends("line_ids.quota")
    def _compute_amount_total(self):
        for transfer in self:
            transfer.amount_total = sum(transfer.line_ids.mapped("quota"))

    @api.model_create_multi
    def create(self, vals_list):
        numbered = []
        for vals in vals_list:
            self._refuse_server_owned(vals)
            # sudo: taking the next number is no right of its own
            sequence = self.env["ir.sequence"].sudo()
            month = self.env["ops.cost.period"].browse(vals.get("period_id"))
            number = sequence.next_by_code(self._name, month.date_start) or "/"
            numbered.append(self._as_server(vals, number=number))
        return super().create(numbered)

    @api.constrains("plan_id", "period_id")
    def _check_period(self):
        for transfer in self:
            if transfer.period_id.plan_id != transfer.plan_id:
                raise ValidationError(
                    self.env._(
                        "%(month)s is no month of %(plan)s.",
                        month=transfer.period_id.display_name,
                        plan=transfer.plan_id.display_name,
                    )
                )

    # buttons -------------------------------------------------------------------
    def action_submit(self):
        require_role(self.env, "office", "accountant")
        return self._submit()

    def action_approve(self):
        """Posts; by somebody who neither asked for it nor changed it (four eyes)."""
        self._check_may_decide()
        self._post(self.env.user)
        return True

    def action_cancel(self):
        require_role(self.env, "office", "accountant")
        self._check_reach()
        for transfer in self:
            if transfer.state == "posted":
                raise UserError(
                    self.env._(
                        "%(transfer)s is posted: make a transfer back instead.",
                        transfer=transfer.display_name,
                    )
                )
        self._server_write({"state": "cancelled"})
        return True

    def action_draft(self):
        """A request that its author withdraws."""
        require_role(self.env, "office", "accountant")
        self._check_reach()
        self._check_approval_state({"submitted", "cancelled"})
        self._check_requester()
        self._set_draft()
        return True

    # -------------------------------------------------------------------------
    def _check_is_draft(self):
        self._check_approval_state({"draft"})

    def _check_submit(self):
        for transfer in self:
            transfer._check_lines()
            transfer._check_scope()
        self.period_id._guard_open()

    def _check_lines(self):
        if not self.line_ids:
            raise UserError(
                self.env._("%(transfer)s has no lines.", transfer=self.display_name)
            )
        first, last = self.period_id.date_start, self.period_id.date_end
        for line in self.line_ids:
            line.item_id._check_leaf()
            # sudo: the other end may be out of the requester's sight
            for node in (line.sudo().from_node_id, line.sudo().to_node_id):
                if node.date_start > last or (node.date_end and node.date_end < first):
                    raise UserError(
                        self.env._(
                            "%(node)s is not valid in %(month)s.",
                            node=node.display_name,
                            month=self.period_id.display_name,
                        )
                    )

    def _units(self):
        """Units that the lines touch; the leadership counts as one of its own."""
        # sudo: the other end may be out of the reader's sight
        lines = self.sudo().scope_ids
        nodes = lines.from_node_id | lines.to_node_id
        outside = any(not node.l2_id for node in nodes)
        return nodes.l2_id, outside

    def _within_own_unit(self):
        units, outside = self._units()
        own = self.env.user.ops_cost_unit_ids
        return len(units) == 1 and not outside and units <= own

    def _check_scope(self):
        """Within one unit by its accountant, across units by the cost office."""
        if not has_role(self.env, "office") and not self._within_own_unit():
            raise AccessError(
                self.env._(
                    "A unit accountant shifts quotas within the own unit; between "
                    "units it is done by the cost office."
                )
            )

    def _is_in_decision_scope(self):
        return has_role(self.env, "office") or self._within_own_unit()

    def _check_decision_scope(self):
        self._check_scope()

    def _post(self, approver=None):
        """Puts the lines into effect; refuses what a node does not have."""
        self.period_id._guard_open()
        for transfer in self.sorted("id"):
            transfer._post_one(approver)

    def _post_one(self, approver):
        version = self._version_in_force()
        claimed = self.env.execute_query(
            ledger.set_state(self._table, self.id, self.state, "posted")
        )
        self.invalidate_recordset(["state"])
        if not claimed or self.state != "posted":
            self._check_approval_state({"submitted"})
        self._set_decided("posted", approver, version_id=version.id)
        self.line_ids._refresh_from_transfer()
        self._check_in_effect()

    def _version_in_force(self):
        self.env["ops.cost.version"]._flush_quotas()
        rows = self.env.execute_query(quota.versions_in_force(self.period_id.ids))
        if not rows:
            raise UserError(
                self.env._(
                    "No version is issued for %(month)s: there is no quota to shift.",
                    month=self.period_id.display_name,
                )
            )
        return self.env["ops.cost.version"].browse(rows[0][1])

    def _check_in_effect(self):
        """After posting every place keeps 0 <= saving task <= quota."""
        self.env["ops.cost.version"]._flush_quotas()
        # sudo: the other end may be out of the approver's sight
        lines = self.sudo().scope_ids
        nodes = lines.from_node_id | lines.to_node_id
        broken = self.env.execute_query(
            quota.broken_places(self.period_id.ids, nodes.ids)
        )
        if broken:
            raise UserError("\n".join(self._broken_text(*row) for row in broken))

    def _broken_text(self, period_id, node_id, item_id, _nature, left, saving):
        return self.env._(
            "%(node)s does not have that much of %(item)s in %(month)s: quota "
            "%(quota)s with saving task %(saving)s would be left.",
            # sudo: names only
            node=self.env["ops.cost.node"].sudo().browse(node_id).display_name,
            item=self.env["ops.cost.item"].browse(item_id).display_name,
            month=self.env["ops.cost.period"].browse(period_id).display_name,
            quota=self.currency_id.format(float(left)),
            saving=self.currency_id.format(float(saving)),
        )
