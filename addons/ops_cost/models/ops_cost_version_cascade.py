import io

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.ops_base.calc.units import from_minor, to_minor

from ..calc.cascade import CascadeError, Shift, decompose, month_amounts
from ..queries import amount, decomposition

CHUNK = 200_000


# One subject a file: what a version is, how it is cascaded, edited, issued.
# pylint: disable=consider-merging-classes-inherited
class OpsCostVersion(models.Model):
    _inherit = "ops.cost.version"

    def _cascade(self):
        for version in self:
            version._claim_draft(by_user=True)
            version._drop_all_amounts()
            months = version._later_periods().ids
            version._cascade_months(months)
            version._check_identity(months)
            version._forget_amounts()
            # sudo: the plan follows its versions
            version.plan_id.sudo()._refresh_state()

    def _cascade_job(self, progress, **_params):
        """``action_cascade`` of a large company, months committed one by one."""
        self.ensure_one()
        months = self._later_periods().ids
        done = progress.marker or []
        for month in months:
            if month in done:
                continue
            self._claim_draft(by_user=True)
            self._run(decomposition.drop_amounts(self.id, [month]))
            self._cascade_months([month])
            self._check_identity([month])
            self._forget_amounts()
            # sudo: the plan follows its versions
            self.plan_id.sudo()._refresh_state()
            done = [*done, month]
            progress.checkpoint(len(done), len(months), done)

    def _cascade_below(self, node):
        """Divides anew what ``node`` received, down to the persons."""
        self.ensure_one()
        self._claim_draft()
        rows = self.env.execute_query(
            decomposition.allotments_of(self.id, node.id, self._rounding())
        )
        if not rows:
            raise UserError(
                self.env._(
                    "%(node)s received nothing in this version.", node=node.display_name
                )
            )
        amounts = {
            (month, item): (quota, saving) for month, item, quota, saving in rows
        }
        self._run(decomposition.drop_amounts(self.id, below_id=node.id))
        tree = self.env.execute_query(self._tree_query(node))
        self._decompose(amounts, tree, [], skip_allotment_of=node.id)
        self._check_identity(sorted({month for month, _item in amounts}))
        self._forget_amounts()

    def _set_cells(self, cells):
        """Replaces all amounts by given own cells; the allotments follow from them.

        ``cells``: ``{(period_id, node_id, item_id, nature): (quota, saving task)}``,
        minor units. The company's totals are compared with the plan when the version
        is issued.
        """
        self.ensure_one()
        self._claim_draft(by_user=True)
        self._drop_all_amounts()
        money = self._money_format()
        stamps = self._stamp_texts({node for _period, node, _item, _nature in cells})
        self._copy(
            "ops_cost_cell",
            decomposition.CELL_COLUMNS,
            (
                (month, item, nature, *money(quota, saving), stamps[node])
                for (month, node, item, nature), (quota, saving) in cells.items()
                if quota
            ),
        )
        self._run(amount.roll_up(self.id, self.env.uid))
        self._check_identity(sorted({key[0] for key in cells}))
        self._forget_amounts()

    # -------------------------------------------------------------------------
    def _claim_draft(self, by_user=False, change=True):
        """Fails with a serialization error, and is run again by Odoo, if another
        transaction changes this version at the same time."""
        self.env.flush_all()
        user_id = self.env.uid if by_user else None
        if not self.env.execute_query(decomposition.claim_draft(self.id, user_id)):
            self.invalidate_recordset(["state"])
            self._check_is_draft()
        if change:
            self._record_author()
        self.invalidate_recordset(["lock_version", "prepared_by_id"])

    def _cascade_months(self, month_ids):
        amounts = self._company_amounts()
        tree = self.env.execute_query(self._tree_query())
        self._check_tree(tree)
        shifts = self._shifts()
        size = max(1, CHUNK // max(1, len(tree) * len(self.plan_id.block_ids)))
        for start in range(0, len(month_ids), size):
            months = set(month_ids[start : start + size])
            self._decompose(
                {key: pair for key, pair in amounts.items() if key[0] in months},
                tree,
                [shift for shift in shifts if shift.month in months],
            )

    def _decompose(self, amounts, tree, shifts, skip_allotment_of=None):
        level_shares, node_shares = self._own_shares()
        try:
            result = decompose(
                amounts,
                [(row[0], row[1], row[2], row[3]) for row in tree],
                level_shares,
                node_own_shares=node_shares,
                shifts=shifts,
                turns=self._turns(),
            )
        except CascadeError as error:
            raise UserError(self._explain(error)) from error
        self._store(result, tree, skip_allotment_of)

    def _store(self, result, tree, skip_allotment_of):
        money = self._money_format()
        stamps = {row[0]: self._stamp_text(*row[:3], *row[4:]) for row in tree}
        self._copy(
            "ops_cost_cell",
            decomposition.CELL_COLUMNS,
            (
                (month, item, "daily", *money(quota, saving), stamps[node])
                for month, item, node, quota, saving in zip(
                    *result.cell_columns(), strict=True
                )
            ),
        )
        inner = {node: text.rpartition("\t")[0] for node, text in stamps.items()}
        self._copy(
            "ops_cost_allotment",
            decomposition.ALLOTMENT_COLUMNS,
            (
                (month, item, "daily", *money(quota, saving), inner[node])
                for month, item, node, quota, saving in zip(
                    *result.allotment_columns(), strict=True
                )
                if node != skip_allotment_of
            ),
        )

    def _copy(self, table, columns, rows):
        now = self.env.cr.now().replace(microsecond=0)
        text = "".join(
            f"{self.id}\t{month}\t{item}\t{nature}\t{quota}\t{saving}\t{target}"
            f"\t{stamp}\t{now}\t{now}\n"
            for month, item, nature, quota, saving, target, stamp in rows
        )
        self.env.cr.copy_expert(
            decomposition.copy_in(table, columns), io.StringIO(text)
        )

    def _stamp_texts(self, node_ids):
        self.env["ops.cost.node"].flush_model()
        rows = self.env.execute_query(decomposition.nodes(self.company_id.id, node_ids))
        return {row[0]: self._stamp_text(*row[:3], *row[4:]) for row in rows}

    def _stamp_text(self, node, _parent, level, l1, l2, l3, responsible):
        """The columns of a row that depend on its node, as COPY reads them."""
        stamp = (
            node,
            level,
            l1,
            l2,
            l3,
            self.company_id.id,
            self.currency_id.id,
            responsible,
        )
        return "\t".join("\\N" if value is None else str(value) for value in stamp)

    def _money_format(self):
        """(quota, saving task) in minor units -> texts of quota, saving, target."""
        currency = self.currency_id
        rounding, places = self._rounding(), currency.decimal_places
        scale = 10**places
        if currency.rounding == 1 / scale:

            def texts(quota, saving):
                target = quota - saving
                return (
                    f"{quota / scale:.{places}f}",
                    f"{saving / scale:.{places}f}" if saving else "0",
                    f"{target / scale:.{places}f}",
                )
        else:

            def texts(quota, saving):
                parts = (quota, saving, quota - saving)
                return tuple(str(from_minor(part, rounding)) for part in parts)

        return texts

    # inputs ------------------------------------------------------------------
    def _company_amounts(self):
        """``{(month, item): (quota, saving task)}`` of the company from the effective
        month on.

        An item whose block is unchanged keeps its split over all months of the plan.
        Where earlier months received something else, because the block was changed
        since, the rest of the block is split over the months that are left.
        """
        self.ensure_one()
        self.env.flush_all()
        blocks, rates = self._blocks()
        months = self.env.execute_query(decomposition.months(self.plan_id.id))
        first = self.effective_period_id.date_start
        weights = [(month, weight) for month, weight, _start in months]
        later = [(month, weight) for month, weight, start in months if start >= first]
        before = {month for month, _weight, start in months if start < first}
        received = self._received_before(before)
        try:
            amounts = month_amounts(blocks, weights, rates)
            for item in blocks:
                got = {month: received.get((month, item), 0) for month in before}
                if any(amounts[month, item][0] != got[month] for month in before):
                    rest = self._rest_of_block(item, blocks[item] - sum(got.values()))
                    amounts.update(month_amounts({item: rest}, later, rates))
        except CascadeError as error:
            raise UserError(self._explain(error)) from error
        except ValueError as error:
            raise UserError(
                self.env._("The months have no weight: give them working days.")
            ) from error
        return {key: pair for key, pair in amounts.items() if key[0] not in before}

    def _blocks(self):
        rows = self.env.execute_query(decomposition.blocks(self.plan_id.id))
        rounding = self._rounding()
        blocks = {item: to_minor(value, rounding) for item, value, _rate in rows}
        return blocks, {item: rate for item, _value, rate in rows}

    def _received_before(self, months):
        if not months:
            return {}
        rows = self.env.execute_query(
            decomposition.received_before(
                self.plan_id.id,
                self.effective_period_id.date_start,
                self._rounding(),
            )
        )
        return {(month, item): quota for month, item, quota in rows}

    def _rest_of_block(self, item_id, rest):
        if rest < 0:
            raise UserError(
                self.env._(
                    "The months before %(month)s already received more of %(item)s "
                    "than its block in the plan.",
                    month=self.effective_period_id.display_name,
                    item=self.env["ops.cost.item"].browse(item_id).display_name,
                )
            )
        return rest

    def _own_shares(self):
        level_shares, node_shares = {}, {}
        for level, node, item, share in self.env.execute_query(
            decomposition.own_shares(self.plan_id.id)
        ):
            if node:
                node_shares[node, item] = share
            else:
                level_shares[level, item] = share
        return level_shares, node_shares

    def _shifts(self):
        rounding = self._rounding()
        return [
            Shift(month, item, source, target, to_minor(value, rounding))
            for month, item, source, target, value in self.env.execute_query(
                decomposition.changes(self.id)
            )
        ]

    def _turns(self):
        if not self.plan_id.tie_rotation:
            return None
        months = self.plan_id.period_ids.sorted("date_start")
        return {month.id: turn for turn, month in enumerate(months)}

    def _check_tree(self, tree):
        if not tree:
            raise UserError(
                self.env._(
                    "There is no responsibility node on %(day)s: enter the tree first.",
                    day=self.effective_period_id.date_start,
                )
            )
        known = {row[0] for row in tree}
        orphans = [row[0] for row in tree if row[1] and row[1] not in known]
        if orphans:
            names = self.env["ops.cost.node"].browse(orphans[:5]).mapped("display_name")
            raise UserError(
                self.env._(
                    "The nodes above %(nodes)s are not valid on %(day)s.",
                    nodes=", ".join(names),
                    day=self.effective_period_id.date_start,
                )
            )

    def _explain(self, error):
        """What stands against a cascade, in the user's words."""
        node = self.env["ops.cost.node"].browse(error.node or [])
        item = self.env["ops.cost.item"].browse(error.item or [])
        month = self.env["ops.cost.period"].browse(error.month or [])
        named = {
            "node": node.display_name if error.node and error.reason != "share" else "",
            "item": item.display_name if error.item else "",
            "month": month.display_name if error.month else "",
        }
        texts = {
            "tree": self.env._(
                "The responsibility tree has a gap at %(node)s.", **named
            ),
            "weight": self.env._(
                "%(node)s has an amount, but nothing below it has a weight.", **named
            ),
            "share": self.env._(
                "An own-level share of %(item)s does not fit: it must lie between 0 "
                "and 1, and several leaderships share directly, without an own share.",
                **named,
            ),
            "rate": self.env._(
                "The reduction rate of %(item)s must be at least 0 and below 1.",
                **named,
            ),
            "amount": self.env._(
                "The amount of %(item)s in %(month)s does not fit.", **named
            ),
            "shift": self.env._(
                "The change of %(item)s in %(month)s takes more from %(node)s than it "
                "receives, or its ends are not divided together.",
                **named,
            ),
        }
        return texts[error.reason]

    # -------------------------------------------------------------------------
    def _drop_all_amounts(self):
        for version in self:
            version._run(decomposition.drop_amounts(version.id))
        self._forget_amounts()

    def _run(self, query):
        """Executes a statement that returns no rows."""
        self.env.flush_all()
        self.env.cr.execute(query)

    def _forget_amounts(self):
        self.env["ops.cost.cell"].invalidate_model()
        self.env["ops.cost.allotment"].invalidate_model()
        self.invalidate_recordset(["cell_ids", "allotment_ids"])
