from odoo import api, models

# state -> who has it now
ACTOR = {"self": "user_id", "manager": "first_user_id", "second": "second_user_id"}
DONE = ("published", "signed", "appealed", "decided", "closed")
LATE_SHOWN = 15


class OpsAppraisalDashboard(models.AbstractModel):
    """A cycle at a glance: how far it is, what waits for whom, how grades fall."""

    _name = "ops.appraisal.dashboard"
    _inherit = ["ops.appraisal.overview"]
    _description = "Appraisal Dashboard"

    @api.model
    @api.readonly
    def get_dashboard(self, cycle_id=None):
        """In a fixed number of queries, however many people the cycle has."""
        cycle, frame = self._frame(cycle_id)
        if not cycle:
            return frame
        return {
            **frame,
            "date_from": cycle.date_from,
            "date_to": cycle.date_to,
            "states": self._states(cycle),
            "counters": self._counters(cycle),
            "grades": cycle.get_distribution(),
            "units": self._unit_rows(cycle),
            "late": self._late(cycle),
            "without": self._without(cycle),
        }

    @api.model
    def _states(self, cycle):
        """Every state in order, with how many appraisals are there."""
        groups = self.env["ops.appraisal"]._read_group(
            [("cycle_id", "=", cycle.id)], ["state"], ["__count"]
        )
        counts = dict(groups)
        states = self.env["ops.appraisal"]._fields["state"].get_values(self.env)
        return [{"state": state, "count": counts.get(state, 0)} for state in states]

    @api.model
    def _counters(self, cycle):
        """``[{key, model, domain, count}]``; the screen opens the same records."""
        own = [("cycle_id", "=", cycle.id)]
        below = [("appraisal_id.cycle_id", "=", cycle.id)]
        found = [
            ("overdue", "ops.appraisal", [*own, ("is_overdue", "=", True)]),
            (
                "without_total",
                "ops.appraisal.result",
                [*own, ("outcome", "in", ("insufficient", "blocked"))],
            ),
            ("gap", "ops.appraisal.result", [*own, ("gap_alert", "=", True)]),
            ("veto", "ops.appraisal.result", [*own, ("veto_events", ">", 0)]),
            (
                "refused",
                "ops.appraisal",
                [*own, ("refused_at", "!=", False), ("signed_at", "=", False)],
            ),
            ("appeals", "ops.appraisal.appeal", [*below, ("state", "=", "open")]),
            ("differences", "ops.appraisal.difference", below),
        ]
        return [
            {
                "key": key,
                "model": model,
                "domain": domain,
                "count": self.env[model].search_count(domain),
            }
            for key, model, domain in found
        ]

    @api.model
    def _unit_rows(self, cycle):
        """Units: how many are appraised, how many are through, mean and coverage."""
        own = [("cycle_id", "=", cycle.id)]
        heads = self.env["ops.appraisal"]._read_group(
            own, ["department_id", "state"], ["__count"]
        )
        means = {
            unit.id: (score, coverage)
            for unit, score, coverage in self.env["ops.appraisal.result"]._read_group(
                [*own, ("outcome", "=", "ok")],
                ["department_id"],
                ["score:avg", "coverage:avg"],
            )
        }
        rows = {}
        for unit, state, count in heads:
            row = rows.setdefault(
                unit.id,
                {
                    "id": unit.id,
                    "name": unit.display_name if unit else "",
                    "all": 0,
                    "done": 0,
                },
            )
            row["all"] += count
            row["done"] += count if state in DONE else 0
        for key, row in rows.items():
            row["score"], row["coverage"] = means.get(key, (None, None))
        return sorted(rows.values(), key=lambda row: (row["name"], row["id"] or 0))

    @api.model
    def _late(self, cycle):
        """Persons with overdue steps, those with most first."""
        rows = []
        for state, person in ACTOR.items():
            groups = self.env["ops.appraisal"]._read_group(
                [
                    ("cycle_id", "=", cycle.id),
                    ("state", "=", state),
                    ("is_overdue", "=", True),
                ],
                [person],
                ["__count", "deadline:min"],
            )
            rows += [
                {
                    "key": f"{state}-{user.id}",
                    "state": state,
                    "person": person,
                    "user_id": user.id,
                    "name": user.name or "",
                    "count": count,
                    "since": since,
                }
                for user, count, since in groups
            ]
        rows.sort(key=lambda row: (-row["count"], row["name"], row["key"]))
        return rows[:LATE_SHOWN]

    @api.model
    def _without(self, cycle):
        """How many employees of the company the cycle leaves out; ``None`` where it
        is for some units or jobs, or for other subjects."""
        if cycle.subject_kind != "employee" or cycle.department_ids or cycle.job_ids:
            return None
        appraised = self.env["ops.appraisal"]._search([("cycle_id", "=", cycle.id)])
        return self.env["hr.employee.public"].search_count(
            [
                ("company_id", "=", cycle.company_id.id),
                ("id", "not in", appraised.subselect("employee_id")),
            ]
        )
