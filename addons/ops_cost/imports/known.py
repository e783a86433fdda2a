"""What is stored already, in the form of the lines of a file.

Export writes these rows, import compares with them: what was exported is known.
"""

import re
from collections import defaultdict
from decimal import Decimal

from odoo.addons.ops_base.calc.units import from_minor, to_minor

EN, ZH = "en_US", "zh_CN"
# reference of an entry that has neither a number yet nor came with a file
DRAFT = re.compile(r"id-\d{1,9}")


def languages(env):
    """Codes in which names can be stored; English always can, even if inactive."""
    return {code for code, _name in env["res.lang"].get_installed()} | {EN}


def plain_number(value):
    """Decimal of a stored float by its shortest form; 4 places are stored."""
    return Decimal(str(round(value, 4)))


class Known:
    """Stored rows of a company as ``rows[sheet][key] = values`` and the ids behind
    them as ``ids[sheet][code]``. Sheets of the plan are those of ``plan``.

    By node code, persons included: ``levels``, ``parents``, ``spans`` (first and last
    day). ``closed``: codes of months that take no change. ``versions``: by plan id and
    number. ``above``: codes of the nodes above, by node code. ``release_nodes``: node
    code by release code. ``split_items`` have sub-items, ``plain_items`` take no
    contingency. ``thresholds`` of a large cost by year. ``uncoded``: employees without
    a code by name. ``received``: what nodes have to divide in a draft, see
    ``_load_received``.
    """

    def __init__(self, env, company, plan):
        self.env = env
        self.company = company
        self.plan = plan
        self.currency = company.currency_id
        self.rows = defaultdict(dict)
        self.ids = defaultdict(dict)
        self.levels = {}
        self.spans = {}
        self.closed = set()
        self.parents = {}
        self.above = {}
        self.release_nodes = {}
        self.split_items = set()
        self.plain_items = set()
        self.thresholds = {}
        self.uncoded = {}
        self.node_codes = {}
        self.received = {}
        self.versions = {}
        self.languages = languages(env)

    def load(self, sheets):
        """Reads what lines of these sheets need. Few queries each."""
        self._load_employees()
        self._load_nodes()
        self._load_items()
        self._load_months()
        self._load_releases()
        self._load_versions()
        if "plan" in sheets:
            self._load_plan()
            self._load_own_shares()
        return self

    def model(self, name, **context):
        context.setdefault("active_test", False)
        return self.env[name].with_context(**context)

    def search(self, name, domain=(), order=None, **context):
        return self.model(name, **context).search(
            [("company_id", "=", self.company.id), *domain], order=order
        )

    def money(self, value):
        rounding = str(self.currency.rounding)
        return from_minor(to_minor(value, rounding), rounding)

    def _add(self, sheet, key, record_id=None, **values):
        self.rows[sheet][key] = values
        if record_id:
            self.ids[sheet][key[0] if len(key) == 1 else key] = record_id

    # plan ---------------------------------------------------------------------
    def _load_plan(self):
        plan = self.plan
        if plan and plan._has_field_access(plan._fields["total"], "read"):
            self._add(
                "plan",
                (plan.year,),
                plan.id,
                **self._names(plan),
                year=plan.year,
                total=self.money(plan.total),
                contingency_rate=plain_number(plan.contingency_rate),
                penalty_rate=plain_number(plan.penalty_rate),
                reward_rate=plain_number(plan.reward_rate),
                reward_base=plan.reward_base,
            )

    def _names(self, record):
        """Names in the two languages of the sheets; what is not installed is absent."""
        return {
            column: record.with_context(lang=lang).name
            for column, lang in (("name_en", EN), ("name_zh", ZH))
            if lang in self.languages
        }

    def _load_items(self):
        blocks = {block.item_id: block for block in self.plan.block_ids}
        for item in self.search("ops.cost.item", order="sequence, code, id"):
            values = self._names(item) | {
                "code": item.code,
                "kind": item.kind,
                # sudo: the name of a department is no secret
                "functional_unit": item.owner_unit_id.sudo().name or None,
                "confidential": "yes" if item.confidential else "no",
            }
            if item in blocks:
                block = blocks[item]
                values["amount"] = self.money(block.amount)
                values["reduction_rate"] = plain_number(block.reduction_rate)
            self._add("items", (item.code,), item.id, **values)
            if not item.allow_contingency:
                self.plain_items.add(item.code)
            # sudo: an item out of sight divides the one above it all the same
            if any(child.active for child in item.sudo().child_ids):
                self.split_items.add(item.code)

    def _load_own_shares(self):
        for share in self.plan.own_share_ids:
            if not share.node_id:
                values = {
                    "level": share.level,
                    "item": share.item_id.code,
                    "share": plain_number(share.share),
                }
                key = (share.level, share.item_id.code)
                self._add("own_shares", key, share.id, **values)

    def _load_months(self):
        for period in self.search("ops.cost.period", order="date_start, id"):
            self.ids["periods"][period.code] = period.id
            if period.state != "open":
                self.closed.add(period.code)
            if self.plan and period.plan_id == self.plan:
                self._add(
                    "months",
                    (period.code,),
                    period.id,
                    code=period.code,
                    weight=plain_number(period.weight),
                    close_on=period.close_on or None,
                )
            elif not self.plan:
                self.ids["months"][period.code] = period.id

    # organisation -------------------------------------------------------------
    def _load_employees(self):
        # sudo: codes and names of employees are needed to find them; the cost
        # office has no role in HR
        for employee in self.search("hr.employee", order="name, id").sudo():
            code, name = employee.ops_cost_code, employee.name
            if not code:
                namesakes = self.uncoded.setdefault(name, [])
                namesakes.append(employee.id)
                continue
            self._add("people", (code, None, None), code=code, name=name)
            self.ids["employees"][code] = employee.id

    def _load_nodes(self):
        leaders = self._leaders()
        for node in self.search("ops.cost.node", order="level, sequence, code, id"):
            # sudo: the node above a unit may be out of its accountant's sight
            parent = node.sudo().parent_id.code or None
            self.node_codes[node.id] = node.code
            self.levels[node.code] = node.level
            self.parents[node.code] = parent
            # sudo: codes of the nodes above, see the parent
            above = (node.l1_id | node.l2_id | node.l3_id).sudo() - node
            self.above[node.code] = set(above.mapped("code"))
            self.spans[node.code] = (node.date_start, node.date_end or None)
            if node.level == 4:
                self._add_stay(node, parent)
                continue
            values = {
                "code": node.code,
                "parent": parent,
                "level": node.level,
                "kind": node.kind,
                "weight": plain_number(node.weight),
                "settlement": node.settlement,
                "manager": self._employee_name(node.manager_id),
                "leader": leaders.get(node.id),
            }
            self._add("nodes", (node.code,), node.id, **values)

    def _add_stay(self, node, team):
        # sudo: codes and names of employees, see above
        employee = node.employee_id.sudo()
        values = {
            "code": employee.ops_cost_code or employee.name,
            "name": employee.name,
            "weight": plain_number(node.weight),
            "team": team,
            "start": node.date_start,
            "end": node.date_end or None,
        }
        self._add("people", (values["code"], team, node.date_start), **values)
        self.ids["persons"][node.code] = node.id

    def _leaders(self):
        """``{unit id: leader's code}`` on the first day of the plan."""
        domain = [("unit_id", "!=", False)]
        if self.plan:
            domain += [
                ("date_start", "<=", f"{self.plan.year}-12-31"),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", f"{self.plan.year}-01-01"),
            ]
        if not self.env["ops.cost.charge"].has_access("read"):
            return {}
        charges = self.search("ops.cost.charge", domain, order="date_start desc, id")
        return {
            charge.unit_id.id: self._employee_name(charge.leader_id)
            for charge in charges
        }

    def _employee_name(self, employee):
        # sudo: codes and names of employees, see above
        employee = employee.sudo()
        return employee.ops_cost_code or employee.name or None

    # money --------------------------------------------------------------------
    def _load_releases(self):
        if not self.env["ops.cost.release"].has_access("read"):
            return
        for release in self.search("ops.cost.release", order="code, id"):
            self.ids["releases"][release.code] = release.id
            # sudo: the node of a release may be out of its reader's sight
            self.release_nodes[release.code] = release.sudo().node_id.code
            if self.plan and release.period_id.plan_id != self.plan:
                continue
            self._add(
                "releases",
                (release.code,),
                release.id,
                code=release.code,
                month=release.period_id.code,
                node=self.node_codes.get(release.node_id.id),
                amount=self.money(release.amount),
            )

    def _load_versions(self):
        if not self.env["ops.cost.version"].has_access("read"):
            return
        domain = [("plan_id", "=", self.plan.id)] if self.plan else []
        for version in self.search("ops.cost.version", domain, "number, id"):
            effective = version.effective_period_id.code
            place = (version.plan_id.id, version.number)
            self.versions[place] = version
            self._add(
                "versions",
                (effective, None, None, None, None),
                effective=effective,
            )
            for change in version.change_ids:
                units = (change.from_node_id.id, change.to_node_id.id)
                if not self.node_codes.keys() >= set(units):
                    continue  # between units that the reader may not see
                values = {
                    "effective": effective,
                    "item": change.item_id.code,
                    "month": change.period_id.code,
                    "from": self.node_codes[units[0]],
                    "to": self.node_codes[units[1]],
                    "amount": self.money(change.amount),
                }
                key = tuple(values.values())[:5]
                self._add("versions", key, change.id, **values)

    def load_entries(self, refs):
        """The stored entries among these references of a file, and the thresholds
        that new ones must keep."""
        # sudo: the threshold is no secret, plans are not readable for all
        plans = self.env["ops.cost.plan"].sudo()
        for plan in plans.search([("company_id", "=", self.company.id)]):
            self.thresholds[plan.year] = self.money(plan.large_threshold)
        ids = [int(ref[3:]) for ref in refs if DRAFT.fullmatch(ref or "")]
        # a draft that was downloaded, be it posted since
        self._add_entries(self.search("ops.cost.entry", [("id", "in", ids)]), True)
        entries = self.search(
            "ops.cost.entry",
            ["|", ("import_ref", "in", refs), ("number", "in", refs)],
        )
        self._add_entries(entries)

    def load_all_entries(self):
        """The entries of the plan's months, and drafts dated in them."""
        periods = self.plan.period_ids
        if not periods:
            return
        domain = [
            ("voucher_id.state", "!=", "cancelled"),
            "|",
            ("period_id", "in", periods.ids),
            "&",
            ("period_id", "=", False),
            "&",
            ("date", ">=", min(periods.mapped("date_start"))),
            ("date", "<=", max(periods.mapped("date_end"))),
        ]
        self._add_entries(self.search("ops.cost.entry", domain, "date, id"))

    def _add_entries(self, entries, as_drafts=False):
        states = {"draft": "draft", "cancelled": "draft"}
        for entry in entries:
            own_id = f"id-{entry.id}"
            ref = not as_drafts and (entry.import_ref or entry.number)
            values = {
                "ref": ref or own_id,
                "date": entry.date,
                "recorded_on": entry.voucher_id.recorded_on,
                "node": self.node_codes.get(entry.node_id.id),
                "item": entry.item_id.code,
                "nature": entry.nature,
                "amount": self.money(entry.amount),
                "document": entry.document,
                # sudo: a line names its release, also to who may not open that
                "release": entry.sudo().release_id.code or None,
                "pair": entry.pair or None,
                "state": states.get(entry.voucher_id.state, "posted"),
                "large_reason": entry.large_reason or None,
            }
            self._add("entries", (values["ref"],), entry.id, **values)

    def load_quotas(self, versions):
        """The daily cells of these versions."""
        cells = self.search(
            "ops.cost.cell",
            [("version_id", "in", versions.ids), ("nature", "=", "daily")],
            "version_id, period_id, level, l1_id, l2_id, l3_id, node_id, item_id, id",
        )
        for cell in cells:
            values = {
                "version": cell.version_id.number,
                "month": cell.period_id.code,
                "item": cell.item_id.code,
                "node": self.node_codes.get(cell.node_id.id),
                "quota": self.money(cell.quota),
                "saving_task": self.money(cell.saving_task),
            }
            self._add("quotas", tuple(values.values())[:4], cell.id, **values)
        self._load_received(versions)

    def _load_received(self, versions):
        """By (version, month, item, node of level 1 to 3): quota and saving task that
        the node keeps for itself or, on level 3, for itself and its persons."""
        if not self.env["ops.cost.allotment"].has_access("read"):
            return
        rows = self.search(
            "ops.cost.allotment",
            [("version_id", "in", versions.ids), ("nature", "=", "daily")],
        )
        columns = ("quota", "saving_task")
        places = {
            row: (row.version_id.number, row.period_id.code, row.item_id.code)
            for row in rows
        }
        for row, place in places.items():
            amounts = {column: self.money(row[column]) for column in columns}
            self.received[(*place, self.node_codes.get(row.node_id.id))] = amounts
        for row, place in places.items():
            parent = self.parents.get(self.node_codes.get(row.node_id.id))
            above = self.received.get((*place, parent))
            if above is not None:
                for column in columns:
                    above[column] -= self.money(row[column])
