from odoo import api, fields, models
from odoo.exceptions import UserError

from ..queries import amount, decomposition

SHOWN = 10


# One subject a file: what a version is, how it is cascaded, edited, issued.
# pylint: disable=consider-merging-classes-inherited
class OpsCostVersion(models.Model):
    _inherit = "ops.cost.version"

    uncovered_node_ids = fields.Many2many(
        "ops.cost.node",
        string="Persons Without a Quota",
        compute="_compute_coverage",
        help="Everybody bears a quota: a version is not issued while this list is "
        "not empty.",
    )
    unled_unit_ids = fields.Many2many(
        "ops.cost.node",
        string="Units Without a Leader in Charge",
        compute="_compute_coverage",
    )
    unled_item_ids = fields.Many2many(
        "ops.cost.item",
        string="Items Without a Leader in Charge",
        compute="_compute_coverage",
    )

    @api.depends("state", "lock_version", "effective_period_id", "plan_id.block_ids")
    def _compute_coverage(self):
        self.env.flush_all()
        for version in self:
            drafted = version.filtered(lambda v: v.state == "draft" and v.id)
            version.uncovered_node_ids = drafted._persons_without_quota()
            version.unled_unit_ids, version.unled_item_ids = drafted._without_leader()

    def _persons_without_quota(self):
        nodes = self.env["ops.cost.node"]
        for version in self:
            rows = self.env.execute_query(
                decomposition.persons_without_quota(version._origin.id)
            )
            nodes |= nodes.browse(row[0] for row in rows)
        return nodes

    def _without_leader(self):
        """(units, items) that have no leader in charge on some day from the effective
        month to the end of the plan, units as long as they exist."""
        units, items = self.env["ops.cost.node"], self.env["ops.cost.item"]
        # sudo: who leads what is shown to whoever prepares the version
        charges = self.env["ops.cost.charge"].sudo()
        for version in self:
            months = version._later_periods()
            if not months:
                continue
            first = version.effective_period_id.date_start
            last = max(months.mapped("date_end"))
            units |= charges._not_led("unit_id", version._unit_days(first, last))
            blocks = version.plan_id.block_ids
            items |= charges._not_led(
                "item_id", dict.fromkeys(blocks.item_id, (first, last))
            )
        return units, items

    def _unit_days(self, first, last):
        """``{unit: (first, last)}``: its days within these."""
        units = self.env["ops.cost.node"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("level", "=", 2),
                ("date_start", "<=", last),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", first),
            ]
        )
        return {
            unit: (max(first, unit.date_start), min(last, unit.date_end or last))
            for unit in units
        }

    def _issue(self):
        """Freezes the numbers and puts them in force; see ``action_issue``."""
        for version in self.sorted("number"):
            version._issue_one()

    def _issue_one(self):
        self._claim_draft(change=False)
        # closed months keep their quotas; open ones are held until the commit
        self._later_periods()._guard_open()
        self._run(amount.purge_zeros(self.id))
        self._check_issuable()
        self._supersede_later()
        seal = self.env.execute_query(decomposition.seal(self.id))[0][0]
        self._server_write(
            {
                "state": "issued",
                "issued_by_id": self.env.uid,
                "issued_at": self.env.cr.now().replace(microsecond=0),
                "seal_hash": seal,
            }
        )
        self._forget_amounts()
        self.flush_recordset()
        drafts = [("plan_id", "=", self.plan_id.id), ("state", "=", "draft")]
        self.search(drafts)._refresh_predecessor()
        self.plan_id._accept_amounts()
        self._later_periods()._accept_rules()
        # sudo: the plan follows its versions
        self.plan_id.sudo()._refresh_state()
        self._note_without_leader()

    def _note_without_leader(self):
        """A gap does not stop the issue, the form asks for a confirmation; what was
        confirmed stays to be read."""
        units, items = self._without_leader()
        missing = [record.display_name for part in (units, items) for record in part]
        if missing:
            self.message_post(
                body=self.env._(
                    "Issued although %(count)s units and items have no leader in "
                    "charge on some day of its months: %(names)s%(more)s",
                    count=len(missing),
                    names=", ".join(missing[:SHOWN]),
                    more=", …" if len(missing) > SHOWN else "",
                )
            )

    def _check_issuable(self):
        problems = self._issue_problems()
        if problems:
            raise UserError("\n".join(problems))

    def _issue_problems(self):
        """What stands against issuing, as texts."""
        self._check_identity()
        problems = self._total_gaps()
        if self.number > 1 and not (self.reason or "").strip():
            problems.append(
                self.env._("Write the reason why the quotas of later months change.")
            )
        if self.plan_id.state == "draft":
            problems.append(
                self.env._(
                    "Confirm the amounts of %(plan)s first.",
                    plan=self.plan_id.display_name,
                )
            )
        persons = self._persons_without_quota()
        if persons:
            names = ", ".join(persons[:SHOWN].mapped("display_name"))
            problems.append(
                self.env._(
                    "%(count)s persons have no quota: %(names)s%(more)s",
                    count=len(persons),
                    names=names,
                    more=", …" if len(persons) > SHOWN else "",
                )
            )
        return problems

    def _total_gaps(self):
        """Months and items whose parts do not add up to the plan's amounts."""
        wanted = {key: pair for key, pair in self._company_amounts().items() if pair[0]}
        rows = self.env.execute_query(
            decomposition.company_totals(self.id, self._rounding())
        )
        found = {(month, item): (quota, saving) for month, item, quota, saving in rows}
        if wanted and not found:
            return [self.env._("This version has no quotas yet: cascade it first.")]
        wrong = sorted(
            key for key in {*wanted, *found} if wanted.get(key) != found.get(key)
        )
        return [
            self._total_gap(key, wanted.get(key, (0, 0)), found.get(key, (0, 0)))
            for key in wrong[:SHOWN]
        ]

    def _total_gap(self, key, wanted, found):
        currency = self.currency_id
        amounts = [
            currency.format(self.env["ops.cost.cell"]._amount(part, currency))
            for part in (*found, *wanted)
        ]
        return self.env._(
            "%(item)s in %(month)s adds up to %(quota)s with saving task %(saving)s; "
            "the plan says %(plan_quota)s and %(plan_saving)s. Cascade again.",
            item=self.env["ops.cost.item"].browse(key[1]).display_name,
            month=self.env["ops.cost.period"].browse(key[0]).display_name,
            quota=amounts[0],
            saving=amounts[1],
            plan_quota=amounts[2],
            plan_saving=amounts[3],
        )

    def _supersede_later(self):
        """Issued versions that begin with this one or later are replaced by it."""
        first = self.effective_period_id.date_start
        later = self.search(
            [
                ("plan_id", "=", self.plan_id.id),
                ("state", "=", "issued"),
                ("effective_period_id.date_start", ">=", first),
            ]
        )
        later._server_write({"state": "superseded"})
        later.flush_recordset()
        self._refresh_predecessor()

    def _is_seal_intact(self):
        """Whether the amounts are still those that were issued."""
        self.ensure_one()
        self.env.flush_all()
        rows = self.env.execute_query(decomposition.seal(self.id))
        return bool(self.seal_hash) and rows[0][0] == self.seal_hash
