from odoo import api, models

from ..tools.report_words import instant_text, selection_label


class DeliverableList(models.AbstractModel):
    """Chosen deliverables, contract by contract, with due day and verdict."""

    _name = "report.ops_contract.deliverable_list"
    _description = "Deliverable List"

    @api.model
    def _get_report_values(self, docids, data=None):
        deliverables = self.env["ops.deliverable"].browse(docids)
        deliverables.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": "ops.deliverable",
            "docs": deliverables,
            "sheets": [
                self._sheet(contract, group)
                for contract, group in deliverables.grouped("contract_id").items()
            ],
        }

    def _sheet(self, contract, deliverables):
        # sudo: number and name of the contract, for who sees the deliverables
        contract = contract.sudo()
        days = deliverables.mapped("date_due")
        return {
            "contract": contract,
            "company": contract.company_id,
            "period": f"{min(days)} – {max(days)}",
            "rows": [deliverable_row(each) for each in deliverables.sorted("date_due")],
        }


def deliverable_row(deliverable):
    return {
        "name": deliverable.display_name,
        "due": deliverable.date_due,
        "delivered": instant_text(deliverable.delivered_at, deliverable.tz),
        "state": selection_label(deliverable, "state"),
        "outcome": selection_label(deliverable, "outcome"),
        # sudo: the name of who hands over; users are not readable for all
        "responsible": deliverable.sudo().responsible_id.name or "",
    }
