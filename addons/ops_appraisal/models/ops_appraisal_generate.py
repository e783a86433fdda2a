from odoo import api, models

from ..queries import generation


class OpsAppraisalCycle(models.Model):
    """Generation: one statement per step, whatever the number of people."""

    _inherit = "ops.appraisal.cycle"
    _ops_task_methods = frozenset({"_generate_job", "_measure_job"})

    def _generate_job(self, progress):
        # a task waits, and can be restarted: the cycle may have gone on meanwhile
        self._check_step("officer", "open", "reviewing")
        steps = [(cycle, step) for cycle in self for step in self._generate_steps()]
        done, made = progress.marker or (0, 0)
        for cycle, step in steps[done:]:
            made += step(cycle) or 0
            done += 1
            progress.checkpoint(done, len(steps), [done, made])
        return self._generated_text(made)

    @api.private
    def _generate(self):
        """The number of appraisals that were missing."""
        return sum(step(self) or 0 for step in self._generate_steps())

    def _generate_steps(self):
        return [
            type(self)._generate_heads,
            type(self)._generate_parts,
            type(self)._generate_lines,
            type(self)._generate_results,
        ]

    def _generate_heads(self):
        self.env.flush_all()
        if self.subject_kind == "employee":
            query = generation.employees(
                self, self._unit_ids(), self.job_ids.ids or None, self.env.uid
            )
        elif self.subject_kind == "department":
            query = generation.departments(self, self._unit_ids(), self.env.uid)
        else:
            query = generation.partners(self, self.partner_ids.ids, self.env.uid)
        self.env.cr.execute(query)
        made = self.env.cr.rowcount
        self.env["ops.appraisal"].invalidate_model()
        self.invalidate_recordset(["appraisal_ids"])
        return made

    def _generate_parts(self):
        self.env.cr.execute(generation.parts(self, self.env.uid))
        self.env["ops.appraisal.part"].invalidate_model()

    def _generate_lines(self):
        """A roll-up has none: its figures are the results of other cycles."""
        if self.rollup_kind:
            return
        self.env.cr.execute(generation.profiles(self))
        names = self._rule_columns()
        own = self.env["ops.kpi.profile.line"]._fields
        marks = [name for name in names if name in own and own[name].store]
        self.env.cr.execute(generation.lines(self, names, marks, self.env.uid))
        self.env["ops.appraisal.part"].invalidate_model()
        self.env["ops.appraisal.line"].invalidate_model()

    def _rule_columns(self):
        """The columns that hold the rule, on a KPI as on a line."""
        return [
            name
            for name, field in self.env["ops.kpi.rule"]._fields.items()
            if field.store and field.column_type and name != "id"
        ]

    def _generate_results(self):
        self.env.cr.execute(generation.results(self, self.env.uid))
        self.env["ops.appraisal.result"].invalidate_model()

    def _unit_ids(self):
        """Ids of the chosen units and those below; None: all."""
        if not self.department_ids:
            return None
        return (
            self.env["hr.department"]
            .search([("id", "child_of", self.department_ids.ids)])
            .ids
        )

    def _generated_text(self, made):
        """What was made, and what keeps appraisals from starting."""
        [(reviewers, kpis)] = self.env.execute_query(generation.hindered(self))
        return self.env._(
            "%(made)s appraisals made. Without both reviewers: %(reviewers)s; without "
            "KPIs of an approved profile: %(kpis)s. These do not start.",
            made=made,
            reviewers=reviewers,
            kpis=kpis,
        )
