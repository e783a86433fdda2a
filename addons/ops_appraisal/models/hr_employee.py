from odoo import models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("user_id"):
            self._link_appraisals()
        return result

    def _link_appraisals(self):
        """A login that comes later, or replaces another, gets the person's appraisals,
        the closed ones too; one that was another person's loses that person's.

        Not by the hand of the person: rules that keep HR from the own appraisal must
        not be shaken off by changing the own login. Nothing else of what is closed
        changes.
        """
        # sudo: heads are the module's own
        appraisals = self.env["ops.appraisal"].sudo()
        for employee in self.sudo():  # sudo: as above
            user = employee.user_id
            own = appraisals.search(
                [("employee_id", "=", employee.id), ("user_id", "!=", user.id)]
            )
            others = appraisals.search(
                [
                    ("user_id", "=", user.id),
                    ("employee_id", "!=", employee.id),
                    ("employee_id.user_id", "!=", user.id),
                ]
            ).filtered("employee_id")
            if self.env.user != user:
                mine = own.filtered(lambda row: row.user_id == self.env.user)
                (own - mine)._link_login(user)
                for person, rows in others.grouped("employee_id").items():
                    rows._link_login(person.user_id)
