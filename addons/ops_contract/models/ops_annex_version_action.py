from odoo import models
from odoo.exceptions import UserError


class OpsAnnexVersion(models.Model):
    """Buttons that open something."""

    _inherit = "ops.annex.version"

    def action_withdraw(self):
        self.ensure_one()
        self._check_may_withdraw()
        return self._action_dialog(
            "ops.annex.withdraw", self.env._("Withdraw"), default_version_id=self.id
        )

    def action_new_version(self):
        self.ensure_one()
        return self.annex_id.action_new_version()

    def action_countersign(self):
        self.ensure_one()
        self._check_countersign()
        return self._action_dialog(
            "ops.annex.countersign",
            self.env._("Signature of the Other Side"),
            default_version_id=self.id,
        )

    def action_add_clauses(self):
        self.ensure_one()
        self._check_step("draft")
        return self._action_dialog(
            "ops.annex.clause.add",
            self.env._("Add Clauses from the Library"),
            default_version_id=self.id,
        )

    def action_compare(self):
        """With the version before it; the dialog lets choose others."""
        self.ensure_one()
        self.check_access("read")
        old = self._version_before()
        if not old:
            raise UserError(
                self.env._(
                    "%s is the first version: there is none to compare with.",
                    self.display_name,
                )
            )
        return self._action_dialog(
            "ops.annex.compare",
            self.env._("Compare Versions"),
            default_annex_id=self.annex_id.id,
            default_old_id=old.id,
            default_new_id=self.id,
        )

    def action_assign(self):
        """The people behind a sealed promise may change, the promise does not."""
        self.ensure_one()
        self.check_access("write")
        model = {"staff": "ops.annex.staff.line"}.get(
            self.kind, "ops.annex.deliverable.line"
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Assign People"),
            "res_model": model,
            "view_mode": "list",
            "domain": [("version_id", "=", self.id)],
        }

    def action_print(self):
        self.check_access("read")
        return self.env.ref("ops_contract.annex_document_report").report_action(self)

    def _version_before(self):
        """The last one before it that is or was in force, else the last one."""
        others = self.annex_id.version_ids.filtered(lambda v: v.number < self.number)
        agreed = others._in_force()
        return (agreed or others).sorted("number")[-1:]

    def _action_open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    def _action_dialog(self, model, name, **context):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": context,
        }
