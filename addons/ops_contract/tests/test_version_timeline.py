"""contract.md 4, examples 26 and 27: which version counts when."""

from datetime import date, datetime

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.ops_base.calc.clock import deadline
from odoo.addons.ops_contract.calc.credit import segments
from odoo.addons.ops_contract.calc.version import month_segments, switch_days

from .common import ContractCase


def at(text):
    return datetime.fromisoformat(text)


@tagged("post_install", "-at_install")
class TestVersionTimeline(ContractCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.of_2026 = cls.contract()
        cls.first = cls.agree(cls.p2(date(2026, 1, 1), 480))
        draft = cls.first.annex_id._new_version(
            date(2026, 11, 16), change_reason="Faster"
        )
        draft.sla_line_ids.target_minutes = 360
        cls.second = cls.agree(draft)

    @classmethod
    def p2(cls, day, minutes, contract=None):
        return cls.version(
            contract or cls.of_2026,
            "sla",
            day,
            sla=[
                {
                    "metric_id": cls.metrics["t_resolve"].id,
                    "priority": "p2",
                    "target_minutes": minutes,
                }
            ],
        )

    def at(self, text, contract=None):
        return (contract or self.of_2026)._version_at("sla", at(text))

    def test_versions_switch_at_local_midnight(self):
        self.assertEqual(self.first.effective_from, at("2025-12-31 16:00"))
        self.assertEqual(self.first.effective_to, at("2026-11-15 16:00"))
        self.assertEqual(self.first.date_to, date(2026, 11, 15))
        self.assertEqual(self.second.effective_from, at("2026-11-15 16:00"))
        self.assertEqual(self.second.effective_to, at("2026-12-31 16:00"))
        self.assertEqual(self.second.date_to, date(2026, 12, 31))
        self.assertEqual(self.at("2026-11-15 15:59:59"), self.first)
        self.assertEqual(self.at("2026-11-15 16:00:00"), self.second)
        self.assertFalse(self.at("2025-12-31 15:59:59"))
        self.assertFalse(self.at("2026-12-31 16:00:00"))

    def test_example_27_each_case_has_the_version_of_its_start(self):
        a = self.at("2026-11-13 07:00:00")
        b = self.at("2026-11-16 01:00:00")
        self.assertEqual(a.sla_line_ids.target_minutes, 480)
        self.assertEqual(b.sla_line_ids.target_minutes, 360)
        self.assertEqual(a.sla_line_ids.line_key, b.sla_line_ids.line_key)
        windows = self.calendar_c._ops_windows(
            at("2026-11-12 00:00"), at("2026-11-20 00:00")
        )
        for start, version, expected in (
            (at("2026-11-13 07:00"), a, at("2026-11-16 06:00")),
            (at("2026-11-16 01:00"), b, at("2026-11-16 07:00")),
            # wrong for A under the second version: Monday 12:00
            (at("2026-11-13 07:00"), b, at("2026-11-16 04:00")),
        ):
            seconds = version.sla_line_ids.target_minutes * 60
            self.assertEqual(deadline(windows, start, seconds), expected)
        with self.assertRaises(UserError):
            a.sla_line_ids.target_minutes = 600
        self.assertTrue(a._seal_is_intact())

    def test_example_26_the_fee_of_a_month_with_a_switch(self):
        found = self.of_2026._versions_between(
            "sla", date(2026, 11, 1), date(2026, 11, 30)
        )
        self.assertEqual(found, self.first | self.second)
        self.assertEqual(found.ids, [self.first.id, self.second.id])
        history = [
            (date(2026, 1, 1), date(2026, 11, 16)),
            (date(2026, 11, 16), date(2027, 1, 1)),
        ]
        parts = month_segments(date(2026, 11, 1), date(2026, 11, 30), history)
        self.assertEqual(switch_days(parts), [16])
        self.assertEqual(segments(8_000_000, 30, [16]), [4_000_000, 4_000_000])
        self.assertEqual(segments(8_000_000, 31, [16]), [3_870_968, 4_129_032])

    def test_between_ends_with_the_month(self):
        self.assertEqual(
            self.of_2026._versions_between("sla", date(2026, 3, 1), date(2026, 3, 31)),
            self.first,
        )
        self.assertFalse(
            self.of_2026._versions_between("price", date(2026, 3, 1), date(2026, 3, 31))
        )

    def test_the_superseded_one_still_counts_for_its_time(self):
        (self.first | self.second)._server_write({"state": "agreed"})
        self.first._refresh_states()
        self.assertEqual(self.first.state, "effective")
        self.second._refresh_states()
        self.assertEqual(self.second.state, "effective")
        self.assertEqual(self.first.state, "superseded")
        self.assertEqual(self.at("2026-03-03 00:00:00"), self.first)

    def test_the_cron_does_the_same(self):
        (self.first | self.second)._server_write({"state": "agreed"})
        self.env["ops.annex.version"]._cron_refresh_states()
        self.assertEqual(self.first.state, "superseded")
        self.assertEqual(self.second.state, "effective")

    def test_the_end_of_the_contract_moves_the_last_version(self):
        self.of_2026._server_write({"date_end": date(2027, 6, 30)})
        self.assertEqual(self.second.date_to, date(2027, 6, 30))
        self.assertEqual(self.first.date_to, date(2026, 11, 15))
        self.of_2026._server_write({"terminated_on": date(2026, 12, 10)})
        self.assertEqual(self.second.date_to, date(2026, 12, 10))
        self.assertEqual(self.second.effective_to, at("2026-12-10 16:00"))
        self.assertTrue(self.second._seal_is_intact())

    def test_two_versions_do_not_begin_on_one_day(self):
        draft = self.second.annex_id._new_version(
            date(2026, 11, 16), change_reason="Again"
        )
        with self.assertRaisesRegex(UserError, "takes effect on"):
            draft.action_internal_review()

    def test_withdrawing_an_agreed_one_heals_the_timeline(self):
        draft = self.second.annex_id._new_version(
            date(2026, 12, 1), change_reason="Later"
        )
        later = self.agree(draft)
        later._server_write({"state": "agreed"})
        self.assertEqual(self.second.date_to, date(2026, 11, 30))
        later._withdraw("Never mind")
        self.assertEqual(self.second.date_to, date(2026, 12, 31))
        self.assertEqual(self.at("2026-12-15 00:00:00"), self.second)

    def test_it_lies_within_the_contract(self):
        with self.assertRaisesRegex(UserError, "within the contract"):
            self.p2(date(2025, 12, 31), 1, self.contract())
        with self.assertRaisesRegex(UserError, "within the contract"):
            self.p2(date(2027, 1, 1), 1, self.contract())

    def test_a_day_with_a_clock_change(self):
        contract = self.contract(tz="Europe/Brussels")
        version = self.agree(self.p2(date(2026, 3, 29), 60, contract))
        self.assertEqual(version.effective_from, at("2026-03-28 23:00"))
        later = version.annex_id._new_version(date(2026, 3, 30), change_reason="x")
        self.agree(later)
        self.assertEqual(later.effective_from, at("2026-03-29 22:00"))

    def test_a_late_start_leaves_a_gap(self):
        contract = self.contract()
        self.agree(self.p2(date(2026, 3, 1), 60, contract))
        self.assertTrue(contract.has_gap)
        self.assertIn("2026-02-28", contract.warning_text)
        self.assertFalse(self.of_2026.has_gap)

    def test_a_sent_statement_closes_its_month(self):
        draft = self.second.annex_id._new_version(
            date(2026, 12, 1), change_reason="Later"
        )
        statement = self.env["ops.sla.statement"]._server_create(
            [
                {
                    "contract_id": self.of_2026.id,
                    "date_from": date(2026, 12, 1),
                    "date_to": date(2026, 12, 31),
                }
            ]
        )
        draft._check_start_free()
        self.env.cr.execute(
            "UPDATE ops_sla_statement SET sealed_at = '2027-01-05' WHERE id = %s",
            [statement.id],
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "has been sent"):
            draft.action_internal_review()
