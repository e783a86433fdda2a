import hashlib

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.ops_base.tests.doors import DoorsMixin

from ..tools.portal_fields import PORTAL_FIELDS
from .portal_case import PortalCase

# must reach the browser as text
SCRIPT = '"><img src=x onerror="window.__xss=1">'
WRITTEN = {"active": False, "name": "Mine", "state": "draft", "date_from": "2026-01-05"}
PAPERS = ("contract", "version", "deliverable", "statement")


@tagged("post_install", "-at_install")
class TestPortalLeaks(DoorsMixin, PortalCase):
    """What belongs to others, and what is ours alone, does not come out."""

    def test_no_door_shows_the_papers_of_another_customer(self):
        for name in (*PAPERS, "change", "sla", "price"):
            record = getattr(self.theirs, name)
            with self.subTest(name):
                self.assertKept(record, "Other", self.portal)
        for record in (
            self.theirs.sla.sla_line_ids[0],
            self.theirs.version.clause_ids,
            self.theirs.statement.line_ids[0],
            self.theirs.deliverable.delivery_ids,
        ):
            with self.subTest(record._name):
                self.assertKept(record, "Other", self.portal)

    def test_the_own_papers_are_open(self):
        self.assertShown(self.ours.contract, "Hospital", self.portal)
        self.assertShown(self.ours.version.clause_ids, "Hospital", self.portal)

    def test_drafts_stay_inside(self):
        contract = self.contract(state="review", name="CANARY-DRAFT")
        self.assertKept(contract, "CANARY-DRAFT", self.portal)
        draft = self.version(
            self.ours.contract,
            "staff",
            "2026-12-01",
            change_reason="CANARY-DRAFT",
            staff=[{"name": "CANARY-DRAFT", "headcount": 1}],
        )
        self.assertKept(draft, "CANARY-DRAFT", self.portal)
        self.assertKept(draft.staff_line_ids, "CANARY-DRAFT", self.portal)
        draft._server_write({"state": "withdrawn"})
        self.assertKept(draft, "CANARY-DRAFT", self.portal)

    def test_only_named_fields_come_out(self):
        """Internal notes, employees and whatever is added later."""
        contract = self.ours.contract.with_user(self.portal)
        self.assertKept(self.ours.contract, "SECRET-NOTE", self.portal)
        for model in PORTAL_FIELDS:
            shown = set(self.env[model].with_user(self.portal).fields_get())
            with self.subTest(model):
                self.assertFalse(PORTAL_FIELDS[model] - set(self.env[model]._fields))
                for name, field in self.env[model]._fields.items():
                    if field.comodel_name in ("res.users", "hr.employee"):
                        self.assertNotIn(name, shown - {"signed_internal_by_id"})
        for name in ("note", "manager_id", "member_ids", "access_token"):
            with self.assertRaises(AccessError):
                contract.read([name])
            with self.assertRaises(AccessError):
                contract.search([(name, "!=", False)])

    def steps_on(self, record):
        """Everything by which RPC changes a record."""
        for name, value in WRITTEN.items():
            if name in record._fields:
                yield lambda vals=(name, value): record.write(dict([vals]))
        yield lambda: record.unlink()
        yield lambda: record.copy()

    def test_a_customer_changes_nothing_by_rpc(self):
        for name in (*PAPERS, "change", "sla"):
            record = getattr(self.ours, name).with_user(self.portal)
            for step in self.steps_on(record):
                with self.subTest(name), self.assertRaises(UserError):
                    step()

    def test_a_refusal_names_no_foreign_paper(self):
        number = self.theirs.contract.number
        for name in (*PAPERS, "change", "sla"):
            record = getattr(self.theirs, name).with_user(self.portal)
            for step in self.steps_on(record):
                with self.subTest(name):
                    with self.assertRaises(UserError) as refusal:
                        step()
                    self.assertNotIn("Other", str(refusal.exception))
                    self.assertNotIn(number, str(refusal.exception))

    def test_no_page_names_employees_but_the_contacts(self):
        names = ("org", "org2", "finance", "employee", "manager2")
        for name in names:
            self.users[name].name = f"EMPLOYEE-{name}"
        self.sign_in(self.portal)
        for name in PAPERS:
            record = getattr(self.ours, name)
            with self.subTest(name):
                page = self.get(record.access_url).text
                self.assertNotIn("EMPLOYEE-", page)
                self.assertNotIn("SECRET-NOTE", page)
        page = self.get(self.ours.contract.access_url).text
        self.assertIn(self.users["manager"].name, page)

    def test_internal_notes_stay_in_the_thread(self):
        record = self.ours.contract
        record.message_post(body="CANARY-NOTE", subtype_xmlid="mail.mt_note")
        record.message_post(
            body="CANARY-COMMENT",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        asked = {"thread_model": record._name, "thread_id": record.id}
        self.sign_in(self.portal)
        text = str(self.make_jsonrpc_request("/mail/chatter_fetch", asked))
        self.assertIn("CANARY-COMMENT", text)
        self.assertNotIn("CANARY-NOTE", text)
        self.sign_in(self.portal_stranger)
        text = str(self.make_jsonrpc_request("/mail/chatter_fetch", asked))
        self.assertNotIn("CANARY", text)

    # the seal --------------------------------------------------------------------
    def test_the_sealed_text_has_the_seal(self):
        self.sign_in(self.portal)
        url = f"/my/ops/versions/{self.ours.version.id}/sealed"
        content = self.get(url).content
        self.assertEqual(
            hashlib.sha256(content).hexdigest(), self.ours.version.seal_hash
        )

    def test_anybody_checks_a_seal(self):
        self.sign_in(None)
        for record in (self.ours.version, self.ours.statement, self.theirs.version):
            page = self.get(f"/ops/verify/{record.seal_hash}")
            self.assertEqual(page.status_code, 200)
            self.assertIn("Intact", page.text)
            self.assertNotIn("Not intact", page.text)
            document = record if record == self.ours.statement else record.contract_id
            self.assertIn(document.number, page.text)
            for hidden in ("Hospital", "Other", "80,000", "reason"):
                self.assertNotIn(hidden, page.text)

    def test_upper_case_and_the_form_find_it_too(self):
        self.sign_in(None)
        seal = self.ours.version.seal_hash
        for url in (f"/ops/verify/{seal.upper()}", f"/ops/verify?seal=%20{seal}%20"):
            self.assertEqual(self.get(url).status_code, 200)

    def test_unknown_seals_look_alike(self):
        self.sign_in(None)
        almost = self.ours.version.seal_hash[:-1]
        wrong = ["0" * 64, f"{almost}g", f"{almost}-", "'" * 64]
        pages = [self.get(f"/ops/verify/{seal}") for seal in wrong]
        self.assertEqual({page.status_code for page in pages}, {404})
        self.assertEqual(len({len(page.content) for page in pages[:3]}), 1)
        for seal in ("x", "' OR 1=1 --", almost, "a" * 2000):
            page = self.get(f"/ops/verify?seal={seal}")
            self.assertEqual(page.status_code, 404)
            self.assertIn("No document with this seal", page.text)

    def test_a_changed_text_is_not_intact(self):
        version = self.ours.version
        self.env.cr.execute(
            "UPDATE ops_annex_clause SET text = 'Changed' WHERE version_id = %s",
            [version.id],
        )
        self.env.invalidate_all()
        self.sign_in(None)
        self.assertIn("Not intact", self.get(f"/ops/verify/{version.seal_hash}").text)
        self.sign_in(self.portal)
        self.assertIn("no longer fits its seal", self.get(version.access_url).text)

    def test_a_draft_has_no_seal_to_check(self):
        draft = self.version(self.ours.contract, "staff", "2026-12-01")
        self.sign_in(None)
        self.assertEqual(
            self.get(f"/ops/verify/{draft._current_hash()}").status_code, 404
        )


@tagged("post_install", "-at_install")
class TestPortalScript(PortalCase):
    """R23: every text of every paper is a script; it reaches the browser as text."""

    canary = f"Hospital {SCRIPT}"

    def test_texts_are_escaped_on_every_page(self):
        item = self.published_item("T2.1.9", f"Item {SCRIPT}")
        self.sign_in(self.portal)
        line = self.ours.statement.line_ids[0]
        url = self.ours.statement.access_url
        self.post(f"{url}/dispute", **{f"note_{line.id}": f"note {SCRIPT}"})
        self.post(f"{self.ours.deliverable.access_url}/reject", reason=SCRIPT)
        pages = [getattr(self.ours, name).access_url for name in PAPERS]
        pages += [getattr(self.ours, name).access_url for name in ("sla", "price")]
        pages += ["/my/ops/contracts", "/my/ops/deliverables", "/my/ops/statements"]
        pages += ["/my/ops/catalog", f"/my/ops/catalog/{item.id}"]
        pages += [f"/my/ops/catalog?search={SCRIPT}"]
        for page in pages:
            with self.subTest(page):
                response = self.url_open(page)
                self.assertEqual(response.status_code, 200)
                self.assertNotIn("<img src=x", response.text)
                self.assertIn("img src=x", response.text)
