"""Two customers with the same papers each: what one sees, the other must not."""

from datetime import date, datetime
from types import SimpleNamespace
from unittest.mock import patch

from odoo.fields import Command
from odoo.http import Request
from odoo.tests import HttpCase

from .common import POINT, ContractCase

YEAR = date(2026, 1, 1)
MONTH = date(2026, 10, 1)
# the statement is sent on this day, so it may be disputed until 13 November
SENT = datetime.fromisoformat("2026-11-03 02:00:00")
IN_TIME = date(2026, 11, 5)
TOO_LATE = date(2026, 11, 20)
DRAWN = f"data:image/png;base64,{POINT}"


class PortalCase(ContractCase, HttpCase):
    """``self.ours`` and ``self.theirs``: contract, version (to be signed), sla,
    deliverable (handed over, with ``file``), statement (sent), change of the customer
    and of the stranger. ``canary`` is written into every text of ours."""

    canary = "Hospital"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # addresses without a language, whatever the database was installed in
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env["ir.default"].set("res.partner", "lang", "en_US")
        cls.ours = cls._papers(cls.customer, cls.customer_contact, cls.canary)
        cls.theirs = cls._papers(cls.stranger, cls.portal_stranger.partner_id, "Other")

    def setUp(self):
        super().setUp()
        self.set_today(IN_TIME)

    def set_today(self, day):
        """The day on which the customer looks at his papers."""
        found = patch.object(
            type(self.env["ops.contract"]), "_today", lambda contract: day
        )
        found.start()
        self.addCleanup(found.stop)

    # fixture ---------------------------------------------------------------------
    @classmethod
    def _papers(cls, partner, contact, word):
        contract = cls.contract(
            partner_id=partner.id,
            name=f"{word} contract",
            customer_number=f"{word} number",
            note=f"<p>SECRET-NOTE {word}</p>",
        )
        cls.customer_contact, kept = contact, cls.customer_contact
        papers = SimpleNamespace(contract=contract, word=word)
        papers.sla = cls.agree(cls._sla(contract, word))
        papers.price = cls.agree(cls._price(contract, word))
        papers.reporting = cls.agree(cls._reporting(contract, word))
        papers.evaluation = cls.agree(cls._evaluation(contract, papers.sla))
        papers.version = cls.send(cls._security(contract, word))
        cls.customer_contact = kept
        papers.deliverable, papers.file = cls._deliverable(contract, word)
        papers.statement = cls._statement(contract, word)
        papers.change = cls._change(contract, contact, word)
        return papers

    @classmethod
    def _sla(cls, contract, word):
        return cls.version(
            contract,
            "sla",
            YEAR,
            change_reason=f"{word} reason",
            sla=[
                {
                    "metric_id": cls.metrics[code].id,
                    "name": f"{word} wording",
                    "target_minutes": 240,
                    "target_bp": 9500,
                }
                for code in ("t_response", "t_resolve")
            ],
        )

    @classmethod
    def _price(cls, contract, word):
        line = {"name": f"{word} fee", "quantity": 1, "unit_price": 80000}
        return cls.version(contract, "price", YEAR, price=[line])

    @classmethod
    def _reporting(cls, contract, word):
        line = {
            "name": f"{word} report",
            "frequency": "monthly",
            "responsible_id": cls.users["employee"].id,
        }
        return cls.version(contract, "reporting", YEAR, deliverable=[line])

    @classmethod
    def _evaluation(cls, contract, sla):
        tier = {"low_bp": 0, "high_bp": 9500, "credit_bp": 1000}
        lines = [
            {
                "sla_key": line.line_key,
                "weight_bp": 5000,
                "tier_ids": [Command.create(tier)],
            }
            for line in sla.sla_line_ids
        ]
        return cls.version(contract, "evaluation", YEAR, evaluation=lines)

    @classmethod
    def _security(cls, contract, word):
        clause = {
            "number": "7.1",
            "name": f"{word} duty",
            "text": f"{word} keeps quiet",
        }
        return cls.version(
            contract,
            "security",
            date(2026, 12, 1),
            change_reason=f"{word} reason",
            clause=[clause],
        )

    @classmethod
    def _deliverable(cls, contract, word):
        made = cls.env["ops.deliverable"]._generate(contract, MONTH)
        deliverable = made.filtered(lambda each: each.date_from == MONTH)
        file = cls.env["ir.attachment"].create(
            {"name": f"{word} file.txt", "raw": f"{word} content".encode()}
        )
        delivery = deliverable._deliver(file, f"{word} note", at=SENT)
        return deliverable, delivery.attachment_ids

    @classmethod
    def _statement(cls, contract, word):
        cls._facts(contract, word)
        with patch.object(cls.env.cr, "_now", SENT):
            statement = cls.env["ops.sla.statement"]._generate(contract, MONTH, SENT)
            statement._server_write({"state": "org_reviewed"})
            statement._send(cls.users["org"])
        return statement

    @classmethod
    def _facts(cls, contract, word):
        """One response in time and one that took a day too long."""
        for reached in ("2026-10-12 03:00:00", "2026-10-13 09:00:00"):
            clock = cls.env["ops.sla.clock"].create(
                {
                    "name": f"{word} case",
                    "contract_id": contract.id,
                    "metric_id": cls.metrics["t_response"].id,
                    "start_at": "2026-10-12 01:30:00",
                    "reached_at": reached,
                }
            )
            clock._judge_anew(SENT)

    @classmethod
    def _change(cls, contract, contact, word):
        return cls.env["ops.contract.change"]._request_from_portal(
            contact,
            contract,
            {
                "name": f"{word} wish",
                "description": f"{word} wants more",
                "kind": "service",
            },
        )

    # requests --------------------------------------------------------------------
    def sign_in(self, user):
        """``new_test_user`` takes the login for the password; None: nobody."""
        login = user.login if user else None
        self.authenticate(login, login)

    def get(self, url, **more):
        return self.url_open(url, allow_redirects=False, **more)

    def post(self, url, csrf=True, **form):
        if csrf:
            form["csrf_token"] = Request.csrf_token(self)
        return self.url_open(url, data=form or {"x": "1"}, allow_redirects=False)

    def said(self, response):
        """The page that follows a step: what the customer reads."""
        self.assertEqual(response.status_code, 303)
        return self.url_open(response.headers["Location"]).text
