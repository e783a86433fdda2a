"""Handing over, the answer, the day's work; who may do what."""

import base64
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .deliverable_case import DeliverableCase


@tagged("post_install", "-at_install")
class TestDeliverableSteps(DeliverableCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.none = cls.env["ir.attachment"]

    def deliverable(self, **line):
        """The report of August, due on 7 September."""
        self.promise(date(2026, 8, 1), **line)
        [made] = self.generate("2026-08-31")
        return made

    def file(self, user, name="report.pdf"):
        return (
            self.env["ir.attachment"]
            .with_user(self.users[user])
            .create({"name": name, "datas": base64.b64encode(b"August")})
        )

    def deliver(self, deliverable, when, user="employee", note="Done"):
        with self.at(when):
            return deliverable.with_user(self.users[user])._deliver(self.none, note)

    def accept(self, deliverable, when="2026-09-10 02:00:00"):
        with self.at(when):
            deliverable.sudo()._accept(self.customer_contact, "Thank you")

    def reject(self, deliverable, when, reason="A page is missing"):
        with self.at(when):
            deliverable.sudo()._reject(self.customer_contact, reason)

    # punctuality -------------------------------------------------------------------
    def test_on_time_until_the_end_of_the_due_day(self):
        for when, on_time in (
            ("2026-09-07 15:59:59", True),
            ("2026-09-07 16:00:00", False),
        ):
            with self.subTest(when=when), self.env.cr.savepoint() as point:
                deliverable = self.deliverable()
                self.deliver(deliverable, when)
                self.accept(deliverable)
                self.assertEqual(deliverable.is_on_time, on_time)
                self.assertEqual(deliverable.outcome, "met" if on_time else "breached")
                self.assertEqual(deliverable.state, "accepted")
                point.rollback()

    def test_only_the_accepted_delivery_counts(self):
        deliverable = self.deliverable()
        self.deliver(deliverable, "2026-09-04 02:00:00")
        self.reject(deliverable, "2026-09-08 02:00:00")
        self.assertEqual(deliverable.state, "rejected")
        self.deliver(deliverable, "2026-09-09 02:00:00")
        self.accept(deliverable)
        self.assertEqual(deliverable.outcome, "breached")
        self.assertEqual(f"{deliverable.delivered_at}", "2026-09-09 02:00:00")
        self.assertEqual(
            deliverable.delivery_ids.mapped("verdict"), ["rejected", "accepted"]
        )

    def test_late_is_said_without_an_answer_only_if_nothing_waits_in_time(self):
        deliverable = self.deliverable()
        day = date(2026, 9, 8)
        self.assertEqual(deliverable._outcomes(day), {deliverable.id: "breached"})
        self.assertEqual(
            deliverable._outcomes(date(2026, 9, 7)), {deliverable.id: "open"}
        )
        self.deliver(deliverable, "2026-09-07 02:00:00")
        self.assertEqual(deliverable._outcomes(day), {deliverable.id: "open"})

    # files -------------------------------------------------------------------------
    def test_files_become_copies_that_nobody_can_write(self):
        deliverable = self.deliverable()
        original = self.file("employee")
        wizard = (
            self.env["ops.deliverable.deliver"]
            .with_user(self.users["employee"])
            .create(
                {
                    "deliverable_id": deliverable.id,
                    "attachment_ids": [(6, 0, original.ids)],
                }
            )
        )
        wizard.action_deliver()
        delivery = deliverable.delivery_ids
        self.assertEqual(delivery.delivered_by_id, self.users["employee"])
        [kept] = delivery.attachment_ids
        self.assertNotEqual(kept, original)
        self.assertEqual(kept.raw, b"August")
        for user in ("employee", "supervisor", "manager", "org"):
            with self.subTest(user=user), self.assertRaises(AccessError):
                kept.with_user(self.users[user]).write({"raw": b"forged"})
            with self.subTest(user=user), self.assertRaises(UserError):
                delivery.with_user(self.users[user]).write({"note": "forged"})

    def test_foreign_files_cannot_be_handed_over(self):
        deliverable = self.deliverable()
        foreign = self.file("org")
        with self.assertRaises(AccessError):
            deliverable.with_user(self.users["employee"])._deliver(foreign)

    def test_something_must_be_handed_over(self):
        deliverable = self.deliverable()
        with self.assertRaisesRegex(UserError, "Attach"):
            self.deliver(deliverable, "2026-09-04 02:00:00", note="  ")

    def backdated(self, deliverable, **values):
        """Handed over on paper on the due day, entered two days later."""
        Wizard = self.env["ops.deliverable.deliver"].with_user(self.users["employee"])
        values = {
            "deliverable_id": deliverable.id,
            "delivered_at": "2026-09-07 02:00:00",
            "note": "Received: Ms Li",
            "evidence_ids": [(6, 0, self.file("employee", "receipt.pdf").ids)],
            **values,
        }
        with self.at("2026-09-09 02:00:00"):
            Wizard.create(values).action_deliver()
        return self.env["ops.sla.override"].search(
            [("contract_id", "=", self.subject.id), ("kind", "=", "backdate")]
        )

    def test_an_earlier_time_needs_paper_a_witness_and_the_receipt(self):
        deliverable = self.deliverable(channel="paper")
        for values, text in (
            ({"note": False}, "who received it"),
            ({"evidence_ids": False}, "the receipt"),
            ({"delivered_at": "2026-09-10 02:00:00"}, "future"),
        ):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, text):
                self.backdated(deliverable, **values)
        self.assertFalse(deliverable.delivery_ids)

    def test_an_earlier_time_counts_once_another_person_agrees(self):
        deliverable = self.deliverable(channel="paper", accept_days=1)
        request = self.backdated(deliverable)
        delivery = deliverable.delivery_ids
        self.assertEqual(f"{delivery.delivered_at}", "2026-09-09 02:00:00")
        # silence begins with the entry, not with the time that is claimed
        self.run_day("2026-09-09 03:00:00")
        self.assertEqual(deliverable.state, "delivered")
        self.accept(deliverable)
        self.assertEqual(deliverable.outcome, "breached")
        for role in ("employee", "supervisor", "manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                request.with_user(self.users[role]).action_approve()
        org = request.with_user(self.users["org"])
        self.assertEqual(org.evidence_ids.raw, b"August")
        with self.assertRaises(UserError):
            request.evidence_ids.with_user(self.users["employee"]).raw = b"forged"
        org.action_approve()
        self.assertEqual(f"{delivery.delivered_at}", "2026-09-07 02:00:00")
        self.assertEqual(f"{delivery.recorded_at}", "2026-09-09 02:00:00")
        self.assertEqual(deliverable.outcome, "met")

    def test_who_ever_answered_for_it_does_not_decide(self):
        deliverable = self.deliverable(responsible_id=self.users["org2"].id)
        manager = deliverable.with_user(self.users["manager"])
        manager.responsible_id = self.users["employee"]
        request = manager._ask_to_cancel("Agreed by letter")
        with self.assertRaisesRegex(UserError, "somebody else"):
            request.with_user(self.users["org2"]).action_approve()
        request.with_user(self.users["org"]).action_approve()

    def test_nobody_cancels_alone(self):
        deliverable = self.deliverable()
        with self.at("2026-09-10 02:00:00"):
            for role in ("supervisor", "employee"):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    deliverable.with_user(self.users[role])._ask_to_cancel("late")
            manager = deliverable.with_user(self.users["manager"])
            request = manager._ask_to_cancel("Agreed by letter")
            self.assertNotEqual(deliverable.state, "cancelled")
            with self.assertRaises(AccessError):
                request.action_approve()
            request.with_user(self.users["org"]).action_approve()
        self.assertEqual(deliverable.state, "cancelled")
        self.assertEqual(deliverable.cancelled_by_id, self.users["manager"])

    def test_the_portal_knows_no_earlier_time(self):
        deliverable = self.deliverable()
        wizard = (
            self.env["ops.deliverable.deliver"]
            .with_user(self.users["employee"])
            .create(
                {
                    "deliverable_id": deliverable.id,
                    "delivered_at": "2026-09-07 02:00:00",
                    "note": "yesterday",
                }
            )
        )
        with self.at("2026-09-09 02:00:00"), self.assertRaises(UserError):
            wizard.action_deliver()

    # who may -------------------------------------------------------------------------
    def test_who_is_not_responsible_does_not_hand_over(self):
        deliverable = self.deliverable(responsible_id=self.users["supervisor"].id)
        with self.assertRaises(AccessError):
            self.deliver(deliverable, "2026-09-04 02:00:00")
        self.deliver(deliverable, "2026-09-04 02:00:00", user="supervisor")

    def test_the_responsible_employee_changes_nothing_else(self):
        deliverable = self.deliverable()
        own = deliverable.with_user(self.users["employee"])
        for values in ({"name": "x"}, {"responsible_id": self.users["org"].id}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                own.write(values)
        for values in ({"state": "accepted"}, {"date_due": "2027-01-01"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                own.write(values)
            with self.subTest(values=values), self.assertRaises(UserError):
                deliverable.with_user(self.users["manager"]).write(values)
        with self.assertRaises(AccessError):
            own.action_cancel()

    def test_only_the_customer_of_the_contract_answers(self):
        deliverable = self.deliverable()
        self.deliver(deliverable, "2026-09-04 02:00:00")
        stranger = self.portal_stranger.partner_id
        with self.assertRaises(AccessError):
            deliverable.sudo()._accept(stranger)
        with self.assertRaises(AccessError):
            deliverable.sudo()._reject(stranger, "no")

    def test_a_supplier_does_not_accept_his_own_work(self):
        self.subject = self.contract(direction="purchased")
        deliverable = self.deliverable()
        self.deliver(deliverable, "2026-09-04 02:00:00", user="supervisor")
        with self.assertRaises(AccessError):
            deliverable.sudo()._accept(self.customer_contact)
        deliverable.with_user(self.users["manager"])._answer_by_staff(
            "accepted", "Checked against the list"
        )
        self.assertEqual(deliverable.state, "accepted")

    def test_staff_answers_with_evidence_and_not_for_itself(self):
        deliverable = self.deliverable()
        self.deliver(deliverable, "2026-09-04 02:00:00", user="manager")
        as_manager = deliverable.with_user(self.users["manager"])
        with self.assertRaisesRegex(UserError, "does not answer"):
            as_manager._answer_by_staff("accepted", "Letter of 8 September")
        org = deliverable.with_user(self.users["org"])
        with self.assertRaisesRegex(UserError, "written down"):
            org._answer_by_staff("accepted", " ")
        org._answer_by_staff("accepted", "Letter of 8 September")
        delivery = deliverable.delivery_ids
        self.assertEqual(delivery.verdict_kind, "staff")
        self.assertEqual(delivery.verdict_by_id, self.users["org"].partner_id)
        for user in ("supervisor", "employee", "finance"):
            with self.subTest(user=user), self.assertRaises(AccessError):
                deliverable.with_user(self.users[user]).action_answer()

    def test_steps_in_the_wrong_order_are_refused(self):
        deliverable = self.deliverable()
        with self.assertRaisesRegex(UserError, "nothing to answer"):
            self.accept(deliverable)
        self.deliver(deliverable, "2026-09-04 02:00:00")
        with self.assertRaisesRegex(UserError, "reason"):
            self.reject(deliverable, "2026-09-05 02:00:00", reason="")
        self.accept(deliverable)
        with self.assertRaisesRegex(UserError, "nothing to answer"):
            self.accept(deliverable)
        with self.assertRaisesRegex(UserError, "not handed over again"):
            self.deliver(deliverable, "2026-09-11 02:00:00")
        with self.assertRaisesRegex(UserError, "still to be handed over"):
            deliverable.with_user(self.users["manager"])._ask_to_cancel("late")

    def test_without_acceptance_it_is_accepted_at_once(self):
        deliverable = self.deliverable(needs_acceptance=False)
        self.deliver(deliverable, "2026-09-04 02:00:00")
        self.assertEqual(deliverable.state, "accepted")
        self.assertEqual(deliverable.delivery_ids.verdict_kind, "none")
        self.assertTrue(deliverable.is_on_time)

    # the day -----------------------------------------------------------------------
    def run_day(self, when):
        with self.at(when):
            self.Deliverable._cron_daily()

    def test_the_day_calls_up_reminds_and_judges_once(self):
        self.promise(date(2026, 8, 1))
        self.run_day("2026-08-31 15:00:00")
        [august] = self.all().filtered(lambda each: f"{each.date_from}" == "2026-08-01")
        self.assertEqual(august.state, "planned")
        for _time in range(2):
            # 00:30 of 1 September in Shanghai
            self.run_day("2026-08-31 16:30:00")
        self.assertEqual(august.state, "due")
        [activity] = august.activity_ids
        self.assertEqual(activity.user_id, self.users["employee"])
        self.assertEqual(activity.date_deadline, august.date_due)
        self.assertEqual(august.outcome, "open")
        for _time in range(2):
            self.run_day("2026-09-07 16:30:00")
        self.assertEqual(august.outcome, "breached")
        self.assertEqual(len(august.activity_ids), 1)
        self.deliver(august, "2026-09-09 02:00:00")
        self.assertFalse(august.activity_ids)
        horizon = self.all()[-1].date_from
        self.assertEqual(f"{horizon}", "2026-11-01")

    def test_silence_accepts_after_the_agreed_days(self):
        deliverable = self.deliverable(accept_days=7)
        self.deliver(deliverable, "2026-09-04 02:00:00")
        self.run_day("2026-09-11 02:00:00")
        self.assertEqual(deliverable.state, "delivered")
        self.run_day("2026-09-11 16:00:00")
        self.assertEqual(deliverable.state, "accepted")
        self.assertEqual(deliverable.delivery_ids.verdict_kind, "silence")
        self.assertTrue(deliverable.is_on_time)

    def test_silence_accepts_nothing_where_not_agreed(self):
        deliverable = self.deliverable()
        self.deliver(deliverable, "2026-09-04 02:00:00")
        self.run_day("2026-12-11 02:00:00")
        self.assertEqual(deliverable.state, "delivered")

    def test_a_rejection_reminds_again(self):
        deliverable = self.deliverable()
        self.deliver(deliverable, "2026-09-04 02:00:00")
        self.reject(deliverable, "2026-09-05 02:00:00")
        [activity] = deliverable.activity_ids
        self.assertIn("A page is missing", activity.note)

    def test_one_bad_calendar_does_not_stop_the_others(self):
        self.promise()
        good = self.subject
        empty = self.calendar_c.copy({"name": "Empty", "attendance_ids": [(5, 0, 0)]})
        self.subject = bad = self.contract(calendar_id=empty.id)
        self.promise()
        for _time in range(2):
            self.run_day("2026-03-01 02:00:00")
        made = self.Deliverable.search([("contract_id", "in", (good | bad).ids)])
        self.assertEqual(made.contract_id, good)
        self.assertEqual(bad.activity_ids.user_id, self.users["manager"])
        self.assertEqual(len(bad.activity_ids), 1)

    def test_overdue_is_found(self):
        deliverable = self.deliverable()
        for when, overdue in (
            ("2026-09-07 15:59:59", False),
            ("2026-09-07 16:00:00", True),
        ):
            with self.subTest(when=when), self.at(when):
                deliverable.invalidate_recordset(["is_overdue"])
                self.assertEqual(deliverable.is_overdue, overdue)
                found = self.Deliverable.search([("is_overdue", "=", True)])
                self.assertEqual(deliverable in found, overdue)
                rest = self.Deliverable.search([("is_overdue", "=", False)])
                self.assertEqual(deliverable in rest, not overdue)
