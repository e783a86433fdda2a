from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG
from odoo.addons.ops_base.models.ops_mixin_guard import ServerVals

from ..tools.stamped import Stamped

NATURES = [("daily", "Daily"), ("contingency", "Contingency")]
EDITABLE = frozenset({"quota", "saving_task", "reduction_target"})


class OpsCostAmount(models.AbstractModel):
    """An amount of a version at a place: version, month, node, item, nature.

    In a draft it is edited only together with the own amount of the node above:
    the difference goes there, or comes from there, in the same transaction, so that
    own + Σ children = allotment at every moment. Once the version is issued nothing
    changes it.
    """

    _name = "ops.cost.amount"
    _inherit = ["ops.mixin.authors.line", "ops.cost.money", "ops.cost.stamp"]
    _description = "Amount of a Version"
    _check_company_auto = True
    _authors_document = "version_id"

    l1_id = Stamped(
        "ops.cost.node",
        "Leadership",
        readonly=True,
        required=True,
        index=False,
        ondelete="restrict",
    )
    l2_id = Stamped(
        "ops.cost.node", "Unit", readonly=True, index=True, ondelete="restrict"
    )
    l3_id = Stamped(
        "ops.cost.node", "Team", readonly=True, index=True, ondelete="restrict"
    )
    company_id = Stamped(
        "res.company", readonly=True, required=True, index=False, ondelete="restrict"
    )
    currency_id = Stamped(
        "res.currency",
        related="company_id.currency_id",
        store=True,
        index=False,
        ondelete="restrict",
    )
    version_id = fields.Many2one(
        "ops.cost.version", required=True, ondelete="cascade", check_company=True
    )
    period_id = fields.Many2one(
        "ops.cost.period",
        "Month",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    item_id = fields.Many2one(
        "ops.cost.item",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    nature = fields.Selection(NATURES, required=True, default="daily")
    quota = fields.Monetary(required=True)
    saving_task = fields.Monetary(
        default=0.0, required=True, help="Part of the quota that is to be saved."
    )
    reduction_target = fields.Monetary(
        compute="_compute_reduction_target",
        store=True,
        readonly=False,
        precompute=True,
        help="Quota less saving task: from here on a saving is rewarded.",
    )
    version_state = fields.Selection(related="version_id.state", string="Version State")

    @api.depends("quota", "saving_task")
    def _compute_reduction_target(self):
        for row in self:
            row.reduction_target = row.quota - row.saving_task

    @api.model_create_multi
    def create(self, vals_list):
        if all(isinstance(vals, ServerVals) for vals in vals_list):
            return super().create(vals_list)
        self.browse().check_access("create")
        vals_list = [self._complete(vals) for vals in vals_list]
        places = [self._place_of(vals) for vals in vals_list]
        self._check_may_create(places)
        moves = [
            (place, *self._asked(vals, 0.0, 0.0))
            for place, vals in zip(places, vals_list, strict=True)
        ]
        self._move(moves)
        records = self.browse(self._find(places)[tuple(place)] for place in places)
        records.check_access("create")
        return records

    @api.model
    def _check_may_create(self, places):
        for version_id in {place[0] for place in places}:
            self.env["ops.cost.version"].browse(version_id)._check_may_set(
                {place[2] for place in places if place[0] == version_id}
            )
        self._check_free(places)

    def write(self, vals):
        if isinstance(vals, ServerVals) or not self:
            return super().write(vals)
        self.check_access("write")
        self._check_draft()
        foreign = set(vals) - EDITABLE - self._free_fields()
        if foreign:
            raise UserError(
                self.env._(
                    "%(fields)s of a quota cannot be changed: set this quota to 0 and "
                    "enter another one.",
                    fields=self._field_labels(foreign & set(self._fields)),
                )
            )
        rest = {name: vals[name] for name in vals if name not in EDITABLE}
        if EDITABLE.intersection(vals):
            self._refuse_wild_numbers(vals)
            self._refuse_fine_amounts(vals, self.currency_id[:1])
            self._check_may_edit()
            self._move([(row._place(), *row._change_to(vals)) for row in self])
        return super().write(rest) if rest else True

    @api.model
    def _free_fields(self):
        """Fields of a row that are no amounts and may change in a draft."""
        return frozenset()

    def unlink(self):
        # before the missing right, whose message would not say what to do instead
        self._filtered_access("read")._refuse_unlink()
        return super().unlink()

    @api.ondelete(at_uninstall=True)
    def _unlink_never(self):
        self._refuse_unlink()

    def _refuse_unlink(self):
        # A client can send the uninstall flag in its context; it cannot be superuser.
        if not self or (self.env.su and self.env.context.get(MODULE_UNINSTALL_FLAG)):
            return
        self._check_draft()
        raise UserError(
            self.env._(
                "%(quota)s is not deleted, its parts would no longer add up. Set it to "
                "0 instead.",
                quota=self[0]._place_text(),
            )
        )

    def _place_text(self):
        return self.env._(
            "The quota of %(node)s for %(item)s in %(month)s",
            node=self.node_id.display_name,
            item=self.item_id.display_name,
            month=self.period_id.display_name,
        )

    def _check_draft(self):
        frozen = self.filtered(lambda row: row.version_id.state != "draft")
        if frozen:
            raise UserError(
                self.env._(
                    "%(quota)s stays as it is, because %(version)s is issued. Make a "
                    "new version for later months, or a transfer.",
                    quota=frozen[0]._place_text(),
                    version=frozen[0].version_id.display_name,
                )
            )

    def _check_may_edit(self):
        for version in self.version_id:
            rows = self.filtered(lambda row, version=version: row.version_id == version)
            version._check_may_set(rows.node_id.ids)

    @api.model
    def _complete(self, vals):
        """Values as they will be stored, after the checks of a plain create."""
        self._refuse_server_owned(vals)
        vals = {"nature": "daily", "saving_task": 0.0, **vals}
        needed = ("version_id", "period_id", "node_id", "item_id", "quota")
        if not all(vals.get(name) for name in needed):
            raise ValidationError(
                self.env._("Give the version, month, node, item and amount of a quota.")
            )
        self._refuse_wild_numbers(vals)
        self._refuse_fine_amounts(vals, self._currency_of(vals))
        return vals

    @api.model
    def _place_of(self, vals):
        place = [
            vals["version_id"],
            vals["period_id"],
            vals["node_id"],
            vals["item_id"],
            vals["nature"],
        ]
        self.env["ops.cost.version"].browse(place[0])._check_place(*place[1:])
        return place

    def _place(self):
        self.ensure_one()
        return [
            self.version_id.id,
            self.period_id.id,
            self.node_id.id,
            self.item_id.id,
            self.nature,
        ]

    def _change_to(self, vals):
        """(quota, saving task) to add, in minor units, so that ``vals`` hold."""
        self.ensure_one()
        return self._asked(vals, self.quota, self.saving_task)

    def _asked(self, vals, old_quota, old_saving):
        currency = self.currency_id[:1] or self._currency_of(vals)
        quota = vals.get("quota", old_quota) or 0.0
        saving = vals.get("saving_task", old_saving) or 0.0
        if "reduction_target" in vals and "saving_task" not in vals:
            saving = quota - (vals["reduction_target"] or 0.0)
        units = [self._minor(value, currency) for value in (quota, saving)]
        if not 0 <= units[1] <= units[0]:
            raise ValidationError(
                self.env._(
                    "A quota must not be negative, and its reduction target must lie "
                    "between 0 and the quota (asked for: quota %(quota)s, target "
                    "%(target)s).",
                    quota=currency.format(quota),
                    target=currency.format(quota - saving),
                )
            )
        return (
            units[0] - self._minor(old_quota, currency),
            units[1] - self._minor(old_saving, currency),
        )

    @api.model
    def _move(self, moves):
        """``moves``: [(place, quota, saving task)] to add, minor units; by version."""
        by_version = {}
        for place, quota, saving in moves:
            if quota or saving:
                key = place[0]
                by_version.setdefault(key, []).append((*place[1:], quota, saving))
        for version_id, parts in sorted(by_version.items()):
            self.env["ops.cost.version"].browse(version_id)._move_amounts(parts)

    @api.model
    def _check_free(self, places):
        taken = self._find(places)
        if taken:
            row = self.browse(next(iter(taken.values())))
            raise ValidationError(
                self.env._(
                    "%(node)s already has a quota for %(item)s in %(month)s: change "
                    "that one.",
                    node=row.node_id.display_name,
                    item=row.item_id.display_name,
                    month=row.period_id.display_name,
                )
            )

    @api.model
    def _find(self, places):
        """``{place: id}``"""
        rows = self.env.execute_query(self._find_query(places))
        return {tuple(row[:5]): row[5] for row in rows}
