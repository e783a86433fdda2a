"""R6: a sent statement, its lines, segments and facts take no change by any door."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_statement_flow import FlowCase

# a value for a write of each kind of field
VALUES = {
    "char": "X",
    "text": "X",
    "html": "X",
    "integer": 7,
    "float": 7.0,
    "monetary": 7.0,
    "boolean": True,
    "date": "2026-02-02",
    "datetime": "2026-02-02 02:02:02",
    "many2one": False,
    "one2many": [(5,)],
    "many2many": [(5,)],
}
# discussion and bookkeeping of the framework
FREE = ("message_", "activity_", "website_message", "rating_", "my_activity")
OPEN = {"ops.sla.clock": {"responsible_id", "breach_cause", "breach_action"}}


@tagged("post_install", "-at_install")
class TestStatementSealed(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["org"].group_ids += cls.env.ref("ops_contract.group_contract_manager")

    def setUp(self):
        super().setUp()
        window = self.outage(self.deal, "01-20 10:00", "01-20 11:30")
        clock = self.fact(
            self.deal, "01-14 09:00", "01-14 10:00", [("01-14 09:10", "01-14 09:20")]
        )
        self.paper = self.sent()
        self.records = [
            self.paper,
            self.paper.line_ids[:1],
            self.paper.segment_ids[:1],
            clock,
            clock.pause_ids,
            window,
        ]

    def checksum(self):
        self.env.invalidate_all()
        rows = [
            record.read(self._stored(record), load=None)[0] for record in self.records
        ]
        return [self.paper._seal_is_intact(), rows]

    @staticmethod
    def _stored(record):
        return sorted(
            name
            for name, field in record._fields.items()
            if field.store
            and field.type != "binary"
            and not name.startswith(FREE)
            and name not in ("author_ids", "write_date", "write_uid")
        )

    def doors(self, record):
        yield "unlink", record.unlink
        skip = OPEN.get(record._name, set())
        for name, field in record._fields.items():
            if name.startswith(FREE) or name in skip or name in ("id", "write_date"):
                continue
            if not field.store or (field.compute and not field.readonly):
                continue
            value = VALUES.get(field.type, False)
            if field.type == "selection":
                value = field.get_values(self.env)[0]
            yield name, lambda name=name, value=value: record.write({name: value})

    def test_no_door_changes_anything(self):
        before = self.checksum()
        self.assertTrue(before[0])
        refused = 0
        for record in self.records:
            for user in (self.env.user, self.users["org"]):
                for name, door in self.doors(record.with_user(user)):
                    with self.subTest(model=record._name, door=name, user=user.login):
                        try:
                            with self.env.cr.savepoint():
                                door()
                                self.env.flush_all()
                        except (UserError, AccessError, ValueError):
                            refused += 1
                self.assertEqual(self.checksum(), before)
        self.assertGreater(refused, 100)

    def test_new_rows_do_not_slip_in(self):
        clock, outage = self.records[3], self.records[5]
        with self.assertRaises(UserError):
            self.env["ops.sla.pause"].create(
                {
                    "clock_id": clock.id,
                    "reason_id": self.waiting.id,
                    "start_at": clock.start_at,
                }
            )
        exclusion = self.env["ops.sla.exclusion"].create(
            {
                "contract_id": self.deal.id,
                "clock_id": clock.id,
                "reason_id": self.force.id,
                "note": "Late",
            }
        )
        with self.assertRaises(UserError):
            exclusion.action_submit()
        with self.assertRaises(UserError):
            outage.end_at = False

    def test_an_outage_that_lasts_may_end_later(self):
        outage = self.outage(self.deal, "02-27 10:00", None)
        self.paper._server_write({"answered_on": False})
        february = self.reviewed(
            month=self.paper.date_from.replace(month=2), day="02-10"
        )
        self.by("manager", february).action_send()
        with self.assertRaises(UserError):
            outage.end_at = "2026-02-27 12:00:00"
        outage.end_at = "2026-03-02 12:00:00"
        self.assertTrue(february._seal_is_intact())

    def test_names_hours_and_the_currency_change_after_the_sealing(self):
        """Verification goes by what was sealed, not by what other records say now."""
        before = self.paper.seal_payload
        self.deal.partner_id.name = "City Hospital Group"
        self.deal.company_id.partner_id.name = "Another Name Ltd"
        self.metrics["t_resolve"].name = "Time until It Works"
        self.calendar_247.name = "Around the Clock"
        self.env["resource.calendar.leaves"].create(
            {
                "calendar_id": self.calendar_247.id,
                "date_from": "2026-01-13 00:00:00",
                "date_to": "2026-01-17 00:00:00",
            }
        )
        for rounding in (0.001, 1.0):
            self.paper.currency_id.rounding = rounding
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(rounding=rounding):
                self.assertTrue(self.paper._seal_is_intact())
                for version in self.deal.version_ids:
                    self.assertTrue(version._seal_is_intact(), version.kind)
        self.assertEqual(self.paper.seal_payload, before)
