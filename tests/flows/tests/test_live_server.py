from odoo.tests import BaseCase, tagged

from .live import live_server


@tagged("post_install", "-at_install")
class TestLiveServer(BaseCase):
    """The test server of races and kills keeps what was committed."""

    def test_committed_rows_outlive_a_kill(self):
        with live_server("kill") as server:
            session = server.session("admin")
            partner = {"name": "Written before the kill"}
            answer = server.call(session, "res.partner", "create", [partner])
            server.kill()
            rows = server.sql(
                "SELECT name FROM res_partner WHERE id = %s", [answer["result"]]
            )
            self.assertEqual(rows, [("Written before the kill",)])
