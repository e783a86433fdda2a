from odoo import api, models

from odoo.addons.ops_base.calc.units import from_minor, to_minor
from odoo.addons.ops_base.tools.words import amount_in_words

AMOUNTS = ("quota", "reduction_target", "actual")


class AssessmentSheet(models.AbstractModel):
    """Monthly assessment sheet (月度考核表): a node, what stands on its own level,
    and its parts, with the totals that the screen shows."""

    _name = "report.ops_cost.assessment_sheet"
    _description = "Monthly Assessment Sheet"

    @api.model
    def _get_report_values(self, docids, data=None):
        assessments = self.env["ops.cost.assessment"].browse(docids)
        assessments.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": "ops.cost.assessment",
            "docs": assessments,
            "sheets": [self._sheet(assessment) for assessment in assessments],
        }

    def _sheet(self, assessment):
        currency = assessment.currency_id
        parts = self._parts(assessment)
        rest = self._rest(assessment, parts)
        period = assessment.period_id
        return {
            "assessment": assessment,
            # sudo: number of the closing, which few readers may open
            "closing": assessment.sudo().closing_id,
            "seal": self._seal(assessment),
            "company": assessment.company_id,
            "period": self.env._(
                "Month %(month)s, from %(start)s to %(end)s",
                month=period.code,
                start=period.date_start,
                end=period.date_end,
            ),
            "places": currency.decimal_places,
            "currency": currency,
            "rest": rest,
            "rest_name": self._rest_name(assessment, parts),
            "parts": [self._row(part) for part in parts],
            "total": self._row(assessment),
            "penalty_words": self._words(assessment.penalty, currency),
            "reward_words": self._words(assessment.reward, currency),
            "signatures": [
                self.env._("Unit accountant"),
                self.env._("Responsible person"),
                self.env._("Cost office"),
            ],
        }

    def _seal(self, assessment):
        """Beginning of the hash, for those who may know what it covers."""
        closings = self.env["ops.cost.closing"]
        if not closings._has_field_access(closings._fields["seal_hash"], "read"):
            return ""
        # sudo: hash of the closing, which few readers may open
        return assessment.sudo().closing_id.seal_hash[:16]

    def _parts(self, assessment):
        """Assessments one level below, of the same closing, that the reader sees."""
        level = assessment.level
        if level == 4:
            return assessment.browse()
        return assessment.search(
            [
                ("closing_id", "=", assessment.closing_id.id),
                ("level", "=", level + 1),
                (f"l{level}_id", "=", assessment.node_id.id),
            ],
            order="node_id",
        )

    def _row(self, assessment):
        return {
            "code": assessment.node_id.code,
            "name": assessment.node_id.name,
            **{name: assessment[name] for name in AMOUNTS},
            "difference": assessment.quota - assessment.actual,
            "zone": self._zone(assessment),
            "penalty": assessment.penalty,
            "reward": assessment.reward,
        }

    def _zone(self, assessment):
        labels = dict(assessment._fields["zone"]._description_selection(self.env))
        return labels[assessment.zone]

    def _rest(self, assessment, parts):
        """Total less the parts, exactly; ``None`` when there is nothing left."""
        if assessment.level == 4:
            return None
        step = repr(assessment.currency_id.rounding)
        rest = {
            name: to_minor(assessment[name], step)
            - sum(to_minor(part[name], step) for part in parts)
            for name in AMOUNTS
        }
        if not any(rest.values()):
            return None
        rest["difference"] = rest["quota"] - rest["actual"]
        return {name: float(from_minor(minor, step)) for name, minor in rest.items()}

    def _rest_name(self, assessment, parts):
        # sudo: only how many parts there are, to name the rest of the total rightly
        everything = self._parts(assessment.sudo())
        if len(everything) == len(parts):
            return self.env._("Own level")
        return self.env._("Own level and other parts")

    def _words(self, amount, currency):
        step = repr(currency.rounding)
        exact = from_minor(to_minor(amount, step), step)
        return amount_in_words(exact, self.env.lang or "en_US", currency.name)
