from odoo import api, fields, models

from odoo.addons.ops_base.calc.seal import number_text


class DutySheet(models.AbstractModel):
    """The printed duty and KPI sheet of jobs (岗位职责与考核指标), as of a day."""

    _name = "report.ops_appraisal.duty_sheet"
    _description = "Printed Duty and KPI Sheet"

    @api.model
    def _get_report_values(self, docids, data=None):
        jobs = self.env["hr.job"].browse(docids)
        jobs.check_access("read")
        asked = (data or {}).get("day")
        day = fields.Date.to_date(asked) or fields.Date.context_today(self)
        profiles = self.env["ops.kpi.profile"]
        in_force = profiles._in_force(jobs, day)
        return {
            "doc_ids": docids,
            "doc_model": jobs._name,
            "docs": jobs,
            "day": day,
            "sheets": [
                {
                    "job": job,
                    "duties": job._duties_at(day),
                    "profile": in_force.get(job.id, profiles),
                }
                for job in jobs
            ],
            "marks": self._marks,
        }

    @api.model
    def _marks(self, line):
        """What earns which score, in a few words."""
        kpi = line.kpi_id
        return getattr(self, f"_{kpi.method}_words")(kpi, line._marks())

    @api.model
    def _linear_words(self, kpi, marks):
        floor, target, stretch = marks
        words = [
            self.env._(
                "floor %(floor)s = %(score)s",
                floor=number_text(floor),
                score=number_text(kpi.floor_score),
            ),
            self.env._("target %(target)s = 100", target=number_text(target)),
        ]
        if kpi.has_stretch:
            words.append(
                self.env._(
                    "stretch %(stretch)s = %(score)s",
                    stretch=number_text(stretch),
                    score=number_text(kpi.cap),
                )
            )
        return "; ".join(words)

    @api.model
    def _ratio_words(self, kpi, marks):
        target = number_text(marks[1])
        if kpi.direction == "down":
            return self.env._("100 at %(target)s, more for less", target=target)
        return self.env._("100 at %(target)s, more for more", target=target)

    @api.model
    def _step_words(self, kpi, marks):
        return self._band_words(kpi, "≥")

    @api.model
    def _step_down_words(self, kpi, marks):
        return self._band_words(kpi, "≤")

    @api.model
    def _band_words(self, kpi, sign):
        return "; ".join(
            f"{sign} {number_text(band.bound)} = {number_text(band.score)}"
            for band in kpi.band_ids
        )

    @api.model
    def _range_words(self, kpi, marks):
        return self.env._(
            "100 from %(low)s to %(high)s, 0 from %(tolerance)s outside on",
            low=number_text(kpi.range_low),
            high=number_text(kpi.range_high),
            tolerance=number_text(kpi.tolerance),
        )

    @api.model
    def _deduct_words(self, kpi, marks):
        return self.env._(
            "%(start)s, less %(per)s per event, at least %(floor)s",
            start=number_text(kpi.start_score),
            per=number_text(kpi.per_event),
            floor=number_text(marks[0]),
        )

    @api.model
    def _rating_words(self, kpi, marks):
        return self.env._(
            "rating 0 to %(max)s, the highest = 100", max=number_text(kpi.rating_max)
        )
