from odoo.tests import HttpCase, tagged

APP = "ops_base.menu_ops_root"


def hoot_id(name):
    """The id that the test runner of the web client gives a suite."""
    number = 0
    for char in name:
        number = (number << 5) - number + ord(char)
        number &= 0xFFFFFFFF
    return f"{number:08x}"


@tagged("post_install", "-at_install")
class TestBrowser(HttpCase):
    def test_client_components(self):
        self.browser_js(
            "/web/tests?headless&loglevel=2&preset=desktop&timeout=15000"
            f"&id={hoot_id('@ops_base')}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
        )

    def test_every_menu_view_and_filter_opens(self):
        self.browser_js(
            "/odoo",
            "odoo.loader.modules.get('@web/webclient/clickbot/clickbot_loader')"
            f".startClickEverywhere('{APP}');",
            "odoo.isReady === true",
            login="admin",
            timeout=300,
            success_signal="clickbot test succeeded",
        )


PHONE = """
(async () => {
    const until = async (find) => {
        for (let tries = 0; tries < 100; tries++) {
            const found = find();
            if (found) {
                return found;
            }
            await new Promise((resolve) => setTimeout(resolve, 100));
        }
        throw new Error(`never came: ${find}`);
    };
    document.querySelector("button[name=action_open]").click();
    const bar = await until(() => document.querySelector(".modal .progress"));
    const modal = document.querySelector(".modal-content").getBoundingClientRect();
    if (modal.right > window.innerWidth || modal.left < 0) {
        throw new Error("the dialog is wider than the screen");
    }
    if (bar.getBoundingClientRect().width < 200) {
        throw new Error("the bar is too small");
    }
    document.querySelector(".o_ops_task_cancel").click();
    await until(() => document.querySelector(".o_ops_task_restart"));
    document.querySelector(".o_ops_task_close").click();
    await until(() => !document.querySelector(".modal"));
    console.log("the dialog fits");
})().catch((error) => console.error(error.message));
"""


@tagged("post_install", "-at_install")
class TestPhone(HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_the_dialog_on_a_phone(self):
        """The dialog of a waiting task fits the width and can be cancelled."""
        user = self.env.ref("base.user_admin")
        partner = user.partner_id
        task = self.env["ops.background.task"]._server_create(
            [
                {
                    "name": "Close 2026-03",
                    "user_id": user.id,
                    "company_id": user.company_id.id,
                    "model": "res.partner",
                    "res_ids": partner.ids,
                    "method": "_no_job",
                }
            ]
        )
        self.env["ops.background.progress"]._server_create(
            [{"task_id": task.id, "total": 10}]
        )
        self.browser_js(
            f"/odoo/ops-background-tasks/{task.id}",
            PHONE,
            "!!document.querySelector('button[name=action_open]')",
            login="admin",
            timeout=120,
            success_signal="the dialog fits",
        )
        self.assertEqual(task.state, "cancelled")
