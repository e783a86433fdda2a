"""Menus, views, filters and groupings of the apps, clicked by the client's robot."""

from odoo.tests import HttpCase, tagged

CLICK = (
    "odoo.loader.modules.get('@web/webclient/clickbot/clickbot_loader')"
    ".startClickEverywhere('{app}');"
)


@tagged("post_install", "-at_install")
class TestEveryMenu(HttpCase):
    def click(self, app):
        self.browser_js(
            "/odoo",
            CLICK.format(app=app),
            "odoo.isReady === true",
            login="admin",
            timeout=600,
            success_signal="clickbot test succeeded",
        )

    def test_cost_quotas(self):
        self.click("ops_cost.menu_cost_root")

    def test_contracts(self):
        self.click("ops_contract.menu_contract_root")

    def test_appraisals(self):
        self.click("ops_appraisal.menu_appraisal_root")
