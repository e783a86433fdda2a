"""Versions, lines and service hours of many contracts, read once."""

from collections import defaultdict
from datetime import timedelta

from odoo.addons.ops_base.calc.period import local_day
from odoo.addons.ops_base.calc.timeline import Timeline

from ..calc.version import in_force, spans

DAY = timedelta(days=1)
# versions that are or were in force
IN_FORCE = ("agreed", "effective", "superseded")


class VersionBook:
    """Which version and which line of it counts. One query per model, however many
    contracts."""

    def __init__(self, contracts, kinds):
        # sudo: what is agreed does not depend on who asks
        self.contracts = contracts.sudo()
        found = self.contracts.env["ops.annex.version"].search(
            [
                ("contract_id", "in", self.contracts.ids),
                ("kind", "in", list(kinds)),
                ("state", "in", IN_FORCE),
            ],
            order="date_from, id",
        )
        self._versions = defaultdict(list)
        for version in found:
            self._versions[version.contract_id.id, version.kind].append(version)
        self._lines = {}

    def versions(self, contract, kind):
        return self._versions[contract.id, kind]

    def history(self, contract, kind):
        """Half-open spans of days, in the order of ``versions``."""
        starts = [version.date_from for version in self.versions(contract, kind)]
        return spans(starts)

    def version_on(self, contract, kind, day):
        index = in_force(self.history(contract, kind), day)
        return None if index is None else self.versions(contract, kind)[index]

    def is_served(self, contract, day):
        return in_force([contract_span(contract)], day) is not None

    def line_for(self, contract, metric_id, priority, service_key, instant):
        """The line in force at an instant: the most specific one, or None."""
        day = local_day(instant, contract.tz)
        if not self.is_served(contract, day):
            return None
        version = self.version_on(contract, "sla", day)
        if version is None:
            return None
        ranked = [
            (rank, line)
            for line in self._lines_of(version)[metric_id]
            if (rank := line_rank(line, priority, service_key)) is not None
        ]
        # the first one of the best: max keeps the order of the lines
        return max(ranked, key=lambda pair: pair[0])[1] if ranked else None

    def service_for(self, contract, service_key, instant):
        """The service with this key as it was agreed at an instant, or None."""
        day = local_day(instant, contract.tz)
        version = service_key and self.version_on(contract, "service", day)
        lines = version.service_line_ids if version else ()
        return next((line for line in lines if line.line_key == service_key), None)

    def _lines_of(self, version):
        if version.id not in self._lines:
            lines = defaultdict(list)
            for line in version.sla_line_ids:
                lines[line.metric_id.id].append(line)
            self._lines[version.id] = lines
        return self._lines[version.id]


class HoursBook:
    """Service hours as timelines, one for each calendar and company."""

    def __init__(self, start, end):
        self.start = start
        self.end = end
        self._timelines = {}

    def timeline(self, calendar, company):
        key = calendar.id, company.id
        if key not in self._timelines:
            windows = calendar._ops_windows(self.start, self.end, company)
            self._timelines[key] = Timeline(windows)
        return self._timelines[key]


def contract_span(contract):
    """First day and first day after the last."""
    return contract.date_start, contract.date_last + DAY


def line_rank(line, priority, service_key):
    """How narrowly a line fits, None if it does not: service and priority before
    priority, before service, before any."""
    if line.priority not in (priority, "any"):
        return None
    keys = service_keys(line)
    if keys and service_key not in keys:
        return None
    return line.priority != "any", bool(keys)


def service_keys(line):
    """Keys of the services that a line is about; they survive versions."""
    return set(line.service_line_ids.mapped("line_key"))


def line_calendar(line, service, contract):
    """The hours of the service level, else of the agreed service (None: of none), else
    of the contract."""
    of_service = service.calendar_id if service else None
    return line.calendar_id or of_service or contract.calendar_id
