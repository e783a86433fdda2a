from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from odoo.addons.ops_base.calc.period import local_day
from odoo.addons.ops_base.models.ops_mixin_guard import is_from_caller
from odoo.addons.ops_base.tools.bounds import search_by

from ..calc.deliverable import outcome as judge
from ..tools.roles import has_role
from ..tools.sla_book import service_keys

# states in which something has still to be handed over
OPEN = ("planned", "due", "rejected")
# what people without a role in contracts may write: their messages and activities
COMMON_PREFIXES = ("message_", "activity_")
CALENDAR_FREQUENCIES = {
    "monthly": lambda day: f"{day:%Y-%m}",
    "quarterly": lambda day: f"{day:%Y} Q{(day.month + 2) // 3}",
    "half_year": lambda day: f"{day:%Y} H{1 if day.month <= 6 else 2}",
    "yearly": lambda day: f"{day:%Y}",
}


class OpsDeliverable(models.Model):
    """One handing-over that an annex promises, made by the schedule.

    planned -> due -> delivered -> accepted, or rejected -> delivered …; cancelled only
    with a reason. On time: the first accepted delivery was made by the end of the due
    day (contract.md 2.7).
    """

    _name = "ops.deliverable"
    _description = "Deliverable"
    _inherit = [
        "ops.mixin.responsible",
        "ops.mixin.portal",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_due desc, id desc"
    _check_company_auto = True
    _portal_path = "/my/ops/deliverables"
    _server_owned = frozenset(
        {
            "state",
            "contract_id",
            "line_id",
            "line_key",
            "date_from",
            "date_to",
            "date_due",
            "delivered_at",
            "accepted_at",
            "is_on_time",
            "outcome",
            "cancel_reason",
            "cancelled_by_id",
            "access_token",
            "statement_id",
            "counted_outcome",
        }
    )

    name = fields.Char(required=True)
    contract_id = fields.Many2one(
        "ops.contract", required=True, index=True, ondelete="restrict", readonly=True
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True
    )
    commercial_partner_id = fields.Many2one(
        related="contract_id.commercial_partner_id", store=True, index=True
    )
    line_id = fields.Many2one(
        "ops.annex.deliverable.line",
        "Annex Line",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    line_key = fields.Char(readonly=True, index=True)
    tz = fields.Selection(related="contract_id.tz", store=True)
    frequency = fields.Selection(related="line_id.frequency", store=True)
    channel = fields.Selection(related="line_id.channel")
    needs_acceptance = fields.Boolean(related="line_id.needs_acceptance")
    accept_days = fields.Integer(related="line_id.accept_days")
    report_id = fields.Many2one(related="line_id.report_id")
    event = fields.Char(help="What it is about, where it is due per event.")
    date_from = fields.Date("Period From", readonly=True)
    date_to = fields.Date("Period To", readonly=True)
    date_due = fields.Date("Due", required=True, readonly=True, index=True)
    responsible_id = fields.Many2one(
        "res.users", index=True, ondelete="restrict", tracking=True
    )
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("due", "To Hand Over"),
            ("delivered", "Delivered"),
            ("accepted", "Accepted"),
            ("rejected", "Rejected"),
            ("cancelled", "Cancelled"),
        ],
        default="planned",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        group_expand=True,
    )
    delivered_at = fields.Datetime(
        readonly=True, copy=False, help="Of the first accepted delivery, else the last."
    )
    accepted_at = fields.Datetime(readonly=True, copy=False)
    is_on_time = fields.Boolean("On Time", readonly=True, copy=False)
    outcome = fields.Selection(
        [("open", "Open"), ("met", "On Time"), ("breached", "Late")],
        "Punctuality",
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        help="On time: the first accepted delivery was made by the end of the due day.",
    )
    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_is_overdue", search=search_by("_overdue_domain")
    )
    cancel_reason = fields.Text(readonly=True, copy=False)
    cancelled_by_id = fields.Many2one(
        "res.users",
        "Cancelled by",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
        help="Empty: the schedule, because the annex does not ask for it any more.",
    )
    statement_id = fields.Many2one(
        "ops.sla.statement",
        "Counted In",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
        help="The sent statement of the month in which it was due.",
    )
    counted_outcome = fields.Selection(
        [("open", "Open"), ("met", "On Time"), ("breached", "Late")],
        "Counted As",
        readonly=True,
        copy=False,
    )
    delivery_ids = fields.One2many(
        "ops.deliverable.delivery", "deliverable_id", "Deliveries", readonly=True
    )

    _period_uniq = models.UniqueIndex(
        "(contract_id, line_key, date_from)"
        " WHERE frequency != 'per_event' AND state != 'cancelled'",
        "This deliverable exists already for the period.",
    )

    # what it is called -----------------------------------------------------------
    @api.depends("name", "frequency", "date_from", "date_to", "event")
    def _compute_display_name(self):
        for deliverable in self:
            about = deliverable.event or deliverable._period_label()
            deliverable.display_name = " ".join(filter(None, [deliverable.name, about]))

    def _period_label(self):
        """In short: ``2026-10``, ``2026 Q4``, ``2026-10-01 – 2026-10-10``."""
        self.ensure_one()
        start, end = self.date_from, self.date_to
        if not start:
            return ""
        if self.frequency in CALENDAR_FREQUENCIES:
            return CALENDAR_FREQUENCIES[self.frequency](start)
        return f"{start}" if start == end else f"{start} – {end}"

    # punctuality -----------------------------------------------------------------
    @api.depends("state", "date_due", "tz")
    def _compute_is_overdue(self):
        for deliverable in self:
            due = deliverable.date_due
            late = due and due < deliverable._local_today()
            deliverable.is_overdue = late and deliverable.state in OPEN

    @api.model
    def _overdue_domain(self):
        return Domain("state", "in", OPEN) & self._past_due_domain()

    @api.model
    def _past_due_domain(self):
        """Due before today, each in the time zone of its contract."""
        # sudo: the days of time zones, not what anybody may see
        contracts = self.env["ops.contract"].sudo()
        zones = contracts.with_context(active_test=False)._read_group([], ["tz"])
        return Domain.OR(
            Domain("tz", "=", tz) & Domain("date_due", "<", self._today_in(tz))
            for [tz] in zones
        )

    @api.model
    def _today_in(self, tz):
        return local_day(self.env.cr.now(), tz)

    def _local_today(self):
        self.ensure_one()
        return self._today_in(self.tz)

    @api.private
    def _outcomes(self, today=None):
        """``{id: 'met' | 'breached' | 'open'}`` on ``today``: local day of each
        contract unless given."""
        self.check_access("read")
        return {
            # sudo: the facts of the deliveries, whoever may see the deliverable
            deliverable.id: deliverable.sudo()._judge(
                today or deliverable._local_today()
            )
            for deliverable in self
        }

    def _judge(self, today):
        self.ensure_one()
        deliveries = [
            (delivery.delivered_at, delivery.verdict or "delivered")
            for delivery in self.delivery_ids.sorted("id")
        ]
        return judge(deliveries, self.date_due, today, self.tz)

    def _is_counted_by(self, line):
        """Whether a promise of punctuality is about it."""
        self.ensure_one()
        keys = service_keys(line)
        own = set(self.line_id.service_line_ids.mapped("line_key"))
        return line.evaluator == "deliverable" and (
            not keys or not own or bool(keys & own)
        )

    @api.private
    def _store_outcomes(self):
        """Keeps the stored verdict up to date: after an answer, and every night."""
        for deliverable in self:
            verdict = deliverable._judge(deliverable._local_today())
            if verdict != deliverable.outcome:
                deliverable._server_write(
                    {"outcome": verdict, "is_on_time": verdict == "met"}
                )

    # who writes what -------------------------------------------------------------
    def write(self, vals):
        if is_from_caller(vals) and not has_role(
            self.env, "supervisor", "manager", "org"
        ):
            self._refuse_common_user(vals)
        return super().write(vals)

    def _refuse_common_user(self, vals):
        names = [name for name in vals if not name.startswith(COMMON_PREFIXES)]
        if names:
            raise AccessError(
                self.env._(
                    "Who hands over a deliverable does not change it (%(fields)s).",
                    fields=self._field_labels(names),
                )
            )
