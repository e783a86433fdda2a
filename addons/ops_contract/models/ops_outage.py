from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.ops_base.models.ops_mixin_guard import ServerVals


class OpsOutage(models.Model):
    """A time in which a service was down, or an agreed maintenance window.

    A maintenance window shortens the agreed service time only once another person has
    approved it (contract.md 2.5).
    """

    _name = "ops.outage"
    _description = "Outage"
    _inherit = ["ops.mixin.approval", "ops.mixin.append", "mail.thread"]
    _order = "start_at desc, id desc"
    _check_company_auto = True
    _server_owned = frozenset({"frozen", "counted_to", "is_excluded"})
    _approval_groups = (
        "ops_contract.group_contract_manager",
        "ops_contract.group_contract_org",
    )

    name = fields.Char("Subject", required=True)
    contract_id = fields.Many2one(
        "ops.contract",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True
    )
    commercial_partner_id = fields.Many2one(
        related="contract_id.commercial_partner_id", store=True, index=True
    )
    kind = fields.Selection(
        [("outage", "Outage"), ("maintenance", "Agreed Maintenance")],
        default="outage",
        required=True,
        index=True,
    )
    service_line_id = fields.Many2one(
        "ops.annex.service.line",
        "Service",
        index=True,
        ondelete="restrict",
        help="Empty: all services of the contract.",
    )
    ci_id = fields.Many2one(
        "maintenance.equipment", "Configuration Item", index=True, ondelete="restrict"
    )
    start_at = fields.Datetime("From", required=True, index=True)
    end_at = fields.Datetime("To", help="Empty: it lasts.")
    cause = fields.Text()
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "ops_outage_evidence_rel",
        "outage_id",
        "attachment_id",
    )
    exclusion_ids = fields.One2many("ops.sla.exclusion", "outage_id", "Exclusions")
    is_excluded = fields.Boolean(readonly=True, copy=False)
    frozen = fields.Boolean(
        readonly=True, copy=False, help="Counted in a statement that was sent."
    )

    counted_to = fields.Datetime(
        readonly=True,
        copy=False,
        help="Sent statements count it up to here: it may end later, not earlier.",
    )
    minutes = fields.Integer("Duration (min)", compute="_compute_minutes")

    _order_of_times = models.Constraint(
        "CHECK(end_at IS NULL OR end_at >= start_at)",
        "An outage cannot end before it began.",
    )

    @api.depends("start_at", "end_at")
    def _compute_minutes(self):
        for outage in self:
            lasted = outage.end_at and outage.end_at - outage.start_at
            outage.minutes = lasted.total_seconds() // 60 if lasted else 0

    @api.constrains("contract_id", "service_line_id")
    def _check_service(self):
        for outage in self:
            service = outage.service_line_id
            if service and service.contract_id != outage.contract_id:
                raise ValidationError(
                    self.env._(
                        "%s is a service of another contract.", service.display_name
                    )
                )

    def _check_submit(self):
        for outage in self:
            if outage.kind == "maintenance" and not outage.end_at:
                raise UserError(
                    self.env._("%s: agreed maintenance has an end.", outage.name)
                )

    def _counts(self):
        """An outage counts until somebody else has rejected it; maintenance only once
        somebody else has approved it."""
        return self.filtered(
            lambda outage: (
                outage.approval_state == "approved"
                if outage.kind == "maintenance"
                else outage.approval_state != "rejected"
            )
        )

    def action_end(self):
        """The outage is over now."""
        self.check_access("write")
        for outage in self:
            if outage.kind != "outage" or outage.end_at:
                raise UserError(self.env._("%s has its end already.", outage.name))
        self.write({"end_at": self.env.cr.now().replace(microsecond=0)})
        return True

    # an open outage may be ended later, whatever was approved or counted ----------
    def write(self, vals):
        if set(vals) == {"end_at"} and not isinstance(vals, ServerVals):
            ends = fields.Datetime.to_datetime(vals["end_at"])
            still_open = self.filtered(lambda outage: outage._may_end(ends))
            if still_open:
                still_open._refuse_server_owned(vals)
                still_open.check_access("write")
                super(OpsOutage, still_open).write(self._as_server(vals))
            return super(OpsOutage, self - still_open).write(vals)
        return super().write(vals)

    def _may_end(self, ends):
        is_open = self.kind == "outage" and not self.end_at
        return bool(is_open and ends and ends >= (self.counted_to or self.start_at))

    def _append_frozen(self):
        return self.filtered("frozen")
