from datetime import date, datetime, time, timedelta

from odoo.addons.ops_base.calc.clock import deadline
from odoo.addons.ops_base.calc.period import as_utc, month
from odoo.addons.ops_base.calc.timeline import Timeline

TZ = "Asia/Shanghai"
DAY = timedelta(days=1)
MINUTE = 60
LAST_CASE = date(2026, 11, 18)
WAITED = "Waited for the engineer on duty 等待值班工程师"
SHIFTS = "Second engineer on call 增设第二值班"
LAST_DELIVERY = date(2026, 11, 19)
# cases that are open on the demo's day: contract, priority, metric, began (UTC)
OPEN = [
    ("bank", "p2", "resolve", "2026-11-23 08:30:00", "Core switch 核心交换机告警"),
    ("bank", "p2", "resolve", "2026-11-23 07:00:00", "Storage path lost 存储链路中断"),
    ("bank", "p4", "resolve", "2026-11-20 06:00:00", "New workstation 新终端安装"),
    ("bank", "p4", "resolve", "2026-11-23 03:00:00", "Meeting room 会议室终端"),
    ("hospital", "p2", "resolve", "2026-11-23 08:00:00", "Queue screens 叫号屏故障"),
]


class Story:
    """September to the 23rd of November 2026."""

    def tell(self):
        with self.at("2026-09-01 02:00:00"):
            self.refresh()
        for key, facts in self.plan["contracts"].items():
            contract = self.contracts[key]
            self.enter_month(contract, facts, "2026-09", "2026-10-04 02:00:00")
            if change := facts.get("change"):
                with self.at(change["at"]):
                    self.change_level(contract, change, facts["signer"])
            self.enter_month(contract, facts, "2026-10", "2026-11-04 02:00:00")
            self.enter_month(contract, facts, "2026-11", "2026-11-20 09:30:00")
        self.enter_outages()
        self.exclude()
        with self.at("2026-11-20 09:00:00"):
            self.refresh()
            self.happen()
        self.hand_over()
        self.enter_open()
        self.enter_readings()
        self.state_months(["bank", "hospital", "supplier"])
        self.state_months(["desk"])

    # facts -------------------------------------------------------------------------
    def enter_month(self, contract, facts, name, when):
        """The cases of a month, as the supervisor types them in."""
        rows = []
        for group in facts["facts"].get(name, ()):
            rows += self._cases(contract, facts, name, group, len(rows))
        with self.at(when):
            self.as_user("supervisor", self.env["ops.sla.clock"]).create(rows)

    def _cases(self, contract, facts, name, group, first):
        levels = [
            level
            for level in facts["levels"]
            if (level["priority"] == group["priority"] and "minutes" in level)
            or (level["priority"] == group["priority"] and "days" in level)
        ]
        found = []
        for number in range(group["count"]):
            for level in levels:
                found.append(
                    self._case(contract, level, name, group, number, first + number)
                )
        return found

    def _case(self, contract, level, name, group, number, shown):
        response = level["metric"] != "resolve"
        late = number in group.get("late_response" if response else "late_resolve", ())
        began, reached = self._times(level, name, group["count"], number, late)
        subject = self.plan["subjects"][(shown * 5 + 3) % len(self.plan["subjects"])]
        code = f"{name[2:4]}{name[5:]}-{group['priority'].upper()}{number + 1:02}"
        return {
            "name": f"INC-{code} {subject}",
            "contract_id": contract.id,
            "metric_id": self.env.ref(f"ops_contract.metric_{level['metric']}").id,
            "priority": group["priority"],
            "start_at": began,
            "reached_at": reached,
            "responsible_id": self.users["engineer"].id,
            "note": WAITED if late else False,
            "breach_cause": WAITED if late else False,
            "breach_action": SHIFTS if late else False,
        }

    def _times(self, level, name, count, number, late):
        """Spread over the month, at whole minutes of the service hours."""
        calendar = self.calendars[level.get("clock", "office")]
        start = date.fromisoformat(f"{name}-01")
        last = min(month(start)[1], LAST_CASE)
        begin, end = as_utc(start, 0, TZ), as_utc(last, 86400, TZ)
        windows = calendar._ops_windows(begin, end + 20 * DAY, self.company)
        seconds = Timeline(windows).before(end)
        offset = seconds * (2 * number + 1) // (2 * count + 2)
        began = Timeline(windows).at(offset - offset % MINUTE + MINUTE)
        return began, deadline(windows, began, self._lasts(level, number, late))

    def _lasts(self, level, number, late):
        """Seconds of service time; a working day has nine hours."""
        target = level.get("minutes") or level["days"] * 540
        share = 135 if late else 20 + (number * 17) % 55
        return target * share // 100 * MINUTE

    def enter_open(self):
        with self.at("2026-11-23 09:00:00"):
            self.as_user("supervisor", self.env["ops.sla.clock"]).create(
                [
                    {
                        "name": f"INC-2611-{priority.upper()}9{number} {subject}",
                        "contract_id": self.contracts[key].id,
                        "metric_id": self.env.ref(f"ops_contract.metric_{metric}").id,
                        "priority": priority,
                        "start_at": began,
                    }
                    for number, (key, priority, metric, began, subject) in enumerate(
                        OPEN
                    )
                ]
            )

    def enter_outages(self):
        for key, facts in self.plan["contracts"].items():
            for row in facts["outages"]:
                with self.at(row["to"]):
                    self._enter_outage(self.contracts[key], row)

    def _enter_outage(self, contract, row):
        outage = self.as_user("supervisor", self.env["ops.outage"]).create(
            {
                "name": row["name"],
                "contract_id": contract.id,
                "kind": row["kind"],
                "start_at": row["from"],
                "end_at": row["to"],
                "cause": row["cause"],
            }
        )
        if row["kind"] == "maintenance":
            outage.action_submit()
            self.as_user("manager", outage).action_approve()

    def exclude(self):
        """One late response does not count: the customer had locked the room."""
        fact = self.env["ops.sla.clock"].search(
            [
                ("contract_id", "=", self.contracts["bank"].id),
                ("outcome", "=", "breached"),
                ("outcome_day", ">=", "2026-10-01"),
                ("metric_id.code", "=", "response"),
            ],
            order="start_at",
            limit=1,
        )
        with self.at("2026-11-04 03:00:00"):
            exclusion = self.as_user(
                "supervisor", self.env["ops.sla.exclusion"]
            ).create(
                {
                    "contract_id": fact.contract_id.id,
                    "clock_id": fact.id,
                    "reason_id": self.env.ref("ops_contract.exclusion_customer").id,
                    "note": "The machine room was locked; mail of the bank 机房上锁",
                }
            )
            exclusion.action_submit()
            self.as_user("org", exclusion).action_approve()

    # deliverables ------------------------------------------------------------------
    def happen(self):
        contract = self.contracts["bank"]
        [line] = contract._event_lines(date(2026, 11, 16))
        self.as_user("supervisor", contract)._add_event_deliverable(
            line, "Core switch replaced 核心交换机更换", date(2026, 11, 16)
        )

    def hand_over(self):
        """Most in time and accepted; some late, one rejected first, the last open."""
        found = self.env["ops.deliverable"].search(
            [("contract_id", "in", [each.id for each in self.contracts.values()])],
            order="date_due, id",
        )
        due = found.filtered(lambda each: each.date_due <= LAST_DELIVERY)
        for number, deliverable in enumerate(due):
            days = 2 if number % 9 == 4 else -(number % 2)
            self._hand_over_one(deliverable, deliverable.date_due + days * DAY, number)

    def _hand_over_one(self, deliverable, day, number):
        if day > LAST_DELIVERY:
            return
        if number == 6:
            with self.at(f"{datetime.combine(day - DAY, time(1))}"):
                self._deliver(deliverable)
                self._answer(deliverable, "rejected", "Page 3 is missing 缺第三页")
        with self.at(f"{datetime.combine(day, time(7))}"):
            self._deliver(deliverable)
        if day + 2 * DAY <= LAST_DELIVERY:
            with self.at(f"{datetime.combine(day + 2 * DAY, time(2))}"):
                self._answer(deliverable, "accepted", "Received 已收到")

    def _deliver(self, deliverable):
        text = f"{deliverable.display_name}\n".encode()
        prints = [(f"{deliverable.display_name}.txt", text)]
        none = self.env["ir.attachment"]
        self.as_user("engineer", deliverable)._deliver(none, "Demo 演示", prints=prints)

    def _answer(self, deliverable, verdict, text):
        contract = deliverable.contract_id
        if contract.direction == "purchased":
            self.as_user("manager", deliverable)._answer_by_staff(verdict, text)
            return
        key = "customer" if contract == self.contracts["bank"] else "customer_2"
        step = deliverable._accept if verdict == "accepted" else deliverable._reject
        step(self.users[key].partner_id, text)

    def enter_readings(self):
        """What nothing measures by itself: with its source, read by another person."""
        for key, facts in self.plan["contracts"].items():
            for metric, name, good, cases, value in facts.get("readings", ()):
                first = date.fromisoformat(f"{name}-01")
                with self.at(f"{month(first)[1] + 3 * DAY} 02:00:00"):
                    self._enter_reading(
                        self.contracts[key],
                        metric,
                        month(first),
                        {"numerator": good, "denominator": cases, "value": value},
                    )

    def _enter_reading(self, contract, metric, days, values):
        line = contract.version_ids.sla_line_ids.filtered(
            lambda line: line.metric_id.code == metric
        )
        reading = self.as_user("supervisor", self.env["ops.sla.reading"]).create(
            {
                "contract_id": contract.id,
                "sla_line_id": line.id,
                "date_from": days[0],
                "date_to": days[1],
                "note": "Monthly count of the service desk 服务台月度统计",
                **values,
            }
        )
        reading.action_submit()
        self.as_user("manager", reading).action_approve()

    # statements --------------------------------------------------------------------
    def state_months(self, keys):
        for name, when in (("2026-09", "2026-10-09"), ("2026-10", "2026-11-06")):
            for key in keys:
                until = self.plan["contracts"][key]["months"][name]
                self.state_month(key, name, until, when)

    def state_month(self, key, name, until, day):
        """From the draft to the state of the plan."""
        contract = self.contracts[key]
        with self.at(f"{day} 02:00:00"):
            statement = self.env["ops.sla.statement"]._generate(
                contract, date.fromisoformat(f"{name}-01")
            )
            self._remember(f"demo_statement_{key}_{name.replace('-', '_')}", statement)
            self.as_user("supervisor", statement).action_project_review()
            self.as_user("org", statement).action_org_review()
            self.as_user("manager", statement).action_send()
        signer = self.plan["contracts"][key]["signer"]
        partner = self.users[signer].partner_id
        with self.at(f"{day} 08:00:00"):
            if until in ("confirmed", "settled"):
                statement._confirm(partner)
            if until == "settled":
                self.as_user("finance", statement).action_settle()
            if until == "disputed":
                self._dispute(statement, partner)
        if until == "silence":
            with self.at("2026-11-02 02:00:00"):
                self.as_user("manager", statement)._confirm_in_silence()

    def _dispute(self, statement, partner):
        line = statement.line_ids.filtered(
            lambda row: row.metric_id.code == "availability"
        )
        text = "Our log shows two hours, not ninety minutes 我方记录为两小时"
        statement._dispute(partner, {line[:1].id: text})
