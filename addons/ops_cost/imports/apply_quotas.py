"""Own quotas into draft versions; allotments follow from them."""

from odoo.addons.ops_base.calc.units import to_minor

from .apply_plan import Writer
from .checks_quotas import same


class QuotaWriter(Writer):
    def write_quotas(self):
        lines = [line for line in self.context.lines("quotas") if not same(line)]
        for number in sorted({line["version"] for line in lines}):
            rows = [line for line in lines if line["version"] == number]
            version = self._version(number, rows[0]["month"])
            cells = self._stored_cells(version)
            for line in rows:
                cells[self._place(line)] = self._amounts(line)
            # the whole version is stored anew, cells of other units as they were
            version.sudo()._set_cells(cells)  # sudo: reason above
            yield len(rows)

    def _version(self, number, month):
        """Of the plan of the month: numbers are those of one plan."""
        periods = self.env["ops.cost.period"]
        plan_id = periods.browse(self.ids["periods"][month]).plan_id.id
        return self.known.versions[plan_id, number]

    def _stored_cells(self, version):
        # sudo: see write_quotas
        cells = version.sudo().cell_ids.filtered(lambda cell: cell.nature == "daily")
        return {
            (cell.period_id.id, cell.node_id.id, cell.item_id.id, cell.nature): (
                self._minor(cell.quota),
                self._minor(cell.saving_task),
            )
            for cell in cells
        }

    def _place(self, line):
        node = line["node"]
        return (
            self.ids["periods"][line["month"]],
            self.ids["nodes"].get(node) or self.ids["persons"][node],
            self.ids["items"][line["item"]],
            "daily",
        )

    def _amounts(self, line):
        saving = line["saving_task"]
        if saving is None:
            saving = line.known["saving_task"] if line.known else 0
        return self._minor(line["quota"]), self._minor(saving)

    def _minor(self, value):
        return to_minor(value, str(self.known.currency.rounding))
