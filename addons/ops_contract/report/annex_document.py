from decimal import Decimal

from odoo import api, models
from odoo.tools import format_date, format_datetime

from odoo.addons.ops_base.tools.words import amount_in_words

from ..tools.portal_words import days_text, minutes_text, partial, percent, plain
from ..tools.roles import has_role
from .annex_table import Table, matrix


class AnnexDocument(models.AbstractModel):
    """The printed annex (合同附件), made from the structure that is sealed: the text
    and what is executed cannot differ. Names are those of the seal."""

    _name = "report.ops_contract.annex_document"
    _description = "Printed Annex"

    @api.model
    def _get_report_values(self, docids, data=None):
        versions = self.env["ops.annex.version"].browse(docids)
        versions.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": "ops.annex.version",
            "docs": versions,
            "sheets": [self._sheet(version) for version in versions],
        }

    def _sheet(self, version):
        # sudo: names of items, products and skills that the annex lists; prices are
        # left out below where the reader may not see them
        full, prices = version.sudo(), self._may_see_prices()
        return {
            "version": full,
            "company": full.company_id,
            "contract": full.contract_id,
            "parties": self._parties(full),
            "days": self._days(full),
            "tables": [table for table in self._tables(full, prices) if table.rows],
            "words": self._price_words(full) if prices else "",
            "clauses": full.clause_ids,
            "signatures": self._signatures(full),
            "signed": full.customer_signature,
            "verify": f"{full.get_base_url()}/ops/verify/{full.seal_hash}",
        }

    def _may_see_prices(self):
        """The other party sees the prices of its own contracts."""
        return self.env.user.share or has_role(self.env, "manager", "org", "finance")

    def _parties(self, version):
        contract = version.contract_id
        values = version._clause_values()
        ours, theirs = values["provider"], values["customer"]
        if contract.direction == "purchased":
            ours, theirs = theirs, ours
        return [
            (self.env._("Provider"), ours),
            (self.env._("Customer"), theirs),
        ]

    def _days(self, version):
        start = format_date(self.env, version.date_from)
        if not version.date_to:
            return self.env._("In force from %s on", start)
        return self.env._(
            "In force from %(start)s to %(end)s",
            start=start,
            end=format_date(self.env, version.date_to),
        )

    def _signatures(self, version):
        """``[(label, name, day)]``"""
        return [
            (
                self.env._("For %s", version._clause_values()["provider"]),
                version.signed_internal_by_id.name,
                self._at(version, version.signed_internal_on),
            ),
            (
                self.env._("For %s", version._clause_values()["customer"]),
                version.signed_customer_name,
                self._at(version, version.signed_customer_on),
            ),
        ]

    def _at(self, version, instant):
        return instant and format_datetime(
            self.env, instant, tz=version.contract_id.tz, dt_format="yyyy-MM-dd HH:mm"
        )

    # tables ------------------------------------------------------------------------
    def _tables(self, version, prices):
        makers = (
            self._services,
            self._levels,
            self._level_rules,
            self._evaluation,
            self._rules,
            self._bands,
            self._deliverables,
            self._staff,
            self._spares,
        )
        for make in makers:
            yield make(version, prices)
        if prices:
            yield self._prices(version)

    def _services(self, version, prices):
        table = Table(
            self.env._("Services"),
            [self.env._("Service"), self.env._("Place and hours")],
        )
        table.numbers(
            self.env._("Quantity"), *([self.env._("Monthly price")] if prices else [])
        )
        for line in version.service_line_ids:
            name = self._called(version, line.item_id)
            places = [line.site_id, line.mode_ids, line._hours(), line.ci_ids]
            row = [
                f"{name}: {line.name}" if line.name else name,
                "; ".join(filter(None, (self._called_all(version, p) for p in places))),
                plain(line.quantity),
            ]
            if line.no_sla_reason:
                row[0] += " " + self.env._("(no service level: %s)", line.no_sla_reason)
            amount = self._money(version, line.amount) if line.amount else ""
            table.add(*row, *([amount] if prices else []))
        return table

    def _levels(self, version, prices):
        """Metrics down, priorities across."""
        labels = dict(
            self.env["ops.annex.sla.line"]
            ._fields["priority"]
            ._description_selection(self.env)
        )
        return matrix(
            self.env._("Service Levels"),
            self.env._("Metric"),
            [
                (
                    line.name or self._called(version, line.metric_id),
                    labels[line.priority],
                    self._promise(line),
                )
                for line in version.sla_line_ids
            ],
            list(labels.values()),
        )

    def _promise(self, line):
        parts = []
        if line.target_minutes:
            parts.append(minutes_text(self.env, line.target_minutes))
        if line.target_days:
            parts.append(days_text(self.env, line.target_days))
        if line.evaluator in ("count", "value"):
            parts.append(plain(line.target_value))
        else:
            parts.append(percent(line.target_bp))
        return " / ".join(parts)

    def _level_rules(self, version, prices):
        heads = [
            self.env._("Service level"),
            self.env._("Services"),
            self.env._("Hours"),
            self.env._("Pauses"),
        ]
        heads += [self.env._("Not counted"), self.env._("Rules")]
        table = Table(self.env._("How It Is Counted"), heads)
        for line in version.sla_line_ids:
            table.add(
                line.display_name,
                self._called_all(version, line.service_line_ids) or self.env._("All"),
                version._hours_text(line._hours(), self.env.lang),
                self._called_all(version, line.pause_reason_ids) or self.env._("None"),
                self._called_all(version, line.exclusion_ids) or self.env._("Nothing"),
                "; ".join(self._rule_texts(line)),
            )
        return table

    def _rule_texts(self, line):
        names = ["small_n_rule", "zero_case"]
        if line.evaluator == "clock":
            names += ["priority_policy", "reopen_policy"]
        labels = line.fields_get(names, ["string", "selection"])
        for name in names:
            choices = dict(labels[name]["selection"])
            yield f"{labels[name]['string']}: {choices[line[name]]}"

    def _evaluation(self, version, prices):
        table = Table(
            self.env._("Evaluation"),
            [self.env._("Service level"), self.env._("Credit")],
        )
        table.numbers(self.env._("Weight"), self.env._("Points"))
        if prices:
            table.numbers(self.env._("Per missed case"))
        for line in version.evaluation_line_ids:
            tiers = "; ".join(
                self.env._(
                    "%(low)s to below %(high)s: %(credit)s",
                    low=percent(tier.low_bp),
                    high=percent(tier.high_bp),
                    credit=percent(tier.credit_bp),
                )
                for tier in line.tier_ids
            )
            row = [line.display_name, tiers, percent(line.weight_bp), line.miss_points]
            table.add(
                *row, *([self._money(version, line.miss_amount)] if prices else [])
            )
        return table

    def _rules(self, version, prices):
        table = Table(
            self.env._("Rules of the Settlement"),
            [self.env._("Rule"), self.env._("Value")],
        )
        if version.kind != "evaluation":
            return table
        labels = version.fields_get(attributes=["string"])
        for name in version._agreed_rules():
            value = version[name]
            text = percent(value) if name.endswith("_bp") else str(value)
            table.add(labels[name]["string"], text)
        return table

    def _bands(self, version, prices):
        table = Table(
            self.env._("Points to Deduction"),
            [self.env._("From points"), self.env._("Deduction")],
        )
        for band in version.point_band_ids:
            table.add(str(band.points_from), percent(band.deduction_bp))
        return table

    def _deliverables(self, version, prices):
        heads = [
            self.env._("Deliverable"),
            self.env._("How often"),
            self.env._("Due"),
            self.env._("By"),
            self.env._("Acceptance"),
        ]
        table = Table(self.env._("Deliverables"), heads)
        if prices:
            table.numbers(self.env._("Deducted if late"))
        for line in version.deliverable_line_ids:
            days = line.due_offset_days
            row = [
                line.name,
                " · ".join(
                    filter(None, [self._choice(line, "frequency"), partial(line)])
                ),
                self.env._("%s working days after", days)
                if line.due_in_working_days
                else self.env._("%s days after", days),
                self._choice(line, "channel"),
                self._acceptance(line),
            ]
            table.add(*row, *([self._money(version, line.deduction)] if prices else []))
        return table

    def _acceptance(self, line):
        if not line.needs_acceptance:
            return self.env._("None")
        if line.accept_days:
            return self.env._("Silence of %s days accepts", line.accept_days)
        return self.env._("Expressly")

    def _staff(self, version, prices):
        heads = [
            self.env._("Role"),
            self.env._("Skill"),
            self.env._("Certificate"),
            self.env._("Presence"),
            self.env._("Notice"),
        ]
        table = Table(self.env._("Staff"), heads)
        table.numbers(self.env._("Heads"))
        for line in version.staff_line_ids:
            table.add(
                line.name,
                " ".join(
                    filter(
                        None,
                        (
                            self._called(version, line.skill_id or line.skill_type_id),
                            self._called(version, line.skill_level_id),
                        ),
                    )
                ),
                self._called(version, line.certificate_id),
                self._choice(line, "presence"),
                self.env._("%s days", line.notice_days),
                line.headcount,
            )
        return table

    def _spares(self, version, prices):
        heads = [
            self.env._("Part"),
            self.env._("Place"),
            self.env._("On site within"),
            self.env._("Owner"),
            self.env._("Faulty part"),
        ]
        table = Table(self.env._("Spare Parts"), heads)
        table.numbers(self.env._("Held"), self.env._("Fill rate"))
        for line in version.spare_line_ids:
            back = self.env._("back within %s days", line.return_days)
            if line.advance_replacement:
                back = self.env._(
                    "replaced first, back within %s days", line.return_days
                )
            table.add(
                self._called(version, line.product_id),
                self._called(version, line.site_id),
                minutes_text(self.env, line.arrive_minutes),
                self._choice(line, "owner"),
                back,
                plain(line.quantity),
                percent(line.fill_bp),
            )
        return table

    def _prices(self, version):
        table = Table(self.env._("Prices"), [self.env._("Item"), self.env._("Billing")])
        table.numbers(
            self.env._("Quantity"),
            self.env._("Price"),
            self.env._("Amount"),
            self.env._("Monthly"),
        )
        for line in version.price_line_ids:
            table.add(
                line.name,
                self._choice(line, "billing"),
                plain(line.quantity),
                self._money(version, line.unit_price),
                self._money(version, line.amount),
                self._money(version, line.monthly_amount),
            )
        if table.rows:
            total = sum(version.price_line_ids.mapped("monthly_amount"))
            table.total = [
                self.env._("Monthly fee"),
                "",
                "",
                "",
                "",
                self._money(version, total),
            ]
        return table

    def _price_words(self, version):
        """The monthly fee in words."""
        if not version.price_line_ids:
            return ""
        places = version.currency_id.decimal_places
        fee = sum(
            Decimal(f"{line.monthly_amount:.{places}f}")
            for line in version.price_line_ids
        )
        lang, currency = self.env.lang or "en_US", version.currency_id.name
        if fee < 0:
            return ""
        return self.env._(
            "Monthly fee in words: %s", amount_in_words(fee, lang, currency)
        )

    # words -------------------------------------------------------------------------
    def _money(self, version, amount):
        return f"{amount:,.{version.currency_id.decimal_places}f}"

    def _choice(self, line, name):
        return dict(line._fields[name]._description_selection(self.env))[line[name]]

    def _called_all(self, version, records):
        return ", ".join(self._called(version, record) for record in records)

    def _called(self, version, record):
        """As it was sealed, where the print is in the language of the contract."""
        if not record:
            return ""
        if version.sealed_at and self.env.lang == version._contract_lang():
            names = version._sealed_facts()["names"].get(record._name, {})
            return names.get(str(record.id)) or record.display_name
        return record.display_name
