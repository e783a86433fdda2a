"""Figures on screen: the fact view, and the drill from a number to its documents."""

from .ledger_case import LedgerCase


class TestFact(LedgerCase):
    """The fact view adds up to the same, whether a month is open or closed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.post(("P01", "MAT", 3850.30), ("T11", "WAG", 20), ("U2", "PRT", -4))
        cls.post(("P03", "WAG", 77), date="2026-02-10")
        cls.facts = cls.env["ops.cost.fact"]

    def sums(self, facts=None, domain=()):
        facts = self.facts if facts is None else facts
        rows = facts._read_group(
            list(domain),
            ["period_id", "l2_id", "item_id", "nature"],
            ["quota:sum", "reduction_target:sum", "actual:sum", "remaining:sum"],
        )
        return {tuple(row[:4]): row[4:] for row in rows}

    def test_closing_changes_no_figure(self):
        before = self.sums()
        self.assertEqual(
            before[self.jan, self.nodes["U1"], self.items["MAT"], "daily"],
            (3000, 2850, 3850.30, -850.30),
        )
        self.jan._close()
        self.assertEqual(self.sums(), before)
        states = dict(self.facts._read_group([], ["period_id"], ["state:max"]))
        self.assertEqual(states[self.jan], "closed")
        self.assertEqual(states[self.feb], "open")

    def test_a_reopened_month_is_live_again(self):
        before = self.sums()
        self.jan._close()
        self.jan._reopen("Bill")
        self.assertEqual(self.sums(), before)

    def test_sums_over_nodes_are_the_top_assessment(self):
        closing = self.jan._close()
        top = closing.assessment_ids.filtered(lambda row: row.level == 1)
        rows = self.facts._read_group(
            [("period_id", "=", self.jan.id)],
            [],
            ["quota:sum", "reduction_target:sum", "actual:sum"],
        )
        self.assertEqual(rows[0], (top.quota, top.reduction_target, top.actual))

    def test_ids_are_unique_and_stable(self):
        self.jan._close()
        ids = self.facts.search([]).ids
        self.assertEqual(len(ids), len(set(ids)))
        self.assertEqual(self.facts.search([]).ids, ids)

    def test_readers_see_their_part(self):
        def seen(name):
            rows = self.facts.with_user(self.users[name]).search([])
            return set(rows.sudo().mapped("node_id.code"))

        self.assertEqual(seen("employee"), {"P01@T11"})
        self.assertEqual(seen("recorder"), {"P01@T11", "P02@T11", "T11"})
        self.assertEqual(seen("accountant"), {"P01@T11", "P02@T11", "P03@T12", "T11"})
        self.assertEqual(len(seen("office")), 6)
        self.assertEqual(len(seen("auditor")), 6)
        items = self.facts.with_user(self.users["functional"]).search([])
        self.assertEqual(items.item_id, self.items["MAT"])

    def test_a_figure_opens_its_entries(self):
        fact = self.facts.search(
            [
                ("period_id", "=", self.jan.id),
                ("node_id", "=", self.nodes["P01"].id),
                ("item_id", "=", self.items["MAT"].id),
            ]
        )
        action = fact.action_open_entries()
        entries = self.env["ops.cost.entry"].search(action["domain"])
        self.assertEqual(sum(entries.mapped("amount")), fact.actual)


class TestDrill(LedgerCase):
    """A person's number -> entries -> source document, and up the tree."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.post(("P01", "MAT", 3850.30), ("P02", "WAG", 20), ("T11", "WAG", 5))
        # neither is assessed: an item outside the bundle, and a contingency
        cls.items["PRT"].with_user(cls.users["office"]).in_bundle = False
        cls.post(("P01", "PRT", 4200), ("T11", "PRT", 7))
        release = cls.release(period=cls.jan)
        cls.post(
            ("P01", "MAT", 9480, {"nature": "contingency", "release_id": release.id})
        )
        cls.jan._close()

    def row(self, node):
        return self.jan.assessment_ids.filtered(
            lambda row: row.node_id == self.nodes[node]
        )

    def listed(self, action):
        entries = self.env["ops.cost.entry"].search(action["domain"])
        return round(sum(entries.mapped("amount")), 2)

    def test_every_number_is_the_sum_of_its_entries(self):
        for row in self.jan.assessment_ids:
            self.assertEqual(self.listed(row.action_open_entries()), row.actual)
            self.assertEqual(
                self.listed(row.action_open_contingency()), row.contingency_actual
            )
        for code, daily, contingency in (
            ("P01", 3850.30, 9480),
            ("P02", 20, 0),
            ("T11", 3875.30, 9480),
            ("L", 3875.30, 9480),
            ("U2", 0, 0),
        ):
            row = self.row(code)
            self.assertEqual((row.actual, row.contingency_actual), (daily, contingency))

    def test_an_archived_item_is_listed_still(self):
        self.items["MAT"].active = False
        self.assertEqual(self.listed(self.row("L").action_open_entries()), 3875.30)

    def test_as_the_person(self):
        row = self.as_user(self.row("P01"), "employee")
        self.env.invalidate_all()
        action = row.action_open_entries()
        entry = row.env["ops.cost.entry"].search(action["domain"])
        self.assertEqual(entry.amount, row.actual)
        source = entry.action_open_source()
        self.assertEqual(source["res_model"], "ops.cost.voucher")
        voucher = row.env["ops.cost.voucher"].browse(source["res_id"])
        self.env.invalidate_all()
        self.assertEqual(voucher.entry_ids, entry)
        self.assertFalse(row.action_open_parent())
        self.assertEqual(entry.action_open_assessment()["res_id"], row.id)

    def test_up_and_down_the_tree(self):
        row = self.row("P01")
        for code in ("T11", "U1", "L"):
            row = row.browse(row.action_open_parent()["res_id"])
            self.assertEqual(row.node_id.code, code)
        self.assertFalse(row.action_open_parent())
        below = row.search(row.action_open_children()["domain"])
        self.assertEqual(below.mapped("node_id.code"), ["U1", "U2"])
        team = row.search(self.row("T11").action_open_children()["domain"])
        self.assertEqual(team.mapped("node_id.code"), ["P01@T11", "P02@T11"])

    def test_items_of_a_node(self):
        row = self.row("T11")
        items = self.env["ops.cost.snapshot.item"].search(
            row.action_open_items()["domain"]
        )
        assessed = items.filtered(
            lambda item: item.nature == "daily" and item.item_id != self.items["PRT"]
        )
        self.assertAlmostEqual(sum(assessed.mapped("actual")), row.actual, 2)
        self.assertEqual(len(items - assessed), 2)
        for item in items:
            entries = self.env["ops.cost.entry"].search(
                item.action_open_entries()["domain"]
            )
            self.assertAlmostEqual(sum(entries.mapped("amount")), item.actual, 2)

    def test_a_source_document_is_one_click_away(self):
        voucher = self.voucher(("P01", "MAT", 5), date="2026-02-10")
        partner = self.env.user.partner_id
        voucher.entry_ids._server_write(
            {
                "source_model": partner._name,
                "source_id": partner.id,
                "source_key": "1",
                "source_rev": 1,
            }
        )
        voucher._post()
        action = voucher.entry_ids.action_open_source()
        self.assertEqual(
            (action["res_model"], action["res_id"]), (partner._name, partner.id)
        )
