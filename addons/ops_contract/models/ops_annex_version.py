from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG
from odoo.addons.ops_base.models.ops_mixin_authors import MAIL_FIELDS
from odoo.addons.ops_base.models.ops_mixin_guard import ServerVals

from .ops_contract import PRICE_GROUPS

# versions that are or were in force
IN_FORCE = ("agreed", "effective", "superseded")
# versions that are being worked on
OPEN = ("draft", "internal_review", "customer_review")
# the lines of a version, in the order of the printed annex
LINES = (
    "service_line_ids",
    "sla_line_ids",
    "evaluation_line_ids",
    "point_band_ids",
    "deliverable_line_ids",
    "staff_line_ids",
    "spare_line_ids",
    "price_line_ids",
    "clause_ids",
)


class OpsAnnexVersion(models.Model):
    """A version of an annex: from the customer's review on sealed, by any door.

    draft -> internal_review -> customer_review -> agreed -> effective -> superseded;
    withdrawn from any state before it takes effect. It is in force from local midnight
    of ``date_from`` to that of the next version, or to the end of the contract.
    """

    _name = "ops.annex.version"
    _description = "Annex Version"
    _inherit = [
        "ops.mixin.sealed",
        "ops.mixin.authors",
        "ops.mixin.portal",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "annex_id, number desc, id desc"
    _rec_names_search = ("annex_id.title", "contract_id.number", "contract_id.name")
    _check_company_auto = True
    _portal_path = "/my/ops/versions"
    _server_owned = frozenset(
        {
            "state",
            "number",
            "date_to",
            "effective_from",
            "effective_to",
            "submitted_by_id",
            "submitted_on",
            "reviewed_by_id",
            "reviewed_on",
            "sent_on",
            "recorded_by_id",
            "signed_internal_by_id",
            "signed_internal_on",
            "signed_internal_hash",
            "signed_customer_by_id",
            "signed_customer_name",
            "signed_customer_on",
            "signed_customer_hash",
            "customer_signature",
            "paper_ids",
            "withdrawn_reason",
            "access_token",
        }
    )
    _seal_open = frozenset(
        {
            "state",
            "sent_on",
            "recorded_by_id",
            "date_to",
            "effective_to",
            "signed_internal_by_id",
            "signed_internal_on",
            "signed_internal_hash",
            "signed_customer_by_id",
            "signed_customer_name",
            "signed_customer_on",
            "signed_customer_hash",
            "customer_signature",
            "paper_ids",
            "withdrawn_reason",
            "access_token",
        }
    )

    annex_id = fields.Many2one(
        "ops.contract.annex",
        required=True,
        index=True,
        ondelete="restrict",
    )
    contract_id = fields.Many2one(
        related="annex_id.contract_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="annex_id.contract_id.company_id", store=True, index=True
    )
    commercial_partner_id = fields.Many2one(
        related="annex_id.contract_id.commercial_partner_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="contract_id.currency_id")
    kind = fields.Selection(related="annex_id.kind", store=True, index=True)
    number = fields.Integer(readonly=True, copy=False, default=0)
    date_from = fields.Date("In Force From", required=True)
    date_to = fields.Date(
        "In Force To",
        readonly=True,
        copy=False,
        help="The last day; kept by the system.",
    )
    effective_from = fields.Datetime(readonly=True, copy=False, index=True)
    effective_to = fields.Datetime(readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("internal_review", "Internal Review"),
            ("customer_review", "Customer's Review"),
            ("agreed", "Agreed"),
            ("effective", "In Force"),
            ("superseded", "Superseded"),
            ("withdrawn", "Withdrawn"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    change_reason = fields.Text()
    change_request_id = fields.Many2one(
        "ops.contract.change", index=True, ondelete="restrict", copy=False
    )
    withdrawn_reason = fields.Text(readonly=True, copy=False)
    submitted_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
    )
    submitted_on = fields.Datetime(readonly=True, copy=False)
    reviewed_by_id = fields.Many2one(
        "res.users",
        "Approved By",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    reviewed_on = fields.Datetime("Approved On", readonly=True, copy=False)
    sent_on = fields.Datetime(readonly=True, copy=False)
    can_approve = fields.Boolean(
        compute="_compute_can_approve",
        help="You have the role, and you neither wrote any of it nor submitted it.",
    )
    # prices stand in it
    seal_payload = fields.Text(groups=PRICE_GROUPS)
    signed_internal_by_id = fields.Many2one(
        "res.users",
        "Signed by Us",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
    )
    signed_internal_on = fields.Datetime(readonly=True, copy=False)
    signed_internal_hash = fields.Char(readonly=True, copy=False)
    signed_customer_by_id = fields.Many2one(
        "res.partner",
        "Signed by the Partner",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
    )
    signed_customer_name = fields.Char(readonly=True, copy=False)
    signed_customer_on = fields.Datetime(readonly=True, copy=False)
    signed_customer_hash = fields.Char(readonly=True, copy=False)
    customer_signature = fields.Binary(readonly=True, copy=False, attachment=True)
    recorded_by_id = fields.Many2one(
        "res.users",
        "Paper Recorded By",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
        help="Who recorded the signed paper of the other side.",
    )
    paper_ids = fields.Many2many(
        "ir.attachment",
        "ops_annex_version_paper_rel",
        "version_id",
        "attachment_id",
        "Signed Paper",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    service_line_ids = fields.One2many(
        "ops.annex.service.line", "version_id", "Services"
    )
    sla_line_ids = fields.One2many("ops.annex.sla.line", "version_id", "Service Levels")
    evaluation_line_ids = fields.One2many(
        "ops.annex.evaluation.line", "version_id", "Evaluation"
    )
    point_band_ids = fields.One2many(
        "ops.annex.point.band", "version_id", "Points to Deduction"
    )
    deliverable_line_ids = fields.One2many(
        "ops.annex.deliverable.line", "version_id", "Deliverables"
    )
    staff_line_ids = fields.One2many("ops.annex.staff.line", "version_id", "Staff")
    spare_line_ids = fields.One2many(
        "ops.annex.spare.line", "version_id", "Spare Parts"
    )
    price_line_ids = fields.One2many("ops.annex.price.line", "version_id", "Prices")
    clause_ids = fields.One2many("ops.annex.clause", "version_id", "Clauses")
    # of an evaluation annex (contract.md 2.6)
    cap_bp = fields.Integer(
        "Cap", default=1000, help="Most that is credited, of the month's fee."
    )
    consecutive_months = fields.Integer(
        help="From so many missed months in a row on, the credit of a line is "
        "multiplied. 0: never."
    )
    consecutive_factor_bp = fields.Integer("Factor", default=15000)
    termination_misses = fields.Integer(
        help="So many missed months within the window give the customer the right to "
        "terminate. 0: never."
    )
    termination_window = fields.Integer("Within (months)", default=6)
    earn_back_months = fields.Integer(
        help="A credit is given back if so many following months are all met. 0: never."
    )
    dispute_days = fields.Integer("Dispute Within (days)", default=10)

    # the public page looks seals up
    _seal_hash_idx = models.Index("(seal_hash) WHERE seal_hash IS NOT NULL")
    _number_uniq = models.UniqueIndex(
        "(annex_id, number) WHERE number > 0",
        "An annex has each version number only once.",
    )
    _from_uniq = models.UniqueIndex(
        "(annex_id, date_from) WHERE state IN ('agreed', 'effective', 'superseded')",
        "Another version of this annex takes effect on the same day.",
    )
    _evaluation_range = models.Constraint(
        "CHECK(cap_bp BETWEEN 0 AND 10000 AND consecutive_months >= 0"
        " AND consecutive_factor_bp BETWEEN 10000 AND 100000"
        " AND termination_misses >= 0 AND termination_window BETWEEN 1 AND 120"
        " AND earn_back_months BETWEEN 0 AND 24 AND dispute_days BETWEEN 0 AND 365)",
        "The evaluation rules are out of range: cap 0 to 100 %, factor 1 to 10, "
        "window 1 to 120 months, dispute 0 to 365 days.",
    )

    # a new number for each version of an annex ------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_server_owned(vals)
        numbers = self._next_numbers([vals.get("annex_id") for vals in vals_list])
        versions = super().create(
            [
                self._as_server(vals, number=number)
                for vals, number in zip(vals_list, numbers, strict=True)
            ]
        )
        versions._check_dates()
        return versions

    def _next_numbers(self, annex_ids):
        # sudo: numbers count all versions, readable or not
        Version = self.sudo().with_context(active_test=False)
        annexes = self.env["ops.contract.annex"].browse(filter(None, set(annex_ids)))
        annexes.sudo().lock_for_update(allow_referencing=True)
        groups = Version._read_group(
            [("annex_id", "in", annexes.ids)], ["annex_id"], ["number:max"]
        )
        last = {annex.id: number for annex, number in groups}
        numbers = []
        for annex_id in annex_ids:
            last[annex_id] = last.get(annex_id, 0) + 1
            numbers.append(last[annex_id])
        return numbers

    def write(self, vals):
        if not isinstance(vals, ServerVals):
            # first: a refusal names the version
            self.check_access("write")
            self._refuse_fixed(vals)
        result = super().write(vals)
        if "date_from" in vals:
            self._check_dates()
        return result

    def unlink(self):
        """A draft goes with its lines."""
        self.check_access("unlink")
        drafts = self.filtered(lambda version: version.state == "draft")
        for name in LINES:
            drafts[name].unlink()
        return super().unlink()

    @api.ondelete(at_uninstall=True)
    def _unlink_except_fixed(self):
        # A client can send the uninstall flag in its context; it cannot be superuser.
        if self.env.su and self.env.context.get(MODULE_UNINSTALL_FLAG):
            return
        self._refuse_fixed({"id": None})

    def _refuse_fixed(self, vals):
        """What is under review stays as it is; sealed ones refuse by themselves."""
        if not set(vals) - MAIL_FIELDS:
            return
        if "annex_id" in vals and any(v.annex_id.id != vals["annex_id"] for v in self):
            raise UserError(self.env._("A version stays in its annex."))
        for version in self:
            if version.state != "draft":
                raise UserError(
                    self.env._(
                        "%(name)s is “%(state)s” and cannot be changed or deleted. "
                        "Take it back to draft, or make a new version.",
                        name=version.display_name,
                        state=version._state_label(),
                    )
                )

    def _check_dates(self):
        for version in self:
            # sudo: the dates of the contract bind whoever writes the version
            contract = version.contract_id.sudo()
            if not contract.date_start <= version.date_from <= contract.date_last:
                raise UserError(
                    self.env._(
                        "%(name)s must take effect within the contract, %(start)s to "
                        "%(end)s.",
                        name=version.display_name,
                        start=contract.date_start,
                        end=contract.date_last,
                    )
                )

    # names -------------------------------------------------------------------------
    @api.depends("annex_id.title", "annex_id.kind", "number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for version in self:
            name = version.annex_id.display_name or ""
            version.display_name = f"{name} v{version.number}"

    def _state_label(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def _kind_label(self):
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]
