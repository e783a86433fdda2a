"""Models that only the tests of the mixins need."""

from odoo import api, fields, models


class OpsTestGuarded(models.Model):
    _name = "ops.test.guarded"
    _inherit = ["ops.mixin.guard"]
    _description = "Guarded Test Record"
    _module = None
    _server_owned = frozenset({"state", "number"})

    name = fields.Char(translate=True)
    state = fields.Selection(
        [("draft", "Draft"), ("closed", "Closed")],
        default="draft",
        readonly=True,
        copy=False,
    )
    number = fields.Integer("Document Number", readonly=True)
    amount = fields.Float(digits=(16, 2))
    count = fields.Integer()
    data = fields.Json()
    parent_id = fields.Many2one("ops.test.guarded", ondelete="cascade")
    child_ids = fields.One2many("ops.test.guarded", "parent_id")
    parent_name = fields.Char("Name of the Parent", related="parent_id.name")
    double = fields.Float(compute="_compute_double", store=True)

    @api.depends("amount")
    def _compute_double(self):
        for record in self:
            record.double = 2 * record.amount

    @api.model_create_multi
    def create(self, vals_list):
        # an override that adds what only the server may set
        for vals in vals_list:
            self._refuse_server_owned(vals)
        return super().create([self._as_server({"number": 7, **v}) for v in vals_list])


class OpsTestEntry(models.Model):
    _name = "ops.test.entry"
    _inherit = ["ops.mixin.append"]
    _description = "Append-Only Test Record"
    _module = None
    _append_open = frozenset({"remark"})

    name = fields.Char(translate=True)
    is_posted = fields.Boolean()
    remark = fields.Char()
    scan = fields.Binary(attachment=True)

    def _append_frozen(self):
        return self.filtered("is_posted")


class OpsTestPaper(models.Model):
    _name = "ops.test.paper"
    _inherit = ["ops.mixin.sealed"]
    _description = "Sealed Test Record"
    _module = None
    _seal_open = frozenset({"replaced"})

    name = fields.Char(translate=True)
    amount = fields.Float(digits=(16, 2))
    day = fields.Date()
    replaced = fields.Boolean()
    scan = fields.Binary(attachment=True)

    def _seal_payload(self):
        return {"name": self.name, "amount": round(self.amount, 2), "day": self.day}


class OpsTestRequest(models.Model):
    _name = "ops.test.request"
    _inherit = ["ops.mixin.approval"]
    _description = "Test Request"
    _module = None
    _approval_groups = ("base.group_partner_manager",)
    _approval_open = frozenset({"remark"})

    name = fields.Char(translate=True)
    remark = fields.Char()
    line_ids = fields.One2many("ops.test.request.line", "request_id")


class OpsTestRequestLine(models.Model):
    _name = "ops.test.request.line"
    _inherit = ["ops.mixin.authors.line"]
    _description = "Line of a Test Request"
    _module = None
    _server_owned = frozenset({"number"})
    _authors_document = "request_id"

    request_id = fields.Many2one("ops.test.request", required=True, ondelete="cascade")
    name = fields.Char(translate=True)
    amount = fields.Float(digits=(16, 2))
    number = fields.Integer(readonly=True, copy=False)

    def write(self, vals):
        # an override that adds what only the server may set
        if "amount" in vals:
            self._refuse_server_owned(vals)
            vals = self._as_server(vals, number=1)
        return super().write(vals)
