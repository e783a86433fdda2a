import json

from odoo.tests import tagged

from odoo.addons.ops_contract.tests.portal_case import PortalCase

# would set window.__xss if any page took it for HTML; the tours look for it
SCRIPT = '"><img src=x onerror="window.__xss=1">'

# opens every address in a frame; its load waits for the pictures of scripts, too
OPEN_ALL = """
(async () => {
    for (const address of %s) {
        const frame = document.createElement("iframe");
        frame.src = address;
        const loaded = new Promise((resolve) => (frame.onload = resolve));
        document.body.append(frame);
        await loaded;
        if (!frame.contentDocument.body.textContent.includes("onerror")) {
            return console.error("the canary is not on " + address);
        }
        if (frame.contentWindow.__xss || window.__xss) {
            return console.error("a text ran as a script on " + address);
        }
        frame.remove();
    }
    console.log("test successful");
})();
"""


@tagged("post_install", "-at_install")
class TestSignOnAPhone(PortalCase):
    browser_size = "390x844"
    touch_enabled = True
    canary = f"Hospital {SCRIPT}"

    def test_a_customer_signs_an_annex(self):
        self.start_tour("/my", "ops_portal_sign", login=self.portal.login)
        version = self.ours.version
        self.assertEqual(version.signed_customer_name, "Wang Fang")
        self.assertEqual(version.signed_customer_hash, version.seal_hash)
        self.assertTrue(version.customer_signature)


@tagged("post_install", "-at_install")
class TestDispute(PortalCase):
    canary = f"Hospital {SCRIPT}"

    def test_a_customer_disputes_a_line(self):
        self.start_tour("/my", "ops_portal_dispute", login=self.portal.login)
        disputed = self.ours.statement.line_ids.filtered("dispute_note")
        self.assertEqual(disputed.dispute_note, "The door was locked, see our log")
        self.assertEqual(self.ours.statement.state, "disputed")

    def test_no_text_runs_as_a_script(self):
        """R23, in the browser that would run it."""
        papers = ("contract", "version", "sla", "price", "deliverable", "statement")
        pages = [getattr(self.ours, name).access_url for name in papers]
        pages += ["/my/ops/contracts", "/my/ops/deliverables", "/my/ops/statements"]
        self.browser_js(
            "/my/ops/catalog", OPEN_ALL % json.dumps(pages), login=self.portal.login
        )


@tagged("post_install", "-at_install")
class TestDisputeOnAPhone(PortalCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_customer_disputes_a_line(self):
        self.start_tour("/my", "ops_portal_dispute", login=self.portal.login)
        self.assertEqual(self.ours.statement.state, "disputed")
