from datetime import timedelta

from odoo import fields, models

DAY = timedelta(days=1)


class ResCompany(models.Model):
    _inherit = "res.company"

    ops_keep_partial_bp = fields.Integer(
        "Partial Periods of Deliverables",
        default=5000,
        help="For new lines of the annex on deliverables: a period that is cut is due "
        "if at least this share of its days is served.",
    )

    _ops_keep_partial_range = models.Constraint(
        "CHECK(ops_keep_partial_bp BETWEEN 0 AND 10000)",
        "The share of a partial period is 0 to 100 %.",
    )

    def _ops_authors_of_days(self, start, end):
        """Who changed public days or common leaves between two instants (naive UTC)
        once the first one had come: what was planned before is no change."""
        users = self.env["res.users"]
        changed = [
            ("company_id", "in", [*self.ids, False]),
            ("write_date", ">=", start),
        ]
        for model, domain in (
            (
                "ops.calendar.day",
                [("date", ">=", start.date() - DAY), ("date", "<=", end.date() + DAY)],
            ),
            (
                "resource.calendar.leaves",
                [
                    ("resource_id", "=", False),
                    ("date_from", "<=", end),
                    ("date_to", ">=", start),
                ],
            ),
        ):
            # sudo: who took part, readable or not
            rows = self.env[model].sudo().search([*changed, *domain])
            users |= rows.create_uid | rows.write_uid
        return users.sudo(False)
