from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.ops_base.calc.allocation import split

from ..queries import screens
from ..tools.roles import has_role, require_role

# More cells than a selection can reasonably hold.
MOST = 20_000
LARGEST = 10**15


class OpsCostMatrix(models.AbstractModel):
    """Quota matrix of one node: its allotment, its children, and what stays with it,
    by months or by items. Amounts are minor units; the client adds them up."""

    _name = "ops.cost.matrix"
    _inherit = ["ops.cost.screen"]
    _description = "Quota Matrix"

    @api.model
    @api.readonly
    def get_matrix(self, version_id=None, node_id=None):
        """Everything of one parent node: months × items × (parent and children)."""
        self.env["ops.cost.version"].check_access("read")
        version = self._version(version_id)
        parent = self._parent(node_id)
        if not (version and parent):
            return {"versions": self._versions(version), "version": False}
        children = self._children(version, parent)
        return {
            **self._frame(version.effective_period_id),
            "rounding": self.env.company.currency_id.rounding,
            "versions": self._versions(version),
            "version": {
                **self._describe(version),
                "editable": self._is_editable(version, parent),
            },
            "path": self._path(parent),
            "parent": self._node(parent),
            "children": [self._node(child) for child in children],
            "months": self._months(version),
            "items": self._items(version),
            "amounts": self._amounts(version, parent | children),
            "actuals": self._actuals(version, parent, children),
        }

    @api.model
    @api.readonly
    def get_spread(self, total=0, weights=None, caps=None):
        """``total`` minor units in proportion to ``weights``, exactly (largest
        remainder), each part at most its cap. Reads no record."""
        require_role(self.env, "office", "accountant")
        for numbers in ([total], weights, caps or []):
            self._check_numbers(numbers)
        if caps is not None and len(caps) != len(weights):
            raise UserError(self.env._("This amount cannot be spread over the cells."))
        try:
            return split(total, weights, caps)
        except ValueError as error:
            raise UserError(
                self.env._("This amount cannot be spread over the cells.")
            ) from error

    def _check_numbers(self, numbers):
        sound = isinstance(numbers, list) and len(numbers) <= MOST
        if not sound or any(
            type(number) is not int or abs(number) > LARGEST for number in numbers
        ):
            raise UserError(self.env._("This amount cannot be spread over the cells."))

    def _version(self, version_id):
        versions = self.env["ops.cost.version"]
        if version_id:
            return self._named("ops.cost.version", version_id)
        domain = [("company_id", "=", self.env.company.id)]
        drafts = versions.search([*domain, ("state", "=", "draft")], limit=1)
        return drafts or versions.search(domain, limit=1)

    def _versions(self, current):
        domain = Domain("company_id", "=", self.env.company.id)
        versions = self.env["ops.cost.version"].search(domain, limit=40) | current
        return [self._describe(version) for version in versions]

    def _describe(self, version):
        return {
            "id": version.id,
            "number": version.number,
            "name": version.display_name,
            "state": version.state,
            "plan": version.plan_id.name,
            "from": version.effective_period_id.code,
            "lock_version": version.lock_version,
        }

    def _is_editable(self, version, parent):
        """The office edits a draft; an accountant what lies below the own unit."""
        if version.state != "draft":
            return False
        own = self.env.user.ops_cost_unit_ids
        return has_role(self.env, "office") or (
            has_role(self.env, "accountant") and parent.l2_id in own
        )

    def _parent(self, node_id):
        """The node asked for, else the topmost one that has children."""
        nodes = self.env["ops.cost.node"]
        if node_id:
            node = self._named("ops.cost.node", node_id)
            if node.level == 4:
                raise UserError(self.env._("A person's quota has no parts."))
            return node
        domain = Domain("company_id", "=", self.env.company.id)
        return nodes.search(domain & Domain("level", "<", 4), limit=1)

    def _children(self, version, parent):
        """Parts that hold amounts of the version, or can get some."""
        start = version.effective_period_id.date_start
        valid = Domain("date_start", "<=", start) & (
            Domain("date_end", "=", False) | Domain("date_end", ">=", start)
        )
        return self.env["ops.cost.node"].search(
            Domain("parent_id", "=", parent.id) & valid, order="sequence, code, id"
        )

    def _path(self, parent):
        # sudo: ids of ancestors only; those out of sight are taken away below
        path = [int(part) for part in parent.sudo().parent_path.split("/")[:-1]]
        nodes = self.env["ops.cost.node"].search([("id", "in", path)], order="level")
        return [self._node(node) for node in nodes]

    def _node(self, node):
        return {
            "id": node.id,
            "code": node.code,
            "name": node.name,
            "level": node.level,
        }

    def _months(self, version):
        first = version.effective_period_id
        return [
            {
                "id": period.id,
                "code": period.code,
                "locked": period.state != "open",
            }
            for period in self._periods()
            if period.plan_id == version.plan_id
            and period.date_start >= first.date_start
        ]

    def _items(self, version):
        items = self.env["ops.cost.item"].search([("child_ids", "=", False)])
        return [{"id": item.id, "code": item.code, "name": item.name} for item in items]

    def _amounts(self, version, nodes):
        """``[[node, month, item, quota, saving task]]`` of what is not zero."""
        domain = [("version_id", "=", version.id), ("node_id", "in", nodes.ids)]
        query = screens.draft_amounts(
            self.env["ops.cost.allotment"]._search(domain).subselect(),
            self.env["ops.cost.cell"]._search(domain).subselect(),
            self._step(),
        )
        self.env.flush_all()
        return [list(row) for row in self.env.execute_query(query)]

    def _actuals(self, version, parent, children):
        """``[[node, month, item, actual]]``: daily costs on the nodes and below them,
        as far as the reader may see the entries."""
        months = [month["id"] for month in self._months(version)]
        below = "node_id" if parent.level == 3 else f"l{parent.level + 1}_id"
        entries = self.env["ops.cost.entry"]
        domain = (
            Domain("period_id", "in", months)
            & Domain("state", "=", "posted")
            & Domain("nature", "=", "daily")
        )
        sums = []
        for place, nodes in ((f"l{parent.level}_id", parent), (below, children)):
            groups = entries._read_group(
                domain & Domain(place, "in", nodes.ids),
                [place, "period_id", "item_id"],
                ["amount:sum"],
            )
            sums += [
                [node.id, month.id, item.id, self._minor(amount)]
                for node, month, item, amount in groups
            ]
        return sums
