from odoo import api, models
from odoo.tools import groupby

from ..tools.roles import has_role


class ServiceCatalogue(models.AbstractModel):
    """The printed catalogue (服务目录): published items of the chosen classes."""

    _name = "report.ops_contract.service_catalogue"
    _description = "Printed Service Catalogue"

    @api.model
    def _get_report_values(self, docids, data=None):
        classes = self.env["ops.service.category"].browse(docids)
        classes.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": classes._name,
            "docs": classes,
            "company": self.env.company,
            "chapters": self._chapters(classes),
            "with_prices": has_role(self.env, "manager", "org", "finance"),
        }

    @api.model
    def _chapters(self, classes):
        """``[(first level, [(class, items)])]`` in the order of the codes."""
        items = self.env["ops.service.item"].search(
            [*classes._published_domain(), ("company_id", "=", self.env.company.id)]
        )
        ordered = items.sorted(lambda item: (item.category_id.code, item.code))
        sections = [
            (category, ordered.browse([item.id for item in found]))
            for category, found in groupby(ordered, lambda item: item.category_id)
        ]
        return list(groupby(sections, lambda row: self._top(row[0])))

    @api.model
    def _top(self, category):
        top = category
        while top.parent_id:
            top = top.parent_id
        return top
