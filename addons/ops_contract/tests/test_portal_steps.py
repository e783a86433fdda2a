from base64 import b64decode, b64encode
from io import BytesIO

from PIL import Image

from odoo.tests import tagged

from .common import POINT
from .portal_case import DRAWN, TOO_LATE, PortalCase


@tagged("post_install", "-at_install")
class TestPortalSteps(PortalCase):
    """What the customer does in the portal happens, once, and says so."""

    def setUp(self):
        super().setUp()
        self.sign_in(self.portal)
        self.version = self.ours.version
        self.statement = self.ours.statement
        self.deliverable = self.ours.deliverable

    # annexes ---------------------------------------------------------------------
    def sign(self, **changes):
        form = {
            "name": "Wang Fang",
            "signature": DRAWN,
            "accepted": "1",
            "accept_hash": self.version.seal_hash,
            **changes,
        }
        return self.post(f"/my/ops/versions/{self.version.id}/sign", **form)

    def test_a_signature_names_the_seal(self):
        text = self.said(self.sign())
        self.assertIn("Your signature is kept", text)
        self.assertIn("Wang Fang", text)
        self.assertEqual(self.version.signed_customer_name, "Wang Fang")
        self.assertEqual(self.version.signed_customer_by_id, self.portal.partner_id)
        self.assertEqual(self.version.signed_customer_hash, self.version.seal_hash)
        self.assertTrue(self.version.customer_signature)

    def test_a_version_is_signed_once(self):
        self.sign()
        text = self.said(self.sign(name="Somebody Else"))
        self.assertIn("alert-warning", text)
        self.assertEqual(self.version.signed_customer_name, "Wang Fang")

    def test_with_both_signatures_it_is_agreed_and_closed(self):
        self.version._sign_internal(self.users["manager"])
        self.sign()
        self.assertEqual(self.version.state, "agreed")
        text = self.said(self.sign())
        self.assertIn("alert-warning", text)
        self.assertNotIn("o_ops_sign_pad", text)

    def test_another_seal_is_not_signed(self):
        """The page was open while the text became another one."""
        for wrong in ("0" * 64, "", self.ours.sla.seal_hash):
            text = self.said(self.sign(accept_hash=wrong))
            self.assertIn("alert-warning", text)
            self.assertFalse(self.version.signed_customer_on)

    def test_a_signature_needs_name_drawing_and_tick(self):
        for missing in ("name", "signature", "accepted"):
            self.assertIn("alert-warning", self.said(self.sign(**{missing: " "})))
        for wrong in ("data:text/html;base64,PGI+", "data:image/png;base64,", "x"):
            text = self.said(self.sign(signature=wrong))
            self.assertIn("draw your signature", text)
        self.assertFalse(self.version.signed_customer_on)

    def picture(self, kind, side):
        content = BytesIO()
        Image.new("1", (side, side)).save(content, kind)
        return content.getvalue()

    def as_drawn(self, content):
        return "data:image/png;base64," + b64encode(content).decode()

    def test_a_drawing_is_a_whole_picture_of_the_pad(self):
        point = b64decode(POINT)
        for content in (
            point[:8] + b"<script>",
            point[:50],
            point.replace(b"IDAT", b"IDAX"),
            point + bytes(512 * 1024),
            self.picture("GIF", 1),
            self.picture("PNG", 2001),
        ):
            text = self.said(self.sign(signature=self.as_drawn(content)))
            with self.subTest(content=content[:60]):
                self.assertIn("clear it and draw it again", text)
                self.assertFalse(self.version.signed_customer_on)
        self.sign(signature=self.as_drawn(self.picture("PNG", 600)))
        self.assertTrue(self.version.signed_customer_on)

    def test_a_withdrawn_version_is_not_signed(self):
        self.version._withdraw("Made by mistake")
        self.assertIn("alert-warning", self.said(self.sign()))
        self.assertFalse(self.version.signed_customer_on)

    def test_a_version_is_rejected_with_a_reason_once(self):
        url = f"/my/ops/versions/{self.version.id}/reject"
        self.assertIn("alert-warning", self.said(self.post(url, reason="  ")))
        self.assertEqual(self.version.state, "customer_review")
        text = self.said(self.post(url, reason="Too short a notice"))
        self.assertIn("You will get a new version", text)
        self.assertEqual(self.version.state, "withdrawn")
        self.assertIn("Too short a notice", self.version.withdrawn_reason)
        drafts = self.version.annex_id.version_ids - self.version
        self.assertEqual(drafts.mapped("state"), ["draft"])
        self.assertIn("alert-warning", self.said(self.post(url, reason="Again")))
        self.assertEqual(len(self.version.annex_id.version_ids), 2)

    # deliverables ----------------------------------------------------------------
    def test_a_deliverable_is_accepted_once(self):
        url = f"/my/ops/deliverables/{self.deliverable.id}"
        text = self.said(self.post(f"{url}/accept", note="Well done"))
        self.assertIn("Accepted. Thank you.", text)
        self.assertIn("Well done", text)
        self.assertEqual(self.deliverable.state, "accepted")
        delivery = self.deliverable.delivery_ids
        self.assertEqual(delivery.verdict_by_id, self.portal.partner_id)
        for step in ("accept", "reject"):
            text = self.said(self.post(f"{url}/{step}", note="No", reason="No"))
            self.assertIn("alert-warning", text)
        self.assertEqual(delivery.verdict_note, "Well done")

    def test_a_deliverable_is_rejected_with_a_reason(self):
        url = f"/my/ops/deliverables/{self.deliverable.id}/reject"
        self.assertIn("alert-warning", self.said(self.post(url, reason="")))
        self.assertEqual(self.deliverable.state, "delivered")
        text = self.said(self.post(url, reason="Page 3 is missing"))
        self.assertIn("Page 3 is missing", text)
        self.assertEqual(self.deliverable.state, "rejected")

    # statements ------------------------------------------------------------------
    def dispute(self, **notes):
        return self.post(f"/my/ops/statements/{self.statement.id}/dispute", **notes)

    def test_a_statement_is_confirmed_once(self):
        url = f"/my/ops/statements/{self.statement.id}/confirm"
        self.assertIn("Confirmed. Thank you.", self.said(self.post(url)))
        self.assertEqual(self.statement.state, "confirmed")
        self.assertEqual(self.statement.answered_by_id, self.portal.partner_id)
        self.assertIn("alert-warning", self.said(self.post(url)))
        [line, *_more] = self.statement.line_ids
        text = self.said(self.dispute(**{f"note_{line.id}": "Too late"}))
        self.assertIn("alert-warning", text)
        self.assertEqual(self.statement.state, "confirmed")

    def test_single_lines_are_disputed(self):
        disputed, other = self.statement.line_ids
        text = self.said(self.dispute(**{f"note_{disputed.id}": "It was our fault"}))
        self.assertIn("You will get an answer", text)
        self.assertIn("It was our fault", text)
        self.assertEqual(self.statement.state, "disputed")
        self.assertEqual(disputed.dispute_state, "disputed")
        self.assertEqual(disputed.dispute_note, "It was our fault")
        self.assertEqual(other.dispute_state, "none")
        self.assertIn(
            "alert-warning", self.said(self.dispute(**{f"note_{other.id}": "And it"}))
        )
        self.assertEqual(other.dispute_state, "none")

    def test_a_dispute_says_what_is_wrong(self):
        foreign = self.theirs.statement.line_ids[0]
        for form in (
            {},
            {f"note_{self.statement.line_ids[0].id}": "   "},
            {f"note_{foreign.id}": "Not mine"},
            {"note_": "x", "note_abc": "x", "note_-1": "x"},
        ):
            self.assertIn("alert-warning", self.said(self.dispute(**form)))
        self.assertEqual(self.statement.state, "sent")
        self.assertEqual(foreign.dispute_state, "none")

    def test_after_the_last_day_nothing_is_disputed(self):
        [line, *_more] = self.statement.line_ids
        self.set_today(self.statement.dispute_until)
        url = f"/my/ops/statements/{self.statement.id}"
        self.assertIn(f"note_{line.id}", self.get(url).text)
        self.set_today(TOO_LATE)
        page = self.get(url).text
        self.assertNotIn(f"note_{line.id}", page)
        self.assertIn("The time to dispute is over", page)
        text = self.said(self.dispute(**{f"note_{line.id}": "Too late"}))
        self.assertIn("alert-warning", text)
        self.assertEqual(self.statement.state, "sent")

    def test_an_answer_is_shown_without_its_author(self):
        [line, *_more] = self.statement.line_ids
        self.dispute(**{f"note_{line.id}": "Not so"})
        author = self.users["manager"]
        author.name = "Author Of Answers"
        line._server_write(
            {
                "dispute_state": "rejected",
                "dispute_answer": "The log says otherwise",
                "dispute_answered_by_id": author.id,
            }
        )
        self.ours.contract.manager_id = self.users["manager2"]
        page = self.get(f"/my/ops/statements/{self.statement.id}").text
        self.assertIn("The log says otherwise", page)
        self.assertNotIn("Author Of Answers", page)

    # requests --------------------------------------------------------------------
    def ask(self, **form):
        form = {"contract_id": str(self.ours.contract.id), **form}
        return self.post("/my/ops/catalog/request", **form)

    def wishes(self, contract):
        return self.env["ops.contract.change"].search(
            [("contract_id", "=", contract.id)]
        )

    def test_a_service_is_asked_for_once(self):
        item = {"item_id": str(self.item.id), "description": "For the new building"}
        text = self.said(self.ask(**item))
        self.assertIn("Your request has been sent", text)
        self.assertIn(self.item.name, text)
        [wish] = self.wishes(self.ours.contract) - self.ours.change
        self.assertEqual(wish.description, "For the new building")
        self.assertEqual(wish.origin, "customer")
        text = self.said(self.ask(**item))
        self.assertIn("alert-warning", text)
        self.assertIn(wish.number, text)
        self.assertEqual(len(self.wishes(self.ours.contract)), 2)

    def test_a_request_says_what_is_needed(self):
        for form in ({}, {"name": "More"}, {"description": "x"}, {"item_id": "-1"}):
            self.assertIn("alert-warning", self.said(self.ask(**form)))
        self.assertEqual(self.wishes(self.ours.contract), self.ours.change)

    def test_nothing_is_asked_for_under_a_foreign_contract(self):
        wish = {"name": "Mine", "description": "Yours"}
        for wrong in (self.theirs.contract.id, 0, 10**30, "abc", ""):
            response = self.ask(contract_id=str(wrong), **wish)
            self.assertEqual(response.status_code, 303)
            self.assertEqual(response.headers["Location"], "/my")
        self.assertEqual(self.wishes(self.theirs.contract), self.theirs.change)

    def test_an_unpublished_item_is_not_offered(self):
        draft = self.item.copy({"code": "T9"})
        self.assertEqual(
            self.get(f"/my/ops/catalog/{draft.id}").headers["Location"], "/my"
        )
        self.assertNotIn("T9", self.get("/my/ops/catalog").text)
        self.assertIn(self.item.name, self.get("/my/ops/catalog").text)

    # messages --------------------------------------------------------------------
    def test_the_customer_writes_on_his_papers_only(self):
        for record in (self.ours.contract, self.statement):
            self.make_jsonrpc_request(
                "/mail/message/post",
                {
                    "thread_model": record._name,
                    "thread_id": record.id,
                    "post_data": {
                        "body": "When do you come?",
                        "message_type": "comment",
                    },
                },
            )
            self.assertIn("When do you come?", record.message_ids[0].body)
            self.assertEqual(record.message_ids[0].author_id, self.portal.partner_id)
