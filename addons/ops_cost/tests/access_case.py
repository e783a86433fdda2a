"""A company with figures in every model, each amount and text occurring once, and a
second company beside it: whatever a reader sees can be traced to its record."""

import random
from datetime import date

from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.ops_base.tests.access import checksum

from .common import NODES, PEOPLE, CostCase

PERSONS = tuple(f"{code}@{team}" for code, team, _weight in PEOPLE)
INNER = tuple(code for code, _parent, _weight in NODES)
# documents of January: the nodes and items of their lines
BOOKED = [
    *([(person, item)] for person in PERSONS for item in ("MAT", "WAG", "UTL")),
    [("P01@T11", "MAT"), ("P02@T11", "MAT")],
    [("P01@T11", "WAG"), ("P02@T11", "WAG")],
    [("P02@T11", "MAT"), ("P02@T11", "WAG")],
    [("P03@T12", "UTL"), ("P04@T21", "UTL")],
    [("P03@T12", "WAG"), ("P04@T21", "WAG")],
    [("T11", "UTL")],
    [("U1", "MAT")],
    [("U2", "WAG")],
    [("L", "UTL")],
]


class AccessCase(CostCase):
    """``cls.canaries``: {value: [records of which one must be readable to know it]},
    an amount or a text; see ``note_canaries``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = random.Random(20260101)
        cls.used, cls.texts = set(), 0
        cls.marks = {}
        cls.items["WAG"].confidential = True
        cls.env["ops.cost.charge"].create(
            {
                "company_id": cls.company.id,
                "leader_id": cls.employees["LEAD"].id,
                "item_id": cls.items["UTL"].id,
                "date_start": date(2026, 1, 1),
            }
        )
        cls._add_strangers()
        cls._add_quotas()
        cls._add_releases()
        cls._add_vouchers()
        cls._add_transfers()
        cls._add_unassigned()
        cls._add_results()
        cls._add_other_company()
        cls._add_talk()
        cls.env.flush_all()
        cls.env.invalidate_all()

    # unique values -------------------------------------------------------------
    @classmethod
    def amount(cls, low=100_000, high=900_000):
        """An amount that occurs nowhere else."""
        while True:
            cents = cls.random.randrange(low, high)
            if cents not in cls.used and cents % 100:
                cls.used.add(cents)
                return cents / 100

    @classmethod
    def text(cls):
        cls.texts += 1
        return f"CANARY{cls.texts:04d}"

    # figures -------------------------------------------------------------------
    @classmethod
    def _add_strangers(cls):
        cls.users["portal"] = new_test_user(
            cls.env, "cost_portal", groups="base.group_portal"
        )
        cls.users["public"] = cls.env.ref("base.public_user")

    @classmethod
    def _cells(cls, months):
        return {
            (cls.months[month].id, cls.nodes[node].id, cls.items[item].id, "daily"): (
                round(cls.amount() * 100),
                round(cls.amount(1_000, 90_000) * 100),
            )
            for month in months
            for node in (*PERSONS, *INNER)
            for item in ("WAG", "MAT", "UTL")
        }

    @classmethod
    def _add_quotas(cls):
        cls.plan._measure()
        cls.version = cls.plan._create_version(cls.months["2026-01"], cls.text())
        cls.version._set_cells(cls._cells(("2026-01", "2026-02", "2026-03")))
        cls.version._server_write({"state": "issued"})
        cls.draft = cls.plan._create_version(cls.months["2026-02"], cls.text())
        cls.draft._set_cells(cls._cells(("2026-02", "2026-03")))
        cls.env["ops.cost.version.change"].create(
            {
                "version_id": cls.draft.id,
                "period_id": cls.months["2026-03"].id,
                "item_id": cls.items["MAT"].id,
                "from_node_id": cls.nodes["U1"].id,
                "to_node_id": cls.nodes["U2"].id,
                "amount": cls.amount(),
            }
        )

    @classmethod
    def _add_releases(cls):
        cls.fund = cls.plan.fund_ids
        cls.releases = {
            node: cls.env["ops.cost.release"].create(
                {
                    "fund_id": cls.fund.id,
                    "period_id": cls.months["2026-02"].id,
                    "node_id": cls.nodes[node].id,
                    "purpose": cls.text(),
                    "amount": cls.amount(10_000, 90_000),
                }
            )
            for node in ("U1", "T11", "U2", "L")
        }
        cls.releases["U1"]._approve()
        cls.releases["U2"]._server_write({"state": "submitted"})

    @classmethod
    def voucher(cls, lines, day, role=None, **values):
        """A draft; ``lines``: [(node, item[, more values])]."""
        env = cls.env(user=cls.users[role]) if role else cls.env
        voucher = env["ops.cost.voucher"].create(
            {
                "company_id": cls.company.id,
                "date": day,
                "recorded_on": day,
                "note": cls.text(),
                "entry_ids": [
                    Command.create(
                        {
                            "node_id": cls.nodes[node].id,
                            "item_id": cls.items[item].id,
                            "amount": cls.amount(),
                            "note": cls.text(),
                            **(more[0] if more else {}),
                        }
                    )
                    for node, item, *more in lines
                ],
                **values,
            }
        )
        return voucher.with_env(cls.env)

    @classmethod
    def _add_vouchers(cls):
        posted = [cls.voucher(lines, "2026-01-20") for lines in BOOKED]
        posted += [
            cls.voucher([(person, item)], "2026-02-10")
            for person in PERSONS
            for item in ("MAT", "WAG")
        ]
        release = {"nature": "contingency", "release_id": cls.releases["U1"].id}
        release["amount"] = cls.amount(100, 9_000)
        posted.append(cls.voucher([("U1", "UTL", release)], "2026-02-11"))
        for voucher in posted:
            voucher._post()
        cls.drafts = {
            "recorder": cls.voucher([("P02@T11", "MAT")], "2026-02-12", "recorder"),
            "accountant2": cls.voucher(
                [("P04@T21", "MAT")], "2026-02-12", "accountant2"
            ),
            "clerk": cls.voucher([("P01@T11", "WAG")], "2026-02-12", "clerk"),
        }
        cls.posted = posted

    @classmethod
    def _line(cls, source, target, item, low=1_000, high=20_000):
        return Command.create(
            {
                "from_node_id": cls.nodes[source].id,
                "to_node_id": cls.nodes[target].id,
                "item_id": cls.items[item].id,
                "quota": cls.amount(low, high),
            }
        )

    @classmethod
    def _add_transfers(cls):
        cls.transfers = {}
        for role, *lines in (
            ("clerk", ("P01@T11", "P02@T11", "WAG"), ("P01@T11", "P02@T11", "MAT")),
            ("clerk", ("P03@T12", "P04@T21", "UTL")),
            ("clerk", ("U2", "L", "WAG")),
            ("accountant", ("P01@T11", "P03@T12", "MAT")),
        ):
            transfer = cls.env(user=cls.users[role])["ops.cost.transfer"].create(
                {
                    "plan_id": cls.plan.id,
                    "period_id": cls.months["2026-02"].id,
                    "reason": cls.text(),
                    "line_ids": [cls._line(*line) for line in lines],
                }
            )
            cls.transfers[lines[0]] = transfer.with_env(cls.env)
            if role == "clerk":
                transfer.with_env(cls.env)._post()

    @classmethod
    def _add_unassigned(cls):
        cls.unassigned = {
            node: cls.env["ops.cost.unassigned"].create(
                {
                    "company_id": cls.company.id,
                    "source": cls.text(),
                    "reason": cls.text(),
                    "date": "2026-02-09",
                    "amount": cls.amount(),
                    "node_id": node and cls.nodes[node].id,
                }
            )
            for node in (False, "U1", "U2")
        }

    @classmethod
    def _add_results(cls):
        january = cls.months["2026-01"]
        cls.closing = january._close()
        cls.closing._server_write({"reopen_reason": cls.text()})
        settlements = cls.env["ops.cost.settlement"]
        cls.settlement = settlements._prepare_settlement("monthly", january)
        cls.settlement._review(cls.users["manager"])

    # the company next door -----------------------------------------------------
    @classmethod
    def _add_other_company(cls):
        other = cls._create_company("Other Works")
        cls.other = other
        item = cls.env["ops.cost.item"].create(
            {"code": "MAT", "name": "Material", "company_id": other.id}
        )
        employee = cls.env["hr.employee"].create(
            {"name": "Other person", "company_id": other.id}
        )
        node = cls.env["ops.cost.node"]
        for code in ("L", "U1", "T11", "P01@T11"):
            node = node.create(
                {
                    "code": code,
                    "name": code,
                    "parent_id": node.id,
                    "company_id": other.id,
                    "date_start": date(2026, 1, 1),
                    "employee_id": code[0] == "P" and employee.id,
                }
            )
        cls.other_node, cls.other_item = node, item
        plan = cls.env["ops.cost.plan"].create(
            {
                "name": "Plan 2026",
                "company_id": other.id,
                "year": 2026,
                "total": cls.amount(),
                "contingency_rate": 0.5,
            }
        )
        plan._measure()
        months = [cls._create_month(plan, code, 1) for code in ("2026-01", "2026-02")]
        cls._add_other_figures(plan, months, node, item)

    @classmethod
    def _add_other_figures(cls, plan, months, node, item):
        version = plan._create_version(months[0])
        version._set_cells(
            {
                (month.id, node.id, item.id, "daily"): (round(cls.amount() * 100), 100)
                for month in months
            }
        )
        version._server_write({"state": "issued"})
        cls.other_version, cls.other_month = version, months[1]
        cls.other_release = cls.env["ops.cost.release"].create(
            {
                "fund_id": plan.fund_ids.id,
                "period_id": months[1].id,
                "node_id": node.id,
                "purpose": cls.text(),
                "amount": cls.amount(1_000, 20_000),
            }
        )
        for day in ("2026-01-20", "2026-02-10"):
            line = {"node_id": node.id, "item_id": item.id, "note": cls.text()}
            cls.other_voucher = cls.env["ops.cost.voucher"].create(
                {
                    "company_id": cls.other.id,
                    "date": day,
                    "recorded_on": day,
                    "note": cls.text(),
                    "entry_ids": [Command.create({**line, "amount": cls.amount()})],
                }
            )
            cls.other_voucher._post()
        months[0]._close()
        cls.env["ops.cost.settlement"]._prepare_settlement("monthly", months[0])

    # talk and files ------------------------------------------------------------
    @classmethod
    def _add_talk(cls):
        """A message and a file on records of each kind; their texts are canaries."""
        for record in (
            *cls.posted[:13:3],
            *cls.posted[12:20],
            *cls.drafts.values(),
            *cls.releases.values(),
            *cls.transfers.values(),
            *cls.unassigned.values(),
            cls.settlement,
            cls.draft,
            cls.plan,
            cls.nodes["U2"],
            cls.other_voucher,
            cls.other_release,
        ):
            said, named, held = cls.text(), cls.text(), cls.text()
            record.message_post(body=said)
            cls.env["ir.attachment"].create(
                {
                    "name": named,
                    "raw": held.encode(),
                    "mimetype": "text/plain",
                    "res_model": record._name,
                    "res_id": record.id,
                }
            )
            cls.marks.update(dict.fromkeys((said, named, held), record))
        for entry in cls.posted[13].entry_ids:
            named = cls.text()
            cls.env["ir.attachment"].create(
                {
                    "name": named,
                    "raw": b"x",
                    "res_model": entry._name,
                    "res_id": entry.id,
                }
            )
            cls.marks[named] = entry

    # ---------------------------------------------------------------------------
    def everything(self):
        """Environment of the superuser in both companies."""
        companies = (self.company | self.other).ids
        return self.env(su=True, context={"allowed_company_ids": companies})

    def checksum(self):
        return checksum(self.env, "ops_cost")
