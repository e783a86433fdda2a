from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..calc.transfer import days_around, move
from ..tools.roles import has_role, require_role


class OpsCostMove(models.TransientModel):
    """A person changes teams: the old node ends, a new one begins, and the rest of
    the month's quota goes along, split by calendar days (cost.md 2.5)."""

    _name = "ops.cost.move"
    _description = "Move a Person to Another Team"
    _inherit = ["ops.mixin.guard"]

    employee_id = fields.Many2one("hr.employee", required=True, ondelete="cascade")
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="First day in the new team.",
    )
    team_id = fields.Many2one(
        "ops.cost.node",
        "New Team",
        required=True,
        ondelete="cascade",
        domain="[('level', '=', 3)]",
    )
    following_months = fields.Selection(
        [
            ("transfer", "Transfer Their Quotas Too"),
            ("new_version", "Leave Them to a New Version"),
        ],
        default="transfer",
        required=True,
    )
    reason = fields.Text(required=True)
    old_node_id = fields.Many2one(
        "ops.cost.node", "Present Team", compute="_compute_old_node_id"
    )

    @api.depends("employee_id", "date", "team_id")
    def _compute_old_node_id(self):
        for wizard in self:
            wizard.old_node_id = wizard._find_old_node()

    def action_move(self):
        require_role(self.env, "office", "accountant")
        self.ensure_one()
        self.team_id.check_access("read")
        self._check_scope()
        transfers = self._move()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Transfers of the Move"),
            "res_model": "ops.cost.transfer",
            "view_mode": "list,form",
            "domain": [("id", "in", transfers.ids)],
        }

    def _check_scope(self):
        """Within one unit by its accountant, across units by the cost office."""
        # sudo: only to compare
        old = self._find_old_node().sudo()
        own = self.env.user.ops_cost_unit_ids
        if not has_role(self.env, "office") and not (
            old and old.l2_id == self.team_id.l2_id and old.l2_id in own
        ):
            raise AccessError(
                self.env._(
                    "A unit accountant moves persons within the own unit; between "
                    "units it is done by the cost office."
                )
            )

    def _move(self):
        """The posted transfers: of the month of the move, and of the months after."""
        self.ensure_one()
        old = self._find_old_node()
        self._check_move(old)
        # sudo: an accountant does not write nodes otherwise; checked by action_move
        new = self.sudo()._open_new_node(old.sudo())
        months = self._months(old)
        transfers = self.env["ops.cost.transfer"]
        if months:
            months._guard_open()
        for month in months:
            transfers |= self._transfer(month, old, new)
        return transfers

    def _find_old_node(self):
        """The node in which the person is on the day before, or ended then."""
        if not (self.employee_id and self.date):
            return self.env["ops.cost.node"]
        before = self.date - timedelta(days=1)
        return self.env["ops.cost.node"].search(
            [
                ("employee_id", "=", self.employee_id.id),
                ("company_id", "=", self.team_id.company_id.id or self.env.company.id),
                ("date_start", "<=", before),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", before),
            ],
            limit=1,
        )

    def _check_move(self, old):
        if not old:
            raise UserError(
                self.env._(
                    "%(person)s is in no team on the day before %(date)s.",
                    person=self._person_name(),
                    date=self.date,
                )
            )
        if self.team_id.level != 3 or not self.team_id._is_valid_on(self.date):
            raise UserError(
                self.env._(
                    "%(team)s is no team that is valid on %(date)s.",
                    team=self.team_id.display_name,
                    date=self.date,
                )
            )
        if old.parent_id == self.team_id:
            raise UserError(
                self.env._(
                    "%(person)s is in %(team)s already.",
                    person=self._person_name(),
                    team=self.team_id.display_name,
                )
            )
        if old.date_end and old.date_end != self.date - timedelta(days=1):
            raise UserError(
                self.env._(
                    "%(node)s ends on %(date)s already.",
                    node=old.display_name,
                    date=old.date_end,
                )
            )
        self._check_no_later_costs(old)

    def _person_name(self):
        # sudo: the name of a colleague is no secret
        return self.sudo().employee_id.name

    def _check_no_later_costs(self, old):
        """Entries belong to the node that is valid on their day."""
        # sudo: what is booked counts, whoever may see it
        entries = self.env["ops.cost.entry"].sudo()
        later = entries.search(
            [("node_id", "=", old.id), ("date", ">=", self.date)], limit=1, order="id"
        )
        if later:
            raise UserError(
                self.env._(
                    "%(node)s has costs dated %(date)s, after the move: reverse them, "
                    "or change the drafts, first.",
                    node=old.display_name,
                    date=later.date,
                )
            )

    def _open_new_node(self, old):
        """Closes the old node and opens the next, unless both are there already."""
        new = self.env["ops.cost.node"].search(
            [
                ("employee_id", "=", self.employee_id.id),
                ("parent_id", "=", self.team_id.id),
                ("date_start", "=", self.date),
            ]
        )
        if not old.date_end:
            old.write({"date_end": self.date - timedelta(days=1)})
        if new:
            return new
        return new.create(
            {
                "code": self._new_code(old),
                "name": old.name,
                "parent_id": self.team_id.id,
                "company_id": old.company_id.id,
                "level": 4,
                "kind": "person",
                "employee_id": self.employee_id.id,
                "weight": old.weight,
                "sequence": old.sequence,
                "date_start": self.date,
            }
        )

    def _new_code(self, old):
        """``P03@T12``; a return to a former team gets a number, ``P03@T11#2``."""
        code = f"{old.code.partition('@')[0]}@{self.team_id.code}"
        # sudo: codes are unique over the whole company
        taken = self.env["ops.cost.node"].sudo().with_context(active_test=False)
        stays = taken.search_count(
            [
                ("company_id", "=", old.company_id.id),
                "|",
                ("code", "=", code),
                ("code", "=like", f"{code}#%"),
            ]
        )
        return f"{code}#{stays + 1}" if stays else code

    def _months(self, old):
        """The month of the move and, if asked for, those after it that have quotas."""
        periods = self.env["ops.cost.period"].search(
            [("company_id", "=", old.company_id.id), ("date_end", ">=", self.date)]
        )
        if self.following_months == "new_version":
            periods = periods.filtered(lambda month: month.date_start <= self.date)
        versions = self.env["ops.cost.version"]
        in_effect = versions._effective_minor(periods.ids, old.ids) if periods else {}
        months = {key[0] for key in in_effect}
        return periods.filtered(lambda month: month.id in months).sorted("date_start")

    def _transfer(self, month, old, new):
        in_effect = self.env["ops.cost.version"]._effective_minor(month.ids, old.ids)
        first = max(month.date_start, old.date_start)
        moved_on = max(self.date, month.date_start)
        days = days_around(first, month.date_end, moved_on)
        lines = []
        for nature in ("daily", "contingency"):
            cells = [
                (item, quota, saving)
                for (_month, _node, item, of), (quota, saving) in in_effect.items()
                if of == nature
            ]
            lines += [(nature, part) for part in move(cells, days)]
        if not lines:
            return self.env["ops.cost.transfer"]
        return self._post_transfer(month, old, new, lines)

    def _post_transfer(self, month, old, new, lines):
        amount = self.env["ops.cost.transfer.line"]._amount
        # sudo: the transfer of a move follows from the calendar; checked before
        transfers = self.env["ops.cost.transfer"].sudo()
        transfer = transfers._server_create(
            [
                {
                    "plan_id": month.plan_id.id,
                    "period_id": month.id,
                    "kind": "move",
                    "move_employee_id": self.employee_id.id,
                    "move_date": self.date,
                    "reason": self.reason,
                    "requested_by": self.env.uid,
                }
            ]
        )
        transfer.line_ids.create(
            [
                {
                    "transfer_id": transfer.id,
                    "from_node_id": old.id,
                    "to_node_id": new.id,
                    "item_id": part.item,
                    "nature": nature,
                    "quota": amount(part.quota, month.currency_id),
                    "saving_task": amount(part.saving_task, month.currency_id),
                }
                for nature, part in lines
            ]
        )
        transfer._post()
        return transfer.sudo(False)
