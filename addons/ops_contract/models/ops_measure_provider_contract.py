from collections import defaultdict

from odoo import api, models
from odoo.exceptions import ValidationError

from odoo.addons.ops_base.calc.measure_value import MeasureValue
from odoo.addons.ops_base.calc.period import hull, within

KINDS = ("attainment", "availability", "punctuality")
DIRECTIONS = ("sold", "purchased", "internal")


class OpsMeasureProviderContract(models.AbstractModel):
    """Attainment from SLA facts, availability from sent statements, punctuality from
    deliverables; of contracts, partners, and of those who run the contracts."""

    _name = "ops.measure.provider.contract"
    _inherit = ["ops.measure.provider"]
    _description = "Measures of Service Contracts"

    @api.model
    def _subject_models(self):
        return super()._subject_models() | {"ops.contract"}

    @api.model
    def _params_help(self):
        return self.env._(
            'kind: "attainment" (default), "availability" or "punctuality"; metric: '
            'code of an SLA metric (empty: all); direction: "sold", "purchased" or '
            '"internal" (empty: all).'
        )

    @api.model
    def _check_params(self, measure, params):
        self._refuse_unknown_params(params, ("kind", "metric", "direction"))
        allowed = {"kind": KINDS, "direction": DIRECTIONS}
        for name, values in allowed.items():
            if params.get(name) and params[name] not in values:
                raise ValidationError(self._params_help())
        code = params.get("metric")
        if code and not self.env["ops.sla.metric"].search_count([("code", "=", code)]):
            raise ValidationError(self.env._("There is no SLA metric “%s”.", code))

    @api.model
    def _measure_spans(self, measure, subjects, spans):
        params = measure.params or {}
        contracts = self._contracts_of(subjects, params.get("direction"))
        every = self.env["ops.contract"].union(*contracts.values())
        reader = getattr(self, f"_read_{params.get('kind') or 'attainment'}")
        first, last = hull(days for own in spans.values() for days in own)
        rows = reader(every, params.get("metric"), first, last)
        return {
            (subject_id, *days): self._sum(own, rows, days)
            for subject_id, own in contracts.items()
            for days in spans[subject_id]
        }

    @api.model
    def _sum(self, contracts, rows, span):
        """Parts of the subject's contracts within the span added up, exactly."""
        own = [
            row
            for contract in contracts
            for days, *row in rows.get(contract.id, ())
            if within(days, span)
        ]
        numerator = sum(row[0] for row in own)
        denominator = sum(row[1] for row in own)
        if not denominator:
            return MeasureValue.no_data(self.env._("No cases"))
        refs = tuple(ref for row in own for ref in row[3])
        count = sum(row[2] for row in own)
        return MeasureValue.ratio(numerator, denominator, count, refs)

    # whose contracts -----------------------------------------------------------
    def _contracts_of(self, subjects, direction):
        """``{subject id: contracts}``: a person's are those that he runs."""
        if subjects._name == "ops.contract":
            found = {subject.id: subject for subject in subjects}
            chosen = subjects.filtered(
                lambda contract: not direction or contract.direction == direction
            )
            return {key: contract & chosen for key, contract in found.items()}
        domain = [("direction", "=", direction)] if direction else []
        if subjects._name == "res.partner":
            return self._by_partner(subjects, domain)
        return self._by_person(subjects, domain)

    def _by_partner(self, partners, domain):
        commercial = partners.commercial_partner_id
        contracts = self.env["ops.contract"].search(
            [*domain, ("commercial_partner_id", "in", commercial.ids)]
        )
        groups = contracts.grouped("commercial_partner_id")
        empty = contracts.browse()
        return {
            partner.id: groups.get(partner.commercial_partner_id, empty)
            for partner in partners
        }

    def _by_person(self, subjects, domain):
        # sudo: which user an employee is, and who belongs to a department
        staff = subjects.sudo()
        if subjects._name == "hr.department":
            users = {team.id: team.member_ids.user_id for team in staff}
        else:
            users = {person.id: person.user_id for person in staff}
        every = self.env["res.users"].union(*users.values())
        contracts = self.env["ops.contract"].search(
            [
                *domain,
                "|",
                ("project_manager_id", "in", every.ids),
                "&",
                ("project_manager_id", "=", False),
                ("manager_id", "in", every.ids),
            ]
        )
        return {
            key: contracts.filtered(
                lambda contract, own=own: (
                    (contract.project_manager_id or contract.manager_id) in own
                )
            )
            for key, own in users.items()
        }

    # sources: {contract id: [(days, numerator, denominator, n, refs)]} --------------
    def _read_attainment(self, contracts, code, date_from, date_to):
        domain = [
            ("contract_id", "in", contracts.ids),
            ("outcome_day", ">=", date_from),
            ("outcome_day", "<=", date_to),
            ("outcome", "in", ("met", "breached")),
            ("superseded_by_id", "=", False),
        ]
        if code:
            domain.append(("metric_id.code", "=", code))
        rows = defaultdict(list)
        for contract, outcome, day, ids in self.env["ops.sla.clock"]._read_group(
            domain, ["contract_id", "outcome", "outcome_day:day"], ["id:array_agg"]
        ):
            met = len(ids) if outcome == "met" else 0
            refs = self._refs("ops.sla.clock", ids)
            rows[contract.id].append(((day, day), met, len(ids), len(ids), refs))
        return rows

    def _read_availability(self, contracts, code, date_from, date_to):
        domain = [
            ("contract_id", "in", contracts.ids),
            ("statement_id.date_from", ">=", date_from),
            ("statement_id.date_to", "<=", date_to),
            ("statement_id.sealed_at", "!=", False),
            ("metric_id.evaluator", "=", "availability"),
        ]
        if code:
            domain.append(("metric_id.code", "=", code))
        groups = self.env["ops.sla.statement.line"]._read_group(
            domain,
            ["contract_id", "statement_id"],
            ["numerator:sum", "denominator:sum", "id:array_agg"],
        )
        rows = defaultdict(list)
        for contract, statement, up, agreed, ids in groups:
            # sudo: the days of a statement whose line the reader may see
            days = statement.sudo().date_from, statement.sudo().date_to
            refs = self._refs("ops.sla.statement.line", ids)
            rows[contract.id].append((days, up, agreed, len(ids), refs))
        return rows

    def _read_punctuality(self, contracts, code, date_from, date_to):
        deliverables = self.env["ops.deliverable"].search(
            [
                ("contract_id", "in", contracts.ids),
                ("date_due", ">=", date_from),
                ("date_due", "<=", date_to),
                ("state", "!=", "cancelled"),
            ]
        )
        rows = defaultdict(list)
        for item in deliverables:
            if item.state == "accepted" or item.is_overdue:
                on_time = int(item.is_on_time)
                days = (item.date_due, item.date_due)
                refs = self._refs("ops.deliverable", item.ids)
                rows[item.contract_id.id].append((days, on_time, 1, 1, refs))
        return rows

    @staticmethod
    def _refs(model, ids):
        return [(model, record_id) for record_id in ids]
