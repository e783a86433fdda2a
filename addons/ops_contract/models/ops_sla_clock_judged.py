from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG
from odoo.addons.ops_base.models.ops_mixin_guard import is_from_caller

from .ops_sla_clock import FACTS

# what a case is; only what ended it becomes known later
IDENTITY = FACTS - {"reached_at"}
INSTANTS = frozenset({"start_at", "reached_at", "cancelled_at"})
JUDGED = ("met", "breached", "excluded")


class OpsSlaClock(models.Model):
    """A fact that a service level judges is not judged anew by one person alone: he
    asks for an override, and another one decides."""

    _inherit = "ops.sla.clock"

    @api.model_create_multi
    def create(self, vals_list):
        clocks = super().create(vals_list)
        clocks._check_not_ahead(INSTANTS)
        return clocks

    def write(self, vals):
        touched = FACTS & set(vals)
        before = None
        if touched and is_from_caller(vals):
            self.check_access("write")
            self._refuse_frozen(vals)
            self._refuse_other_case(vals)
            before = self._judgements()
        result = super().write(vals)
        if before is not None:
            self._check_not_ahead(INSTANTS & touched)
            self._check_after_reopening()
            self._refuse_judged_anew(before)
        return result

    @api.ondelete(at_uninstall=True)
    def _unlink_except_covered(self):
        # A client can send the uninstall flag in its context; it cannot be superuser.
        if self.env.su and self.env.context.get(MODULE_UNINSTALL_FLAG):
            return
        self._replay()
        covered = self._covered()
        if covered:
            raise UserError(
                self.env._(
                    "%s is judged by a service level: it is not deleted. Ask for an "
                    "override that withdraws it; another person decides.",
                    covered._sample_names(),
                )
            )

    def _covered(self):
        """Those that a service level judges."""
        return self.filtered(lambda clock: clock.outcome != "none")

    # ---------------------------------------------------------------------------
    def _check_not_ahead(self, names):
        now = self.env.cr.now()
        for clock in self:
            ahead = [name for name in names if clock[name] and clock[name] > now]
            if ahead:
                raise UserError(
                    self.env._(
                        "%(name)s: %(fields)s lies in the future.",
                        name=clock.name,
                        fields=self._field_labels(ahead),
                    )
                )

    def _check_after_reopening(self):
        for clock in self.filtered("reached_at"):
            if any(clock.reached_at < again for _closed, again in clock._reopened()):
                raise UserError(
                    self.env._(
                        "%s was opened again later: it cannot be reached before.",
                        clock.name,
                    )
                )

    def _refuse_other_case(self, vals):
        """Once a level judges it, a case stays what it is."""
        for clock in self._covered():
            changed = [
                name
                for name in IDENTITY & set(vals)
                if clock._fields[name].convert_to_cache(vals[name], clock)
                != clock._fields[name].convert_to_cache(clock[name], clock)
            ]
            if changed:
                raise UserError(
                    self.env._(
                        "%(name)s is judged by a service level: %(fields)s stays. "
                        "Change the priority by its button; for what was entered "
                        "wrong ask for an override, which another person decides on.",
                        name=clock.name,
                        fields=self._field_labels(changed),
                    )
                )

    def _judgements(self):
        """``{fact: how it is judged now}``; nothing for one that is open, that no level
        judges, or that is just being entered."""
        self._covered()._replay()
        # sudo: results do not depend on who asks
        judged = self.sudo().filtered(lambda clock: clock.outcome in JUDGED)
        return {clock: clock._judgement() for clock in judged}

    def _judgement(self):
        return self.outcome, self.sla_line_id.id, self.outcome_day

    def _refuse_judged_anew(self, before):
        """After a change by one person: what was judged is judged the same, and what
        was excused stays untouched."""
        self.invalidate_recordset(["exclusion_ids"])
        for clock, judgement in before.items():
            if clock.outcome == "excluded" or clock._judgement() != judgement:
                raise UserError(
                    self.env._(
                        "%(name)s was judged already: a change that judges it anew "
                        "needs another person. Ask for an override.",
                        name=clock.name,
                    )
                )
        self._exclusions_fall()

    def _exclusions_fall(self):
        """Whoever excused the case, or is asked to, saw other facts."""
        # sudo: the effect of a change, whoever may read the requests
        self.sudo().exclusion_ids._fall()
