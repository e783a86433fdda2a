"""R11: every method that a client can call refuses whoever has not the role, or not
the record; nothing changes."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.ops_base.tests.access_calls import NOWHERE, PublicMethods

from .access_case import LOGINS, AccessCase
from .access_record import PUBLIC


@tagged("post_install", "-at_install")
class TestPublicMethods(PublicMethods, AccessCase):
    module = "ops_appraisal"
    logins = {**LOGINS, "portal": "portal", "public": "public"}
    public = PUBLIC
    garbage = {
        "add_evidence": [(NOWHERE, "x", "eA=="), ("x", None, 5)],
        "get_dashboard": [(), (NOWHERE,), ("x",), ([1],)],
        "get_grid": [(), (NOWHERE, NOWHERE), ("x", "y")],
        "get_sheet": [(NOWHERE,), ("x",), (None,)],
        "save_sheet": [(NOWHERE, []), ("x", "y"), (None, [[NOWHERE, {}]])],
        "action_answer": [({},), ("x",)],
        "action_invite_raters": [([NOWHERE],), ("x",)],
        "action_set_grade": [("Z", "x"), (None,)],
        ("ops.appraisal.appeal", "action_decide"): [("upheld", "x", "A"), ("x",)],
        ("ops.promotion.line", "action_decide"): [(), ("yes", "x"), ("x", "x")],
    }
    private = {
        "ops.accountability": ("_decide", "_dismiss", "_close", "_state", "_factors"),
        "ops.appraisal": ("_step", "_server_write"),
        "ops.appraisal.result": ("_set_scores", "_server_write"),
        "ops.bonus.run": ("_take_results", "_seal", "_server_write", "_facts"),
        "ops.promotion.check": ("_compute_lines", "_culture"),
        "ops.promotion.line": ("_server_write",),
        "ops.development.line": ("_propose",),
    }

    def targets(self, login, model):
        """The company's first record, and the first that the login does not read."""
        records = self.env[model].sudo().search([])
        try:
            seen = self.as_login(login)[model].search([])
        except AccessError:
            seen = records.browse()
        return records.ids[:1], (records - seen.sudo()).ids[:1] or [NOWHERE]
