from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.ops_base.tools.bounds import search_by

from ..tools.roles import require_role
from .ops_sla_metric import PRIORITIES

# what the results follow from
FACTS = frozenset(
    {"contract_id", "metric_id", "priority", "service_line_id", "start_at"}
    | {"reached_at", "cancelled_at"}
)


class OpsSlaClock(models.Model):
    """One case of one promise: when it began, when it was reached, what that took in
    service time, and so whether the promise was kept.

    All results are what ``calc.clock`` says of the facts (start, pauses, end) in the
    working windows of the line in force at the start; they are never typed in. Once a
    sent statement counts it, the fact is frozen: a correction supersedes it.
    """

    _name = "ops.sla.clock"
    _description = "SLA Fact"
    _inherit = [
        "ops.mixin.append",
        "ops.mixin.responsible",
        "ops.mixin.contract",
        "mail.thread",
        "ops.mixin.waiting",
    ]
    _order = "start_at desc, id desc"
    # who answers for a breach, and what is done, may become known later
    _append_open = frozenset({"responsible_id", "breach_cause", "breach_action"})
    _authors_ignored = frozenset({"responsible_id", "breach_cause", "breach_action"})
    _server_owned = frozenset(
        {
            "res_model",
            "res_id",
            "corrects_id",
            "correction_reason",
            "statement_line_id",
            "sla_line_id",
            "target_s",
            "elapsed_s",
            "paused_s",
            "outside_s",
            "deadline",
            "outcome",
            "outcome_at",
            "outcome_day",
            "margin_s",
            "frozen",
            "superseded_by_id",
            "next_check_at",
            "source",
            "import_key",
            "follows_id",
        }
    )

    name = fields.Char("Case", required=True, help="Ticket number or subject.")
    metric_id = fields.Many2one(
        "ops.sla.metric", required=True, index=True, ondelete="restrict"
    )
    priority = fields.Selection(
        selection=PRIORITIES,
        default="any",
        required=True,
    )
    service_line_id = fields.Many2one(
        "ops.annex.service.line", "Service", index=True, ondelete="restrict"
    )
    sla_line_id = fields.Many2one(
        "ops.annex.sla.line",
        "Judged By",
        readonly=True,
        index=True,
        ondelete="restrict",
        help="The line in force when the case began; empty: not covered by any.",
    )
    line_key = fields.Char(related="sla_line_id.line_key", store=True, index=True)
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)
    start_at = fields.Datetime("Began", required=True, index=True)
    reached_at = fields.Datetime("Reached")
    cancelled_at = fields.Datetime("Withdrawn")
    pause_ids = fields.One2many("ops.sla.pause", "clock_id", "Pauses", copy=True)
    target_s = fields.Integer("Target (s)", readonly=True, copy=False)
    elapsed_s = fields.Integer("Elapsed (s)", readonly=True, copy=False)
    paused_s = fields.Integer("Paused (s)", readonly=True, copy=False)
    outside_s = fields.Integer("Outside Hours (s)", readonly=True, copy=False)
    margin_s = fields.Integer(
        "Margin (s)", readonly=True, copy=False, help="Target less elapsed."
    )
    deadline = fields.Datetime(readonly=True, copy=False, index=True)
    outcome = fields.Selection(
        [
            ("none", "Not Covered"),
            ("running", "Running"),
            ("paused", "Paused"),
            ("met", "Met"),
            ("breached", "Breached"),
            ("excluded", "Excluded"),
            ("cancelled", "Withdrawn"),
        ],
        default="none",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    outcome_at = fields.Datetime(
        readonly=True,
        copy=False,
        index=True,
        help="Decides the month that counts the case: reached, or the missed deadline.",
    )
    outcome_day = fields.Date(
        readonly=True, copy=False, index=True, help="In the contract's time zone."
    )
    next_check_at = fields.Datetime(readonly=True, copy=False, index=True)
    source = fields.Selection(
        [("manual", "By Hand"), ("import", "Import"), ("desk", "Service Desk")],
        default="manual",
        required=True,
        readonly=True,
        index=True,
    )
    import_key = fields.Char(readonly=True, copy=False, index=True)
    note = fields.Text()
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "ops_sla_clock_evidence_rel",
        "clock_id",
        "attachment_id",
    )
    exclusion_ids = fields.One2many("ops.sla.exclusion", "clock_id", "Exclusions")
    responsible_id = fields.Many2one(
        "res.users",
        "Handled By",
        index=True,
        ondelete="restrict",
        help="Answers for a breach, and so does not decide on an exclusion.",
    )
    breach_cause = fields.Text("Why Missed")
    breach_action = fields.Text("What Is Done about It")
    is_open = fields.Boolean(
        compute="_compute_is_open", search=search_by("_open_domain")
    )
    frozen = fields.Boolean(
        readonly=True, copy=False, help="Counted in a statement that was sent."
    )
    statement_line_id = fields.Many2one(
        "ops.sla.statement.line",
        "Counted In",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
    )
    corrects_id = fields.Many2one(
        "ops.sla.clock", readonly=True, copy=False, index=True, ondelete="restrict"
    )
    correction_reason = fields.Text(readonly=True, copy=False)
    superseded_by_id = fields.Many2one(
        "ops.sla.clock", readonly=True, copy=False, index=True, ondelete="restrict"
    )

    _order_of_times = models.Constraint(
        "CHECK(reached_at IS NULL OR reached_at >= start_at)",
        "A case cannot be reached before it began.",
    )
    _import_uniq = models.UniqueIndex(
        "(contract_id, metric_id, import_key) WHERE import_key IS NOT NULL",
        "This case was imported already.",
    )

    @api.depends("outcome")
    def _compute_is_open(self):
        for clock in self:
            clock.is_open = clock.outcome in ("running", "paused")

    @api.model
    def _open_domain(self):
        return [("outcome", "in", ("running", "paused"))]

    @api.constrains("contract_id", "service_line_id")
    def _check_service(self):
        for clock in self:
            service = clock.service_line_id
            if service and service.contract_id != clock.contract_id:
                raise ValidationError(
                    self.env._(
                        "%s is a service of another contract.",
                        service.item_id.display_name,
                    )
                )

    def _append_frozen(self):
        return self.filtered("frozen")

    @api.model_create_multi
    def create(self, vals_list):
        # nobody follows thousands of facts
        quiet = {"mail_create_nolog": True, "mail_create_nosubscribe": True}
        clocks = super(OpsSlaClock, self.with_context(**quiet)).create(vals_list)
        clocks = clocks.with_env(self.env)
        clocks._replay()
        return clocks

    def write(self, vals):
        result = super().write(vals)
        if FACTS & set(vals):
            self._judge_anew()
        return result

    def unlink(self):
        self.pause_ids.unlink()
        return super().unlink()

    # buttons -----------------------------------------------------------------
    def action_recompute(self):
        """Opens the dialog that shows what would change."""
        require_role(self.env, "supervisor", "manager", "org")
        self.check_access("write")
        self.contract_id.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Recompute"),
            "res_model": "ops.sla.recompute",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_contract_id": self.contract_id.id,
                "default_clock_ids": self.ids,
            },
        }

    def action_exclude(self):
        """Opens a request not to count this fact."""
        self.check_access("write")
        self.ensure_one()
        self._refuse_counted()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Request an Exclusion"),
            "res_model": "ops.sla.exclusion",
            "view_mode": "form",
            "context": {
                "default_contract_id": self.contract_id.id,
                "default_clock_id": self.id,
            },
        }

    def action_correct(self):
        """Opens the dialog for a fact that a sent statement counts, else the request
        that another person decides on."""
        require_role(self.env, "supervisor", "manager", "org")
        self.check_access("write")
        self.ensure_one()
        if self.superseded_by_id:
            raise UserError(self.env._("%s was corrected already.", self.name))
        if not self.frozen:
            return self._action_override()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct a Counted Fact"),
            "res_model": "ops.sla.correct",
            "view_mode": "form",
            "target": "new",
            "context": {"default_clock_id": self.id},
        }

    def _action_override(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask for an Override"),
            "res_model": "ops.sla.override",
            "view_mode": "form",
            "context": {
                "default_contract_id": self.contract_id.id,
                "default_clock_id": self.id,
                "default_kind": "correct",
                "default_start_at": self.start_at,
                "default_end_at": self.reached_at,
            },
        }

    def _refuse_counted(self):
        counted = self.filtered("frozen")
        if counted:
            raise UserError(
                self.env._(
                    "%s is counted in a statement that was sent. Use Correct: the "
                    "difference goes into a later statement.",
                    counted[0].name,
                )
            )
