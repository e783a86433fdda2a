"""The reference company through the pure rules, from its inputs alone.

What the addon does by models and buttons, a few lines do here by hand: cascade,
version 2 from March, the move of P03, posting with late entries, assessment,
settlement.
"""

import json
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

from ops_base.calc.period import month as month_of
from ops_base.calc.units import half_up, to_minor
from ops_cost.calc.cascade import Shift, decompose, month_amounts
from ops_cost.calc.dual_index import assess
from ops_cost.calc.periods import accounting_period, is_open_on
from ops_cost.calc.settlement import settle
from ops_cost.calc.transfer import days_around, move
from ops_cost.calc.tree import roll_up

FILE = Path(__file__).parents[1] / "data" / "cost_company.json"


def load():
    return json.loads(FILE.read_text(encoding="utf-8"))


class Company:
    def __init__(self, data):
        self.rules = data["meta"]
        self.inputs = data["inputs"]
        self.months = [month["code"] for month in self.inputs["months"]]
        self.versions = {1: self.version_1(), 2: self.version_2()}
        self.transfers = self.move_person("P03", date(2026, 2, 16), "T11", "T12")

    # plan
    def daily_total(self):
        total = to_minor(self.inputs["total_available"])
        rate = Decimal(self.inputs["contingency_rate"])
        return total - half_up(total * rate)

    def month_amounts(self):
        items = self.inputs["items"]
        blocks = {item["code"]: to_minor(item["quarter_block"]) for item in items}
        assert sum(blocks.values()) == self.daily_total()
        weights = [(month["code"], month["weight"]) for month in self.inputs["months"]]
        rates = {item["code"]: item["reduction_rate"] for item in items}
        return month_amounts(blocks, weights, rates)

    # organisation
    def tree(self, on):
        """Nodes as listed, then the persons by their team on that day."""
        nodes = [
            (node["code"], node["parent"], node["level"], node["weight"] or 0)
            for node in self.inputs["nodes"]
        ]
        for person in self.inputs["employees"]:
            for stay in person["assignments"]:
                if stay["start"] <= on.isoformat() <= stay.get("end", "9999"):
                    name = f"{person['code']}@{stay['team']}"
                    nodes.append((name, stay["team"], 4, person["weight"]))
        return nodes

    def full_tree(self):
        """With both nodes of whoever moved."""
        nodes = dict.fromkeys(self.tree(date(2026, 1, 1)))
        nodes.update(dict.fromkeys(self.tree(date(2026, 3, 1))))
        return list(nodes)

    def own_shares(self):
        return {
            (row["level"], row["item"]): row["share"]
            for row in self.inputs["own_share"]
        }

    # decomposition
    def version_1(self):
        tree = self.tree(date(2026, 1, 1))
        return decompose(self.month_amounts(), tree, self.own_shares())

    def version_2(self):
        march = {
            key: amount
            for key, amount in self.month_amounts().items()
            if key[0] >= self.inputs["version2"]["effective"]
        }
        shift = Shift("2026-03", "MAT", "U1", "U2", to_minor("3000.00"))
        tree = self.tree(date(2026, 3, 1))
        return decompose(march, tree, self.own_shares(), shifts=[shift])

    def move_person(self, person, moved_on, old_team, new_team):
        month = f"{moved_on:%Y-%m}"
        cells = [
            (cell.item, cell.quota, cell.saving_task)
            for cell in self.versions[1].cells
            if (cell.month, cell.node) == (month, f"{person}@{old_team}")
        ]
        first, last = month_of(moved_on)
        old, new = f"{person}@{old_team}", f"{person}@{new_team}"
        return [
            (month, moved.item, old, new, moved.quota, moved.saving_task)
            for moved in move(cells, days_around(first, last, moved_on))
        ]

    def effective_cells(self):
        """``{(version, month, item, node): [quota, saving task]}``."""
        cells = defaultdict(lambda: [0, 0])
        for number, version in self.versions.items():
            for month, item, node, quota, saving in version.cells:
                cells[number, month, item, node] = [quota, saving]
        for month, item, old, new, quota, saving in self.transfers:
            for node, sign in ((old, -1), (new, 1)):
                cells[1, month, item, node][0] += sign * quota
                cells[1, month, item, node][1] += sign * saving
        return dict(cells)

    def cells_in_force(self):
        """``{(month, node): [quota, saving task]}``, the newest version's."""
        totals = defaultdict(lambda: [0, 0])
        newest = dict.fromkeys(self.months, 1) | {"2026-03": 2}
        for key, (quota, saving) in self.effective_cells().items():
            version, month, _item, node = key
            if newest[month] == version:
                totals[month, node][0] += quota
                totals[month, node][1] += saving
        return totals

    # ledger
    def booked(self):
        """Posted entries as (month, item, node, nature, amount)."""
        for entry in self.inputs["entries"]:
            if entry.get("state") != "draft":
                yield (
                    self.booking_month(entry),
                    entry["item"],
                    entry["node"],
                    entry["nature"],
                    to_minor(entry["amount"], exactly=True),
                )

    def booking_month(self, entry):
        day = date.fromisoformat(entry["date"])
        recorded_on = date.fromisoformat(entry.get("recorded_on", entry["date"]))
        periods = []
        for month in self.inputs["months"]:
            first, last = month_of(date.fromisoformat(month["code"] + "-01"))
            closed_on = date.fromisoformat(month["closed_on"])
            is_open = is_open_on(recorded_on, closed_on)
            periods.append((month["code"], first, last, is_open))
        return accounting_period(day, periods)[0]

    def booked_by_node(self, month, nature):
        sums = defaultdict(int)
        for booked_in, _item, node, kind, amount in self.booked():
            if (booked_in, kind) == (month, nature):
                sums[node] += amount
        return sums

    # assessment and settlement
    def assessments(self):
        """(month, node): quota, target, actual, contingency, verdict; all levels."""
        result = {}
        cells = self.cells_in_force()
        levels = {node: level for node, _parent, level, _weight in self.full_tree()}
        for month in self.months:
            own = {n: amounts for (m, n), amounts in cells.items() if m == month}
            quota = self.roll_up({node: amounts[0] for node, amounts in own.items()})
            saving = self.roll_up({node: amounts[1] for node, amounts in own.items()})
            actual = self.roll_up(self.booked_by_node(month, "daily"))
            other = self.roll_up(self.booked_by_node(month, "contingency"))
            for node, level in levels.items():
                if quota[node] or actual[node]:
                    target = quota[node] - saving[node]
                    verdict = self.assess(quota[node], target, actual[node])
                    result[month, node] = (
                        level,
                        quota[node],
                        target,
                        actual[node],
                        other[node],
                        verdict,
                    )
        return result

    def roll_up(self, own):
        return roll_up(self.full_tree(), own)

    def assess(self, quota, target, actual):
        rules = self.rules
        return assess(
            quota, target, actual, rules["penalty_rate"], rules["reward_rate"]
        )

    def settlement_modes(self):
        """A person is paid as the team is."""
        modes = {node["code"]: node["settlement"] for node in self.inputs["nodes"]}
        for node, team, level, _weight in self.full_tree():
            if level == 4:
                modes[node] = modes[team]
        return modes

    def settlements(self):
        modes = self.settlement_modes()
        return settle(
            (month, node.split("@")[0], modes[node], verdict.penalty, verdict.reward)
            for (month, node), (*_amounts, verdict) in self.assessments().items()
        )
