from odoo import fields, models

FREQUENCIES = [
    ("once", "Once"),
    ("daily", "Daily"),
    ("weekly", "Weekly"),
    ("ten_day", "Every Ten Days"),
    ("monthly", "Monthly"),
    ("quarterly", "Quarterly"),
    ("half_year", "Half-Yearly"),
    ("yearly", "Yearly"),
    ("per_event", "Per Event"),
]


class OpsDeliverableTemplate(models.Model):
    """What a service item hands over, how often and by when."""

    _name = "ops.deliverable.template"
    _description = "Deliverable of a Service Item"
    _inherit = ["ops.service.item.part"]
    _order = "sequence, id"

    item_id = fields.Many2one(
        "ops.service.item", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="item_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    frequency = fields.Selection(FREQUENCIES, default="monthly", required=True)
    due_offset_days = fields.Integer(
        "Due After (days)", default=5, help="Days after the end of the period."
    )
    due_in_working_days = fields.Boolean(default=True)
    report_id = fields.Many2one(
        "ir.actions.report", "Printed By", index=True, ondelete="restrict"
    )
    channel = fields.Selection(
        [("portal", "Portal"), ("mail", "E-mail"), ("paper", "Paper")],
        default="portal",
        required=True,
    )

    _offset_range = models.Constraint(
        "CHECK(due_offset_days BETWEEN 0 AND 366)",
        "A deliverable is due 0 to 366 days after its period.",
    )
