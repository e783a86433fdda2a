"""R24, complete: every route of the portal × who asks × which record × which token.

Whatever is asked for, the answer is the own paper or a plain refusal: never an error
of the server, never a word of the other customer, and nothing changes.
"""

from itertools import product

from odoo.http import Request
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_case import AccessCase

HUGE = 10**30
NOISY = ("odoo.http", "odoo.addons.base.models.ir_rule", "werkzeug")
ANSWERS = {200, 303, 400, 403, 404, 405}
# what the second customer's papers say, and prices of both
WORDS_OF = {"ours": "Hospital", "theirs": "Other"}
PLAIN = ("/ops/verify",)


@tagged("post_install", "-at_install")
class TestPortalFuzz(AccessCase):
    def persons(self):
        """Who asks, and whose papers they may see."""
        return {
            None: None,
            self.portal: "ours",
            self.portal_stranger: "theirs",
            self.users["employee"]: None,
        }

    def routes(self):
        """``(parts, {"GET"} or {"POST"})`` of all routes of the portal."""
        found = {}
        for rule in self.env["ir.http"].routing_map().iter_rules():
            if rule.rule.startswith(("/my/ops", "/ops/")):
                methods = set(rule.methods or {"GET"}) & {"GET", "POST"}
                found[rule.rule] = methods
        return sorted(found.items())

    def addresses(self, rule, record_ids):
        """The route with each of these in the place of the first placeholder."""
        parts = rule.split("/")
        holes = [index for index, part in enumerate(parts) if part.startswith("<")]
        if not holes:
            return [rule]
        found = []
        for value in record_ids:
            filled = list(parts)
            filled[holes[0]] = str(value)
            for hole in holes[1:]:
                filled[hole] = str(self.ours.file.id)
            found.append("/".join(filled))
        return found

    def ids_of(self, rule):
        """Own, foreign, their neighbours, and what is no id at all."""
        kinds = ("contract", "version", "deliverable", "statement")
        name = next((kind for kind in kinds if f"/{kind}s/" in rule), None)
        nothing = [0, -1, HUGE, "text", "%27%22%3Cb%3E", "..%2f1", "1.5"]
        if not name:
            return [1, self.item.id, *nothing]
        ids = [getattr(papers, name).id for papers in (self.ours, self.theirs)]
        near = dict.fromkeys(one + step for one in ids for step in (0, 1, -1))
        return [*near, *nothing]

    def is_own(self, address, whose):
        papers = whose and getattr(self, whose)
        names = ("contract", "version", "deliverable", "statement")
        return papers and any(
            f"/{name}s/{getattr(papers, name).id}/" in f"{address}/" for name in names
        )

    def check(self, response, whose, asked):
        self.assertIn(response.status_code, ANSWERS, asked)
        if response.status_code == 200:
            for name, word in WORDS_OF.items():
                if name != whose:
                    for said in (f"{word} wording", f"{word} fee", f"{word} contract"):
                        self.assertNotIn(said, response.text, asked)
            self.assertNotIn("Traceback", response.text, asked)

    @mute_logger(*NOISY)
    def test_whatever_is_asked_with_get(self):
        before = self.checksum()
        for user, whose in self.persons().items():
            self.sign_in(user)
            for rule, _methods in self.routes():
                for address in self.addresses(rule, self.ids_of(rule)):
                    response = self.get(address)
                    self.check(response, whose, (user and user.login, address))
                    if user is None and not address.startswith(PLAIN):
                        self.assertNotEqual(response.status_code, 200, address)
        self.assertEqual(self.checksum(), before)

    @mute_logger(*NOISY)
    def test_no_token_of_the_address_opens_anything(self):
        theirs = self.theirs.contract._portal_ensure_token()
        before = self.checksum()
        for user, whose in self.persons().items():
            self.sign_in(user)
            for rule, _methods in self.routes():
                for address, token in product(
                    self.addresses(rule, self.ids_of(rule)[:6]), (theirs, "wrong")
                ):
                    response = self.get(f"{address}?access_token={token}")
                    self.check(response, whose, (user and user.login, address))
        self.assertEqual(self.checksum(), before)

    @mute_logger(*NOISY)
    def test_whatever_is_posted(self):
        """Without, with a wrong and with the right token; the own papers, where the
        right token is an answer, are the matter of other tests."""
        before = self.checksum()
        for user, whose in self.persons().items():
            self.sign_in(user)
            for rule, methods in self.routes():
                if "POST" not in methods:
                    continue
                for address, token in product(
                    self.addresses(rule, self.ids_of(rule)), ("none", "wrong", "right")
                ):
                    if token == "right" and self.is_own(address, whose):
                        continue
                    response = self.post_with(address, token)
                    asked = (user and user.login, address, token)
                    self.check(response, whose, asked)
                    if token != "right":
                        self.assertIn(response.status_code, {303, 400, 404}, asked)
        self.assertEqual(self.checksum(), before)

    def post_with(self, address, token):
        form = {"name": "x", "reason": "x", "accepted": "1", "note": "x"}
        if token == "wrong":
            form["csrf_token"] = "0" * 40
        elif token == "right":
            form["csrf_token"] = Request.csrf_token(self)
        return self.url_open(address, data=form, allow_redirects=False)
