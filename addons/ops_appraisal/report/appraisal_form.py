from odoo import api, models

LEVELS = ("self", "first", "second")


class AppraisalForm(models.AbstractModel):
    """The appraisal form (绩效考核表): the sheet on paper."""

    _name = "report.ops_appraisal.appraisal_form"
    _description = "Appraisal Form"

    @api.model
    def _get_report_values(self, docids, data=None):
        appraisals = self.env["ops.appraisal"].browse(docids)
        appraisals.check_access("read")
        labels = self._labels()
        return {
            "doc_ids": docids,
            "doc_model": "ops.appraisal",
            "docs": appraisals,
            "sheets": [self._sheet(appraisal, labels) for appraisal in appraisals],
            "labels": labels,
        }

    def _sheet(self, appraisal, labels):
        sheet = self.env["ops.appraisal.sheet"].get_sheet(appraisal.id)
        words = [row for row in sheet["words"] if row["kind"] == "words"]
        seen = [
            level
            for level in LEVELS
            if any(row["level"] == level for row in words)
            or any(level in line["scores"] for line in self._lines(sheet))
        ]
        return {
            **sheet,
            "company": appraisal.company_id,
            "levels": [(level, labels["level"][level]) for level in seen],
            "words": words,
            "totals": {row["level"]: row["total"] for row in words},
            "evidence": self._evidence(sheet),
            "duties": self._duties(appraisal),
            "signature": appraisal.signature,
            "signatures": self._signatures(sheet),
        }

    def _lines(self, sheet):
        return [line for part in sheet["parts"] for line in part["lines"]]

    def _evidence(self, sheet):
        """``[(KPI, [names of documents])]`` of those that have some."""
        found = []
        for line in self._lines(sheet):
            names = [
                file["name"]
                for row in line["scores"].values()
                for file in row["evidence"]
            ]
            if names:
                found.append((line["name"], names))
        return found

    def _duties(self, appraisal):
        """``[(job, duties)]`` of the jobs held in the period."""
        # sudo: everybody may know the duties of the job that is appraised
        jobs = appraisal.sudo().part_ids.job_id
        found = [(job.name, job._duties_at(appraisal.date_to)) for job in jobs]
        return [(name, duties) for name, duties in found if duties]

    def _signatures(self, sheet):
        return [
            self._signed(self.env._("First level"), sheet["first"]),
            self._signed(self.env._("Second level"), sheet["second"]),
            self._signed(self.env._("Appraised"), sheet["name"]),
        ]

    def _signed(self, label, person):
        return f"{label}: {person}" if person else label

    def _labels(self):
        """Words of the selections, in the printer's language."""
        fields = {
            "state": "ops.appraisal",
            "missing_policy": "ops.appraisal.cycle",
            "outcome": "ops.appraisal.result",
            "level": "ops.appraisal.score",
        }
        return {
            name: dict(self.env[model]._fields[name]._description_selection(self.env))
            for name, model in fields.items()
        }
