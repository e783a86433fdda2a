"""The columns of a file of SLA facts. Instants are local, in the contract's zone."""

from datetime import datetime, time

from odoo.addons.ops_base.calc.period import as_utc
from odoo.addons.ops_base.tools import excel

from ..models.ops_sla_metric import PRIORITIES

SHEET = "facts"
HEADERS = {
    "case": True,
    "metric": True,
    "priority": False,
    "service": False,
    "start": True,
    "reached": False,
    "cancelled": False,
}
FORMATS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M")


def columns(env):
    """Of the template to fill in; local times as 2026-11-20 17:30."""
    comments = {
        "case": env._("Ticket number: the same one is imported once for each metric"),
        "metric": env._("Code of the SLA metric"),
        "priority": env._("p1, p2, p3, p4 or any"),
        "service": env._("Code of the service item, where levels differ by service"),
        "start": env._("Local time of the contract, as 2026-11-20 17:30"),
        "reached": env._("As above; empty while it is open"),
        "cancelled": env._("As above; if the case was withdrawn"),
    }
    return [
        excel.Column(name, kind="text", comment=comments[name], required=required)
        for name, required in HEADERS.items()
    ]


class FactReader:
    def __init__(self, contract, issues):
        self.contract = contract
        self.env = contract.env
        self.issues = issues
        metrics = self.env["ops.sla.metric"].search([("evaluator", "=", "clock")])
        self.metrics = {metric.code: metric.id for metric in metrics}
        lines = self.env["ops.annex.service.line"].search(
            [("contract_id", "=", contract.id)], order="id"
        )
        # the newest version's line stands for all: its key survives
        self.services = {line.item_id.code: line.id for line in lines}

    def values(self, rows):
        found = [self._row(row) for row in rows]
        self._refuse_double(rows, found)
        return found

    def _row(self, row):
        case = row.text("case", required=True, size=200)
        priorities = [name for name, _label in PRIORITIES]
        start = self._instant(row, "start", required=True)
        values = {
            "name": case,
            "import_key": case,
            "metric_id": self._known(row, "metric", self.metrics, required=True),
            "priority": row.choice("priority", priorities) or "any",
            "service_line_id": self._known(row, "service", self.services),
            "start_at": start,
            "reached_at": self._instant(row, "reached"),
            "cancelled_at": self._instant(row, "cancelled"),
        }
        if start and values["reached_at"] and values["reached_at"] < start:
            row.issue("reached", self.env._("Reached before it began."))
        return values

    def _known(self, row, header, known, required=False):
        code = row.text(header, required=required)
        if code and code not in known:
            row.issue(header, self.env._("Unknown code: %s", code))
        return known.get(code, False)

    def _instant(self, row, header, required=False):
        """Naive UTC of a local time, or False."""
        raw = row.raw(header)
        if isinstance(raw, datetime):
            return self._utc(raw)
        text = row.text(header, required=required)
        if not text:
            return False
        for shape in FORMATS:
            try:
                return self._utc(datetime.strptime(text, shape))  # noqa: DTZ007 local
            except ValueError:
                continue
        row.issue(header, self.env._("Write a time as 2026-11-20 17:30."))
        return False

    def _utc(self, local):
        midnight = datetime.combine(local.date(), time())
        seconds = int((local - midnight).total_seconds())
        return as_utc(local.date(), seconds, self.contract.tz)

    def _refuse_double(self, rows, found):
        seen = set()
        for row, values in zip(rows, found, strict=True):
            key = values["metric_id"], values["import_key"]
            if key in seen:
                text = self.env._("The same case and metric stand twice in the file.")
                row.issue("case", text)
            seen.add(key)
