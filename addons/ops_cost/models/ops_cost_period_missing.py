from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..queries import ledger, stays

NAMED = 10
READERS = (
    "ops_cost.group_cost_office,ops_cost.group_cost_finance,ops_cost.group_cost_auditor"
)


class OpsCostPeriod(models.Model):
    """What still holds up the close of a month, in sentences."""

    _inherit = "ops.cost.period"

    close_missing = fields.Text(
        "Missing for the Close",
        compute="_compute_close_missing",
        groups=READERS,
        help="What must be done before the month can be closed.",
    )
    close_warning = fields.Text(compute="_compute_close_missing", groups=READERS)

    @api.depends("state")
    def _compute_close_missing(self):
        for period in self:
            is_open = period.state == "open"
            missing = period._missing() if is_open else []
            period.close_missing = "\n".join(f"• {text}" for text in missing)
            period.close_warning = is_open and period._close_warning_text()

    def _refuse_incomplete(self):
        missing = self._missing()
        if missing:
            raise UserError(
                self.env._(
                    "%(period)s cannot be closed yet:\n%(reasons)s",
                    period=self.code,
                    reasons="\n".join(f"• {reason}" for reason in missing),
                )
            )

    def _missing(self):
        """Sentences: what must be done before the month can be closed."""
        self.ensure_one()
        self.env.flush_all()
        # sudo: what is missing anywhere in the company holds up the close
        period = self.sudo()
        return [
            *period._missing_months(),
            *period._missing_version(),
            *period._missing_vouchers(),
            *period._missing_unassigned(),
            *period._missing_transfers(),
            *period._missing_releases(),
            *period._missing_moves(),
        ]

    def _missing_months(self):
        earlier = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("date_start", "<", self.date_start),
                ("state", "!=", "closed"),
            ]
        )
        return [
            self.env._("%s is still open: close it first.", period.code)
            for period in earlier
        ]

    def _missing_version(self):
        version = self._version_in_force()
        if not version:
            return [self.env._("No quotas are issued for this month.")]
        if not self.env["ops.cost.cell"].search_count(
            [("version_id", "=", version.id), ("period_id", "=", self.id)], limit=1
        ):
            return [
                self.env._(
                    "Version %s, which is in force, has no quotas for this month.",
                    version.number,
                )
            ]
        return []

    def _missing_vouchers(self):
        rows = self._waiting_vouchers("submitted")
        found = [
            self.env._(
                "Document %(name)s of %(day)s is submitted: post or cancel it.",
                name=label or voucher_id,
                day=day,
            )
            for voucher_id, label, day in rows[:10]
        ]
        if len(rows) > 10:
            found.append(self.env._("… and %s more documents.", len(rows) - 10))
        return found

    def _waiting_vouchers(self, state):
        return self.env.execute_query(
            ledger.waiting_vouchers(
                self.company_id.id, state, self.date_end, self.close_on
            )
        )

    def _close_warning_text(self):
        # sudo: drafts and persons of the whole company, whoever closes the month
        period = self.sudo()
        return "\n".join(period._warn_of_drafts() + period._warn_of_persons())

    def _warn_of_drafts(self):
        drafts = self._waiting_vouchers("draft")
        if not drafts:
            return []
        return [
            self.env._(
                "%s draft documents are dated in this month or before. If they are "
                "posted after its close, they are booked late, in the next month.",
                len(drafts),
            )
        ]

    def _stays_without_quota(self):
        """``[(node of a person, the node that has the person's quota)]``."""
        self.env.flush_all()
        nodes = self.env["ops.cost.node"]
        rows = self.env.execute_query(stays.without_quota(self.company_id.id, self))
        return [(nodes.browse(stay), nodes.browse(other or [])) for stay, other in rows]

    def _missing_moves(self):
        """Who changed teams and left the quota behind (a second stay that came with a
        workbook, and nobody ran the move)."""
        return [
            self.env._(
                "%(name)s has no quota as %(node)s, it is still on %(other)s: move the "
                "person to %(team)s from %(day)s (Decomposition › Move a Person).",
                name=stay.name,
                node=stay.code,
                other=other.code,
                team=stay.parent_id.code,
                day=stay.date_start,
            )
            for stay, other in self._stays_without_quota()
            if other
        ][:NAMED]

    def _warn_of_persons(self):
        persons = [stay for stay, other in self._stays_without_quota() if not other]
        if not persons:
            return []
        return [
            self.env._(
                "%(count)s persons have no quota in this month, all their costs are "
                "over it: %(names)s%(more)s",
                count=len(persons),
                names=", ".join(stay.code for stay in persons[:NAMED]),
                more=", …" if len(persons) > NAMED else "",
            )
        ]

    def _missing_unassigned(self):
        domain = Domain(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "open"),
                ("date", "<=", self.date_end),
            ]
        )
        if self.close_on:
            domain &= Domain("recorded_on", "<", self.close_on)
        count = self.env["ops.cost.unassigned"].search_count(domain)
        if not count:
            return []
        return [self.env._("%s unassigned costs wait for their node and item.", count)]

    def _missing_transfers(self):
        transfers = self.env["ops.cost.transfer"].search(
            [("period_id", "=", self.id), ("state", "in", ("draft", "submitted"))]
        )
        return [
            self.env._(
                "Quota transfer “%s” is not decided: approve or cancel it.",
                transfer.number or transfer.reason or transfer.id,
            )
            for transfer in transfers
        ]

    def _missing_releases(self):
        """Nobody can approve them once the month is closed."""
        releases = self.env["ops.cost.release"].search(
            [("period_id", "=", self.id), ("state", "=", "submitted")], order="id"
        )
        found = [
            self.env._(
                "Release %(code)s of %(node)s is submitted: approve or reject it.",
                code=release.code,
                node=release.node_id.code,
            )
            for release in releases[:NAMED]
        ]
        if len(releases) > NAMED:
            found.append(self.env._("… and %s more releases.", len(releases) - NAMED))
        return found
