from odoo import models


class OpsSlaClock(models.Model):
    _inherit = "ops.sla.clock"

    def _supersede(self, values, reason):
        """A new fact in the place of a counted one; the statement that counts it gets
        its difference proposed as an adjustment."""
        self.ensure_one()
        [vals] = self.copy_data(values)
        vals["exclusion_ids"] = False
        new = self._server_create(
            [
                {
                    **vals,
                    "corrects_id": self.id,
                    "correction_reason": reason,
                    "source": self.source,
                }
            ]
        )
        for event in self.event_ids:
            vals_list = event.copy_data({"clock_id": new.id})
            event.sudo()._server_create(vals_list)  # sudo: kept by steps only
        # it stands in the place of a counted one, so it is as fixed
        new._server_write({"frozen": not new.is_open})
        self._server_write({"superseded_by_id": new.id})
        # sudo: the statement is corrected whoever may read it
        statement = self.sudo().statement_line_id.statement_id
        # four eyes: asked for by this user, who so does not approve the difference
        statement._propose_adjustments()
        note = self.env._(
            "%(name)s was corrected: %(reason)s", name=self.name, reason=reason
        )
        statement.message_post(body=note)
        return new
