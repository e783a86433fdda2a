"""Three contracts and an internal agreement, two months of statements: by the buttons,
in the users' roles.

The steps happen at the instants of the story: the transaction's clock is set, so that
the demo is the same on any day.
"""

import json
from contextlib import contextmanager
from datetime import datetime

from odoo.fields import Command
from odoo.tools.misc import file_open

from .papers import Papers
from .story import Story

PLAN = "ops_contract/demo/contracts.json"
TODAY = "2026-11-23 09:30:00"
DOCUMENTS = {
    "ops.contract",
    "ops.annex.version",
    "ops.deliverable",
    "ops.sla.statement",
}
QUIET = {"tracking_disable": True, "mail_create_nosubscribe": True, "lang": "en_US"}


def invented():
    with file_open(PLAN) as text:
        return json.load(text)


class DemoContracts(Papers, Story):
    """``users``: by the keys of the plan; ``contracts`` too; ``currency``: of the
    contracts, the company's unless set."""

    def __init__(self, env, company, plan):
        context = {**env.context, **QUIET, "allowed_company_ids": company.ids}
        self.env = env(context=context)
        self.company, self.currency = company, company.currency_id
        self.plan = plan
        self.users, self.partners, self.contracts = {}, {}, {}

    def build(self):
        with self.at("2026-07-20 02:00:00"):
            self.create_people()
            self.create_calendars()
            for key, facts in self.plan["contracts"].items():
                self.create_contract(key, facts)
        self.contracts["bank"].underpinning_ids = (
            self.contracts["supplier"] | self.contracts["desk"]
        )
        self.tell()
        with self.at(TODAY):
            self.refresh()
        self.forget_mails()
        return self

    @contextmanager
    def at(self, instant):
        """The transaction happens at this instant (UTC)."""
        cr = self.env.cr
        before, cr._now = cr.now(), datetime.fromisoformat(instant)
        try:
            yield
            self.env.flush_all()
        finally:
            cr._now = before

    def refresh(self):
        """What the nightly jobs do."""
        for contract in self.contracts.values():
            contract._refresh_states()
            contract.version_ids._refresh_states()
        self.env["ops.deliverable"]._cron_daily()
        self.env["ops.sla.forecast"]._cron_forecast()

    def forget_mails(self):
        """The demo writes to nobody."""
        waiting = self.env["mail.mail"].search([("state", "=", "outgoing")])
        waiting.filtered(lambda mail: mail.model in DOCUMENTS).cancel()

    def as_user(self, key, records):
        return records.with_user(self.users[key])

    # people ------------------------------------------------------------------------
    def create_people(self):
        for key, facts in self.plan["partners"].items():
            self.partners[key] = self.env["res.partner"].create(
                {
                    "name": facts["name"],
                    "is_company": True,
                    "lang": self._installed(facts["lang"]),
                }
            )
        self.partners["own"] = self.company.partner_id
        for key, facts in self.plan["users"].items():
            self.users[key] = self._create_user(facts)
            self._remember(f"demo_user_{key}", self.users[key])

    def _create_user(self, facts):
        values = {
            "name": facts["name"],
            **self._credentials(facts),
            "lang": self._installed(facts["lang"]),
            "tz": "Asia/Shanghai",
            "company_id": self.company.id,
            "company_ids": [Command.set(self.company.ids)],
            "group_ids": [Command.set(self._groups(facts).ids)],
        }
        users = self.env["res.users"].with_context(no_reset_password=True)
        user = users.create(values)
        user.partner_id.write(
            {
                "parent_id": self.partners[facts["partner"]].id
                if facts.get("partner")
                else False,
                "comment": facts["does"],
            }
        )
        # a partner takes over the language of its organisation
        user.partner_id.lang = values["lang"]
        return user

    def _installed(self, lang):
        """The language, where it is installed."""
        return lang if lang in dict(self.env["res.lang"].get_installed()) else "en_US"

    def _groups(self, facts):
        if facts.get("partner"):
            return self.env.ref("base.group_portal")
        groups = self.env.ref("base.group_user")
        if facts["role"]:
            groups |= self.env.ref(f"ops_contract.group_contract_{facts['role']}")
        return groups

    def _credentials(self, facts):
        return {"login": facts["login"], "password": self.plan["password"]}

    def _remember(self, name, record):
        """The xml id by which the demo is found."""

    # time --------------------------------------------------------------------------
    def create_calendars(self):
        self.calendars = {
            "office": self._calendar(
                "Mon-Fri 9-18 工作日九到十八点", range(5), (9, 18)
            ),
            "always": self._calendar("7 × 24 全天候", range(7), (0, 24)),
        }
        Day = self.env["ops.calendar.day"]
        domain = [("company_id", "=", self.company.id)]
        known = {f"{day.date}" for day in Day.search(domain)}
        kinds = {"holiday": "holidays", "workday": "make_up_days"}
        Day.create(
            [
                {
                    "name": day,
                    "date": day,
                    "kind": kind,
                    "company_id": self.company.id,
                }
                for kind, days in kinds.items()
                for day in self.plan[days]
                if day not in known
            ]
        )

    def _calendar(self, name, days, hours):
        lines = [
            Command.create(
                {
                    "name": name,
                    "dayofweek": str(day),
                    "hour_from": hours[0],
                    "hour_to": hours[1],
                }
            )
            for day in days
        ]
        return self.env["resource.calendar"].create(
            {
                "name": name,
                "tz": "Asia/Shanghai",
                "company_id": self.company.id,
                "attendance_ids": [Command.clear(), *lines],
            }
        )
