from datetime import timedelta

from odoo import models

from odoo.addons.ops_base.calc.period import month, quarter

DAY = timedelta(days=1)


class QuarterlyReport(models.AbstractModel):
    """The same facts for three months, with the course of each service level."""

    _name = "report.ops_contract.quarterly_report"
    _inherit = ["report.ops_contract.service_report"]
    _description = "Quarterly Report"

    def _span(self, contract, data):
        if data.get("date_from"):
            return super()._span(contract, data)
        first, _last = quarter(contract._today())
        return quarter(first - DAY)

    def _sheet(self, contract, first, last):
        months = self._months(first, last)
        sheet = super()._sheet(contract, first, last)
        return {
            **sheet,
            "months": [f"{start:%Y-%m}" for start, _end in months],
            "courses": self._courses(contract.sudo(), months),  # sudo: as the sheet
        }

    def _months(self, first, last):
        found = []
        while first <= last:
            _start, end = month(first)
            found.append((first, min(end, last)))
            first = end + DAY
        return found

    def _courses(self, contract, months):
        """``[{name, target, cells}]``: a cell a month; the last part of a month with
        two versions, and no cell before a promise began."""
        found = {}
        for number, (first, last) in enumerate(months):
            for row in self._levels(contract, first, last):
                course = found.setdefault(
                    row["line"].line_key,
                    {
                        "name": row["name"],
                        "priority": row["priority"],
                        "target": row["target"],
                        "cells": [None] * len(months),
                    },
                )
                course["cells"][number] = self._cell(row)
        return list(found.values())

    def _cell(self, row):
        """Width of the bar: the share; without a value there is none."""
        has_bar = row["line"].metric_id.unit == "ratio" and row["has_value"]
        return {
            "text": row["text"],
            "label": row["label"],
            "missed": row["verdict"] == "missed",
            "width": max(0, min(100, round(row["value"] * 100))) if has_bar else None,
        }
