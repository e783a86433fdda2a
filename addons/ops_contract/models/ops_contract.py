from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG
from odoo.addons.ops_base.models.ops_mixin_guard import is_from_caller

PRICE_GROUPS = (
    "ops_contract.group_contract_manager,ops_contract.group_contract_org,"
    "ops_contract.group_contract_finance,base.group_portal"
)
# states in which a contract makes clocks, deliverables and statements
SIGNED = ("signed", "active", "suspended", "expired", "terminated", "closed")
ENDED = ("expired", "terminated", "closed")
# states that follow the calendar
RUNNING = ("signed", "active", "suspended")
# what may change once a contract is in review: people, notes, underpinning
OPEN_FIELDS = frozenset(
    {
        "customer_number",
        "renewal_notice_days",
        "manager_id",
        "project_manager_id",
        "member_ids",
        "underpinning_ids",
        "note",
        "active",
        "annex_ids",
        "child_ids",
    }
)
# what decides which contracts are a user's own, see res.users
PEOPLE = frozenset({"manager_id", "project_manager_id", "member_ids"})


class OpsContract(models.Model):
    """A contract sold to a customer, purchased from a supplier, or internal (OLA).

    draft -> review -> signed -> active <-> suspended -> expired | terminated ->
    closed. What it promises stands in the versions of its annexes.
    """

    _name = "ops.contract"
    _description = "Service Contract"
    _inherit = [
        "ops.mixin.authors",
        "ops.mixin.portal",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "number desc, id desc"
    _rec_names_search = ["number", "name", "customer_number"]
    _check_company_auto = True
    _portal_path = "/my/ops/contracts"
    _server_owned = frozenset(
        {
            "state",
            "number",
            "signed_on",
            "signed_by_id",
            "suspended_on",
            "terminated_on",
            "termination_reason",
            "closed_on",
            "renewal_noticed_for",
            "access_token",
        }
    )
    _authors_ignored = OPEN_FIELDS

    name = fields.Char(required=True, tracking=True)
    number = fields.Char(required=True, readonly=True, copy=False, default="/")
    customer_number = fields.Char(
        "Partner's Number", help="The number on the partner's side."
    )
    direction = fields.Selection(
        [("sold", "Sold"), ("purchased", "Purchased"), ("internal", "Internal (OLA)")],
        default="sold",
        required=True,
        index=True,
    )
    partner_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="restrict", tracking=True
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id", store=True, index=True
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company.currency_id,
    )
    date_start = fields.Date("First Day", required=True, tracking=True)
    date_end = fields.Date("Agreed Last Day", required=True, tracking=True)
    date_last = fields.Date(
        "Last Day",
        compute="_compute_date_last",
        store=True,
        help="The end, or the earlier day by which the contract was terminated.",
    )
    renewal_notice_days = fields.Integer("Renewal Notice (days)", default=90)
    notice_date = fields.Date(compute="_compute_notice_date", store=True, index=True)
    manager_id = fields.Many2one(
        "res.users",
        "Contract Manager",
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
        tracking=True,
    )
    project_manager_id = fields.Many2one(
        "res.users",
        "Project Supervisor",
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    member_ids = fields.Many2many(
        "res.users", "ops_contract_member_rel", "contract_id", "user_id", "Team"
    )
    parent_id = fields.Many2one(
        "ops.contract",
        "Framework Contract",
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    root_id = fields.Many2one(
        "ops.contract",
        "Framework",
        compute="_compute_root_id",
        store=True,
        recursive=True,
        index=True,
        ondelete="set null",
        help="The framework contract on top, or the contract itself.",
    )
    child_ids = fields.One2many("ops.contract", "parent_id", "Contracts under It")
    child_count = fields.Integer(compute="_compute_child_count")
    underpinning_ids = fields.Many2many(
        "ops.contract",
        "ops_contract_underpinning_rel",
        "contract_id",
        "underpinning_id",
        "Underpinned By",
        help="Internal agreements (OLA) and purchased contracts whose times must fit "
        "into what this contract promises.",
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        "Service Hours",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company.resource_calendar_id,
    )
    tz = fields.Selection(
        selection=lambda self: (
            self.env["res.partner"]._fields["tz"]._description_selection(self.env)
        ),
        string="Time Zone",
        required=True,
        default=lambda self: self.env.company.ops_tz or "UTC",
        help="Versions switch at its local midnight; months are counted in it.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("review", "Review"),
            ("signed", "Signed"),
            ("active", "In Progress"),
            ("suspended", "Suspended"),
            ("expired", "Expired"),
            ("terminated", "Terminated"),
            ("closed", "Closed"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    signed_on = fields.Date(readonly=True, copy=False)
    signed_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
    )
    suspended_on = fields.Date("Suspended From", readonly=True, copy=False)
    terminated_on = fields.Date(readonly=True, copy=False)
    termination_reason = fields.Text(readonly=True, copy=False)
    closed_on = fields.Date(readonly=True, copy=False)
    renewal_noticed_for = fields.Date(
        readonly=True,
        copy=False,
        help="The end that the manager was reminded of.",
    )
    suspension_ids = fields.One2many(
        "ops.contract.suspension", "contract_id", "Suspensions", readonly=True
    )
    note = fields.Html()
    annex_ids = fields.One2many("ops.contract.annex", "contract_id", "Annexes")
    version_ids = fields.One2many("ops.annex.version", "contract_id", "Versions")
    change_ids = fields.One2many("ops.contract.change", "contract_id", "Changes")
    deliverable_ids = fields.One2many("ops.deliverable", "contract_id", "Deliverables")
    clock_ids = fields.One2many("ops.sla.clock", "contract_id", "SLA Facts")
    outage_ids = fields.One2many("ops.outage", "contract_id", "Outages")
    reading_ids = fields.One2many("ops.sla.reading", "contract_id", "Readings")
    statement_ids = fields.One2many("ops.sla.statement", "contract_id", "Statements")
    monthly_fee = fields.Monetary(
        compute="_compute_monthly_fee",
        groups=PRICE_GROUPS,
        help="Per month, from the price annex in force today.",
    )
    active = fields.Boolean(default=True)

    _number_uniq = models.UniqueIndex(
        "(company_id, number) WHERE number != '/'",
        "The number of a contract must be unique.",
    )
    _dates = models.Constraint(
        "CHECK(date_end >= date_start)",
        "A contract cannot end before it starts.",
    )
    _notice_range = models.Constraint(
        "CHECK(renewal_notice_days BETWEEN 0 AND 3650)",
        "The renewal notice is 0 to 3650 days.",
    )
    _not_own_parent = models.Constraint(
        "CHECK(parent_id IS NULL OR parent_id != id)",
        "A contract cannot be its own framework contract.",
    )

    @api.depends("date_end", "terminated_on")
    def _compute_date_last(self):
        for contract in self:
            days = filter(None, (contract.date_end, contract.terminated_on))
            contract.date_last = min(days, default=False)

    @api.depends("date_last", "renewal_notice_days")
    def _compute_notice_date(self):
        for contract in self:
            last = contract.date_last
            contract.notice_date = last and fields.Date.subtract(
                last, days=contract.renewal_notice_days
            )

    @api.depends("parent_id.root_id")
    def _compute_root_id(self):
        for contract in self:
            contract.root_id = contract.parent_id.root_id or contract._origin

    @api.depends("child_ids")
    def _compute_child_count(self):
        for contract in self:
            contract.child_count = len(contract.child_ids)

    @api.depends("number", "name")
    def _compute_display_name(self):
        for contract in self:
            number = "" if contract.number in (False, "/") else f"[{contract.number}] "
            contract.display_name = f"{number}{contract.name or ''}"

    @api.constrains("parent_id", "date_start", "date_end", "terminated_on", "direction")
    def _check_framework(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._("A framework contract cannot stand below itself.")
            )
        # sudo: contracts under it that the user does not see must fit as well
        for child in self.filtered("parent_id") | self.sudo().child_ids:
            child._check_within_framework()

    def _check_within_framework(self):
        # sudo: the dates of the framework bind also who does not read it
        framework = self.parent_id.sudo()
        if framework.direction != self.direction:
            raise ValidationError(
                self.env._(
                    "%(name)s and its framework contract must have the same direction.",
                    name=self.display_name,
                )
            )
        if (
            self.date_start < framework.date_start
            or self.date_last > framework.date_last
        ):
            raise ValidationError(
                self.env._(
                    "%(name)s must lie within the days of its framework contract "
                    "%(framework)s (%(start)s to %(end)s).",
                    name=self.display_name,
                    framework=framework.display_name,
                    start=framework.date_start,
                    end=framework.date_last,
                )
            )

    def action_open_children(self):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_contract.ops_contract_action"
        )
        return {
            **action,
            "domain": [("id", "child_of", self.ids), ("id", "!=", self.id)],
            "context": {"default_parent_id": self.id},
        }

    # what may be written when ------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        contracts = super().create([self._with_number(vals) for vals in vals_list])
        # the record rules of those who work on them compare with their contracts
        self.env.registry.clear_cache()
        return contracts

    def _with_number(self, vals):
        """Numbered at once: annexes name the number in their seal."""
        self._refuse_server_owned(vals)
        company = self.env["res.company"].browse(vals.get("company_id"))
        sequence = self.env["ir.sequence"].with_company(company or self.env.company)
        number = sequence.next_by_code(
            "ops.contract", sequence_date=vals.get("date_start")
        )
        return self._as_server(vals, number=vals.get("number", number))

    def write(self, vals):
        if is_from_caller(vals):
            # a refusal names the contract: only to who may know of it
            self.check_access("write")
            self._refuse_fixed(vals)
        if self.annex_ids:
            self._stay_in_company(vals)
        result = super().write(vals)
        if PEOPLE & set(vals):
            self.env.registry.clear_cache()
        return result

    def _refuse_fixed(self, vals):
        """From review on what is agreed stays; people and notes may change."""
        names = {name for name in vals if self._is_content([name])}
        fixed = self.filtered(lambda contract: contract.state != "draft")
        if names and fixed:
            raise UserError(
                self.env._(
                    "%(name)s is past its draft: %(fields)s can be changed by a change "
                    "request or a renewal only.",
                    name=fixed[0].display_name,
                    fields=self._field_labels(names & set(self._fields)),
                )
            )
        if "active" in vals and not vals["active"]:
            self._refuse_archiving()

    def _refuse_archiving(self):
        running = self.filtered(lambda contract: contract.state in ("review", *RUNNING))
        if running:
            raise UserError(
                self.env._(
                    "%(name)s is running: terminate it or let it expire before you "
                    "archive it.",
                    name=running[0].display_name,
                )
            )

    @api.ondelete(at_uninstall=True)
    def _unlink_except_drafts(self):
        # A client can send the uninstall flag in its context; it cannot be superuser.
        if self.env.su and self.env.context.get(MODULE_UNINSTALL_FLAG):
            return
        kept = self.filtered(lambda contract: contract.state != "draft")
        if kept:
            raise UserError(
                self.env._(
                    "%(name)s is past its draft: terminate and archive it instead.",
                    name=kept[0].display_name,
                )
            )

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if "name" in (default or {}):
            return vals_list
        return [
            {**vals, "name": self.env._("%s (copy)", vals["name"])}
            for vals in vals_list
        ]
