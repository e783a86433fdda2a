"""Plan, items, months, shares, releases, versions."""

from datetime import date

from odoo.addons.ops_base.calc.period import month

from .known import EN, ZH


class Writer:
    """``ids`` grows with what is written, so that later sheets find it."""

    def __init__(self, env, context):
        self.env = env
        self.context = context
        self.known = context.known
        self.company = context.known.company
        self.ids = context.known.ids

    def new_lines(self, sheet):
        return [line for line in self.context.lines(sheet) if line.is_new]

    def make(self, model, values):
        """Without the chatter's notes: the file is the record of an import."""
        return self.env[model].with_context(tracking_disable=True).create(values)

    def make_named(self, model, lines, values):
        """Records with their names in both languages of the sheets."""
        records = self.make(
            model,
            [
                vals | {"name": line["name_en"] or line["name_zh"] or str(line.key[0])}
                for line, vals in zip(lines, values, strict=True)
            ],
        )
        for record, line in zip(records, lines, strict=True):
            names = {
                lang: line[column]
                for column, lang in (("name_en", EN), ("name_zh", ZH))
                if line[column] and lang in self.known.languages
            }
            if names:
                record.update_field_translations("name", names)
        return records

    def stated(self, line, **columns):
        """``{field: value}`` of the columns that the line states."""
        return {
            field: _plain(line[column])
            for field, column in columns.items()
            if line[column] is not None
        }


def _plain(value):
    return float(value) if hasattr(value, "quantize") else value


class PlanWriter(Writer):
    @property
    def plan(self):
        return self.known.plan

    def write_plan(self):
        lines = self.new_lines("plan")
        if lines:
            values = self.stated(
                lines[0],
                year="year",
                total="total",
                contingency_rate="contingency_rate",
                penalty_rate="penalty_rate",
                reward_rate="reward_rate",
                reward_base="reward_base",
            )
            values["company_id"] = self.company.id
            self.known.plan = self.make_named("ops.cost.plan", lines, [values])
        yield len(lines)

    def write_items(self):
        lines = self.new_lines("items")
        departments = self._departments(lines)
        offset = len(self.ids["items"])
        items = self.make_named(
            "ops.cost.item",
            lines,
            [
                self.stated(
                    line, code="code", kind="kind", reduction_rate="reduction_rate"
                )
                | {
                    "company_id": self.company.id,
                    "sequence": 10 * (offset + number),
                    "confidential": line["confidential"] == "yes",
                    "owner_unit_id": departments.get(line["functional_unit"]),
                }
                for number, line in enumerate(lines, 1)
            ],
        )
        for line, item in zip(lines, items, strict=True):
            self.ids["items"][line["code"]] = item.id
        self._write_blocks()
        yield len(lines)

    def _departments(self, lines):
        """``{name: id}``; the missing ones are made."""
        names = {line["functional_unit"] for line in lines} - {None}
        # sudo: the cost office has no role in HR; only the name is set
        departments = self.env["hr.department"].sudo()
        found = departments.search(
            [
                ("name", "in", list(names)),
                ("company_id", "in", [self.company.id, False]),
            ]
        )
        result = {department.name: department.id for department in found}
        for name in sorted(names - set(result)):
            values = {"name": name, "company_id": self.company.id}
            result[name] = departments.create(values).id
        return result

    def _write_blocks(self):
        lines = [
            line
            for line in self.context.lines("items")
            if line["amount"] is not None
            and (line.is_new or "amount" not in line.known)
        ]
        self.make(
            "ops.cost.block",
            [
                self.stated(line, amount="amount", reduction_rate="reduction_rate")
                | {
                    "plan_id": self.plan.id,
                    "item_id": self.ids["items"][line["code"]],
                }
                for line in lines
            ],
        )

    def write_months(self):
        lines = self.new_lines("months")
        periods = self.make(
            "ops.cost.period",
            [
                self.stated(line, code="code", weight="weight", close_on="close_on")
                | _bounds(line["code"])
                | {"plan_id": self.plan.id, "company_id": self.company.id}
                for line in lines
            ],
        )
        for line, period in zip(lines, periods, strict=True):
            self.ids["months"][line["code"]] = period.id
        yield len(lines)

    def write_own_shares(self):
        lines = self.new_lines("own_shares")
        self.make(
            "ops.cost.own.share",
            [
                self.stated(line, level="level", share="share")
                | {
                    "plan_id": self.plan.id,
                    "item_id": self.ids["items"][line["item"]],
                }
                for line in lines
            ],
        )
        yield len(lines)

    def write_releases(self):
        lines = self.new_lines("releases")
        releases = self.make(
            "ops.cost.release",
            [
                self.stated(line, code="code", amount="amount")
                | {
                    "fund_id": self._fund().id,
                    "period_id": self.ids["months"][line["month"]],
                    "node_id": self._node(line["node"]),
                    "purpose": self.env._("Imported with the company's workbook"),
                }
                for line in lines
            ],
        )
        for line, release in zip(lines, releases, strict=True):
            self.ids["releases"][line["code"]] = release.id
        if releases:
            releases.action_submit()
        yield len(lines)

    def _fund(self):
        if not self.plan.fund_ids:
            # sudo: the fund follows the plan, nobody writes it
            self.plan.sudo()._sync_fund()
        return self.plan.fund_ids[:1]

    def _node(self, code):
        return self.ids["nodes"].get(code) or self.ids["persons"][code]

    def write_versions(self):
        lines = self.new_lines("versions")
        drafts = {
            version.effective_period_id.code: version
            for version in self.known.versions.values()
            if version.state == "draft"
        }
        for effective in sorted({line["effective"] for line in lines} - set(drafts)):
            drafts[effective] = self._create_version(effective)
        self.make(
            "ops.cost.version.change",
            [
                self._prepare_change(line, drafts[line["effective"]])
                for line in lines
                if line["item"]
            ],
        )
        yield len(lines)

    def _create_version(self, effective):
        values = {
            "plan_id": self.plan.id,
            "effective_period_id": self.ids["months"][effective],
            "reason": self.env._("Imported with the company's workbook"),
        }
        version = self.make("ops.cost.version", values)
        self.known.versions[self.plan.id, version.number] = version
        return version

    def _prepare_change(self, line, version):
        return self.stated(line, amount="amount") | {
            "version_id": version.id,
            "period_id": self.ids["months"][line["month"]],
            "item_id": self.ids["items"][line["item"]],
            "from_node_id": self.ids["nodes"][line["from"]],
            "to_node_id": self.ids["nodes"][line["to"]],
        }


def _bounds(code):
    first, last = month(date.fromisoformat(f"{code}-01"))
    return {"date_start": first, "date_end": last}
