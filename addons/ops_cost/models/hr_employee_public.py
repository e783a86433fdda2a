from odoo import fields, models


class HrEmployeePublic(models.Model):
    _inherit = "hr.employee.public"

    ops_cost_code = fields.Char("Employee Code", readonly=True)
