"""The demo company, month by month, by the buttons and in the roles of its users.

The demo data and the flow test of the reference company run this same text.
"""

import base64
import json

from odoo.fields import Command
from odoo.tools.misc import file_open

from ..imports.known import languages

FOLDER = "ops_cost/demo"
MOVE_DAY = "2026-02-16"


def invented():
    with file_open(f"{FOLDER}/invented.json") as text:
        return json.load(text)


def demo_workbook():
    with file_open(f"{FOLDER}/cost_company.xlsx", "rb") as file:
        return file.read()


class DemoCompany:
    """``users``: by the keys of invented.json; the steps run as these users.

    ``env``: the administrator, who makes users and gives them their scopes.
    """

    def __init__(self, env, company, workbook, facts):
        self.env = env(context=dict(env.context, allowed_company_ids=company.ids))
        self.company = company
        self.workbook = workbook
        self.facts = facts
        self.users = {}
        self.plan = self.env["ops.cost.plan"]

    def build(self):
        """Everything: three months closed, settled and paid."""
        self.create_users()
        self.import_workbook()
        self.give_scopes()
        self.name_nodes()
        self.appoint_item_leaders()
        self.measure()
        self.cascade_and_issue(1)
        self.run_month("2026-01")
        self.approve_releases("2026-02")
        self.move_person()
        self.run_month("2026-02")
        self.cascade_and_issue(2)
        self.approve_releases("2026-03")
        self.run_month("2026-03")
        self.settle("quarterly", "2026-03")
        return self

    def go_on(self):
        """After the reference: an open month with quotas and a few documents."""
        self.cancel_drafts()
        self.add_month()
        self.enter_documents()
        return self

    # people -------------------------------------------------------------------
    def create_users(self):
        for key, facts in self.facts["users"].items():
            self.users[key] = self._create_user(key, facts)

    def _create_user(self, key, facts):
        groups = self.env.ref("base.group_user")
        if facts["role"]:
            groups |= self.env.ref(f"ops_cost.group_cost_{facts['role']}")
        installed = dict(self.env["res.lang"].get_installed())
        user = (
            self.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": facts["name"],
                    **self._credentials(facts),
                    "lang": facts["lang"] if facts["lang"] in installed else "en_US",
                    "tz": "Asia/Shanghai",
                    "company_id": self.company.id,
                    "company_ids": [Command.set(self.company.ids)],
                    "group_ids": [Command.set(groups.ids)],
                    "comment": facts["does"],
                }
            )
        )
        self._remember(f"demo_user_{key}", user)
        return user

    def _credentials(self, facts):
        return {"login": facts["login"], "password": self.facts["password"]}

    def _remember(self, name, record):
        """The xml id by which the demo is found, and by which it is uninstalled."""

    def give_scopes(self):
        """What "my unit", "my team", "my items" mean for each user."""
        for key, facts in self.facts["users"].items():
            user = self.users[key]
            user.write(
                {
                    "ops_cost_unit_ids": [Command.set(self._nodes(facts, "units"))],
                    "ops_cost_team_ids": [Command.set(self._nodes(facts, "teams"))],
                    "ops_cost_item_ids": [Command.set(self._items(facts))],
                }
            )
            if facts.get("employee"):
                self.employee(facts["employee"]).user_id = user

    def _nodes(self, facts, column):
        return [self.node(code).id for code in facts.get(column, ())]

    def _items(self, facts):
        return [self.item(code).id for code in facts.get("items", ())]

    # finding ------------------------------------------------------------------
    def find(self, model, **values):
        domain = [("company_id", "=", self.company.id)]
        domain += [(name, "=", value) for name, value in values.items()]
        return self.env[model].search(domain)

    def node(self, code):
        return self.find("ops.cost.node", code=code).ensure_one()

    def item(self, code):
        return self.find("ops.cost.item", code=code).ensure_one()

    def month(self, code):
        return self.find("ops.cost.period", code=code).ensure_one()

    def employee(self, code):
        return self.find("hr.employee", ops_cost_code=code).ensure_one()

    def version(self, number):
        return self.plan.version_ids.filtered(lambda row: row.number == number)

    def as_user(self, key, records):
        return records.with_user(self.users[key])

    def finish(self, action):
        """Waits for what a button leaves to the background."""
        if isinstance(action, dict) and "task_id" in (action.get("params") or {}):
            task = self.env["ops.background.task"].browse(action["params"]["task_id"])
            task._run_now()
            if task.state != "done":
                raise RuntimeError(f"{task.name}: {task.message}")
        return action

    # plan ---------------------------------------------------------------------
    def import_workbook(self):
        wizard = self.upload("company", self.workbook)
        wizard.action_preview()
        if wizard.issue_count:
            findings = wizard.issue_ids.mapped(
                lambda row: f"{row.sheet} {row.row}{row.column}: {row.reason}"
            )
            raise RuntimeError("\n".join(findings))
        self.finish(wizard.action_apply())
        self.plan = self.find("ops.cost.plan", year=self.facts["plan"]["year"])

    def upload(self, kind, content, user="office", filename="cost_company.xlsx"):
        return self.as_user(user, self.env["ops.cost.import"]).create(
            {
                "kind": kind,
                "company_id": self.company.id,
                "file": base64.b64encode(content),
                "filename": filename,
            }
        )

    def name_nodes(self):
        """Codes came with the workbook; names are given in both languages."""
        stored = languages(self.env)
        for code, facts in self.facts["nodes"].items():
            node = self.as_user("office", self.node(code))
            names = {"en_US": facts["name_en"], "zh_CN": facts["name_zh"]}
            node.update_field_translations(
                "name", {lang: names[lang] for lang in stored & set(names)}
            )

    def appoint_item_leaders(self):
        year = self.facts["plan"]["year"]
        self.as_user("office", self.env["ops.cost.charge"]).create(
            [
                {
                    "company_id": self.company.id,
                    "item_id": self.item(item).id,
                    "leader_id": self.employee(leader).id,
                    "date_start": f"{year}-01-01",
                }
                for item, leader in self.facts["item_leaders"].items()
            ]
        )

    def measure(self):
        self.as_user("finance", self.plan).superior_target = self.plan.total
        self.as_user("office", self.plan).action_measured()

    def cascade_and_issue(self, number):
        version = self.version(number)
        reason = self.facts["version_reasons"].get(str(number))
        if reason:
            self.as_user("office", version).reason = reason
        self.finish(self.as_user("office", version).action_cascade())
        self.as_user("manager", version).action_issue()

    # months -------------------------------------------------------------------
    def run_month(self, code):
        self.post_vouchers(self.month(code))
        self.close(code)
        self.settle("monthly", code)

    def approve_releases(self, month):
        releases = self.find("ops.cost.release", period_id=self.month(month).id)
        leaders = {"U1": "leader", "U2": "leader_2"}
        for release in releases:
            leader = leaders[release.node_id.l2_id.code]
            self.as_user(leader, release).action_approve()

    def move_person(self):
        """P03 changes teams inside the unit, in the middle of February."""
        wizard = self.as_user("accountant", self.env["ops.cost.move"]).create(
            {
                "employee_id": self.employee("P03").id,
                "date": MOVE_DAY,
                "team_id": self.node("T12").id,
                "following_months": "new_version",
                "reason": "Strengthens the equipment team 充实设备班",
            }
        )
        self.finish(wizard.action_move())
        transfers = self.find("ops.cost.transfer", kind="move")
        waiting = transfers.filtered(lambda transfer: transfer.state == "submitted")
        if waiting:
            self.as_user("office", waiting).action_approve()

    def post_vouchers(self, month):
        """What reached accounting before the month's books close; accountants approve
        for their units, the cost office's manager what concerns several or none."""
        vouchers = self.find("ops.cost.voucher", state="submitted").filtered(
            lambda voucher: voucher.recorded_on < month.close_on
        )
        approvers = {"U1": "accountant", "U2": "accountant_2"}
        for unit, group in vouchers.grouped(self._unit_code).items():
            approver = approvers.get(unit, "manager")
            self.as_user(approver, group.sorted("id")).action_post()

    @staticmethod
    def _unit_code(voucher):
        units = {entry.l2_id.code for entry in voucher.entry_ids}
        return units.pop() if len(units) == 1 else None

    def close(self, code):
        self.finish(self.as_user("office", self.month(code)).action_close())

    def settle(self, kind, month):
        """Drawn up, reviewed, signed and paid by different persons."""
        wizard = self.as_user("office", self.env["ops.cost.settle"]).create(
            {
                "kind": kind,
                "company_id": self.company.id,
                "period_id": self.month(month).id,
            }
        )
        action = wizard.action_settle()
        settlement = self.env["ops.cost.settlement"].browse(action["res_id"])
        self.as_user("finance_2", settlement).action_review()
        self.as_user("manager", settlement).action_sign()
        self.as_user("finance", settlement).action_pay()
        return settlement

    # after the reference --------------------------------------------------------
    def cancel_drafts(self):
        """What was never submitted is no cost of the closed months."""
        drafts = self.find("ops.cost.voucher", state="draft")
        self.as_user("office", drafts).action_cancel()

    def add_month(self):
        """The next month with its money, divided by a version from it on. Without a
        closing day: whenever the demo is tried, it takes what is entered."""
        facts = self.facts["open_month"]
        self.as_user("office", self.plan).action_add_month()
        self.as_user("manager", self.plan).action_draft()
        total = self.plan.total + self.plan.total / facts["share"]
        finance = self.as_user("finance", self.plan)
        finance.write({"superior_target": total, "total": total})
        for block in self.as_user("office", self.plan).block_ids:
            block.amount += block.amount / facts["share"]
        self.as_user("office", self.plan).action_measured()
        self.as_user("office", self.plan).action_create_version()
        number = self.plan.last_version_number
        self.as_user("office", self.version(number)).reason = facts["reason"]
        self.cascade_and_issue(number)

    def enter_documents(self):
        """Drafts, submitted and posted documents of the open month."""
        for facts in self.facts["open_month"]["documents"]:
            voucher = self._enter(facts)
            if facts["until"] != "draft":
                voucher.action_submit()
            if facts["until"] == "posted":
                approver = {"U1": "accountant", "U2": "accountant_2"}
                unit = self._unit_code(voucher.with_env(self.env))
                self.as_user(approver[unit], voucher).action_post()

    def _enter(self, facts):
        line = {
            "node_id": self.node(facts["node"]).id,
            "item_id": self.item(facts["item"]).id,
            "amount": facts["amount"],
            "note": facts["note"],
        }
        return self.as_user(facts["user"], self.env["ops.cost.voucher"]).create(
            {
                "company_id": self.company.id,
                "document": facts["kind"],
                "date": facts["date"],
                "recorded_on": facts["date"],
                "entry_ids": [Command.create(line)],
            }
        )
