from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools.roles import require_role

COPIED = (
    "total",
    "contingency_rate",
    "penalty_rate",
    "reward_rate",
    "reward_base",
    "strict",
    "tie_rotation",
    "large_threshold",
)


# One subject a file: what a plan is, and how it goes on in time.
# pylint: disable=consider-merging-classes-inherited
class OpsCostPlan(models.Model):
    """How a plan goes on: more months of its year, then the plan of the next year.

    Months that are added have no quotas yet: their money is added to the blocks of
    the plan, and a new version from the first of them on divides what is left of each
    block (cost.md 2.5). Closed months stay as they are.
    """

    _inherit = "ops.cost.plan"

    def action_generate_periods(self):
        """The months of the year that are missing, weighted by working days."""
        require_role(self.env, "office")
        self.check_access("write")
        for plan in self:
            plan._generate_periods()
        return True

    def action_add_month(self):
        """The month after the last one of the plan."""
        require_role(self.env, "office")
        self.check_access("write")
        for plan in self:
            plan._add_month()
        return True

    def action_next_year(self):
        """Opens the plan of the next year, made from this one if there is none."""
        require_role(self.env, "office")
        self.check_access("write")
        self.ensure_one()
        plan = self._next_year() or self._copy_to_next_year()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": plan.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def action_create_version(self):
        """A draft from the first open month on, or the draft there is."""
        require_role(self.env, "office")
        self.check_access("write")
        self.ensure_one()
        version = self.version_ids.filtered(lambda version: version.state == "draft")
        version = version[:1] or self._create_version()
        return {
            "type": "ir.actions.act_window",
            "res_model": "ops.cost.version",
            "res_id": version.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    # months --------------------------------------------------------------------
    def _generate_periods(self):
        self.ensure_one()
        return self.env["ops.cost.period"]._generate(self, range(1, 13))

    def _add_month(self):
        self.ensure_one()
        months = [month.date_start.month for month in self.period_ids]
        following = max(months, default=0) + 1
        if following > 12:
            raise UserError(
                self.env._(
                    "%(plan)s has its last month: copy it to the next year.",
                    plan=self.display_name,
                )
            )
        return self.env["ops.cost.period"]._generate(self, [following])

    def _create_version(self, period=None, reason=False):
        months = self.period_ids.filtered(lambda month: month.state == "open")
        period = period or months.sorted("date_start")[:1]
        if not period:
            raise UserError(
                self.env._(
                    "%(plan)s has no open month: add the next month, or copy the plan "
                    "to the next year.",
                    plan=self.display_name,
                )
            )
        return self.env["ops.cost.version"].create(
            {"plan_id": self.id, "effective_period_id": period.id, "reason": reason}
        )

    # next year -----------------------------------------------------------------
    def _next_year(self):
        return self.search(
            [("company_id", "=", self.company_id.id), ("year", "=", self.year + 1)]
        )

    def _copy_to_next_year(self):
        """A draft with the same amounts, rates and months; the tree, the items and
        the leaders in charge hold for every year."""
        plan = self.create(self._prepare_next_year())
        # sudo: the tiers come along as they are, only a manager changes them
        self.env["ops.cost.reward.tier"].sudo().create(
            [
                {"plan_id": plan.id, "saved_from": tier.saved_from, "rate": tier.rate}
                for tier in self.tier_ids
            ]
        )
        self._name_next_year(plan)
        months = [month.date_start.month for month in self.period_ids]
        self.env["ops.cost.period"]._generate(plan, sorted(months))
        return plan

    def _prepare_next_year(self):
        first_day = f"{self.year + 1}-01-01"
        shares = self.own_share_ids.filtered(
            lambda share: (
                not share.node_id.date_end or str(share.node_id.date_end) >= first_day
            )
        )
        return {
            "name": self.name,
            "company_id": self.company_id.id,
            "year": self.year + 1,
            **{name: self[name] for name in COPIED},
            "contingency_amount": self.contingency_amount,
            "block_ids": [
                Command.create(
                    {
                        "item_id": block.item_id.id,
                        "amount": block.amount,
                        "reduction_rate": block.reduction_rate,
                    }
                )
                for block in self.block_ids
                if block.item_id.active
            ],
            "own_share_ids": [
                Command.create(
                    {
                        "level": share.level,
                        "node_id": share.node_id.id,
                        "item_id": share.item_id.id,
                        "share": share.share,
                    }
                )
                for share in shares
            ],
        }

    def _name_next_year(self, plan):
        """The name in every language, with the next year in it."""
        old, new = str(self.year), str(plan.year)
        for lang, _label in self.env["res.lang"].get_installed():
            name = self.with_context(lang=lang).name
            name = name.replace(old, new) if old in name else f"{name} {new}"
            plan.with_context(lang=lang).name = name
