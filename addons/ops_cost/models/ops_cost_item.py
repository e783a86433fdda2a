from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# what record rules ask of a user follows from these, and is cached
SCOPES = frozenset({"functional_user_ids", "confidential"})


class OpsCostItem(models.Model):
    """What money is spent on (cost.md 2.1). Only leaves carry quotas and entries."""

    _name = "ops.cost.item"
    _description = "Cost Item"
    _inherit = ["ops.mixin.guard", "mail.thread"]
    _parent_store = True
    _order = "sequence, code, id"
    _rec_names_search = ["code", "name"]
    _check_company_auto = True
    _server_owned = frozenset({"parent_path"})

    code = fields.Char(required=True, index=True, tracking=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    parent_id = fields.Many2one(
        "ops.cost.item", index=True, ondelete="restrict", check_company=True
    )
    parent_path = fields.Char(index=True, readonly=True)
    child_ids = fields.One2many("ops.cost.item", "parent_id", "Sub-items")
    kind = fields.Selection(
        [
            ("wage", "Wages"),
            ("material", "Raw Material"),
            ("spare", "Spare Parts"),
            ("repair", "Repair"),
            ("utility", "Utilities"),
            ("admin", "Administration"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
    )
    in_bundle = fields.Boolean(
        "In Assessed Bundle",
        default=True,
        tracking=True,
        help="Counts in the bundle total on which the dual index is assessed.",
    )
    confidential = fields.Boolean(
        tracking=True,
        help="Amounts are shown to the person and from the unit accountant upwards "
        "only. A team recorder gets every total without this item.",
    )
    owner_unit_id = fields.Many2one(
        "hr.department",
        "Functional Department",
        index=True,
        ondelete="restrict",
        help="Department that owns this kind of cost across all units.",
    )
    functional_user_ids = fields.Many2many(
        "res.users",
        "ops_cost_item_functional_rel",
        "item_id",
        "user_id",
        "Functional Owners",
    )
    reduction_rate = fields.Float(
        digits=(6, 4),
        tracking=True,
        help="Share of the quota that is to be saved: 0.05 means that the reduction "
        "target is 5 % below the quota.",
    )
    allow_contingency = fields.Boolean(default=True)
    qty_controlled = fields.Boolean("Quantity Controlled")
    source_kind = fields.Selection(
        [
            ("stock", "Stock"),
            ("expense", "Expenses"),
            ("bill", "Vendor Bills"),
            ("payroll", "Payroll"),
            ("meter", "Meters"),
            ("cheque", "Internal Cheques"),
            ("manual", "Manual"),
        ],
        "Source of Record",
        default="manual",
        required=True,
    )
    product_category_ids = fields.Many2many(
        "product.category",
        "ops_cost_item_product_category_rel",
        "item_id",
        "category_id",
        "Product Categories",
    )
    expense_product_ids = fields.Many2many(
        "product.product",
        "ops_cost_item_expense_product_rel",
        "item_id",
        "product_id",
        "Expense Products",
    )

    charge_ids = fields.One2many("ops.cost.charge", "item_id", "Leaders in Charge")
    leader_id = fields.Many2one(
        "hr.employee",
        "Leader in Charge Today",
        compute="_compute_leader_id",
    )

    _code_uniq = models.Constraint(
        "UNIQUE(company_id, code)", "The code of a cost item must be unique."
    )
    _reduction_rate_range = models.Constraint(
        "CHECK(reduction_rate >= 0 AND reduction_rate < 1)",
        "The reduction rate must be at least 0 and below 1.",
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for item in self:
            item.display_name = f"{item.code or ''} {item.name or ''}".strip()

    @api.depends("charge_ids.leader_id", "charge_ids.date_start", "charge_ids.date_end")
    def _compute_leader_id(self):
        leaders = self.env["ops.cost.charge"]._leaders_today("item_id", self.ids)
        for item in self:
            item.leader_id = leaders.get(item.id, False)

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items._check_parents_unused()
        if any(SCOPES.intersection(vals) for vals in vals_list):
            self._refresh_scopes()
        return items

    def write(self, vals):
        if "company_id" in vals:
            self._refuse_company_change(vals["company_id"])
        moved = self.filtered(
            lambda item: item.in_bundle != bool(vals.get("in_bundle", item.in_bundle))
        )
        result = super().write(vals)
        moved._record_rule_author()
        if vals.get("parent_id"):
            self._check_parents_unused()
        if SCOPES.intersection(vals):
            self._refresh_scopes()
        return result

    def _record_rule_author(self):
        """What counts in the bundle decides the assessment of each month that is closed
        from now on, be it again: whoever changes it closes none of them, and issues no
        version, before another issued."""
        # sudo: the plans and months of the company, whoever may read them
        env = self.sudo().env
        env["ops.cost.plan"]._record_authors_of(self.company_id)
        months = [("company_id", "in", self.company_id.ids)]
        env["ops.cost.period"].search(months)._record_rule_author()

    def _refresh_scopes(self):
        self.env["res.users"].invalidate_model(["ops_cost_open_team_ids"])
        self.env.registry.clear_cache()

    def _check_leaf(self):
        """Only leaves carry blocks, quotas, transfers and entries."""
        for item in self:
            # sudo: whether an item has sub-items is no secret
            if item.sudo().with_context(active_test=False).child_ids:
                raise ValidationError(
                    self.env._(
                        "%(item)s has sub-items: enter the amounts there.",
                        item=item.display_name,
                    )
                )

    def _check_parents_unused(self):
        """An item that already carries amounts stays a leaf."""
        used = self.parent_id._used()
        if used:
            raise ValidationError(
                self.env._(
                    "%(item)s already carries amounts and cannot get sub-items.",
                    item=used[0].display_name,
                )
            )

    def _refuse_company_change(self, company_id):
        moved = self.filtered(lambda item: item.company_id.id != company_id)
        if moved._used():
            raise UserError(
                self.env._(
                    "%(item)s already carries amounts and stays in its company.",
                    item=moved._used()[0].display_name,
                )
            )

    def _used(self):
        """Those of self that carry blocks, quotas, transfers or entries."""
        used = self.browse()
        for name in ("block", "cell", "allotment", "transfer.line", "entry"):
            # sudo: an item is used whoever may see by what
            model = self.env[f"ops.cost.{name}"].sudo()
            rest = self - used
            if rest:
                groups = model._read_group([("item_id", "in", rest.ids)], ["item_id"])
                used |= self.browse(item.id for (item,) in groups)
        return used
