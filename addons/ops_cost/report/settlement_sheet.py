from odoo import api, models

from odoo.addons.ops_base.calc.units import from_minor, to_minor
from odoo.addons.ops_base.tools.words import amount_in_words

AMOUNTS = ("penalty", "reward", "net")


class SettlementSheet(models.AbstractModel):
    """Settlement sheet (奖罚兑现表): who pays and who is paid, level by level."""

    _name = "report.ops_cost.settlement_sheet"
    _description = "Settlement Sheet"

    @api.model
    def _get_report_values(self, docids, data=None):
        settlements = self.env["ops.cost.settlement"].browse(docids)
        return {
            "doc_ids": docids,
            "doc_model": "ops.cost.settlement",
            "docs": settlements,
            "sheets": [self._sheet(settlement) for settlement in settlements],
        }

    def _sheet(self, settlement):
        settlement.check_access("read")
        lines = self.env["ops.cost.settlement.line"].search(
            [("settlement_id", "=", settlement.id)]
        )
        currency = settlement.currency_id
        step = repr(currency.rounding)
        totals = {
            name: from_minor(sum(to_minor(line[name], step) for line in lines), step)
            for name in AMOUNTS
        }
        return {
            "settlement": settlement,
            "company": settlement.company_id,
            "period": self._period(settlement),
            "state": self._state(settlement),
            "places": currency.decimal_places,
            "currency": currency,
            "groups": self._groups(lines),
            "totals": {name: float(amount) for name, amount in totals.items()},
            "words": {
                name: amount_in_words(
                    abs(amount), self.env.lang or "en_US", currency.name
                )
                for name, amount in totals.items()
            },
            "signatures": [
                self._signed(self.env._("Prepared by"), settlement.prepared_by_id),
                self._signed(self.env._("Reviewed by"), settlement.reviewed_by_id),
                self._signed(self.env._("Approved by"), settlement.signed_by_id),
                self._signed(self.env._("Paid by"), settlement.paid_by_id),
            ],
        }

    def _period(self, settlement):
        months = ", ".join(settlement.period_ids.sorted("date_start").mapped("code"))
        if settlement.kind == "monthly":
            return self.env._("Month %s", months)
        return self.env._("Quarter of the months %s", months)

    def _state(self, settlement):
        labels = dict(settlement._fields["state"]._description_selection(self.env))
        return labels[settlement.state]

    def _signed(self, label, user):
        # sudo: the name of who signed; the reader of the sheet need not see users
        return f"{label}: {user.sudo().name}" if user else label

    def _groups(self, lines):
        """``[(title, lines)]``: leadership and units, teams, persons."""
        titles = (
            (self.env._("Leadership and units"), (1, 2)),
            (self.env._("Teams"), (3,)),
            (self.env._("Persons"), (4,)),
        )
        groups = []
        for title, levels in titles:
            part = lines.filtered(lambda line, levels=levels: line.level in levels)
            if part:
                groups.append((title, [self._row(line) for line in part]))
        return groups

    def _row(self, line):
        # sudo: the name beside the money; employees are readable to HR only
        name = line.sudo().employee_id.name or line.node_id.name
        adjustment = line.kind == "adjustment"
        return {
            "subject": line.subject,
            "name": name,
            "team": line.l3_id.name or line.l2_id.name or line.node_id.name,
            **{amount: line[amount] for amount in AMOUNTS},
            "note": (line.reason or self.env._("Adjustment")) if adjustment else "",
        }
