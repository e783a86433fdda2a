import json

from odoo import api, models

from odoo.addons.ops_base.calc.seal import canonical_json

from ..calc.clause import variables
from ..calc.difference import difference
from .ops_annex_version import LINES

# of each kind of line: the fields whose value names it
TITLES = {
    "service_line_ids": ("name", "item_id"),
    "sla_line_ids": ("name", "metric_id", "priority"),
    "evaluation_line_ids": ("sla_key",),
    "point_band_ids": ("points_from",),
    "deliverable_line_ids": ("name",),
    "staff_line_ids": ("name",),
    "spare_line_ids": ("product_id", "site_id"),
    "price_line_ids": ("name",),
    "clause_ids": ("number", "name"),
}
# these differ in each version
OWN_VALUES = {"version_number", "date_from"}


class OpsAnnexVersion(models.Model):
    """Two versions side by side, structurally and in the words of the reader; what he
    may not see (prices) is left out."""

    _inherit = "ops.annex.version"

    def _difference(self, old):
        """``[{"title", "rows": [{"kind", "place", "label", "old", "new"}]}]``: what
        this version changes against ``old``."""
        self.ensure_one()
        (self | old).check_access("read")
        before, after = old._facts(), self._facts()
        groups = [self._compare_terms(before, after)]
        for section in LINES:
            model = self.env[self._fields[section].comodel_name]
            if model.has_access("read"):
                groups.append(self._compare_section(section, before, after))
        return [group for group in groups if group["rows"]]

    def _facts(self):
        """As sealed, or as it would be sealed now."""
        return json.loads(canonical_json(self._seal_payload()))

    def _compare_terms(self, before, after):
        """Day, rules, hours, and the values that the clauses print."""
        rows = []
        for change in difference(_terms(before), _terms(after)):
            name = change.path[-1]
            known = name in self._fields
            rows.append(
                {
                    "kind": change.kind,
                    "place": "" if known else self.env._("In the clauses"),
                    "label": self._labels(self)[name] if known else name,
                    "old": self._text(self, name, change.old, before),
                    "new": self._text(self, name, change.new, after),
                }
            )
        return {"title": self.env._("Terms"), "rows": rows}

    def _compare_section(self, section, before, after):
        model = self.env[self._fields[section].comodel_name]
        changes = difference(before[section], after[section])
        old = {row["line_key"]: row for row in before[section]}
        new = {row["line_key"]: row for row in after[section]}
        rows, seen = [], set()
        for change in changes:
            key, name = (*change.path, None, None)[:2]
            if change.kind == "moved" or name == "sequence" or (key, name) in seen:
                continue
            seen.add((key, name))
            place = self._title(section, new.get(key) or old.get(key), after, before)
            rows += self._rows_of(
                model, name, place, (old.get(key), before), (new.get(key), after)
            )
        return {"title": self._line_label(section), "rows": rows}

    def _rows_of(self, model, name, place, old, new):
        """``old``, ``new``: the row on each side, or None, and the facts around it."""
        kind = "added" if old[0] is None else "removed" if new[0] is None else "changed"
        labels = self._labels(model)
        rows = []
        for field in [name] if name else model._seal_fields:
            if field not in labels or field == "sequence":
                continue
            texts = [
                self._text(model, field, row[field], facts) if row else ""
                for row, facts in (old, new)
            ]
            if texts[0] != texts[1]:
                row = {"kind": kind, "place": place, "label": labels[field]}
                rows.append({**row, "old": texts[0], "new": texts[1]})
        return rows

    # words -----------------------------------------------------------------------
    @api.model
    def _labels(self, model):
        """Labels in the reader's language, of the fields that he may read."""
        found = model.fields_get(attributes=["string"])
        return {name: field["string"] for name, field in found.items()}

    def _title(self, section, row, *facts):
        model = self.env[self._fields[section].comodel_name]
        parts = [
            self._text(model, name, row[name], facts[0])
            for name in TITLES[section]
            if row.get(name) and row[name] != "any"
        ]
        if section in ("service_line_ids", "sla_line_ids") and row.get("name"):
            parts = parts[:1] + parts[2:]
        return " ".join(filter(None, parts))

    def _text(self, model, name, value, facts):
        """A sealed value in words."""
        field = model._fields.get(name)
        if value in (None, "", []):
            return ""
        if isinstance(value, bool):
            return self.env._("Yes") if value else self.env._("No")
        if isinstance(value, dict):
            return self._name_of(field and field.comodel_name, value, facts)
        if isinstance(value, list):
            texts = [self._item_text(field, part, facts) for part in value]
            return ", ".join(texts)
        if name == "sla_key":
            return self._key_names("ops.annex.sla.line", [value])[value]
        if field is not None and field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        return f"{int(value) / 100:g} %" if name.endswith("_bp") else value

    def _item_text(self, field, part, facts):
        if isinstance(part, str):
            return self._key_names(field.comodel_name, [part])[part]
        if "line_key" in part:
            low, high, credit = (
                int(part[name]) / 100 for name in ("low_bp", "high_bp", "credit_bp")
            )
            return f"{low:g}-{high:g} %: {credit:g} %"
        return self._name_of(field.comodel_name, part, facts)

    def _name_of(self, model, reference, facts):
        """The name as it was sealed, else the code."""
        names = facts["names"].get(model or "resource.calendar", {})
        code = reference.get("code") or reference.get("default_code")
        return names.get(reference["id"]) or code or reference["id"]

    def _key_names(self, model, keys):
        # sudo: names of lines of the same contract, the newest wording
        lines = (
            self.env[model]
            .sudo()
            .search(
                [("contract_id", "=", self.contract_id.id), ("line_key", "in", keys)],
                order="id",
            )
        )
        found = {line.line_key: line.display_name for line in lines}
        return {key: found.get(key, key) for key in keys}


def _terms(facts):
    used = {
        name
        for clause in facts["clause_ids"]
        for name in variables(clause["text"] or "")
    }
    values = {
        name: value
        for name, value in facts["values"].items()
        if name in used - OWN_VALUES
    }
    hours = {"calendar_id": facts["contract"]["calendar_id"]}
    return {"date_from": facts["date_from"], "rules": facts["rules"], **hours, **values}
