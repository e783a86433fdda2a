"""What screens and workbooks answer to a role; beside ``AccessCase``."""

import io

from openpyxl import load_workbook

from odoo.exceptions import UserError


class ScreenAnswers:
    def reader(self, role):
        self.env.invalidate_all()
        return self.env(user=self.users[role], su=False)

    def answers(self, role):
        months = [month.id for month in self.months.values()]
        for month in months:
            env = self.reader(role)
            yield "dashboard", env["ops.cost.dashboard"].get_dashboard(month)
            yield "my", env["ops.cost.my"].get_my_costs(month)
            for to_date in (False, True):
                tree = env["ops.cost.tree"].get_tree(month, to_date)
                yield "tree", tree
                yield from self.branches(env, tree["rows"], month, to_date)
        for node in self.nodes.values():
            yield from self.named(role, node, months)

    def branches(self, env, rows, month, to_date):
        for row in rows:
            if row["has_children"] and not row["own"]:
                below = env["ops.cost.tree"].get_children(row["id"], month, to_date)
                yield "branch", below
                yield from self.branches(env, below["rows"], month, to_date)

    def named(self, role, node, months):
        """What a client gets that names nodes which it was not shown."""
        env = self.reader(role)
        for act in (
            lambda: env["ops.cost.tree"].get_children(node.id, months[0]),
            lambda: env["ops.cost.tree"].get_children(node.id, months[1], True),
            lambda: env["ops.cost.tree"].get_path(node.id),
            lambda: self.in_money(
                env["ops.cost.matrix"].get_matrix(self.draft.id, node.id)
            ),
            lambda: self.in_money(
                env["ops.cost.matrix"].get_matrix(self.version.id, node.id)
            ),
        ):
            try:
                yield f"named {node.code}", act()
            except UserError as refusal:
                yield f"named {node.code}", str(refusal)

    def in_money(self, answer):
        """The quota matrix speaks in minor units."""
        rows = [*answer.get("amounts", ()), *answer.get("actuals", ())]
        return [[amount / 100 for amount in row] for row in rows]

    # files ---------------------------------------------------------------------
    def sheets(self, content):
        book = load_workbook(io.BytesIO(content), data_only=True)
        for sheet in book:
            yield (
                sheet.title,
                [
                    float(value) if isinstance(value, int) else value
                    for row in sheet.iter_rows(values_only=True)
                    for value in row
                ],
            )

    def file(self, role, function, *args):
        env = self.reader(role)
        company, plan = self.company.with_env(env), self.plan.with_env(env)
        return function(env, company, *args, plan)
