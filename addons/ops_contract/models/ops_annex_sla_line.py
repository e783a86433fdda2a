from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .ops_sla_metric import PRIORITIES


class OpsAnnexSlaLine(models.Model):
    """One promise: metric, priority, time or value, ratio, rules of the clock."""

    _name = "ops.annex.sla.line"
    _description = "Service Level of an Annex"
    _rec_names_search = ["name", "metric_id.name"]
    _inherit = ["ops.annex.line"]
    _order = "version_id, sequence, id"
    _check_company_auto = True
    _annex_kinds = ("sla",)
    _seal_fields = (
        "sequence",
        "metric_id",
        "name",
        "service_line_ids",
        "priority",
        "target_minutes",
        "target_days",
        "day_rule",
        "calendar_id",
        "target_bp",
        "target_value",
        "small_n_rule",
        "n_min",
        "zero_case",
        "pause_reason_ids",
        "exclusion_ids",
        "priority_policy",
        "reopen_policy",
        "reopen_window_days",
        "warn_pct",
    )

    metric_id = fields.Many2one(
        "ops.sla.metric", required=True, index=True, ondelete="restrict"
    )
    evaluator = fields.Selection(related="metric_id.evaluator")
    name = fields.Char("Wording")
    service_line_ids = fields.Many2many(
        "ops.annex.service.line",
        "ops_annex_sla_service_rel",
        "sla_line_id",
        "service_line_id",
        "Services",
        help="Empty: all services of the contract.",
        ondelete="restrict",
    )
    priority = fields.Selection(
        selection=PRIORITIES,
        default="any",
        required=True,
    )
    target_minutes = fields.Integer(help="Within the service hours.")
    target_days = fields.Integer(
        "Target (working days)", help="Instead of minutes: n working days."
    )
    day_rule = fields.Selection(
        [("end_of_day", "End of the Service Hours"), ("same_time", "Same Time of Day")],
        default="end_of_day",
        required=True,
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        "Service Hours",
        index=True,
        ondelete="restrict",
        help="Empty: those of the contract.",
    )
    target_bp = fields.Integer(
        "Target", default=9500, help="Imported in basis points: 9500 is 95 %."
    )
    target_value = fields.Float(
        digits=(16, 4),
        help="For counts and values: the number to reach or not to exceed.",
    )
    small_n_rule = fields.Selection(
        [
            ("point", "As Measured"),
            ("allow_one", "One Miss Allowed When Few"),
            ("ci_lower", "Met Only If Statistically Above"),
            ("ci_upper", "Missed Only If Statistically Below"),
        ],
        "With Few Cases",
        default="point",
        required=True,
    )
    n_min = fields.Integer("Few Means Below", default=0)
    zero_case = fields.Selection(
        [("na", "Not Judged"), ("met", "Counts as Met")],
        "Without Cases",
        default="na",
        required=True,
    )
    pause_reason_ids = fields.Many2many(
        "ops.pause.reason",
        "ops_annex_sla_pause_rel",
        "line_id",
        "reason_id",
        "May Pause",
        ondelete="restrict",
    )
    exclusion_ids = fields.Many2many(
        "ops.exclusion.reason",
        "ops_annex_sla_exclusion_rel",
        "line_id",
        "reason_id",
        "Exclusions",
        ondelete="restrict",
    )
    priority_policy = fields.Selection(
        [
            ("retroactive", "From the Old Start"),
            ("from_change", "From the Change On"),
            ("keep_original", "Upgrades Only"),
        ],
        "When the Priority Changes",
        default="retroactive",
        required=True,
    )
    reopen_policy = fields.Selection(
        [("continue", "Goes On"), ("new", "New Clock")],
        "When Reopened",
        default="continue",
        required=True,
    )
    reopen_window_days = fields.Integer("Reopens Within (days)", default=7)
    warn_pct = fields.Char("Warn At (%)", default="50,75,90")

    _key_uniq = models.UniqueIndex(
        "(version_id, line_key)", "A version has each line only once."
    )
    _range = models.Constraint(
        "CHECK(target_minutes >= 0 AND target_days >= 0 AND n_min >= 0"
        " AND target_bp BETWEEN 0 AND 10000 AND reopen_window_days >= 0)",
        "A service level needs targets that are not negative and a ratio of 0 to "
        "100 %.",
    )
    _one_target = models.Constraint(
        "CHECK(NOT (target_minutes > 0 AND target_days > 0))",
        "State the target in minutes or in working days, not in both.",
    )

    @api.depends("name", "metric_id.name", "priority")
    def _compute_display_name(self):
        labels = dict(self._fields["priority"]._description_selection(self.env))
        for line in self:
            parts = [line.name or line.metric_id.name or ""]
            if line.priority and line.priority != "any":
                parts.append(labels[line.priority].split(" ")[0])
            line.display_name = " ".join(filter(None, parts))

    @api.constrains("warn_pct")
    def _check_warn_pct(self):
        for line in self:
            try:
                steps = [int(part) for part in (line.warn_pct or "").split(",") if part]
            except ValueError:
                steps = [0]
            if steps != sorted(set(steps)) or any(not 0 < s <= 100 for s in steps):
                raise ValidationError(
                    self.env._(
                        "Warn at rising percentages of 1 to 100 with commas between "
                        "them, such as 50,75,90."
                    )
                )

    def _hours(self):
        """The working hours that this promise is counted in."""
        return self.calendar_id or self.contract_id.calendar_id
