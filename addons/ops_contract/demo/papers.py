from datetime import date

from odoo.fields import Command

KINDS = ("service", "sla", "evaluation", "price", "reporting")


class Papers:
    """Contracts and annexes: drafted, read by another person, signed by both."""

    def create_contract(self, key, facts):
        contract = self.as_user("manager", self.env["ops.contract"]).create(
            {
                "name": facts["name"],
                "customer_number": facts["customer_number"],
                "direction": facts["direction"],
                "partner_id": self.partners[facts["partner"]].id,
                "company_id": self.company.id,
                "currency_id": self.currency.id,
                "date_start": facts["start"],
                "date_end": facts["end"],
                "manager_id": self.users["manager"].id,
                "project_manager_id": self.users["supervisor"].id,
                "calendar_id": self.calendars["office"].id,
                "tz": "Asia/Shanghai",
            }
        )
        contract.action_review()
        self.as_user("org", contract).action_sign()
        self._remember(f"demo_contract_{key}", contract)
        self.contracts[key] = contract.sudo(False).with_env(self.env)
        start = date.fromisoformat(facts["start"])
        drafts = self.env["ops.annex.version"]
        for kind in KINDS:
            lines = getattr(self, f"_{kind}_lines")(contract, facts)
            if lines[1]:
                drafts += self._draft(contract, kind, start, lines)
        for version in drafts:
            self.agree(version, facts["signer"])

    def _draft(self, contract, kind, start, lines):
        name, rows = lines
        annex = contract._annex(kind)
        return self.as_user("manager", self.env["ops.annex.version"]).create(
            {
                "annex_id": annex.id,
                "date_from": start,
                name: [Command.create(row) for row in rows],
            }
        )

    def agree(self, version, signer):
        manager = self.as_user("manager", version)
        manager.action_internal_review()
        self.as_user("org", version).action_approve()
        manager.action_send_customer()
        manager.action_sign()
        user = self.users[signer]
        version._sign_customer(
            user.partner_id, user.name, accept_hash=version.seal_hash
        )

    # lines -------------------------------------------------------------------------
    def _service_lines(self, contract, facts):
        rows = [
            {
                "item_id": self.env.ref(f"ops_contract.{item}").id,
                "quantity": quantity,
            }
            for item, quantity in facts["services"]
        ]
        return "service_line_ids", rows

    def _sla_lines(self, contract, facts):
        rows = [
            {
                "name": level["name"],
                "metric_id": self.env.ref(f"ops_contract.metric_{level['metric']}").id,
                "priority": level["priority"],
                "target_minutes": level.get("minutes", 0),
                "target_days": level.get("days", 0),
                "target_bp": level["bp"],
                "target_value": level.get("value", 0),
                "calendar_id": self.calendars[level.get("clock", "office")].id,
                "pause_reason_ids": [
                    Command.link(self.env.ref("ops_contract.pause_customer_access").id)
                ],
                "exclusion_ids": [
                    Command.link(self.env.ref("ops_contract.exclusion_customer").id)
                ],
                "sequence": 10 * number,
            }
            for number, level in enumerate(facts["levels"], 1)
        ]
        return "sla_line_ids", rows

    def _evaluation_lines(self, contract, facts):
        lines = contract.version_ids.sla_line_ids.sorted("sequence")
        keys = {
            level["key"]: line.line_key
            for level, line in zip(facts["levels"], lines, strict=True)
        }
        rows = [
            {
                "sla_key": keys[key],
                "weight_bp": weight,
                "tier_ids": [
                    Command.create(
                        {"low_bp": low, "high_bp": high, "credit_bp": credit}
                    )
                    for low, high, credit in tiers
                ],
            }
            for key, (weight, tiers) in facts["evaluation"].items()
        ]
        return "evaluation_line_ids", rows

    def _price_lines(self, contract, facts):
        rows = [{"name": name, "unit_price": price} for name, price in facts["prices"]]
        return "price_line_ids", rows

    def _reporting_lines(self, contract, facts):
        rows = [
            {
                "name": line["name"],
                "frequency": line["frequency"],
                "due_offset_days": line["days"],
                "accept_days": line.get("accept_days", 0),
                "report_id": self.env.ref(f"ops_contract.{line['report']}").id
                if line.get("report")
                else False,
                "responsible_id": self.users["engineer"].id,
            }
            for line in facts["deliverables"]
        ]
        return "deliverable_line_ids", rows

    def change_level(self, contract, change, signer):
        """A new version of the service levels from a day inside a month."""
        annex = contract._annex("sla")
        version = self.as_user("manager", annex)._new_version(
            date.fromisoformat(change["from"]), change_reason=change["reason"]
        )
        lines = version.sla_line_ids.filtered(
            lambda line: line.metric_id.code == change["key"]
        )
        self.as_user("manager", lines).write({"target_minutes": change["minutes"]})
        self.agree(version, signer)
