from odoo import models

ROLE = "ops_contract.group_contract_%s"


class OpsSlaStatement(models.Model):
    """Whoever may take the next step of our side is called: a review, the sending, an
    answer to a dispute, the settlement. Whoever took part in a way that excludes him
    is not."""

    _inherit = "ops.sla.statement"

    def _call_next(self):
        for statement in self:
            # sudo: who is called does not depend on who acts
            users, summary = getattr(
                statement.sudo(), f"_waiting_{statement.state}", statement._no_step
            )()
            statement._call(users, summary)

    def _no_step(self):
        return self.env["res.users"], None

    def _waiting_draft(self):
        if self.contract_id._today() <= self.date_to:
            return self._no_step()
        contract = self.contract_id
        owner = contract.project_manager_id or contract.manager_id
        return owner, lambda env: env._("Review %s for the project", self.number)

    def _waiting_project_reviewed(self):
        contract = self.contract_id
        users = self._with_role("org") - self.project_reviewed_by_id
        users -= contract.manager_id | contract.project_manager_id
        return users, lambda env: env._("Review %s for the organisation", self.number)

    def _waiting_org_reviewed(self):
        return self._managers(), lambda env: env._("Send %s", self.number)

    def _waiting_confirmed(self):
        users = self._with_role("finance") - self._took_part()
        return users, lambda env: env._("Settle %s", self.number)

    def _waiting_disputed(self):
        if "disputed" not in self.line_ids.mapped("dispute_state"):
            return self._waiting_confirmed()
        return self._managers(), lambda env: env._(
            "Answer the dispute of %s", self.number
        )

    def _managers(self):
        """The contract's manager, else all that there are, but for whoever reviewed
        for the organisation."""
        reviewer = self.org_reviewed_by_id
        own = self.contract_id.manager_id - reviewer
        return own or self._with_role("manager") - reviewer

    def _with_role(self, role):
        return self._users_of(ROLE % role)
