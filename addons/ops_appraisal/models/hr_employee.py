from odoo import models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("user_id"):
            self._link_appraisals()
        return result

    def _link_appraisals(self):
        """A login that comes later, or replaces another, gets the person's appraisals.

        Not by the hand of the person: rules that keep HR from the own appraisal must
        not be shaken off by changing the own login. What is closed stays as it is.
        """
        # sudo: heads are the module's own
        appraisals = self.env["ops.appraisal"].sudo()
        for employee in self.sudo():  # sudo: as above
            user = employee.user_id
            own = appraisals.search(
                [
                    ("employee_id", "=", employee.id),
                    ("user_id", "!=", user.id),
                    ("state", "!=", "closed"),
                ]
            )
            for appraisal in own:
                if self.env.user not in (user, appraisal.user_id):
                    appraisal._server_write(appraisal._linked_values(user))
