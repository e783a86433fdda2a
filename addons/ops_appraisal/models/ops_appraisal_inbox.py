from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.ops_base.tools.bounds import search_by

from .ops_appraisal import STATES
from .ops_appraisal_level import AUTHOR_OF, STATE_OF

WORKED = tuple(STATE_OF.values())


class OpsAppraisal(models.Model):
    """What the reviewer's inbox asks for: what waits for me, what is overdue."""

    _inherit = "ops.appraisal"

    state = fields.Selection(group_expand="_in_order")
    is_overdue = fields.Boolean(
        "Overdue",
        compute="_compute_is_overdue",
        search=search_by("_late"),
        help="The due day of the present step is past.",
    )
    waits_for_me = fields.Boolean(
        "Waits for Me",
        compute="_compute_waits_for_me",
        search=search_by("_mine"),
        help="You have the present step.",
    )

    @api.model
    def _in_order(self, states, domain):
        """Columns as the steps follow each other; empty ones only where one works."""
        shown = {*states, *WORKED}
        return [state for state, _label in STATES if state in shown]

    @api.depends("deadline", "state")
    def _compute_is_overdue(self):
        late = self.filtered_domain(self._late())
        for appraisal in self:
            appraisal.is_overdue = appraisal in late

    @api.model
    def _late(self):
        today = fields.Date.context_today(self)
        return Domain("state", "in", WORKED) & Domain("deadline", "<", today)

    @api.depends("my_level")
    @api.depends_context("uid")
    def _compute_waits_for_me(self):
        for appraisal in self:
            appraisal.waits_for_me = bool(appraisal.my_level)

    @api.model
    def _mine(self):
        return Domain.OR(
            Domain("state", "=", state) & Domain(AUTHOR_OF[level], "=", self.env.uid)
            for level, state in STATE_OF.items()
        )

    def _get_access_action(self, access_uid=None, force_website=False):
        """Links in mails lead to the screen of one appraisal, for every role."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/odoo/{self.id}/ops-appraisal-sheet",
            "target": "self",
        }

    def action_open_sheet(self):
        """The screen of one appraisal, in the sight of whoever opens it."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "ops_appraisal.ops_appraisal_sheet_action"
        )
        return {**action, "context": {"active_id": self.id, "active_model": self._name}}
