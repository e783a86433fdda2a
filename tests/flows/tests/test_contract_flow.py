"""From the catalogue to the settled statement (contract.md, example 24).

Each step is the button of the user whose role it is; the customer acts as the portal
lets him. Numbers: fee 80 000; response 58 of 60, resolution 47 of 50, availability
714.5 of 716 hours; credits 0, 2 000.00 and 1 600.00; net 76 400.00.
"""

from datetime import date, datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.ops_contract.tests.common import ContractCase

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
MONDAY = datetime.fromisoformat("2026-11-02 02:00:00")
TIME_TIERS = [(9000, 9500, 500), (8000, 9000, 1000), (0, 8000, 2000)]
UPTIME_TIERS = [(9900, 9990, 1000), (9500, 9900, 2500), (0, 9500, 5000)]


@tagged("post_install", "-at_install", "ops_flow")
class TestContractFlow(ContractCase):
    def at(self, text):
        return patch.object(self.env.cr, "_now", datetime.fromisoformat(text))

    def as_role(self, role, records):
        return records.with_user(self.users[role])

    # the papers --------------------------------------------------------------------
    def item_of_the_catalogue(self):
        """Drafted and published by the organisation, then chosen for the contract."""
        item = self.as_role("org", self.env["ops.service.item"]).create(
            {
                "code": "T2.1.9",
                "name": "Hospital Platform",
                "category_id": self.category.id,
                "company_id": self.company.id,
                "content": "<p>Servers, network and applications</p>",
                "mode_ids": [Command.link(self.env.ref("ops_contract.mode_remote").id)],
            }
        )
        item.action_publish()
        self.assertEqual(item.state, "published")
        return item

    def signed_contract(self):
        contract = self.as_role("manager", self.env["ops.contract"]).create(
            {
                "name": "Hospital Platform",
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "date_start": YEAR[0],
                "date_end": YEAR[1],
                "manager_id": self.users["manager"].id,
                "project_manager_id": self.users["supervisor"].id,
                "calendar_id": self.calendar_c.id,
                "tz": "Asia/Shanghai",
            }
        )
        contract.action_review()
        with self.assertRaisesRegex(UserError, "four eyes"):
            contract.action_sign()
        self.as_role("org", contract).action_sign()
        return contract

    def draft(self, contract, kind, name, rows):
        return self.as_role("manager", self.env["ops.annex.version"]).create(
            {
                "annex_id": contract._annex(kind).id,
                "date_from": YEAR[0],
                name: [Command.create(row) for row in rows],
            }
        )

    def levels(self):
        office, always = self.calendar_c, self.calendar_247
        promises = [
            ("Response", "t_response", "p2", 30, 9500, office),
            ("Resolution", "t_resolve", "p2", 480, 9500, office),
            ("Uptime", "t_available", "any", 0, 9990, always),
        ]
        return [
            {
                "name": name,
                "metric_id": self.metrics[metric].id,
                "priority": priority,
                "target_minutes": minutes,
                "target_bp": target,
                "calendar_id": calendar.id,
                "sequence": number,
            }
            for number, promise in enumerate(promises)
            for name, metric, priority, minutes, target, calendar in [promise]
        ]

    def agreed_annexes(self, contract):
        item = self.item_of_the_catalogue()
        services = [{"item_id": item.id, "quantity": 1}]
        drafts = self.draft(contract, "service", "service_line_ids", services)
        drafts += self.draft(contract, "sla", "sla_line_ids", self.levels())
        keys = drafts.sla_line_ids.sorted("sequence").mapped("line_key")
        weights = zip(
            keys,
            (3000, 5000, 2000),
            (TIME_TIERS, TIME_TIERS, UPTIME_TIERS),
            strict=True,
        )
        rules = [
            {
                "sla_key": key,
                "weight_bp": weight,
                "tier_ids": [
                    Command.create({"low_bp": low, "high_bp": high, "credit_bp": bp})
                    for low, high, bp in tiers
                ],
            }
            for key, weight, tiers in weights
        ]
        drafts += self.draft(contract, "evaluation", "evaluation_line_ids", rules)
        fee = [{"name": "Operation", "unit_price": 80000.0}]
        drafts += self.draft(contract, "price", "price_line_ids", fee)
        for version in drafts:
            self.sign_as_the_people_do(version)
        self.assertEqual(set(drafts.mapped("state")), {"effective"})
        return drafts

    def sign_as_the_people_do(self, version):
        manager = self.as_role("manager", version)
        manager.action_internal_review()
        with self.assertRaisesRegex(UserError, "four eyes"):
            manager.action_approve()
        self.as_role("org", version).action_approve()
        manager.action_send_customer()
        manager.action_sign()
        version.with_user(self.portal)._sign_customer(
            self.customer_contact, "Li Na", accept_hash=version.seal_hash
        )

    # the month ---------------------------------------------------------------------
    def enter_facts(self, contract):
        """Monday to Friday at ten; the first ones of each kind are late."""
        plan = [("t_response", 60, 2, 20, 45), ("t_resolve", 50, 3, 240, 500)]
        rows = []
        for metric, count, late, in_time, too_long in plan:
            for number in range(count):
                began = MONDAY + timedelta(days=number % 5)
                minutes = too_long if number < late else in_time
                if minutes == 500:
                    # 500 minutes of service time: 8 h that day, 20 min the next
                    minutes = 24 * 60 - 40
                rows.append(
                    {
                        "name": f"{metric} {number}",
                        "contract_id": contract.id,
                        "metric_id": self.metrics[metric].id,
                        "priority": "p2",
                        "start_at": began,
                        "reached_at": began + timedelta(minutes=minutes),
                    }
                )
        self.as_role("supervisor", self.env["ops.sla.clock"]).create(rows)

    def enter_outages(self, contract):
        """Example 21: four hours of agreed maintenance, ninety minutes down."""
        Outage = self.as_role("supervisor", self.env["ops.outage"])
        window = Outage.create(
            {
                "name": "Patches",
                "contract_id": contract.id,
                "kind": "maintenance",
                "start_at": "2026-11-13 18:00:00",
                "end_at": "2026-11-13 22:00:00",
            }
        )
        window.action_submit()
        self.as_role("manager", window).action_approve()
        Outage.create(
            {
                "name": "Power loss",
                "contract_id": contract.id,
                "kind": "outage",
                "start_at": "2026-11-20 01:00:00",
                "end_at": "2026-11-20 02:30:00",
            }
        )

    def sent_statement(self, contract):
        statement = self.env["ops.sla.statement"]._generate(contract, date(2026, 11, 1))
        self.as_role("supervisor", statement).action_project_review()
        self.as_role("org", statement).action_org_review()
        self.as_role("manager", statement).action_send()
        return statement

    # the chain ---------------------------------------------------------------------
    def test_from_the_catalogue_to_the_settlement(self):
        with self.at("2026-01-01 02:00:00"):
            contract = self.signed_contract()
            self.agreed_annexes(contract)
            contract._refresh_states()
        self.assertEqual(contract.state, "active")
        self.assertEqual(contract.monthly_fee, 80000.0)
        with self.at("2026-12-01 02:00:00"):
            self.enter_facts(contract)
            self.enter_outages(contract)
            statement = self.sent_statement(contract)
        self.check_numbers(statement)
        with self.at("2026-12-03 02:00:00"):
            self.dispute_and_answer(statement)
        with self.at("2026-12-05 02:00:00"):
            self.as_role("finance", statement).action_settle()
        self.assertEqual(statement.state, "settled")
        self.assertTrue(statement._seal_is_intact())
        self.assertEqual(statement.net, 76400.0)

    def check_numbers(self, statement):
        lines = statement.line_ids.sorted("sequence")
        counts = [(line.met, line.n) for line in lines[:2]]
        self.assertEqual(counts, [(58, 60), (47, 50)])
        uptime = lines[2]
        # 714.5 of 716 hours, in lowest terms or not
        self.assertEqual(uptime.numerator * 1432, uptime.denominator * 1429)
        self.assertEqual(lines.mapped("verdict"), ["met", "missed", "missed"])
        self.assertEqual(lines.mapped("credit"), [0.0, 2000.0, 1600.0])
        self.assertEqual(
            (statement.fee, statement.credit, statement.net),
            (80000.0, 3600.0, 76400.0),
        )
        self.assertEqual(statement.state, "sent")

    def dispute_and_answer(self, statement):
        resolution = statement.line_ids.sorted("sequence")[1]
        as_customer = statement.with_user(self.portal)
        as_customer._dispute(
            self.customer_contact, {resolution.id: "Case 4 was late too"}
        )
        self.assertEqual(statement.state, "disputed")
        with self.assertRaisesRegex(UserError, "no answer yet"):
            self.as_role("finance", statement).action_settle()
        action = self.as_role("manager", resolution).action_answer_dispute()
        answer = self.as_role("manager", self.env[action["res_model"]]).create(
            {
                "line_id": resolution.id,
                "verdict": "rejected",
                "text": "The log of case 4 shows four hours",
            }
        )
        answer.action_answer()
        self.assertEqual(resolution.dispute_state, "rejected")
