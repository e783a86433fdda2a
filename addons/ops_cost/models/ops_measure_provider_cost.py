from odoo import api, models
from odoo.exceptions import ValidationError

from odoo.addons.ops_base.calc.measure_value import MeasureValue
from odoo.addons.ops_base.calc.period import common, hull, within
from odoo.addons.ops_base.calc.units import from_minor, to_minor

KINDS = ("actual_quota", "saving", "penalty", "reward")
# where an employee stands: {name: level of the nodes}
PLACES = {"person": 4, "team": 3, "unit": 2, "leader": 2}
PAID = ("signed", "paid")


class OpsMeasureProviderCost(models.AbstractModel):
    """Results of the cost assessment, for appraisals and other readers.

    Sources are sealed months and signed settlements only, whole nodes only, never an
    item or an open month. The rights are the reader's: whoever measures in superuser
    mode, as an appraisal cycle does, must not show more than the figure, and chooses
    the companies by ``allowed_company_ids``. That figure is a ratio, or the money that
    was settled; quota and actual themselves are never given along (numerator,
    denominator), so that it tells nobody what the confidential items of a node cost.
    ``refs`` lead to the sealed rows, to be opened with one's own rights.
    """

    _name = "ops.measure.provider.cost"
    _inherit = ["ops.measure.provider"]
    _description = "Measures of Cost Assessment"

    @api.model
    def _subject_models(self):
        return frozenset({"hr.employee", "hr.department"})

    @api.model
    def _params_help(self):
        return self.env._(
            'kind: "actual_quota" (default), "saving" (part of the quota that was '
            'saved), "penalty" or "reward" (money of signed settlements); place, for '
            'employees: "person" (default), "team" or "unit" that the person answers '
            'for, or "leader" of the units in charge.'
        )

    @api.model
    def _check_params(self, measure, params):
        self._refuse_unknown_params(params, ("kind", "place"))
        allowed = {"kind": KINDS, "place": tuple(PLACES)}
        for name, values in allowed.items():
            if params.get(name) and params[name] not in values:
                raise ValidationError(self._params_help())

    @api.model
    def _measure_spans(self, measure, subjects, spans):
        params = measure.params or {}
        kind = params.get("kind") or "actual_quota"
        place = params.get("place") or "person"
        if kind in ("actual_quota", "saving"):
            rows = self._assessments(subjects, place, spans)
            measured = self._ratio
        else:
            rows = self._settled(subjects, place, spans)
            measured = self._money
        return {key: measured(kind, found) for key, found in rows.items()}

    # values --------------------------------------------------------------------
    @api.model
    def _ratio(self, kind, rows):
        step = repr(rows.currency_id[:1].rounding)
        quota = sum(to_minor(row.quota, step) for row in rows)
        actual = sum(to_minor(row.actual, step) for row in rows)
        top = actual if kind == "actual_quota" else quota - actual
        found = MeasureValue.ratio(top, quota)
        if found.value is None:
            return MeasureValue.no_data(self.env._("No quota"))
        months = len(rows.period_id)
        return MeasureValue(found.value, n=months, refs=self._refs(rows))

    @api.model
    def _money(self, kind, rows):
        step = repr(rows.currency_id[:1].rounding)
        total = sum(to_minor(row[kind], step) for row in rows)
        return MeasureValue(from_minor(total, step), n=len(rows), refs=self._refs(rows))

    @api.model
    def _refs(self, rows):
        return tuple((rows._name, row_id) for row_id in rows.ids)

    # sealed months -------------------------------------------------------------
    def _assessments(self, subjects, place, spans):
        """``{(subject id, first day, last day): assessments}`` of the months within
        the days: of a month in which a node begins or ends, its own days count, as
        they do for the quota of a person who moves."""
        first, last = hull(days for own in spans.values() for days in own)
        owners = self._owners(subjects, place, first, last)
        rows = self.env["ops.cost.assessment"].search(
            [
                ("node_id", "in", list(owners)),
                ("company_id", "in", self.env.companies.ids),
                ("is_current", "=", True),
                ("period_id.date_start", "<=", last),
                ("period_id.date_end", ">=", first),
            ],
            order="period_id, node_id",
        )
        # sudo: the days of a month, and of a node, are no secret
        return self._by_span(rows, owners, spans, lambda row: _days(row.sudo()))

    @api.model
    def _by_span(self, rows, owners, spans, days_of):
        """``{(subject id, first day, last day): rows}``: to whom the node belonged on
        the last of the row's days, and all of those days that were his."""
        found = {}
        for row in rows:
            days = days_of(row)
            for subject_id, first, last in owners[row.node_id.id]:
                own = common(days, first, last)
                if not own or own[1] != days[1]:
                    continue
                for span in spans[subject_id]:
                    if within(own, span):
                        found.setdefault((subject_id, *span), []).append(row.id)
        return {key: rows.browse(ids) for key, ids in found.items()}

    def _owners(self, subjects, place, date_from, date_to):
        """``{node id: [(subject id, first day, last day)]}``."""
        if subjects._name == "hr.department":
            return self._nodes_of_departments(subjects)
        if place == "leader":
            return self._nodes_in_charge(subjects, date_from, date_to)
        name = "employee_id" if place == "person" else "manager_id"
        # sudo: which node is whose; its figures are read with the reader's rights
        nodes = (
            self.env["ops.cost.node"]
            .sudo()
            .with_context(active_test=False)
            .search([(name, "in", subjects.ids), ("level", "=", PLACES[place])])
        )
        return {node.id: [(node[name].id, None, None)] for node in nodes}

    def _nodes_of_departments(self, departments):
        """The highest nodes of a department; those below are contained in them."""
        # sudo: which node is whose; its figures are read with the reader's rights
        nodes = (
            self.env["ops.cost.node"]
            .sudo()
            .with_context(active_test=False)
            .search([("department_id", "in", departments.ids), ("level", "<", 4)])
        )
        owners = {}
        for department, own in nodes.grouped("department_id").items():
            top = min(own.mapped("level"))
            for node in own.filtered(lambda node, top=top: node.level == top):
                owners[node.id] = [(department.id, None, None)]
        return owners

    def _nodes_in_charge(self, leaders, date_from, date_to):
        """Units by the days in charge: a month counts for who leads on its last."""
        # sudo: who is in charge of what is no secret
        charges = (
            self.env["ops.cost.charge"]
            .sudo()
            .search(
                [
                    ("leader_id", "in", leaders.ids),
                    ("unit_id", "!=", False),
                    ("date_start", "<=", date_to),
                    "|",
                    ("date_end", "=", False),
                    ("date_end", ">=", date_from),
                ]
            )
        )
        owners = {}
        for charge in charges:
            days = (charge.leader_id.id, charge.date_start, charge.date_end)
            owners.setdefault(charge.unit_id.id, []).append(days)
        return owners

    # signed settlements ----------------------------------------------------------
    def _settled(self, subjects, place, spans):
        """``{(subject id, first day, last day): settlement lines}`` of settlements
        within the days."""
        first, last = hull(days for own in spans.values() for days in own)
        domain = [
            ("company_id", "in", self.env.companies.ids),
            ("settlement_id.state", "in", PAID),
            ("settlement_id.date_start", ">=", first),
            ("settlement_id.date_end", "<=", last),
        ]
        lines = self.env["ops.cost.settlement.line"]
        if subjects._name == "hr.employee" and place != "leader":
            level = ("level", "=", PLACES[place])
            rows = lines.search([*domain, ("employee_id", "in", subjects.ids), level])
            return self._by_person(rows, spans)
        owners = self._owners(subjects, place, first, last)
        rows = lines.search([*domain, ("node_id", "in", list(owners))])
        # sudo: the days of a settlement are no secret
        return self._by_span(
            rows, owners, spans, lambda row: _span(row.sudo().settlement_id)
        )

    @api.model
    def _by_person(self, lines, spans):
        found = {}
        for person, rows in lines.grouped("employee_id").items():
            # sudo: the days of a settlement are no secret
            known = {row: _span(row.sudo().settlement_id) for row in rows}
            for span in spans[person.id]:
                inside = rows.filtered(
                    lambda row, span=span, known=known: within(known[row], span)
                )
                if inside:
                    found[(person.id, *span)] = inside
        return found


def _span(record):
    return record.date_start, record.date_end


def _days(row):
    """Of the month, those of the node; all of them where an entry came late, after
    the node had ended."""
    month = _span(row.period_id)
    return common(month, *_span(row.node_id)) or month
