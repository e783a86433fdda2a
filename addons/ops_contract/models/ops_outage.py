from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.ops_base.models.ops_mixin_guard import is_from_caller

from ..tools.sla_book import service_keys
from .ops_annex_version import IN_FORCE

# what the down time follows from
FACTS = frozenset(
    {"contract_id", "kind", "service_line_id", "ci_id", "start_at", "end_at"}
)


class OpsOutage(models.Model):
    """A time in which a service was down, or an agreed maintenance window.

    A maintenance window shortens the agreed service time only once another person has
    approved it (contract.md 2.5).
    """

    _name = "ops.outage"
    _description = "Outage"
    _inherit = ["ops.mixin.request", "ops.mixin.append"]
    _order = "start_at desc, id desc"
    _server_owned = frozenset({"frozen", "counted_to", "is_excluded"})
    _approval_groups = (
        "ops_contract.group_contract_manager",
        "ops_contract.group_contract_org",
    )

    name = fields.Char("Subject", required=True)
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

    @api.constrains("contract_id", "service_line_id", "ci_id")
    def _check_service(self):
        for outage in self:
            service = outage.service_line_id
            if service and service.contract_id != outage.contract_id:
                raise ValidationError(
                    self.env._(
                        "%s is a service of another contract.", service.display_name
                    )
                )
            outage._check_counts_somewhere()

    def _check_counts_somewhere(self):
        """What names a service or a device of no agreed annex would count nowhere."""
        # sudo: what is agreed, readable or not
        outage = self.sudo()
        versions = outage.contract_id.version_ids
        agreed = versions.filtered(lambda version: version.state in IN_FORCE)
        services = agreed.service_line_ids
        service = outage.service_line_id
        if service and service.line_key not in services.mapped("line_key"):
            raise ValidationError(
                self.env._("%s is not agreed in any annex yet.", service.display_name)
            )
        if outage.ci_id and not service and outage.ci_id not in services.ci_ids:
            raise ValidationError(
                self.env._(
                    "%s is no device of the contract: say which service was down.",
                    outage.ci_id.display_name,
                )
            )

    def _check_submit(self):
        for outage in self:
            if outage.kind == "maintenance" and not outage.end_at:
                raise UserError(
                    self.env._("%s: agreed maintenance has an end.", outage.name)
                )

    def _before_decision(self, state):
        self._refuse_counted()

    def _refuse_counted(self):
        counted = self.filtered("frozen")
        if counted:
            raise UserError(
                self.env._(
                    "%s is counted in a statement that was sent: its effect is "
                    "corrected by an adjustment in a later one.",
                    counted[0].name,
                )
            )

    def _sla_lines(self):
        """The promises of availability that it is counted against."""
        lines = self.env["ops.annex.sla.line"]
        for outage in self:
            version = outage.contract_id._version_at("sla", outage.start_at)
            lines |= version.sla_line_ids.filtered(outage._is_counted_by)
        return lines

    def _is_counted_by(self, line):
        if line.evaluator != "availability":
            return False
        keys = service_keys(line)
        named = self.service_line_id or self.ci_id
        return (
            not keys
            or not named
            or self.service_line_id.line_key in keys
            or self.ci_id in self._agreed_devices(keys)
        )

    def _agreed_devices(self, keys):
        """Of the services with these keys, as agreed when the outage began."""
        versions = self.contract_id.version_ids.filtered(
            lambda version: (
                version.kind == "service"
                and version.state in IN_FORCE
                and version.effective_from <= self.start_at
            )
        )
        services = versions.sorted("effective_from")[-1:].service_line_ids
        return services.filtered(lambda service: service.line_key in keys).ci_ids

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
        if not is_from_caller(vals):
            return super().write(vals)
        still_open = self._ended_by(vals)
        if still_open:
            still_open._refuse_server_owned(vals)
            still_open.check_access("write")
            super(OpsOutage, still_open).write(self._as_server(vals))
        return super(OpsOutage, (self - still_open)._to_change(vals)).write(vals)

    def _ended_by(self, vals):
        """The open outages of which these values are the end and nothing else."""
        if set(vals) != {"end_at"}:
            return self.browse()
        ends = fields.Datetime.to_datetime(vals["end_at"])
        return self.filtered(lambda outage: outage._may_end(ends))

    def _to_change(self, vals):
        """An outage counts from its entry on: its facts are changed once another person
        has rejected it, and then what was excused is asked for anew."""
        if self and FACTS & set(vals):
            self.check_access("write")
            self._refuse_standing()
            # sudo: the effect of a change, whoever may read the requests
            self.sudo().exclusion_ids._fall()
        return self

    def unlink(self):
        self.check_access("unlink")
        self._refuse_standing()
        return super().unlink()

    def _refuse_standing(self):
        standing = self.filtered(
            lambda outage: outage.kind == "outage" and outage.approval_state == "draft"
        )
        if standing:
            raise UserError(
                self.env._(
                    "%s counts already: submit it, and have another person reject it "
                    "before it is changed or deleted.",
                    standing[0].name,
                )
            )

    def _may_end(self, ends):
        is_open = self.kind == "outage" and not self.end_at
        return bool(is_open and ends and ends >= (self.counted_to or self.start_at))

    def _append_frozen(self):
        return self.filtered("frozen")
