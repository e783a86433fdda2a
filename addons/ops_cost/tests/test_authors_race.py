"""A line edited while its document is submitted; needs real cursors."""

from datetime import date

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

DAY = date(2198, 1, 5)


@tagged("post_install", "-at_install")
class TestAuthorsRace(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            cls._create(api.Environment(cr, SUPERUSER_ID, {}))
        cls.addClassCleanup(cls._remove)

    @classmethod
    def _create(cls, env):
        company = env.ref("base.main_company")
        node = env["ops.cost.node"].create(
            {
                "code": "AUTHORS-L",
                "name": "L",
                "company_id": company.id,
                "date_start": date(2198, 1, 1),
                "date_end": date(2198, 12, 31),
            }
        )
        item = env["ops.cost.item"].create(
            {"code": "AUTHORS", "name": "Authors", "company_id": company.id}
        )
        line = {"node_id": node.id, "item_id": item.id, "amount": 1.0}
        voucher = env["ops.cost.voucher"].create(
            {
                "company_id": company.id,
                "date": DAY,
                "recorded_on": DAY,
                "entry_ids": [Command.create(line)],
            }
        )
        cls.ids = node.id, item.id, voucher.id

    @classmethod
    def _remove(cls):
        node_id, item_id, voucher_id = cls.ids
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            cr.execute("DELETE FROM ops_cost_voucher WHERE id = %s", [voucher_id])
            env["ops.cost.item"].browse(item_id).unlink()
            env["ops.cost.node"].browse(node_id).unlink()

    def _voucher(self, cr):
        env = api.Environment(cr, SUPERUSER_ID, {})
        return env["ops.cost.voucher"].browse(self.ids[2])

    @mute_logger("odoo.sql_db")
    def test_no_change_slips_into_a_submitted_document(self):
        """Who edits is told so; nothing enters that its submitter did not see."""
        with self.registry.cursor() as first, self.registry.cursor() as second:
            for cr in (first, second):
                self.assertEqual(self._voucher(cr).state, "draft")
            self._voucher(first).action_submit()
            first.commit()
            for change in (
                lambda lines: lines.write({"amount": 9.0}),
                lambda lines: lines.copy(),
                lambda lines: lines.unlink(),
            ):
                with self.assertRaises(SerializationFailure):
                    change(self._voucher(second).entry_ids)
                second.rollback()
                with self.assertRaises(UserError):
                    change(self._voucher(second).entry_ids)
                second.rollback()
                # an older look at the draft, for the next kind of change
                self._voucher(first).action_reset()
                first.commit()
                self.assertEqual(self._voucher(second).state, "draft")
                self._voucher(first).action_submit()
                first.commit()
        with self.registry.cursor() as cr:
            self.assertEqual(self._voucher(cr).entry_ids.mapped("amount"), [1.0])
