"""Entries as documents: one voucher for what belongs together."""

from odoo.exceptions import ValidationError

from ..queries import importing
from .apply_plan import Writer

CHUNK = 500


class EntryWriter(Writer):
    def write_entries(self):
        """Vouchers by document, day and unit, cheques by pair. Rows that are to be
        posted wait, submitted, for somebody else's approval."""
        groups = list(self._groups().values())
        for start in range(0, len(groups), CHUNK):
            yield self._write_groups(groups[start : start + CHUNK])

    def _groups(self):
        lines = self.new_lines("entries")
        units = self._units({line["node"] for line in lines})
        groups = {}
        for line in lines:
            key = (
                ("pair", line["pair"])
                if line["pair"]
                else (
                    line["document"],
                    line["date"],
                    line["recorded_on"] or line["date"],
                    line["state"] or "posted",
                    units[line["node"]],
                )
            )
            groups.setdefault(key, []).append(line)
        return groups

    def _units(self, codes):
        """``{node code: unit id}``"""
        ids = {code: self._node(code) for code in codes}
        nodes = self.env["ops.cost.node"].browse(ids.values())
        units = {node.id: node.l2_id.id for node in nodes}
        return {code: units[node_id] for code, node_id in ids.items()}

    def _node(self, code):
        return self.ids["nodes"].get(code) or self.ids["persons"][code]

    def _write_groups(self, groups):
        vouchers = self._write_vouchers(groups)
        self._write_lines(
            [
                self._line_values(line, voucher)
                for voucher, lines in zip(vouchers, groups, strict=True)
                for line in lines
            ]
        )
        vouchers.invalidate_recordset()
        waiting = [
            voucher.id
            for voucher, lines in zip(vouchers, groups, strict=True)
            if lines[0]["state"] != "draft"
        ]
        if waiting:
            vouchers.browse(waiting).action_submit()
        return sum(map(len, groups))

    def _write_vouchers(self, groups):
        vouchers = self.env["ops.cost.voucher"].with_context(tracking_disable=True)
        return vouchers._server_create(
            [self._prepare_voucher(lines[0]) for lines in groups]
        )

    def _write_lines(self, rows):
        """By one INSERT: tens of thousands of lines would take the ORM minutes. The
        checks of the file stand before it, the rules of the reader after it."""
        self.env.flush_all()
        now = self.env.cr.now().replace(microsecond=0)
        found = self.env.execute_query(
            importing.insert_entries(rows, self.env.uid, now)
        )
        entries = self.env["ops.cost.entry"].browse(row[0] for row in found)
        if len(entries) != len(rows):
            raise ValidationError(
                self.env._("A node of the file belongs to another company.")
            )
        entries.check_access("create")

    def _prepare_voucher(self, line):
        return {
            "company_id": self.company.id,
            "document": line["document"],
            "date": line["date"],
            "recorded_on": line["recorded_on"] or line["date"],
            "ref": line["pair"] or line["ref"],
            "import_ref": line["ref"],
        }

    def _line_values(self, line, voucher):
        """In the order of ``queries.importing.insert_entries``."""
        return (
            voucher.id,
            self._node(line["node"]),
            self.ids["items"][line["item"]],
            line["nature"] or "daily",
            str(line["amount"]),
            self.ids["releases"].get(line["release"]),
            line["pair"],
            line["ref"],
            line["large_reason"],
        )
