"""Who may read what, written from the roles of the design (cost.md 3), not from the
record rules: the tests compare both."""

import re
from collections import defaultdict
from functools import partial

from odoo.addons.ops_base.tests.access import read_matrix

EVERYTHING = frozenset({"clerk", "manager", "finance", "auditor"})
GROUPS = {"clerk": "office", "person": "employee", "outsider": "employee"}
UNIT = {"accountant": "U1", "leader": "U1"}
TEAM = {"recorder": "T11"}
ITEMS = {"functional": {"MAT"}, "leader": {"UTL"}}
OWN = {"person": "P01@T11"}
# figures of a node for an item
PLACED = frozenset(
    f"ops.cost.{name}"
    for name in (
        "cell",
        "allotment",
        "entry",
        "snapshot.item",
        "fact",
        "version.diff",
    )
)
# by what a plan is made and judged: whoever has the access row reads all of it
FRAME = frozenset(
    f"ops.cost.{name}"
    for name in (
        "item",
        "charge",
        "plan",
        "own.share",
        "reward.tier",
        "period",
        "version",
        "fund",
        "closing",
        "settlement",
    )
)
CANARY = re.compile(r"CANARY\d{4}")
AMOUNT = re.compile(r"\d[\d,]*\.\d\d(?!\d)")

matrix = partial(read_matrix, "ops_cost")


class Oracle:
    """What ``role`` may read of ``company``; records are given in superuser mode."""

    def __init__(self, role, user, company):
        self.role = role
        self.user = user
        self.company = company
        self.rights = {
            model: rights[GROUPS.get(role, role)] for model, rights in matrix().items()
        }

    def sees(self, record):
        model = record._name
        if record.company_id != self.company or "r" not in self.rights[model]:
            return False
        if self.role in EVERYTHING or model in FRAME:
            return True
        if model in PLACED:
            return self._is_published(record) or self._place(record)
        return getattr(self, "_" + model.removeprefix("ops.cost.").replace(".", "_"))(
            record
        )

    # scopes --------------------------------------------------------------------
    def _own(self, node):
        return node.code == OWN.get(self.role)

    def _in_team(self, node):
        return self.role in TEAM and node.l3_id.code == TEAM[self.role]

    def _in_unit(self, node):
        return self.role in UNIT and node.l2_id.code == UNIT[self.role]

    def _of_item(self, item):
        return item.code in ITEMS.get(self.role, ())

    def _place(self, row):
        return (
            (self._in_team(row.node_id) and not row.item_id.confidential)
            or self._in_unit(row.node_id)
            or self._of_item(row.item_id)
        )

    def _is_published(self, row):
        """Own figures once they are in force."""
        if row._name == "ops.cost.cell":
            published = row.version_id.state != "draft"
        elif row._name == "ops.cost.entry":
            published = row.state == "posted"
        else:
            published = row._name != "ops.cost.allotment"
        return published and self._own(row.node_id)

    # models --------------------------------------------------------------------
    def _node(self, node):
        return (
            self.role == "functional"
            or self._own(node)
            or self._in_team(node)
            or self._in_unit(node)
        )

    def _block(self, block):
        if self.role == "recorder":
            return not block.item_id.confidential
        return self.role in UNIT or self._of_item(block.item_id)

    def _whole_team(self, row):
        """A total less the items that one reads would give the confidential one."""
        items = row.node_id.env["ops.cost.item"].search(
            [("company_id", "=", self.company.id), ("confidential", "=", True)]
        )
        return not items and self._in_team(row.node_id) and row.level == 3

    def _assessment(self, row):
        team = self._whole_team(row)
        return self._own(row.node_id) or team or self._in_unit(row.node_id)

    def _settlement_line(self, line):
        own = self._own(line.node_id) and line.settlement_id.state != "draft"
        return own or self._whole_team(line) or self._in_unit(line.node_id)

    def _release(self, release):
        return self._in_team(release.node_id) or self._in_unit(release.node_id)

    def _unassigned(self, cost):
        return not cost.node_id or self._in_unit(cost.node_id)

    def _ends(self, line):
        return [line.from_node_id, line.to_node_id]

    def _transfer_line(self, line):
        if self.role == "person":
            return line.state == "posted" and any(map(self._own, self._ends(line)))
        if self.role == "recorder" and line.item_id.confidential:
            return False
        if self.role == "functional":
            return self._of_item(line.item_id)
        return any(self._in_team(n) or self._in_unit(n) for n in self._ends(line))

    def _transfer(self, transfer):
        if self.role == "functional":
            return any(self._of_item(line.item_id) for line in transfer.line_ids)
        return transfer.requested_by == self.user or any(
            self._in_team(node) or self._in_unit(node)
            for line in transfer.line_ids
            for node in self._ends(line)
        )

    def _version_change(self, change):
        if self.role == "recorder":
            ends = any(map(self._in_team, self._ends(change)))
            return ends and not change.item_id.confidential
        return self._of_item(change.item_id) or any(
            self._in_unit(node) for node in self._ends(change)
        )

    def _voucher(self, voucher):
        """Whoever sees a line sees the document, its note and its files; unless it
        also holds confidential lines that he does not see."""
        lines = voucher.entry_ids
        if self.role in ("recorder", "accountant") and voucher.creator_id == self.user:
            return True
        if self.role == "person":
            mine = [line for line in lines if self._own(line.node_id)]
            in_force = voucher.state == "posted"
        else:
            mine = [line for line in lines if self._reaches(line)]
            in_force = True
        secret = [
            line for line in lines if line.item_id.confidential and not self.sees(line)
        ]
        return bool(in_force and mine and not secret)

    def _reaches(self, line):
        return (
            self._in_team(line.node_id)
            or self._in_unit(line.node_id)
            or self._of_item(line.item_id)
        )


class Canaries:
    """Values of all records of ``env`` and the records that one must see to know
    them; the value is known to whoever sees all records of one of its groups."""

    def __init__(self, env, marks):
        self.groups = defaultdict(list)
        for model in matrix():
            if not env[model]._transient:
                self._scan(env[model].search([]))
        for text, record in marks.items():
            self.groups[text].append(record.with_env(env))
        for voucher in env["ops.cost.voucher"].search([]):
            self._add(voucher.amount_total, voucher.entry_ids)
        for settlement in env["ops.cost.settlement"].search([]):
            for name in ("penalty", "reward", "net"):
                self._add(settlement[name], settlement.line_ids)

    def _scan(self, records):
        kinds = ("monetary", "char", "text")
        fields = [f for f in records._fields.values() if f.store and f.type in kinds]
        for record in records:
            for field in fields:
                self._add(record[field.name], record)

    def _add(self, value, records):
        if isinstance(value, str):
            for text in CANARY.findall(value):
                self.groups[text].append(records)
        elif abs(value or 0) >= 10:
            self.groups[round(abs(value), 2)].append(records)

    def forbidden(self, oracle):
        seen = {}

        def sees(record):
            key = (record._name, record.id)
            if key not in seen:
                seen[key] = oracle.sees(record)
            return seen[key]

        return {
            value
            for value, groups in self.groups.items()
            if not any(all(map(sees, group)) for group in groups)
        }


def values_in(answer):
    """All amounts and canary texts in an answer, whatever its shape."""
    if isinstance(answer, dict):
        for key, value in answer.items():
            yield from values_in(key)
            yield from values_in(value)
    elif isinstance(answer, (list, tuple, set, frozenset)):
        for value in answer:
            yield from values_in(value)
    elif isinstance(answer, bytes):
        yield from values_in(answer.decode(errors="replace"))
    elif isinstance(answer, str):
        yield from CANARY.findall(answer)
        for text in AMOUNT.findall(answer):
            yield float(text.replace(",", ""))
    elif isinstance(answer, float):
        yield round(abs(answer), 2)
