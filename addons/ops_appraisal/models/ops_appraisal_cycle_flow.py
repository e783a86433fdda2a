from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.ops_base.models.ops_mixin_guard import ServerVals

from ..calc import scoring
from ..tools.roles import require_role

# What may still change when a cycle is open: names and days, no rule.
OPEN_FIELDS = frozenset(
    {"name", "self_until", "first_until", "second_until"}
    | {"fallback_first_id", "fallback_second_id"}
)
OPEN_STATES = ("draft", "open", "reviewing", "calibrating", "published")
UNDER_WAY = ("draft", "self", "manager", "second")
# Both reviewers and at least one KPI: what an appraisal needs to start.
READY = [
    ("first_user_id", "!=", False),
    ("second_user_id", "!=", False),
    ("line_ids", "!=", False),
]
HINT_FROM = 10


class OpsAppraisalCycle(models.Model):
    _inherit = "ops.appraisal.cycle"

    # guards --------------------------------------------------------------------
    def write(self, vals):
        if not isinstance(vals, ServerVals):
            self._refuse_fixed(vals)
        return super().write(vals)

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        # the ORM writes these by SQL, not by write()
        self._refuse_fixed([field_name])
        return super()._update_field_translations(
            field_name, translations, digest, source_lang
        )

    def _refuse_fixed(self, names):
        if set(names) - OPEN_FIELDS:
            self._refuse_opened()
        self._check_state(*OPEN_STATES)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_opened(self):
        self._refuse_opened()

    def _refuse_opened(self):
        for cycle in self:
            if cycle.state != "draft":
                raise UserError(
                    self.env._(
                        "%s is open: its period and rules stay as they are. Make "
                        "another cycle for other rules.",
                        cycle.name,
                    )
                )

    @api.constrains("fallback_first_id")
    def _check_fallback_first(self):
        self._check_fallback("fallback_first_id")

    @api.constrains("fallback_second_id")
    def _check_fallback_second(self):
        self._check_fallback("fallback_second_id")

    def _check_fallback(self, name):
        """Nobody makes himself a reviewer: whoever generates would choose whom to
        review."""
        for cycle in self.filtered(name):
            if cycle[name] == self.env.user:
                raise UserError(
                    self.env._("Somebody else has to make you a reviewer (four eyes).")
                )
            cycle[name]._check_ops_reviewer(cycle.company_id)

    def _check_step(self, role, *states):
        require_role(self.env, role)
        self.check_access("write")
        self._check_state(*states)

    def _check_state(self, *states):
        for cycle in self:
            if cycle.state not in states:
                labels = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(name)s is at “%(state)s”: this step is not possible now.",
                        name=cycle.name,
                        state=labels[cycle.state],
                    )
                )

    # buttons -------------------------------------------------------------------
    def action_open(self):
        self._check_step("officer", "draft")
        for cycle in self:
            grades = cycle.scale_id.line_ids
            if not grades:
                raise UserError(
                    self.env._(
                        "%s has no grades: enter them first.", cycle.scale_id.name
                    )
                )
            cycle._step("open", {"scale_data": cycle._scale_values()})
        return True

    def action_generate(self):
        """Appraisals of everybody concerned; a second run adds who is missing."""
        self._check_step("officer", "open", "reviewing")
        return self.env["ops.background.task"]._launch(
            self,
            "_generate_job",
            name=self.env._("Generate %s", ", ".join(self.mapped("name"))),
            total=len(self) * len(self._generate_steps()),
            chunked=True,
        )

    def action_measure(self):
        """Values of all measures; what is frozen stays, and differences are noted."""
        self._check_step("officer", "open", "reviewing", "calibrating", "published")
        return self.env["ops.background.task"]._launch(
            self,
            "_measure_job",
            name=self.env._("Measure %s", ", ".join(self.mapped("name"))),
            total=len(self._measure_steps()),
            chunked=True,
        )

    def action_start_review(self):
        """Starts everybody who has KPIs and both reviewers; again for whoever was
        completed since."""
        self._check_step("officer", "open", "reviewing")
        for cycle in self:
            cycle._start_review()
        return True

    def action_calibrate(self):
        self._check_step("officer", "reviewing")
        for cycle in self:
            cycle._refuse_under_way()
            cycle._refuse_pending()
            cycle._step("calibrating")
        return True

    def action_publish(self, without_total=False):
        """Everybody learns the own result; before somebody is told that there is none,
        a dialog names them and asks, unless it was answered (``without_total``)."""
        self._check_step("officer", "calibrating")
        for cycle in self:
            cycle._refuse_under_way()
            cycle._refuse_without_totals()
        if not without_total and self._results_without_total():
            return self._ask_to_publish()
        for cycle in self:
            cycle._publish()
        return True

    def _results_without_total(self):
        """Of those who are published, as far as the reader may see them: the own one
        is not told beforehand."""
        return self.env["ops.appraisal.result"].search(
            [
                ("cycle_id", "in", self.ids),
                ("outcome", "!=", "ok"),
                ("appraisal_id.state", "=", "calibration"),
            ],
            order="cycle_id, outcome, department_id, id",
        )

    def _ask_to_publish(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Publish Results"),
            "res_model": "ops.appraisal.publish",
            "view_mode": "form",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_cycle_ids": self.ids},
        }

    def action_close(self):
        """For ever: nothing in it can be changed afterwards, by nobody."""
        self._check_step("manager", "published")
        for cycle in self:
            cycle._refuse_open_appeals()
            cycle._appraisals("published", "signed", "decided")._step("closed")
            cycle._step("closed")
        return True

    def action_open_appraisals(self):
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Appraisals"),
            "res_model": "ops.appraisal",
            "view_mode": "list,form",
            "domain": [("cycle_id", "in", self.ids)],
        }

    @api.readonly
    def get_distribution(self):
        """``[{"grade", "bound", "count", "hint"}]``: counted over the results that the
        reader may see (one's own is not among them), so that nothing follows for the
        rest; ``hint`` is None below ten."""
        self.ensure_one()
        self.check_access("read")
        return self._distribution([])

    def _distribution(self, domain):
        """The same over the results of ``domain``, for example of one unit."""
        counts = dict(
            self.env["ops.appraisal.result"]._read_group(
                [("cycle_id", "=", self.id), ("outcome", "=", "ok"), *domain],
                ["final_grade"],
                ["__count"],
            )
        )
        n = sum(counts.values())
        # sudo: the scale is no secret to whoever reads results
        lines = self.sudo().scale_data or []
        shares = [line["share"] for line in lines]
        hints = [None] * len(lines)
        if n >= HINT_FROM and any(float(share) for share in shares):
            hints = scoring.forced_shares(n, shares)
        return [
            {
                "grade": line["grade"],
                "bound": float(line["bound"]),
                "count": counts.get(line["grade"], 0),
                "hint": hint,
            }
            for line, hint in zip(lines, hints, strict=True)
        ]

    # steps ---------------------------------------------------------------------
    def _step(self, state, vals=None):
        self.ensure_one()
        entry = {"cycle": self, "before": self.state, "after": state}
        self.env["ops.appraisal.log"]._add("state", [entry])
        self._server_write({"state": state, **(vals or {})})

    def _start_review(self):
        if self.rollup_kind:
            self._appraisals("draft")._step("calibration")
        else:
            ready = self._appraisals("draft", domain=READY)
            ready.filtered("user_id")._step("self")
            ready.filtered(lambda row: not row.user_id)._step("manager")
            ready._open_level()
        if self.state == "open":
            self._step("reviewing")

    def _publish(self):
        appraisals = self._appraisals("calibration")
        now = self.env.cr.now().replace(microsecond=0)
        deadline = self.company_id._ops_date(now) + timedelta(days=self.appeal_days)
        appraisals._step(
            "published",
            {"published_at": now, "appeal_deadline": deadline, "deadline": deadline},
        )
        self._step("published")
        appraisals._remind()

    def _appraisals(self, *states, domain=()):
        """The appraisals of the cycle in these states, as the module."""
        # sudo: HR moves a whole cycle, the own appraisal with it
        return (
            self.env["ops.appraisal"]
            .sudo()
            .search([("cycle_id", "in", self.ids), ("state", "in", states), *domain])
        )

    def _refuse_under_way(self):
        waiting = self._appraisals(*UNDER_WAY)
        if waiting:
            raise UserError(
                self.env._(
                    "%(count)s appraisals of %(cycle)s are not through both reviews, "
                    "for example %(name)s. Finish or exclude them first.",
                    count=len(waiting),
                    cycle=self.name,
                    name=waiting[0].subject_name,
                )
            )

    def _refuse_pending(self):
        """A roll-up starts without its figures, and needs them from here on."""
        if "pending" in self._appraisals("calibration").result_ids.mapped("outcome"):
            raise UserError(
                self.env._("%s has no figures yet: measure it first.", self.name)
            )

    def _refuse_without_totals(self):
        outcomes = set(self._appraisals("calibration").result_ids.mapped("outcome"))
        if outcomes and "ok" not in outcomes:
            raise UserError(
                self.env._(
                    "Nobody in %s has a total, so there is nothing to publish. Return "
                    "the appraisals and have the missing values entered.",
                    self.name,
                )
            )

    def _refuse_open_appeals(self):
        if self._appraisals("appealed"):
            raise UserError(self.env._("Decide on the appeals of %s first.", self.name))
        today = self.company_id._ops_date(self.env.cr.now())
        # whoever signed may still appeal
        open_until = self._appraisals("published", "signed").filtered(
            lambda row: row.appeal_deadline >= today
        )
        if open_until:
            raise UserError(
                self.env._(
                    "%(cycle)s can be closed after %(date)s: until then appeals are "
                    "possible.",
                    cycle=self.name,
                    date=max(open_until.mapped("appeal_deadline")),
                )
            )

    # scale -----------------------------------------------------------------------
    def _scale_values(self):
        """The scale as plain texts: it no longer changes with the master data."""
        return [
            {
                "grade": line.grade,
                "bound": f"{line.bound:.2f}",
                "share": f"{line.share:.2f}",
                "coef_mgmt": f"{line.coef_mgmt:.4f}",
                "coef_service": f"{line.coef_service:.4f}",
            }
            for line in self.scale_id.line_ids.sorted("bound", reverse=True)
        ]

    def _cutoffs(self):
        """[(bound, grade)] of the frozen scale."""
        return [(line["bound"], line["grade"]) for line in self.scale_data or ()]

    def _grades(self):
        return [grade for _bound, grade in self._cutoffs()]

    def _worst_grade(self, grades):
        """The lowest; one that the scale does not know, such as a cap written for
        another scale, counts as the lowest of all. False for none."""
        scale = self._grades()
        known = [each if each in scale else scale[-1] for each in grades if each]
        return scoring.worst(known, self._cutoffs()) if known else False
