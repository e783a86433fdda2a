from odoo import models

from ..calc.clause import variables
from ..tools.references import weekly_hours


class OpsAnnexVersion(models.Model):
    """Variables of clauses. None of them is a price: clauses are read by people who
    may not see prices."""

    _inherit = "ops.annex.version"

    def _clause_values(self):
        """``{variable: text}``: as sealed, or as it would be sealed now."""
        self.ensure_one()
        if not self.annex_id:
            return {}
        # sudo: names of the parties, for whoever may read the clauses
        return self.sudo()._at_sealing("values", self.sudo()._current_clause_values)

    def _current_clause_values(self):
        contract = self.contract_id
        values = {
            "provider": contract.company_id.name,
            "customer": contract.partner_id.commercial_partner_id.name,
            "contract_number": contract.number,
            "contract_name": contract.name,
            "contract_start": str(contract.date_start),
            "contract_end": str(contract.date_end),
            "renewal_notice_days": str(contract.renewal_notice_days),
            "time_zone": contract.tz,
            "service_hours": self._hours_text(
                contract.calendar_id, self._contract_lang()
            ),
            "currency": contract.currency_id.name,
            "version_number": str(self.number),
            "date_from": str(self.date_from),
        }
        return {**values, **self._rule_values()}

    def _rule_values(self):
        return {
            "cap": f"{self.cap_bp / 100:g} %",
            "dispute_days": str(self.dispute_days),
            "consecutive_months": str(self.consecutive_months),
            "consecutive_factor": f"{self.consecutive_factor_bp / 10000:g}",
            "termination_misses": str(self.termination_misses),
            "termination_window": str(self.termination_window),
            "earn_back_months": str(self.earn_back_months),
        }

    def _unknown_variables(self):
        known = self._clause_values()
        return {
            name: clause
            for clause in self.clause_ids
            for name in variables(clause.text or "")
            if name not in known
        }

    def _hours_text(self, calendar, lang):
        """Weekly hours in words of this language: ``Mon-Fri 09:00-18:00``."""
        env = self.with_context(lang=lang).env
        names = _day_names(env)
        spans = {}
        for week, day, start, end in weekly_hours(calendar)["hours"]:
            spans.setdefault((week, int(day)), []).append(
                f"{_clock(start)}-{_clock(end)}"
            )
        days = {}
        for (week, day), parts in spans.items():
            days.setdefault((week, " ".join(parts)), []).append(day)
        texts = [
            f"{_days_text(names, found)} {hours}{_week_text(env, week)}"
            for (week, hours), found in days.items()
        ]
        return ", ".join(texts) or calendar.name


def _days_text(names, days):
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"{names[days[0]]}-{names[days[-1]]}"
    return ", ".join(names[day] for day in days)


def _day_names(env):
    field = env["resource.calendar.attendance"]._fields["dayofweek"]
    return [label for _day, label in field._description_selection(env)]


def _week_text(env, week):
    return env._(" (every second week)") if week else ""


def _clock(hours):
    minutes = round(hours * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
