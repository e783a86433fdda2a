from datetime import date

from odoo.tests import tagged
from odoo.tools import mute_logger

from .portal_case import PortalCase

HUGE = 10**30
# routes with a record of ours, theirs or none
PAGES = {
    "contract": "/my/ops/contracts/{}",
    "version": "/my/ops/versions/{}",
    "sealed": "/my/ops/versions/{}/sealed",
    "version_pdf": "/my/ops/versions/{}/pdf",
    "deliverable": "/my/ops/deliverables/{}",
    "statement": "/my/ops/statements/{}",
    "statement_pdf": "/my/ops/statements/{}/pdf",
}
STEPS = {
    "version": ("/my/ops/versions/{}/sign", "/my/ops/versions/{}/reject"),
    "deliverable": ("/my/ops/deliverables/{}/accept", "/my/ops/deliverables/{}/reject"),
    "statement": ("/my/ops/statements/{}/confirm", "/my/ops/statements/{}/dispute"),
}
LISTS = (
    "/my/ops/contracts",
    "/my/ops/deliverables",
    "/my/ops/statements",
    "/my/ops/catalog",
)
OTHERS = (
    "/my/ops/catalog/{}",
    "/my/ops/catalog/request",
    "/my/ops/deliverables/{}/files/{}",
    "/ops/verify",
    "/ops/verify/{}",
)
REFUSED = (303, 403, 404)


@tagged("post_install", "-at_install")
class TestPortalRoutes(PortalCase):
    """R24: whatever one asks for, one gets the own papers or a plain refusal."""

    def record_of(self, name, papers):
        return getattr(papers, name.removesuffix("_pdf").replace("sealed", "version"))

    def answer(self, response):
        """What a stranger could compare."""
        where = response.headers.get("Location", "")
        return response.status_code, where, len(response.content)

    def test_every_route_is_in_this_test(self):
        known = {*PAGES.values(), *OTHERS, *LISTS}
        known |= {f"{url}/page/{{}}" for url in LISTS[:3]}
        known |= {url for urls in STEPS.values() for url in urls}
        found = {
            self.pattern_of(rule)
            for rule in self.env["ir.http"].routing_map().iter_rules()
            if rule.rule.startswith(("/my/ops", "/ops/"))
        }
        self.assertEqual(found, known)

    @staticmethod
    def pattern_of(rule):
        parts = rule.rule.split("/")
        return "/".join("{}" if part.startswith("<") else part for part in parts)

    def test_own_papers_are_shown(self):
        self.sign_in(self.portal)
        for name, url in PAGES.items():
            record = self.record_of(name, self.ours)
            with self.subTest(name):
                self.assertEqual(self.get(url.format(record.id)).status_code, 200)
        for url in LISTS:
            with self.subTest(url):
                self.assertEqual(self.get(url).status_code, 200)
        self.assertEqual(self.get(f"/my/ops/catalog/{self.item.id}").status_code, 200)

    def test_foreign_and_missing_papers_answer_alike(self):
        self.sign_in(self.portal)
        for name, url in PAGES.items():
            record = self.record_of(name, self.theirs)
            missing = record.search([], order="id desc", limit=1).id + 1000
            with self.subTest(name):
                foreign = self.answer(self.get(url.format(record.id)))
                self.assertIn(foreign[0], REFUSED)
                for other in (missing, 0, HUGE):
                    self.assertEqual(self.answer(self.get(url.format(other))), foreign)

    def test_steps_on_foreign_and_missing_papers_answer_alike(self):
        self.sign_in(self.portal)
        for name, urls in STEPS.items():
            record = self.record_of(name, self.theirs)
            for url in urls:
                with self.subTest(url):
                    foreign = self.answer(self.post(url.format(record.id)))
                    self.assertIn(foreign[0], REFUSED)
                    missing = self.answer(self.post(url.format(record.id + 1000)))
                    self.assertEqual(missing, foreign)
                    huge = self.answer(self.post(url.format(HUGE)))
                    self.assertEqual(huge, foreign)
        self.assertEqual(self.theirs.version.state, "customer_review")
        self.assertEqual(self.theirs.deliverable.state, "delivered")
        self.assertEqual(self.theirs.statement.state, "sent")

    def test_an_id_that_is_no_number_is_not_found(self):
        self.sign_in(self.portal)
        steps = [url for urls in STEPS.values() for url in urls]
        for ask, urls in ((self.get, PAGES.values()), (self.post, steps)):
            for url in urls:
                for wrong in ("abc", "-1", "1.5", "1;2"):
                    with self.subTest(url=url, wrong=wrong):
                        response = ask(url.format(wrong))
                        self.assertIn(response.status_code, REFUSED)

    def test_nobody_is_asked_to_log_in(self):
        self.sign_in(None)
        for name, url in PAGES.items():
            for papers in (self.ours, self.theirs):
                record = self.record_of(name, papers)
                response = self.get(url.format(record.id))
                self.assertEqual(response.status_code, 303)
                self.assertIn("/web/login", response.headers["Location"])

    def test_a_token_opens_no_page(self):
        token = self.theirs.contract._portal_ensure_token()
        sibling = self.ours.contract._portal_ensure_token()
        url = PAGES["contract"].format(self.theirs.contract.id)
        for user, place in ((self.portal, "/my"), (None, "/web/login")):
            self.sign_in(user)
            for used in (token, sibling, "wrong"):
                response = self.get(f"{url}?access_token={used}")
                self.assertEqual(response.status_code, 303)
                self.assertTrue(response.headers["Location"].startswith(place))

    @mute_logger("odoo.http")
    def test_a_step_needs_a_csrf_token(self):
        self.sign_in(self.portal)
        for name, urls in STEPS.items():
            record = self.record_of(name, self.ours)
            for url in urls:
                response = self.post(url.format(record.id), csrf=False)
                self.assertEqual(response.status_code, 400)
        self.assertEqual(self.ours.version.state, "customer_review")
        self.assertEqual(self.ours.statement.state, "sent")

    @mute_logger("odoo.http")
    def test_a_step_is_no_link(self):
        """GET changes nothing: a picture in a mail could ask for it."""
        self.sign_in(self.portal)
        for name, urls in STEPS.items():
            record = self.record_of(name, self.ours)
            for url in urls:
                self.assertIn(self.get(url.format(record.id)).status_code, (404, 405))

    def test_staff_look_but_do_not_answer(self):
        self.sign_in(self.users["manager"])
        url = PAGES["version"].format(self.ours.version.id)
        page = self.get(url)
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("o_ops_sign_pad", page.text)
        self.assertEqual(self.post(f"{url}/sign", name="x").status_code, 303)
        self.assertEqual(self.ours.version.state, "customer_review")

    def test_staff_without_prices_do_not_read_them_here(self):
        self.sign_in(self.users["supervisor"])
        for name, url in PAGES.items():
            if name != "deliverable":
                record = self.record_of(name, self.ours)
                response = self.get(url.format(record.id))
                self.assertEqual(response.headers.get("Location"), "/my")

    def test_an_employee_without_a_role_sees_nothing(self):
        self.sign_in(self.users["employee"])
        for name in ("contract", "version", "statement"):
            record = self.record_of(name, self.ours)
            response = self.get(PAGES[name].format(record.id))
            self.assertIn(response.status_code, REFUSED)

    def test_files_of_others_stay_away(self):
        self.sign_in(self.portal)
        ours, theirs = self.ours, self.theirs
        url = "/my/ops/deliverables/{}/files/{}"
        own = self.get(url.format(ours.deliverable.id, ours.file.id))
        self.assertEqual(own.status_code, 200)
        self.assertEqual(own.text, "Hospital content")
        self.assertIn("attachment", own.headers["Content-Disposition"])
        for deliverable, file in (
            (ours.deliverable, theirs.file),
            (theirs.deliverable, theirs.file),
        ):
            response = self.get(url.format(deliverable.id, file.id))
            missing = self.get(url.format(deliverable.id, file.id + 1000))
            self.assertEqual(self.answer(response), self.answer(missing))
            self.assertEqual(response.status_code, 303)
        self.assertIn(self.get(f"/web/content/{theirs.file.id}").status_code, REFUSED)

    def test_lists_take_any_parameter(self):
        self.sign_in(self.portal)
        for url in LISTS:
            for query in (
                "sortby=wrong&filterby=wrong",
                "search=%25_%27%22%3Cb%3E&search_in=wrong",
                "search=%00",
                "search=" + "x" * 3000,
                "page=-5",
            ):
                with self.subTest(url=url, query=query):
                    self.assertEqual(self.get(f"{url}?{query}").status_code, 200)
        for page in (0, 1, 99, HUGE):
            response = self.get(f"/my/ops/contracts/page/{page}")
            self.assertEqual(response.status_code, 200)

    def test_lists_show_the_own_papers_only(self):
        self.sign_in(self.portal)
        for url in LISTS[:3]:
            text = self.get(url).text
            self.assertIn("Hospital", text)
            self.assertNotIn("Other contract", text)
            self.assertNotIn("Other report", text)

    def test_pages_do_not_write(self):
        """A list must not make access tokens (``get_portal_url`` would)."""
        self.sign_in(self.portal)
        papers = self.ours
        for name in ("contract", "version", "deliverable", "statement"):
            self.get(PAGES[name].format(getattr(papers, name).id))
        for url in LISTS:
            self.get(url)
        self.assertFalse(papers.deliverable.access_token)

    def test_a_link_in_a_mail_leads_to_the_page(self):
        self.sign_in(self.portal)
        for name in ("contract", "version", "deliverable", "statement"):
            for papers, place in (
                (self.ours, PAGES[name].format(getattr(self.ours, name).id)),
                (self.theirs, "/my"),
            ):
                record = getattr(papers, name)
                response = self.get(
                    f"/mail/view?model={record._name}&res_id={record.id}"
                )
                with self.subTest(name=name, papers=papers.word):
                    self.assertEqual(response.status_code, 303)
                    found = response.headers["Location"].partition("?")[0]
                    self.assertEqual(found.removeprefix(self.base_url()), place)

    def test_a_supplier_does_not_accept_his_own_work(self):
        # sealed annexes keep the direction from changing by any other way
        self.env.cr.execute(
            "UPDATE ops_contract SET direction = 'purchased' WHERE id = %s",
            [self.ours.contract.id],
        )
        self.env.invalidate_all()
        self.sign_in(self.portal)
        url = PAGES["deliverable"].format(self.ours.deliverable.id)
        self.assertNotIn("o_ops_accept", self.get(url).text)
        self.assertEqual(self.post(f"{url}/accept").headers["Location"], "/my")
        self.assertEqual(self.ours.deliverable.state, "delivered")
        self.assertNotIn(self.ours.contract.number, self.get("/my/ops/catalog").text)

    def test_a_longer_list_takes_no_more_queries(self):
        self.sign_in(self.portal)
        url = "/my/ops/deliverables"
        self.get(url)
        few = self.queries_of(url)
        made = self.env["ops.deliverable"]._generate(
            self.ours.contract, date(2026, 12, 1)
        )
        self.assertTrue(made)
        self.env.flush_all()
        self.assertLessEqual(self.queries_of(url), few)

    def queries_of(self, url):
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.assertEqual(self.get(url).status_code, 200)
        return self.env.cr.sql_log_count - before

    def test_counters_of_the_home_page(self):
        self.sign_in(self.portal)
        names = [
            "ops_contract_count",
            "ops_statement_count",
            "ops_to_sign_count",
            "ops_to_accept_count",
            "ops_to_answer_count",
        ]
        counts = self.make_jsonrpc_request("/my/counters", {"counters": names})
        self.assertEqual(counts, dict.fromkeys(names, 1))
        self.assertEqual(self.get("/my").status_code, 200)
