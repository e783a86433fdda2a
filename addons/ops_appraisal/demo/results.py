import base64

from odoo.fields import Command

# the paper that a culture figure leans on, until a survey measures it
PAPER = b"Culture check-up of the units, summary for the demo company.\n"


class Results:
    """What follows from closed cycles: money by performance, promotion by culture."""

    def pay_bonuses(self):
        for facts in self.plan["bonuses"]:
            with self.at(facts["day"]):
                self._pay_bonus(facts)

    def _pay_bonus(self, facts):
        """HR computes it, another person approves it: payroll has its file."""
        run = self.as_user("hr", self.env["ops.bonus.run"]).create(
            {
                "name": facts["name_en"],
                "cycle_id": self.cycles[facts["cycle"]].id,
                "mode": facts["mode"],
                "pool_amount": facts.get("pool", 0),
            }
        )
        self.in_both_languages(run, "name", facts["name_en"], facts["name_zh"])
        run.action_take_results()
        jobs = {self.jobs[key]: base for key, base in facts.get("bases", {}).items()}
        for job, base in jobs.items():
            run.line_ids.filtered(
                lambda line, job=job: self._job_of(line) == job
            ).base = base
        run.action_submit()
        self.as_user("hr_manager", run).action_approve()
        self._remember(f"demo_bonus_{facts['key']}", run)

    def _job_of(self, line):
        """The job that was appraised."""
        heads = line.run_id.cycle_id.with_env(self.env).appraisal_ids
        return heads.filtered(lambda row: row.employee_id == line.employee_id).job_id

    def check_promotions(self):
        """Where too few answered, nothing is reported: the committee decides."""
        for facts in self.plan["culture"]["reports"]:
            with self.at(facts["day"]):
                self._report_culture(self.cycles[facts["cycle"]], facts["values"])
        facts = self.plan["promotion"]
        with self.at(facts["day"]):
            check = self.as_user("hr", self.env["ops.promotion.check"]).create(
                {
                    "name": facts["name_en"],
                    "date": facts["day"],
                    "period_kind": facts["kind"],
                    "cycle_count": facts["cycles"],
                    "p_min": facts["p_min"],
                    "c_min": facts["c_min"],
                    "culture_measure_id": self._culture_measure().id,
                    "company_id": self.company.id,
                }
            )
            self.in_both_languages(check, "name", facts["name_en"], facts["name_zh"])
            check.action_compute()
            check.action_submit()
        self._remember("demo_promotion_check", check)

    def _culture_measure(self):
        return self.env.ref(self.plan["culture"]["measure"])

    def _report_culture(self, cycle, figures):
        paper = {"name": "culture.txt", "datas": base64.b64encode(PAPER)}
        values = self.as_user("hr", self.env["ops.measure.value"]).create(
            [
                {
                    "measure_id": self._culture_measure().id,
                    "subject_ref": f"hr.department,{self.departments[key].id}",
                    "date_from": cycle.date_from,
                    "date_to": cycle.date_to,
                    "value": figure,
                    "company_id": self.company.id,
                    "evidence_ids": [Command.create(paper)],
                }
                for key, figure in figures.items()
            ]
        )
        values.action_submit()
        self.as_user("hr_manager", values).action_approve()
