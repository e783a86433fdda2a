from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.ops_base.calc.units import from_minor

from ..calc.periods import accounting_period, is_open_on
from ..queries import ledger

ZERO_SUM = frozenset({"internal_cheque", "allocation", "transfer"})


class OpsCostVoucher(models.Model):
    """Posting: number, month and money are taken by conditional UPDATEs, then the
    lines are frozen; all of it in the caller's transaction."""

    _inherit = "ops.cost.voucher"

    @api.private
    def _post(self, approver=None):
        """Books draft or submitted documents; no check of roles (see action_post)."""
        self.env.flush_all()
        vouchers = self.sudo()  # sudo: guard rows and every line, whoever posts
        vouchers._check_approval_state({"draft", "submitted"})
        vouchers._check_lines()
        places = vouchers._places()
        numbers = vouchers._take_numbers(places)
        vouchers._spend_releases()
        now = self.env.cr.now().replace(microsecond=0)
        for entry, (period, late) in places.items():
            entry._server_write(
                {
                    "state": "posted",
                    "number": numbers[entry],
                    "period_id": period.id,
                    "late": late,
                    "posted_at": now,
                }
            )
        for voucher in vouchers:
            number = f"V{numbers[voucher.entry_ids.sorted('id')[0]]}"
            voucher._set_decided("posted", approver, number=number, posted_at=now)
        self.env.flush_all()

    @api.private
    def _reverse(self, day, reason):
        """Submitted documents with all amounts turned; somebody posts them."""
        self._check_approval_state({"posted"})
        reversals = self.browse()
        for voucher in self:
            reversal = self._server_create([voucher._prepare_reversal(day, reason)])
            # sudo: all lines are turned, also those the user cannot see
            lines = voucher.sudo().entry_ids.sorted("id")
            self.env["ops.cost.entry"].sudo()._server_create(
                [line._prepare_reversal(reversal) for line in lines]
            )
            reversal._set_submitted()
            reversals |= reversal
        return reversals

    def _prepare_reversal(self, day, reason):
        return {
            "document": self.document,
            "date": day,
            "recorded_on": day,
            "ref": self.env._("Reversal of %s", self.number),
            "note": reason,
            "company_id": self.company_id.id,
            "reverse_of_id": self.id,
        }

    # checks --------------------------------------------------------------------
    def _check_lines(self):
        """Raises the first reason why these documents cannot be booked."""
        for voucher in self:
            if not voucher.entry_ids:
                raise UserError(
                    self.env._("%s has no lines to book.", voucher.display_name)
                )
        self.entry_ids._check_bookable()
        for voucher in self.filtered(lambda voucher: voucher.document in ZERO_SUM):
            voucher._check_zero_sum()

    def _check_zero_sum(self):
        """Cheques by pair, allocations and transfers as a whole (cost.md 2.6)."""
        cheque = self.document == "internal_cheque"
        for pair, lines in self.entry_ids.grouped(
            lambda line: (line.pair or "") if cheque else ""
        ).items():
            self._check_balance(pair, lines)
            if len(set(lines.mapped("date"))) > 1:
                raise UserError(
                    self.env._(
                        "The lines of %(name)s %(pair)s must have the same date, or "
                        "they would be booked in different months.",
                        name=self.display_name,
                        pair=pair,
                    )
                )

    def _check_balance(self, pair, lines):
        """Item by item and nature by nature, or the bundle, or the daily costs, would
        change by what looks like a mere move from node to node."""
        for (item, nature), part in lines.grouped(
            lambda line: (line.item_id, line.nature)
        ).items():
            if len(part) > 1 and not sum(line._minor() for line in part):
                continue
            natures = dict(part._fields["nature"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "The lines of %(name)s %(pair)s must add up to zero for each item "
                    "and nature, but those of %(item)s (%(nature)s) do not: one node "
                    "gives what another receives.",
                    name=self.display_name,
                    pair=pair,
                    item=item.display_name,
                    nature=natures[nature],
                )
            )

    # month and number ----------------------------------------------------------
    def _places(self):
        """``{entry: (period, late)}`` in the order in which numbers are given."""
        places, known = {}, {}
        for voucher in self:
            key = voucher.company_id, voucher.recorded_on
            periods = known[key] = known.get(key) or voucher._known_periods()
            for entry in voucher.entry_ids.sorted("id"):
                found = accounting_period(entry.date, periods)
                if found is None:
                    voucher._refuse_day(entry.date)
                places[entry] = found
        return places

    def _known_periods(self):
        periods = self.env["ops.cost.period"].search(
            [("company_id", "=", self.company_id.id)], order="date_start"
        )
        return [
            (
                period,
                period.date_start,
                period.date_end,
                period.state == "open"
                and is_open_on(self.recorded_on, period.close_on or None),
            )
            for period in periods
        ]

    def _refuse_day(self, day):
        months = self.env["ops.cost.period"].search(
            [("company_id", "=", self.company_id.id)], order="date_start"
        )
        own = months.filtered(lambda month: month.date_start <= day <= month.date_end)
        reason = self._reason_no_month(day, own, months[-1:])
        raise UserError(
            self.env._(
                "%(name)s of %(day)s cannot be booked: %(reason)s",
                name=self.display_name,
                day=day,
                reason=reason,
            )
        )

    def _reason_no_month(self, day, own, last):
        """Why no month takes a cost of ``day``, and who can do what about it."""
        if not own:
            return self.env._(
                "no plan has a month for that day. Correct the date, or ask the cost "
                "office to add the month (“Next Month”, or “Copy to Next Year”, of "
                "the plan)."
            )
        if last.state == "open":
            return self.env._(
                "%(month)s takes what was recorded before its closing day "
                "%(close_on)s, this was recorded on %(recorded)s, and no later month "
                "is there. Ask the cost office to add it (“Next Month” of the plan).",
                month=last.code,
                close_on=last.close_on,
                recorded=self.recorded_on,
            )
        return self.env._(
            "%(month)s is closed, and so are all months after it. Ask the cost office "
            "to add a month (“Next Month”, or “Copy to Next Year”, of the plan), or "
            "its manager to reopen %(last)s.",
            month=own.code,
            last=last.code,
        )

    def _take_numbers(self, places):
        """``{entry: number}``, gapless per month; guards the months, in order of id."""
        wanted = defaultdict(list)
        for entry, (period, _late) in places.items():
            wanted[period].append(entry)
        numbers = {}
        for period in sorted(wanted, key=lambda period: period.id):
            entries = wanted[period]
            row = self.env.execute_query(ledger.take_numbers(period.id, len(entries)))
            if not row:
                period._refuse_closed()
            first = row[0][0] - len(entries) + 1
            for number, entry in enumerate(entries, first):
                numbers[entry] = f"{period.code}-{number:05d}"
            period.invalidate_recordset(["last_number"])
        return numbers

    def _spend_releases(self):
        """Takes the money of contingency lines from their releases."""
        spent = defaultdict(int)
        for entry in self.entry_ids.filtered("release_id"):
            spent[entry.release_id] += entry._minor()
        for release in sorted(spent, key=lambda release: release.id):
            amount = from_minor(spent[release], release.currency_id.rounding)
            if not self.env.execute_query(ledger.spend_release(release.id, amount)):
                release.invalidate_recordset(["spent", "state"])
                self._refuse_release(release, float(amount))
            release.invalidate_recordset(["spent"])

    def _refuse_release(self, release, amount):
        if release.state != "approved":
            raise UserError(
                self.env._(
                    "Release %(code)s is not approved: its money cannot be spent.",
                    code=release.code,
                )
            )
        raise UserError(
            self.env._(
                "Release %(code)s has %(left)s left, which does not cover %(amount)s. "
                "Ask for a further release.",
                code=release.code,
                left=release.currency_id.format(release.amount - release.spent),
                amount=release.currency_id.format(amount),
            )
        )
