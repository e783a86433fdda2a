from collections import defaultdict

from odoo import models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.ops_base.calc.units import from_minor, to_minor

from ..queries import amount, decomposition
from ..tools.roles import has_role, require_role


# One subject a file: what a version is, how it is cascaded, edited, issued.
# pylint: disable=consider-merging-classes-inherited
class OpsCostVersion(models.Model):
    _inherit = "ops.cost.version"

    def save_cells(self, changes, lock_version):
        """New amounts from the quota matrix, all or nothing.

        ``changes``: [{node_id, period_id, item_id, nature, quota, saving_task}], the
        last two in minor units. At levels 1 to 3 they are the allotment of the node,
        at level 4 its cell. Returns the new ``lock_version``; the caller gives the
        one that the amounts were read with.
        """
        require_role(self.env, "office", "accountant")
        self.check_access("read")
        self.ensure_one()
        self._check_is_draft()
        wanted = self._read_changes(changes)
        self._check_may_set({place[1] for place in wanted})
        for place in wanted:
            self._check_place(*place)
        self._claim_draft()
        if self.lock_version != lock_version + 1:
            raise UserError(
                self.env._(
                    "Somebody else changed %(version)s meanwhile. Reload it and enter "
                    "your changes again.",
                    version=self.display_name,
                )
            )
        parts = [
            (*place, *self._difference(place, change["quota"], change["saving_task"]))
            for place, change in wanted.items()
        ]
        self._apply_moves(parts)
        return {"lock_version": self.lock_version}

    def _read_changes(self, changes):
        """``{place: change}``"""
        if type(changes) is not list or not all(type(c) is dict for c in changes):
            raise ValidationError(self.env._("A change of a quota is incomplete."))
        return {self._read_change(change): change for change in changes}

    def _read_change(self, change):
        numbers = [change.get(name) for name in ("period_id", "node_id", "item_id")]
        numbers += [change.get(name) for name in ("quota", "saving_task")]
        if not all(type(number) is int for number in numbers):
            raise ValidationError(self.env._("A change of a quota is incomplete."))
        quota, saving = numbers[3:]
        limit = 10**13 / self.currency_id.rounding
        if not 0 <= saving <= quota < limit:
            raise ValidationError(
                self.env._(
                    "A quota must not be negative, and its saving task must lie "
                    "between 0 and the quota."
                )
            )
        return (*numbers[:3], change.get("nature") or "daily")

    def _difference(self, place, quota, saving):
        period_id, node_id, item_id, nature = place
        # sudo: the level of a node is no secret
        person = self.env["ops.cost.node"].sudo().browse(node_id).level == 4
        rows = self.env.execute_query(
            amount.read(
                amount.CELL if person else amount.ALLOTMENT,
                (self.id, period_id, node_id, item_id, nature),
            )
        )
        rounding = self._rounding()
        old = [to_minor(value, rounding) for value in rows[0]] if rows else [0, 0]
        return quota - old[0], saving - old[1]

    def _check_may_set(self, node_ids):
        """The office edits everything, an accountant what lies below the own unit."""
        if has_role(self.env, "office"):
            return
        require_role(self.env, "accountant")
        own = self.env.user.ops_cost_unit_ids
        for node in self.env["ops.cost.node"].browse(node_ids):
            if node.level < 3 or node.l2_id not in own:
                raise AccessError(
                    self.env._(
                        "The quota of %(node)s is set by the cost office; a unit "
                        "accountant divides what the own unit received.",
                        node=node.display_name,
                    )
                )

    def _check_may_divide(self, node):
        """An accountant divides what the own unit, or a team of it, received."""
        if has_role(self.env, "office"):
            return
        if node.l2_id not in self.env.user.ops_cost_unit_ids:
            raise AccessError(
                self.env._(
                    "%(node)s is not of your unit: its quota is divided by its own "
                    "accountant or by the cost office.",
                    node=node.display_name,
                )
            )

    def _move_amounts(self, parts):
        """Gives nodes more, or less, of what the node above keeps as its own.

        ``parts``: [(period_id, node_id, item_id, nature, quota, saving task)], the
        last two in minor units, to add. All or nothing; only the sums must fit.
        """
        self.ensure_one()
        self._claim_draft()
        self._apply_moves(parts)

    def _apply_moves(self, parts):
        changes, touched = defaultdict(lambda: [0, 0]), defaultdict(set)
        for *place, quota, saving in parts:
            # sudo: the own amount of the node above changes along, by rule
            node = self.env["ops.cost.node"].sudo().browse(place[1])
            touched[self._parent_of(node).id].add(place[0])
            for end, sign in self._ends_of(node, place):
                changes[end][0] += sign * quota
                changes[end][1] += sign * saving
        for (table, where), (quota, saving) in sorted(changes.items()):
            if quota or saving:
                self._add(table, where, quota, saving)
        for parent_id, months in sorted(touched.items()):
            self._check_identity(sorted(months), parent_id)
        self._forget_amounts()

    def _ends_of(self, node, place):
        """What changes with the amount of a node: [((table, place), sign)]."""
        period_id, node_id, item_id, nature = place
        here = (self.id, period_id, node_id, item_id, nature)
        above = (self.id, period_id, node.parent_id.id, item_id, nature)
        ends = [((amount.CELL, above), -1), ((amount.CELL, here), 1)]
        if node.level < 4:
            ends.append(((amount.ALLOTMENT, here), 1))
        return ends

    def _parent_of(self, node):
        if not node.parent_id:
            raise UserError(
                self.env._(
                    "What %(node)s receives follows from the blocks of the plan. "
                    "Change these, or the quotas below.",
                    node=node.display_name,
                )
            )
        return node.parent_id

    def _add(self, table, place, quota, saving):
        user_id, rounding = self.env.uid, self._rounding()
        quota, saving = from_minor(quota, rounding), from_minor(saving, rounding)
        if self.env.execute_query(amount.add(table, place, quota, saving, user_id)):
            return
        grows = 0 <= saving <= quota
        if grows and self.env.execute_query(
            amount.insert(table, place, quota, saving, user_id)
        ):
            return
        raise UserError(self._shortage(table, place, quota, saving))

    def _shortage(self, table, place, quota, saving):
        """Why an own amount cannot change by (quota, saving task)."""
        _version, period_id, node_id, item_id, _nature = place
        row = self.env.execute_query(amount.read(table, place))
        left = [float(value) for value in row[0]] if row else [0.0, 0.0]
        money = self.currency_id.format
        return self.env._(
            "The own amount (本级) of %(node)s for %(item)s in %(month)s does not "
            "allow this: it has quota %(quota)s with saving task %(saving)s, and would "
            "change by %(quota_change)s and %(saving_change)s. The saving task must "
            "stay between 0 and the quota.",
            # sudo: names only; the node above may be out of the editor's sight
            node=self.env["ops.cost.node"].sudo().browse(node_id).display_name,
            item=self.env["ops.cost.item"].browse(item_id).display_name,
            month=self.env["ops.cost.period"].browse(period_id).display_name,
            quota=money(left[0]),
            saving=money(left[1]),
            quota_change=money(float(quota)),
            saving_change=money(float(saving)),
        )

    def _check_place(self, period_id, node_id, item_id, nature):
        """Whether a user may enter an amount there at all."""
        self.check_access("read")
        self._check_is_draft()
        period = self.env["ops.cost.period"].browse(period_id)
        node = self.env["ops.cost.node"].browse(node_id)
        item = self.env["ops.cost.item"].browse(item_id)
        for record in (period, node, item):
            record.check_access("read")
        if period not in self._later_periods():
            raise ValidationError(
                self.env._(
                    "%(version)s holds no quotas for %(month)s.",
                    version=self.display_name,
                    month=period.display_name,
                )
            )
        if node.company_id != self.company_id or item.company_id != self.company_id:
            raise ValidationError(
                self.env._("The node, the item and the version are of one company.")
            )
        item._check_leaf()
        if not node._is_valid_on(self.effective_period_id.date_start):
            raise ValidationError(
                self.env._(
                    "%(node)s is not valid on the first day of %(version)s.",
                    node=node.display_name,
                    version=self.display_name,
                )
            )

    def _check_identity(self, period_ids=None, top_id=None):
        """own + Σ children = allotment at every inner node, for quota and saving."""
        self.env.flush_all()
        gaps = self.env.execute_query(
            decomposition.identity_gaps(self.id, period_ids, top_id)
        )
        if gaps:
            raise UserError("\n".join(self._gap_text(*gap) for gap in gaps))

    def _gap_text(self, node_id, period_id, item_id, _nature, _all, quota, saving):
        money = self.currency_id.format
        return self.env._(
            "%(node)s, %(item)s, %(month)s: the own amount and the parts below differ "
            "from the allotment by %(quota)s (saving task %(saving)s).",
            # sudo: names only
            node=self.env["ops.cost.node"].sudo().browse(node_id).display_name,
            item=self.env["ops.cost.item"].browse(item_id).display_name,
            month=self.env["ops.cost.period"].browse(period_id).display_name,
            quota=money(float(quota)),
            saving=money(float(saving)),
        )
