from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.ops_calendar_day import WEEKDAYS
from ..tools import public_days


class OpsHolidayImport(models.TransientModel):
    _name = "ops.holiday.import"
    _description = "Import of Public Days"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    country_id = fields.Many2one(
        "res.country",
        required=True,
        default=lambda self: self.env.company.country_id,
        ondelete="cascade",
    )
    year = fields.Integer(
        required=True, default=lambda self: self.env.company._ops_date().year
    )
    as_weekday = fields.Selection(
        WEEKDAYS, "Make-up Days Have the Hours Of", required=True, default="0"
    )
    state = fields.Selection(
        [("setup", "Choose"), ("preview", "Preview")], default="setup", required=True
    )
    warning = fields.Text(readonly=True)
    line_ids = fields.One2many("ops.holiday.import.line", "import_id", "Days")
    change_count = fields.Integer(compute="_compute_change_count")

    @api.depends("line_ids.action", "line_ids.is_selected")
    def _compute_change_count(self):
        for wizard in self:
            wizard.change_count = len(wizard.line_ids.filtered("is_selected"))

    def action_preview(self):
        self.ensure_one()
        self._check_role()
        if not 1990 <= self.year <= 2100:
            raise UserError(self.env._("Choose a year from 1990 to 2100."))
        known = public_days.country_year(
            self.country_id.code, self.year, self._languages()
        )
        values = self._prepare_lines(known)
        self.write(
            {
                "state": "preview",
                "warning": self._warning_text(known),
                "line_ids": [Command.clear(), *map(Command.create, values)],
            }
        )
        return self._reopen()

    def action_back(self):
        self.ensure_one()
        self.write({"state": "setup", "line_ids": [Command.clear()]})
        return self._reopen()

    def action_apply(self):
        """Writes the selected lines; a second run finds nothing to change."""
        self.ensure_one()
        self._check_role()
        for line in self.line_ids.filtered("is_selected"):
            line._apply()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "ops_base.ops_calendar_day_action"
        )
        action["domain"] = [
            ("date", ">=", f"{self.year}-01-01"),
            ("date", "<=", f"{self.year}-12-31"),
            ("company_id", "=", self.company_id.id),
        ]
        return action

    def _check_role(self):
        self.env["ops.calendar.day"].check_access("create")

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import Public Days"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.model
    def _languages(self):
        """Installed ones, and the source language, on which the others fall back."""
        installed = [code for code, _name in self.env["res.lang"].get_installed()]
        return sorted({"en_US", *installed})

    def _warning_text(self, known):
        country = self.country_id.name
        if not known.is_known:
            return self.env._(
                "There are no public days of %(country)s for %(year)s in the data set. "
                "Enter them by hand.",
                country=country,
                year=self.year,
            )
        if known.makes_up and not known.workdays:
            return self.env._(
                "The make-up working days of %(country)s for %(year)s are not known "
                "yet: they are announced late in the year before. The holidays below "
                "may change with that notice too. Import again after it, or enter the "
                "days by hand; until then clocks stand still on make-up days.",
                country=country,
                year=self.year,
            )
        return False

    def _prepare_lines(self, known):
        existing = {
            day.date: day
            for day in self.env["ops.calendar.day"].search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("is_general", "=", True),
                    ("date", ">=", f"{self.year}-01-01"),
                    ("date", "<=", f"{self.year}-12-31"),
                ]
            )
        }
        lines = [
            self._prepare_line(day, existing.pop(day.date, None)) for day in known.days
        ]
        gone = [
            day
            for day in existing.values()
            if known.is_known and day.import_code == self.country_id.code
        ]
        lines += [self._prepare_removal(day) for day in gone]
        return sorted(lines, key=lambda line: line["date"])

    def _prepare_line(self, day, existing):
        names = day.names or self._makeup_names()
        kind = "workday" if day.is_workday else "holiday"
        action = self._compare(kind, existing)
        return {
            "date": day.date,
            "kind": kind,
            "as_weekday": self.as_weekday,
            "name": names.get(self.env.lang or "en_US") or next(iter(names.values())),
            "names": names,
            "day_id": existing.id if existing else False,
            "action": action,
            "is_selected": action in ("add", "change"),
        }

    def _compare(self, kind, existing):
        if not existing:
            return "add"
        if existing.import_code != self.country_id.code:
            return "keep"
        hours_differ = kind == "workday" and existing.as_weekday != self.as_weekday
        return "change" if existing.kind != kind or hours_differ else "same"

    def _prepare_removal(self, day):
        return {
            "date": day.date,
            "kind": day.kind,
            "as_weekday": day.as_weekday,
            "name": day.name,
            "names": {},
            "day_id": day.id,
            "action": "remove",
            "is_selected": True,
        }

    def _makeup_names(self):
        return {
            lang: self.with_context(lang=lang).env._("Make-up working day")
            for lang in self._languages()
        }
