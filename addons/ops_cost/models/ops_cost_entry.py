from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.ops_base.calc.units import to_minor
from odoo.addons.ops_base.models.ops_mixin_guard import is_from_caller

from .ops_cost_allotment import NATURES
from .ops_cost_voucher import DOCUMENTS


class OpsCostEntry(models.Model):
    """The cost ledger, the only place where actuals live: append-only once posted."""

    _name = "ops.cost.entry"
    _description = "Cost Entry"
    _inherit = [
        "ops.mixin.authors.line",
        "ops.mixin.append",
        "ops.cost.money",
        "ops.cost.stamp",
    ]
    _rec_name = "number"
    _order = "date desc, id desc"
    _check_company_auto = True
    _server_owned = frozenset(
        {"number", "state", "period_id", "late", "posted_at", "reverse_of_id"}
        | {"source_model", "source_id", "source_key", "source_rev", "import_ref"}
        | {"document"}
    )
    _authors_document = "voucher_id"

    voucher_id = fields.Many2one(
        "ops.cost.voucher",
        "Document",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    number = fields.Char(readonly=True, copy=False, index=True)
    state = fields.Selection(
        [("draft", "Draft"), ("posted", "Posted")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    document = fields.Selection(
        DOCUMENTS, "Kind", compute="_compute_document", store=True, precompute=True
    )
    date = fields.Date(
        compute="_compute_date",
        store=True,
        readonly=False,
        precompute=True,
        help="Day of the cost; it decides which node and month it belongs to.",
    )
    period_id = fields.Many2one(
        "ops.cost.period",
        "Accounting Month",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
    )
    late = fields.Boolean(
        readonly=True, copy=False, help="Booked in a later month than its date."
    )
    item_id = fields.Many2one(
        "ops.cost.item",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    nature = fields.Selection(NATURES, required=True, default="daily")
    amount = fields.Monetary(required=True, help="A cost is positive, a credit not.")
    qty = fields.Float("Quantity", digits="Product Unit")
    uom_id = fields.Many2one(
        "uom.uom", "Unit of Measure", index=True, ondelete="restrict"
    )
    product_id = fields.Many2one("product.product", index=True, ondelete="restrict")
    note = fields.Char()
    large_reason = fields.Char(
        "Reason for a Large Cost",
        help="Why a large material cost is daily and not contingency; the cost "
        "office approves it by posting.",
    )
    release_id = fields.Many2one(
        "ops.cost.release", index=True, ondelete="restrict", check_company=True
    )
    pair = fields.Char(help="Lines of an internal cheque that belong together.")
    reverse_of_id = fields.Many2one(
        "ops.cost.entry", readonly=True, copy=False, index=True, ondelete="restrict"
    )
    posted_at = fields.Datetime(readonly=True, copy=False)
    import_ref = fields.Char(readonly=True, copy=False)
    source_model = fields.Char(readonly=True, copy=False)
    source_id = fields.Many2oneReference(
        model_field="source_model", readonly=True, copy=False
    )
    source_key = fields.Char(readonly=True, copy=False)
    source_rev = fields.Integer(readonly=True, copy=False)

    _source_uniq = models.UniqueIndex(
        # a part that is not given is equal to another one that is not given
        "(company_id, source_model, COALESCE(source_id, 0), COALESCE(source_key, ''),"
        " COALESCE(source_rev, 0)) WHERE source_model IS NOT NULL",
        "This revision of the source document is already booked.",
    )
    _import_ref_uniq = models.UniqueIndex(
        "(company_id, import_ref) WHERE import_ref IS NOT NULL",
        "An entry with this reference was already imported.",
    )
    _number_uniq = models.UniqueIndex(
        "(company_id, number) WHERE number IS NOT NULL", "Entry numbers are unique."
    )
    _reversed_once = models.UniqueIndex(
        "(reverse_of_id) WHERE reverse_of_id IS NOT NULL",
        "This entry is already reversed.",
    )
    _month_idx = models.Index(
        "(company_id, period_id, node_id, item_id, nature) INCLUDE (amount)"
        " WHERE state = 'posted'"
    )
    _node_month_idx = models.Index(
        "(node_id, period_id) INCLUDE (item_id, nature, amount)"
    )
    _amount_range = models.Constraint(
        "CHECK(amount > -1e13 AND amount < 1e13)", "The amount is out of range."
    )
    _posted_is_complete = models.Constraint(
        "CHECK(state = 'draft' OR (number IS NOT NULL AND period_id IS NOT NULL"
        " AND date IS NOT NULL))",
        "A posted entry has a number, a date and a month.",
    )
    _contingency_has_release = models.Constraint(
        "CHECK(nature <> 'contingency' OR release_id IS NOT NULL)",
        "A contingency cost needs the release that covers it.",
    )

    @api.depends("voucher_id.document")
    def _compute_document(self):
        for entry in self:
            entry.document = entry.voucher_id.document

    @api.depends("voucher_id.date")
    def _compute_date(self):
        for entry in self:
            entry.date = entry.voucher_id.date

    @api.depends("number", "node_id", "item_id")
    def _compute_display_name(self):
        for entry in self:
            entry.display_name = entry.number or self.env._(
                "Draft %(node)s %(item)s",
                node=entry.node_id.code or "",
                item=entry.item_id.code or "",
            )

    # guards --------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        self._check_foreign_keys(vals_list)
        entries = super().create(vals_list)
        entries._refuse_added_line()
        return entries

    def write(self, vals):
        self._check_foreign_keys([vals], defaults=False)
        if is_from_caller(vals):
            self._check_document()
        result = super().write(vals)
        if vals.get("voucher_id"):
            self._refuse_added_line()
        return result

    def unlink(self):
        self._check_document()
        return super().unlink()

    def _check_document(self):
        """Lines of a document that is out of the user's sight stay as they are."""
        if not self.env.su:
            self._documents().check_access("write")

    @api.model
    def _currency_of(self, vals):
        if vals.get("voucher_id"):
            # sudo: the currency of a company is no secret
            voucher = self.env["ops.cost.voucher"].sudo().browse(vals["voucher_id"])
            return voucher.currency_id
        return super()._currency_of(vals)

    def _append_frozen(self):
        # sudo: the state of the document decides, readable or not
        return self.filtered(
            lambda entry: (
                entry.state == "posted" or entry.sudo().voucher_id.state != "draft"
            )
        )

    def _check_foreign_keys(self, vals_list, defaults=True):
        """The user may write the documents and read the releases that he names."""
        missing = defaults and any("voucher_id" not in vals for vals in vals_list)
        names = ["voucher_id", "release_id"]
        given = [*vals_list, self.default_get(names)] if missing else vals_list
        for name, mode in (("voucher_id", "write"), ("release_id", "read")):
            ids = {vals.get(name) for vals in given} - {None, False}
            self.env[self._fields[name].comodel_name].browse(ids).check_access(mode)

    def _refuse_added_line(self):
        # sudo: the state of the document decides, readable or not
        for voucher in self.sudo().voucher_id:
            if voucher.state != "draft":
                raise UserError(
                    self.env._(
                        "%s is no longer a draft: no line can be added to it.",
                        voucher.display_name,
                    )
                )

    # posting -------------------------------------------------------------------
    def _minor(self):
        """The amount in minor units of the currency."""
        self.ensure_one()
        return to_minor(self.amount, self.currency_id.rounding)

    def _check_bookable(self):
        """Raises the first reason why these lines cannot be booked."""
        large = self._large_daily()
        for entry in self:
            if not entry._minor():
                raise UserError(
                    self.env._(
                        "A line of %(name)s (%(node)s, %(item)s) has no amount.",
                        **entry._places_text(),
                    )
                )
            if entry.item_id.child_ids:
                raise UserError(
                    self.env._(
                        "%(item)s has sub-items: book %(name)s on one of them.",
                        **entry._places_text(),
                    )
                )
            if not entry.reverse_of_id:
                entry._check_node_on_day()
                if entry in large and not entry.large_reason:
                    entry._refuse_large()
            if entry.release_id or entry.nature == "contingency":
                entry._check_release()

    def _places_text(self):
        return {
            "name": self.voucher_id.display_name,
            "node": self.node_id.code,
            "item": self.item_id.display_name,
            "day": self.date,
        }

    def _check_node_on_day(self):
        """The node must be valid on the day of the cost: people change teams."""
        node = self.node_id
        if node.date_start <= self.date and (
            not node.date_end or self.date <= node.date_end
        ):
            return
        other = self.env["ops.cost.node"]
        if node.employee_id:
            other = other.with_context(active_test=False).search(
                [
                    ("company_id", "=", node.company_id.id),
                    ("employee_id", "=", node.employee_id.id),
                    ("date_start", "<=", self.date),
                    "|",
                    ("date_end", "=", False),
                    ("date_end", ">=", self.date),
                ],
                limit=1,
            )
        if other:
            raise UserError(
                self.env._(
                    "On %(day)s %(person)s belonged to %(right)s, not to %(node)s. "
                    "Book the line of %(name)s there.",
                    person=node.employee_id.name,
                    right=other.code,
                    **self._places_text(),
                )
            )
        raise UserError(
            self.env._(
                "%(node)s is not valid on %(day)s (valid from %(start)s to %(end)s): "
                "choose another node for the line of %(name)s.",
                start=node.date_start,
                end=node.date_end or "…",
                **self._places_text(),
            )
        )

    def _large_daily(self):
        """Single daily material costs that reach the plan's threshold."""
        thresholds = {}
        for company in self.company_id:
            # sudo: the threshold is no secret, plans are not readable for all
            plans = self.env["ops.cost.plan"].sudo()
            plans = plans.search([("company_id", "=", company.id)])
            thresholds[company] = {plan.year: plan.large_threshold for plan in plans}
        return self.filtered(
            lambda entry: (
                entry.nature == "daily"
                and entry.item_id.kind in ("material", "spare")
                and 0
                < thresholds[entry.company_id].get(entry.date.year, 0)
                <= entry.amount
            )
        )

    def _refuse_large(self):
        raise UserError(
            self.env._(
                "%(name)s has a large material cost (%(node)s, %(item)s): book it as "
                "contingency with a release, or give the reason for a large cost, "
                "which the cost office then approves.",
                **self._places_text(),
            )
        )

    def _check_release(self):
        """Approved money, for this node or one above it (cost.md 2.6)."""
        release, text = self.release_id, self._places_text()
        if not release or self.nature != "contingency":
            raise UserError(
                self.env._(
                    "A release and the nature “Contingency” go together: correct the "
                    "line of %(name)s (%(node)s, %(item)s).",
                    **text,
                )
            )
        if not self.item_id.allow_contingency:
            raise UserError(
                self.env._("%(item)s takes no contingency costs (%(name)s).", **text)
            )
        above = self.node_id.l1_id | self.node_id.l2_id | self.node_id.l3_id
        if release.node_id not in above | self.node_id:
            raise UserError(
                self.env._(
                    "Release %(code)s is for %(release_node)s, not for %(node)s "
                    "(%(name)s).",
                    code=release.code,
                    release_node=release.node_id.code,
                    **text,
                )
            )

    def _prepare_reversal(self, voucher):
        return {
            "voucher_id": voucher.id,
            "node_id": self.node_id.id,
            "item_id": self.item_id.id,
            "nature": self.nature,
            "amount": -self.amount,
            "qty": -self.qty,
            "uom_id": self.uom_id.id,
            "product_id": self.product_id.id,
            "release_id": self.release_id.id,
            "pair": self.pair,
            "note": self.env._("Reversal of %s", self.number),
            "reverse_of_id": self.id,
        }
