from odoo import api, models
from odoo.fields import Domain

from ..queries import screens

PAGE = 200


class OpsCostTree(models.AbstractModel):
    """Responsibility tree with totals, read level by level (four levels)."""

    _name = "ops.cost.tree"
    _inherit = ["ops.cost.screen"]
    _description = "Responsibility Tree"

    @api.model
    @api.readonly
    def get_tree(self, period_id=None, year_to_date=False):
        """The topmost nodes that the reader sees, with the frame of the screen."""
        self.env["ops.cost.node"].check_access("read")
        period = self._chosen(period_id)
        periods = self._to_date(period, year_to_date)
        rows = self._top_rows(periods) if period else []
        return {
            **self._frame(period),
            "year_to_date": bool(year_to_date),
            "scope_ids": periods.ids,
            "rows": rows,
        }

    @api.model
    @api.readonly
    def get_children(self, node_id, period_id, year_to_date=False, offset=0):
        """``{rows, more}``: a page of the nodes below one, the first page led by what
        stands on the node itself (本级)."""
        node = self._named("ops.cost.node", node_id)
        periods = self._to_date(self._chosen(period_id), year_to_date)
        offset = max(0, offset) if type(offset) is int else 0
        rows, more = self._rows(Domain("parent_id", "=", node.id), periods, offset)
        if not offset and rows and set(self._nodes([("id", "=", node.id)])):
            rows = self._own_row(node, periods) + rows
        return {"rows": rows, "more": more}

    @api.model
    @api.readonly
    def get_path(self, node_id):
        """Ids from the topmost visible ancestor down to the node."""
        node = self._named("ops.cost.node", node_id)
        # sudo: ids of ancestors only; those out of sight are taken away below
        path = [int(part) for part in (node.sudo().parent_path or "").split("/")[:-1]]
        seen = set(self._nodes([("id", "in", path)]))
        return [node_id for node_id in path if node_id in seen]

    def _top_rows(self, periods):
        query = screens.lowest_level(self._nodes().subselect())
        self.env.flush_all()
        [(level,)] = self.env.execute_query(query)
        return self._rows(Domain("level", "=", level or 1), periods)[0]

    def _rows(self, domain, periods, offset=0):
        """``(rows, more)`` of the nodes of ``domain`` that belong to the months."""
        query = self._nodes(domain & self._belongs(periods))
        query.order = "sequence, code, id"
        query.limit, query.offset = PAGE + 1, offset or None
        nodes = self.env["ops.cost.node"].browse(query)
        page = nodes[:PAGE]
        found = self._add_up(self._parts(periods, [("id", "in", page.ids)]), "node_id")
        figures = {row["node_id"]: row for row in found}
        parents = self._parents_among(page)
        return [
            self._row(node, figures.get(node.id), node.id in parents) for node in page
        ], len(nodes) > PAGE

    def _parents_among(self, nodes):
        below = self._node_domain() & Domain("parent_id", "in", nodes.ids)
        groups = self.env["ops.cost.node"]._read_group(below, ["parent_id"])
        return {parent.id for (parent,) in groups}

    def _row(self, node, figures, has_children):
        return {
            "id": node.id,
            "code": node.code,
            "name": node.name,
            "level": node.level,
            "kind": node.kind,
            "parent_id": node.parent_id.id,
            "has_children": has_children,
            "own": False,
            **(figures or self._figures()),
        }

    def _own_row(self, node, periods):
        items = self._own_items()
        amounts = screens.own_level_amounts(periods.ids, node.id, items)
        found = self._add_up([screens.plain_figures(amounts)], "node_id")
        if not found:
            return []
        row = self._row(node, found[0], False)
        # The verdict is on the node as a whole, never on its own level alone.
        return [{**row, "own": True, "parent_id": node.id, "zone": None}]
