from odoo import api, models


class AnnexDifference(models.AbstractModel):
    """Two versions side by side (版本差异), as the dialog shows them."""

    _name = "report.ops_contract.annex_difference"
    _description = "Printed Difference of Versions"

    @api.model
    def _get_report_values(self, docids, data=None):
        dialogs = self.env["ops.annex.compare"].browse(docids)
        dialogs.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": "ops.annex.compare",
            "docs": dialogs,
            "sheets": [
                {
                    "old": dialog.old_id,
                    "new": dialog.new_id,
                    "company": dialog.new_id.company_id,
                    "number": dialog.new_id.contract_id.number,
                    "groups": dialog._groups(),
                }
                for dialog in dialogs
            ],
        }
