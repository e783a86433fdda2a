from odoo import models
from odoo.exceptions import UserError

from ..calc.tiers import check_tiers

# what an annex of a kind must have at least one of
NEEDED = {
    "service": "service_line_ids",
    "sla": "sla_line_ids",
    "spares": "spare_line_ids",
    "staff": "staff_line_ids",
    "reporting": "deliverable_line_ids",
    "evaluation": "evaluation_line_ids",
    "security": "clause_ids",
    "price": "price_line_ids",
}


class OpsAnnexVersion(models.Model):
    """Whether a version can be reviewed: all problems are told at once."""

    _inherit = "ops.annex.version"

    def _check_complete(self):
        self.ensure_one()
        # sudo: what is wrong is wrong whoever looks, prices included
        problems = self.sudo()._problems()
        if problems:
            raise UserError(
                self.env._(
                    "%(name)s is not ready:\n%(problems)s",
                    name=self.display_name,
                    problems="\n".join(f"- {problem}" for problem in problems),
                )
            )
        if self.kind == "sla":
            self._check_sla_lines_unique()
        self._check_start_free()

    def _problems(self):
        found = list(self._problems_of_all())
        check = getattr(self, f"_problems_of_{self.kind}", None)
        return found + list(check() if check else ())

    def _problems_of_all(self):
        needed = NEEDED[self.kind]
        if not self[needed]:
            yield self.env._("it has no row under “%s”", self._line_label(needed))
        for name, clause in self._unknown_variables().items():
            yield self.env._(
                "clause %(clause)s names the unknown variable ${%(name)s}",
                clause=clause.display_name,
                name=name,
            )
        if self.annex_id.version_ids._in_force() - self and not (
            self.change_reason or self.change_request_id
        ):
            yield self.env._("it does not say why it replaces the version before")
        yield from self._foreign_services()

    def _foreign_services(self):
        """Services of other contracts, or that nobody promises any more."""
        keys = set(self._lines_beside("service").mapped("line_key"))
        for line in [*self.sla_line_ids, *self.deliverable_line_ids]:
            for service in line.service_line_ids:
                if service.contract_id != self.contract_id:
                    yield self.env._(
                        "“%(line)s” names a service of another contract: %(service)s",
                        line=line.display_name,
                        service=service.display_name,
                    )
                elif service.line_key not in keys:
                    yield self.env._(
                        "“%(line)s” names a service that is no longer in the "
                        "services annex: %(service)s",
                        line=line.display_name,
                        service=service.display_name,
                    )

    def _problems_of_service(self):
        items = self.service_line_ids.item_id
        for item in items._too_coarse():
            yield self.env._(
                "“%s” is coarser than the catalogue: choose items of the deepest class",
                item.display_name,
            )
        for item in items.filtered(lambda item: item.state == "draft"):
            yield self.env._("“%s” is not published", item.display_name)
        promised = self._lines_beside("sla")
        covers_all = any(not line.service_line_ids for line in promised)
        keys = set(promised.service_line_ids.mapped("line_key"))
        for line in self.service_line_ids:
            if not (covers_all or line.line_key in keys or line.no_sla_reason):
                yield self.env._(
                    "“%s” has no service level, and no reason why not",
                    line.display_name,
                )

    def _problems_of_sla(self):
        for line in self.sla_line_ids:
            evaluator = line.metric_id.evaluator
            if evaluator == "clock" and not (line.target_minutes or line.target_days):
                yield self.env._("“%s” has no time to keep", line.display_name)
            if line.metric_id.unit == "ratio" and not line.target_bp:
                yield self.env._("“%s” has no ratio to reach", line.display_name)

    def _problems_of_evaluation(self):
        weight = sum(self.evaluation_line_ids.mapped("weight_bp"))
        if weight > 10000:
            yield self.env._("the weights add up to %s %%, above 100 %%", weight / 100)
        levels = {line.line_key: line for line in self._lines_beside("sla")}
        for line in self.evaluation_line_ids:
            level = levels.get(line.sla_key)
            if level is None:
                yield self.env._(
                    "“%s” evaluates a service level that the SLA annex does not have",
                    line.display_name,
                )
            elif line.tier_ids:
                yield from self._problems_of_tiers(line, level)

    def _problems_of_tiers(self, line, level):
        # others than ratios to reach are read as the share of the target attained
        metric = level.metric_id
        is_plain = metric.unit == "ratio" and metric.direction == "up"
        end = level.target_bp if is_plain else 10000
        tiers = [(tier.low_bp, tier.high_bp, tier.credit_bp) for tier in line.tier_ids]
        for fault in check_tiers(tiers, 0, end):
            yield self._tier_text(fault.kind).format(
                name=line.display_name,
                low=float((fault.low or 0) / 100),
                high=float((10000 if fault.high is None else fault.high) / 100),
            )

    def _tier_text(self, kind):
        return {
            "gap": self.env._("“{name}”: no tier from {low} % to {high} %"),
            "overlap": self.env._("“{name}”: two tiers from {low} % to {high} %"),
            "empty": self.env._("“{name}”: an empty tier at {low} %"),
            "negative": self.env._("“{name}”: a negative credit at {low} %"),
            "falling": self.env._(
                "“{name}”: from {low} % to {high} % a worse result costs less"
            ),
        }[kind]

    def _problems_of_staff(self):
        for line in self.staff_line_ids:
            if line.skill_type_id and not (line.skill_id or line.certificate_id):
                yield self.env._(
                    "“%s” names a type of skill, but no skill", line.display_name
                )

    def _problems_of_spares(self):
        seen = set()
        for line in self.spare_line_ids:
            place = line.product_id, line.site_id
            if place in seen:
                yield self.env._(
                    "“%s” stands twice for one site", line.product_id.display_name
                )
            seen.add(place)
            if not line.quantity and not line.fill_bp:
                yield self.env._(
                    "“%s” promises neither a quantity nor a fill rate",
                    line.product_id.display_name,
                )

    def _problems_of_price(self):
        if sum(self.price_line_ids.mapped("amount")) < 0:
            yield self.env._("the prices add up to less than zero")

    def _lines_beside(self, kind):
        """Lines of the version of another annex that this one will stand beside: the
        last to begin by then, drafts included, else the newest."""
        versions = self
        if kind != self.kind:
            annex = self.contract_id.annex_ids.filtered(lambda a: a.kind == kind)
            versions = annex.version_ids.filtered(lambda v: v.state != "withdrawn")
            begun = versions.filtered(lambda v: v.date_from <= self.date_from)
            versions = begun or versions
        return versions.sorted(lambda v: (v.date_from, v.number))[-1:][NEEDED[kind]]

    def _line_label(self, name):
        return self.fields_get([name], ["string"])[name]["string"]
