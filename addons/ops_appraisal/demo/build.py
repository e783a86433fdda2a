"""Two closed quarters with their bonuses, a promotion check and a month in review: by
the buttons, in the users' roles.

The steps happen at the instants of the story: the transaction's clock is set, so that
the demo is the same on any day.
"""

import json
from contextlib import contextmanager
from datetime import datetime

from odoo.tools.misc import file_open

from .people import People
from .results import Results
from .story import Story

PLAN = "ops_appraisal/demo/appraisals.json"
BEGIN = "2026-01-05"
QUIET = {"tracking_disable": True, "mail_create_nosubscribe": True, "lang": "en_US"}
TZ = "Asia/Shanghai"


def invented():
    with file_open(PLAN) as text:
        return json.load(text)


class DemoAppraisals(People, Story, Results):
    """``users``, ``employees``, ``departments``, ``jobs``, ``cycles``: by the keys of
    the plan."""

    def __init__(self, env, company, plan):
        context = {**env.context, **QUIET, "allowed_company_ids": company.ids}
        self.env = env(context=context)
        self.company = company
        self.plan = plan
        self.users, self.employees, self.cycles = {}, {}, {}
        self.departments, self.jobs = {}, {}

    def build(self):
        with self.at(BEGIN):
            self.create_users()
            self.create_units()
            self.create_jobs()
            self.create_people()
        moved = False
        for facts in self.plan["cycles"]:
            if not moved and facts["to"] > self.plan["move"]["day"]:
                moved = self.move_person()
            self.run_cycle(facts)
        self.pay_bonuses()
        self.check_promotions()
        self.forget_mails()
        return self

    @contextmanager
    def at(self, day):
        """The transaction happens on this day, in the morning (UTC)."""
        cr = self.env.cr
        before, cr._now = cr.now(), datetime.fromisoformat(f"{day} 02:00:00")
        try:
            yield
            self.env.flush_all()
        finally:
            cr._now = before

    def as_user(self, key, records):
        return records.with_user(self.users[key])

    def finish(self, action):
        """Waits for what a button leaves to the background."""
        task = self.env["ops.background.task"].browse(action["params"]["task_id"])
        task._run_now()
        if task.state != "done":
            raise RuntimeError(f"{task.name}: {task.message}")

    def forget_mails(self):
        """The demo writes to nobody."""
        waiting = self.env["mail.mail"].search([("state", "=", "outgoing")])
        waiting.filtered(lambda mail: mail.model == "ops.appraisal").cancel()

    def in_both_languages(self, record, name, english, chinese):
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        texts = {"en_US": english, "zh_CN": chinese}
        record.update_field_translations(
            name, {code: texts[code] for code in installed & set(texts)}
        )

    def _credentials(self, facts):
        return {"login": facts["login"], "password": self.plan["password"]}

    def _remember(self, name, record):
        """The xml id by which the demo is found."""
