"""Outages and readings: what counts is withdrawn by nobody alone."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .sla_case import at
from .statement_case import StatementCase


@tagged("post_install", "-at_install")
class TestOutageFacts(StatementCase):
    def setUp(self):
        super().setUp()
        self.deal = self.case()

    def down(self, role="supervisor", **values):
        return self.as_(role)["ops.outage"].create(
            {
                "name": "Down",
                "contract_id": self.deal.id,
                "start_at": at("11-20 10:00"),
                "end_at": at("11-20 12:00"),
                **values,
            }
        )

    def assert_refused(self, act, text):
        with self.assertRaisesRegex(UserError, text), self.cr.savepoint():
            act()
        self.env.invalidate_all()

    def test_whoever_entered_it_neither_moves_nor_deletes_it(self):
        outage = self.down()
        for role in ("supervisor", "manager", "org"):
            mine = outage.with_user(self.users[role])
            for vals in (
                {"end_at": at("11-20 10:01")},
                {"start_at": at("11-20 11:59")},
                {"kind": "maintenance"},
                {"contract_id": self.contract().id},
            ):
                self.assert_refused(lambda m=mine, v=vals: m.write(v), "counts already")
            self.assert_refused(mine.unlink, "counts already")
        outage.with_user(self.users["supervisor"]).cause = "Power"

    def test_once_another_person_rejected_it_it_can_be_put_right(self):
        outage = self.down()
        outage.action_submit()
        with self.assertRaises(AccessError):
            outage.action_reject("typing mistake")
        outage.with_user(self.users["manager"]).action_reject("typing mistake")
        self.assertFalse(outage._counts())
        outage.end_at = at("11-20 10:30")
        outage.action_submit()
        self.assertTrue(outage._counts())

    def test_a_counted_one_is_not_rejected_away(self):
        outage = self.down()
        outage.action_submit()
        outage.sudo()._server_write({"frozen": True})
        boss = outage.with_user(self.users["manager"])
        self.assert_refused(lambda: boss.action_reject("away with it"), "counted")
        self.assert_refused(boss.action_approve, "counted")
        self.assertTrue(outage._counts())

    # exclusions --------------------------------------------------------------------
    def excuse(self, outage, reason=None):
        exclusion = self.as_("supervisor")["ops.sla.exclusion"].create(
            {
                "contract_id": self.deal.id,
                "outage_id": outage.id,
                "reason_id": (reason or self.force).id,
                "note": "Flood",
            }
        )
        exclusion.action_submit()
        return exclusion

    def test_only_for_reasons_that_the_annex_names(self):
        rain = self.env["ops.exclusion.reason"].create({"name": "Rain", "code": "t_r"})
        outage = self.down()
        self.assert_refused(lambda: self.excuse(outage, rain), "does not name")
        self.assertEqual(self.excuse(outage).approval_state, "submitted")

    def test_what_still_lasts_is_not_excused_yet(self):
        outage = self.down(end_at=False)
        self.assert_refused(lambda: self.excuse(outage), "still lasts")

    def test_an_excuse_falls_with_what_it_is_about(self):
        outage = self.down()
        exclusion = self.excuse(outage)
        exclusion.with_user(self.users["org"]).action_approve()
        self.assertTrue(outage.is_excluded)
        outage.action_submit()
        outage.with_user(self.users["manager"]).action_reject("typing mistake")
        outage.end_at = at("11-20 23:00")
        self.assertFalse(outage.is_excluded)
        self.assertEqual(exclusion.approval_state, "draft")

    # where it counts ---------------------------------------------------------------
    def test_a_device_of_no_annex_needs_its_service(self):
        device = self.env["maintenance.equipment"].create({"name": "Router"})
        self.assert_refused(lambda: self.down(ci_id=device.id), "no device")
        draft = self.version(
            self.deal,
            "service",
            date(2026, 1, 1),
            service=[
                {
                    "item_id": self.item.id,
                    "no_sla_reason": "-",
                    "ci_ids": [Command.set(device.ids)],
                }
            ],
        )
        service = draft.service_line_ids
        self.assert_refused(lambda: self.down(ci_id=device.id), "no device")
        self.assert_refused(lambda: self.down(service_line_id=service.id), "not agreed")
        self.agree(draft)
        self.assertTrue(self.down(ci_id=device.id))
        other = self.env["maintenance.equipment"].create({"name": "Other"})
        self.assertTrue(self.down(ci_id=other.id, service_line_id=service.id))

    # readings ------------------------------------------------------------------------
    def test_the_same_days_have_one_reading(self):
        deal = self.promised(self.promise(metric="t_first_time", target_bp=9000))
        line = deal.version_ids.sla_line_ids
        Reading = self.as_("supervisor")["ops.sla.reading"]
        values = {
            "contract_id": deal.id,
            "sla_line_id": line.id,
            "date_from": "2026-11-01",
            "date_to": "2026-11-30",
            "numerator": 90,
            "denominator": 100,
            "note": "Desk report",
        }
        first, twin = Reading.create([values, values])
        first.action_submit()
        self.assert_refused(twin.action_submit, "have a reading already")
        boss = self.users["manager"]
        first.with_user(boss).action_approve()
        twin.date_from = "2026-11-30"
        self.assert_refused(twin.action_submit, "have a reading already")
        twin.write({"date_from": "2026-12-01", "date_to": "2026-12-31"})
        twin.action_submit()
        twin.with_user(boss).action_reject("wrong month")
        again = Reading.create(
            {**values, "date_from": "2026-12-01", "date_to": "2026-12-31"}
        )
        again.action_submit()
        again.with_user(boss).action_approve()
        self.assert_refused(twin.action_submit, "have a reading already")
