from odoo import api, fields, models

from ..queries import quota, screens


class OpsCostProcess(models.AbstractModel):
    """The eight parts of cost management (essay 2) for a month: how each stands and
    what is open in it. Every line leads to its records."""

    _name = "ops.cost.process"
    _inherit = ["ops.cost.screen"]
    _description = "Cost Process"

    @api.model
    def _steps(self, period, levels):
        """``[{key, name, state, lines: [{text, open, action}]}]``; ``state`` is done,
        open (something waits), running or none (not begun)."""
        parts = (
            ("organisation", self.env._("Organisation"), self._organisation),
            ("measurement", self.env._("Measurement"), self._measurement),
            ("decomposition", self.env._("Decomposition"), self._decomposition),
            ("control", self.env._("Control"), self._control),
            ("accounting", self.env._("Accounting"), self._accounting),
            ("assessment", self.env._("Assessment"), self._assessment),
            ("analysis", self.env._("Analysis"), self._analysis),
            ("feedback", self.env._("Feedback"), self._feedback),
        )
        steps = []
        for key, name, method in parts:
            state, lines = method(period, levels) if period else ("none", [])
            lines = [line for line in lines if line]
            if any(line["open"] for line in lines):
                state = "open"
            steps.append({"key": key, "name": name, "state": state, "lines": lines})
        return steps

    def _line(self, text, model, domain, name=None, waits=False):
        """A line of a part and where it leads; ``None`` without access."""
        if not self.env[model].has_access("read"):
            return None
        action = {"model": model, "domain": domain, "name": name or text}
        return {"text": text, "open": waits, "action": action}

    def _count(self, model, domain):
        records = self.env[model]
        return records.search_count(domain) if records.has_access("read") else 0

    def _waiting(self, count, text, model, domain, name):
        """A line only when something waits."""
        return self._line(text, model, domain, name, waits=True) if count else None

    def _found_ids(self, query):
        return [row[0] for row in self.env.execute_query(query)]

    def _organisation(self, period, _levels):
        visible = self._nodes().subselect()
        [(nodes, persons, _users)] = self.env.execute_query(
            screens.head_count(visible, period)
        )
        state = "done" if nodes else "none"
        domain = [("company_id", "=", period.company_id.id)]
        lines = [
            self._line(
                self.env._(
                    "%(nodes)s nodes, %(persons)s persons", nodes=nodes, persons=persons
                ),
                "ops.cost.node",
                domain,
                self.env._("Responsibility Nodes"),
            )
        ]
        return state, lines + self._leaderless(period)

    def _leaderless(self, period):
        if not self.env["ops.cost.charge"].has_access("read"):
            return []
        units = self._nodes([("level", "=", 2), ("active", "=", True)]).subselect()
        items = self.env["ops.cost.item"]._search([("child_ids", "=", False)])
        units = self._found_ids(
            screens.without_leader("ops_cost_node", "unit_id", units, period.date_end)
        )
        items = self._found_ids(
            screens.without_leader(
                "ops_cost_item", "item_id", items.subselect(), period.date_end
            )
        )
        return [
            self._waiting(
                len(units),
                self.env._("Units without a leader in charge: %(n)s", n=len(units)),
                "ops.cost.node",
                [("id", "in", units)],
                self.env._("Units Without a Leader"),
            ),
            self._waiting(
                len(items),
                self.env._("Items without a leader in charge: %(n)s", n=len(items)),
                "ops.cost.item",
                [("id", "in", items)],
                self.env._("Items Without a Leader"),
            ),
        ]

    def _measurement(self, period, _levels):
        plan = period.plan_id
        if not plan.has_access("read"):
            return "none", []
        measured = plan.state != "draft"
        text = self.env._(
            "Plan %(year)s: %(state)s", year=plan.year, state=self._label(plan)
        )
        line = self._line(
            text, "ops.cost.plan", [("id", "=", plan.id)], waits=not measured
        )
        return "done", [line]

    def _label(self, record, field="state"):
        labels = dict(record._fields[field]._description_selection(self.env))
        return labels[record[field]]

    def _decomposition(self, period, _levels):
        found = self.env.execute_query(quota.versions_in_force(period.ids))
        issued = [version_id for _period, version_id in found]
        draft_domain = [("plan_id", "=", period.plan_id.id), ("state", "=", "draft")]
        drafts = self._count("ops.cost.version", draft_domain)
        lines = [
            self._line(
                self.env._("Quotas of this month are issued")
                if issued
                else self.env._("No quotas are issued for this month"),
                "ops.cost.version",
                [("id", "in", issued)] if issued else draft_domain,
                self.env._("Quota Versions"),
                waits=not issued,
            ),
            self._line(
                self.env._("Draft versions: %(n)s", n=drafts),
                "ops.cost.version",
                draft_domain,
                self.env._("Draft Versions"),
            )
            if drafts
            else None,
        ]
        if issued:
            lines.append(self._uncovered(period))
        return "done", lines

    def _uncovered(self, period):
        visible = self._nodes().subselect()
        persons = self._found_ids(screens.persons_without_quota(visible, period))
        return self._waiting(
            len(persons),
            self.env._("Persons without a quota: %(n)s", n=len(persons)),
            "ops.cost.node",
            [("id", "in", persons)],
            self.env._("Persons Without a Quota"),
        )

    def _control(self, period, _levels):
        month = ("period_id", "=", period.id)
        waiting = [month, ("state", "=", "submitted")]
        transfers = self._count("ops.cost.transfer", waiting)
        releases = self._count("ops.cost.release", waiting)
        posted = [month, ("state", "=", "posted")]
        return "done", [
            self._waiting(
                transfers,
                self.env._("Transfers to approve: %(n)s", n=transfers),
                "ops.cost.transfer",
                waiting,
                self.env._("Transfers to Approve"),
            ),
            self._waiting(
                releases,
                self.env._("Contingency releases to decide: %(n)s", n=releases),
                "ops.cost.release",
                waiting,
                self.env._("Releases to Decide"),
            ),
            self._line(
                self.env._(
                    "Transfers in force: %(n)s",
                    n=self._count("ops.cost.transfer", posted),
                ),
                "ops.cost.transfer",
                posted,
                self.env._("Quota Transfers"),
            ),
        ]

    def _accounting(self, period, _levels):
        until = ("date", "<=", period.date_end)
        company = ("company_id", "=", period.company_id.id)
        counts = dict(
            self.env["ops.cost.voucher"]._read_group(
                [company, until, ("state", "in", ["draft", "submitted"])],
                ["state"],
                ["__count"],
            )
        )
        queue = [company, until, ("state", "=", "open")]
        unassigned = self._count("ops.cost.unassigned", queue)
        entries = [("period_id", "=", period.id), ("state", "=", "posted")]
        posted = self._count("ops.cost.entry", entries)
        return "done" if posted else "none", [
            self._line(
                self.env._("Posted entries: %(n)s", n=posted),
                "ops.cost.entry",
                entries,
                self.env._("Cost Entries"),
            ),
            self._waiting(
                unassigned,
                self.env._("Unassigned costs: %(n)s", n=unassigned),
                "ops.cost.unassigned",
                queue,
                self.env._("Unassigned Costs"),
            ),
            *(
                self._vouchers(state, counts.get(state, 0), [company, until])
                for state in ("submitted", "draft")
            ),
        ]

    def _vouchers(self, state, count, domain):
        if state == "submitted":
            text, name = (
                self.env._("Vouchers to approve: %(n)s", n=count),
                self.env._("To Approve"),
            )
        else:
            text, name = (
                self.env._("Draft vouchers: %(n)s", n=count),
                self.env._("Draft Vouchers"),
            )
        domain = [*domain, ("state", "=", state)]
        return self._waiting(count, text, "ops.cost.voucher", domain, name)

    def _assessment(self, period, _levels):
        late = period.close_on and period.close_on <= fields.Date.context_today(self)
        month = [("id", "=", period.id)]
        if period.state == "closed":
            state, line = (
                "done",
                self._line(
                    self.env._("Month %(code)s is closed", code=period.code),
                    "ops.cost.assessment",
                    [("period_id", "=", period.id), ("is_current", "=", True)],
                    self.env._("Assessments"),
                ),
            )
        else:
            state = "running"
            text = self.env._("Month %(code)s is open", code=period.code)
            if late:
                text = self.env._(
                    "Month %(code)s was to be closed on %(day)s",
                    code=period.code,
                    day=self._date(period.close_on),
                )
            line = self._line(text, "ops.cost.period", month, waits=bool(late))
        return state, [line, self._settlements(period)]

    def _date(self, day):
        return self.env["ir.qweb.field.date"].value_to_html(day, {})

    def _settlements(self, period):
        unpaid = [("period_ids", "in", period.ids), ("state", "!=", "paid")]
        count = self._count("ops.cost.settlement", unpaid)
        return self._waiting(
            count,
            self.env._("Settlements not paid: %(n)s", n=count),
            "ops.cost.settlement",
            unpaid,
            self.env._("Settlements Not Paid"),
        )

    def _analysis(self, period, levels):
        if self._limit():
            # no verdict on a part of the bundle
            return "running" if levels else "none", []
        over = sum(row["over"] for row in levels if row["level"] in (2, 3))
        text = self.env._("Units and teams over their quota: %(n)s", n=over)
        domain = [("period_id", "=", period.id)]
        name = self.env._("Quotas and Actuals")
        return "done" if levels else "none", [
            self._line(text, "ops.cost.fact", domain, name, waits=bool(over))
        ]

    def _feedback(self, period, _levels):
        visible = self._nodes().subselect()
        [(_nodes, persons, users)] = self.env.execute_query(
            screens.head_count(visible, period)
        )
        text = self.env._(
            "%(users)s of %(persons)s persons can look up their own costs",
            users=users,
            persons=persons,
        )
        domain = [
            ("level", "=", 4),
            ("user_id", "=", False),
            ("company_id", "=", period.company_id.id),
        ]
        name = self.env._("Persons Without a Login")
        state = "done" if persons and users == persons else "running"
        return state if persons else "none", [
            self._line(text, "ops.cost.node", domain, name)
        ]
