from odoo.tests import HttpCase, tagged

LANGUAGE_IS = """
const { user } = odoo.loader.modules.get("@web/core/user");
if (user.context.lang === "%s") console.log("test successful");
else console.error("the client speaks " + user.context.lang);
"""


@tagged("post_install", "-at_install")
class TestBackendOpens(HttpCase):
    """The web client comes up in Chromium; any console error fails the test."""

    def test_backend_opens_in_english_and_chinese(self):
        admin = self.env.ref("base.user_admin")
        for language in ("en_US", "zh_CN"):
            admin.lang = language
            self.browser_js(
                "/odoo",
                LANGUAGE_IS % language,
                ready="odoo.isReady === true",
                login="admin",
            )
