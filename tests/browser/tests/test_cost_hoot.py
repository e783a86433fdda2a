from odoo.tests import HttpCase, tagged


def _suite(name):
    """Id that Odoo's test runner in the browser gives a suite."""
    number = 0
    for letter in name:
        number = ((number << 5) - number + ord(letter)) & 0xFFFFFFFF
    return f"{number:08x}"


@tagged("post_install", "-at_install")
class TestCostHoot(HttpCase):
    """The rules of the screens that run in the browser."""

    def test_numbers_of_the_matrix_and_rows_of_the_tree(self):
        query = "headless&loglevel=2&preset=desktop&timeout=15000"
        self.browser_js(
            f"/web/tests?{query}&id={_suite('@ops_cost')}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
        )
