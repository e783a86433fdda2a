from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# the facts that every sealed version names
SEALED_TERMS = frozenset(
    {"partner_id", "company_id", "currency_id", "tz", "direction", "calendar_id"}
)


class OpsContract(models.Model):
    """Which version of an annex counts when."""

    _inherit = "ops.contract"

    def write(self, vals):
        if SEALED_TERMS & set(vals):
            self._refuse_sealed_terms(vals)
        result = super().write(vals)
        if {"date_end", "terminated_on"} & set(vals):
            self.annex_ids._refresh_ends()
        return result

    def _refuse_sealed_terms(self, vals):
        """The seals of the annexes name these."""
        # sudo: seals bind whoever may read the versions
        for contract in self.sudo():
            changed = [
                name
                for name in SEALED_TERMS & set(vals)
                if contract._fields[name].convert_to_write(contract[name], contract)
                != vals[name]
            ]
            if changed and any(contract.version_ids.mapped("sealed_at")):
                raise UserError(
                    self.env._(
                        "%(name)s has sealed annexes that name %(fields)s: it stays.",
                        name=contract.display_name,
                        fields=self._field_labels(changed),
                    )
                )

    @api.private
    def _annex(self, kind):
        """The annex of this kind, made if missing."""
        self.ensure_one()
        annex = self.annex_ids.filtered(lambda annex: annex.kind == kind)
        if annex:
            return annex
        Annex = self.env["ops.contract.annex"]
        kinds = [name for name, _label in Annex._fields["kind"].selection]
        return Annex.create(
            {
                "contract_id": self.id,
                "kind": kind,
                "sequence": 10 * (kinds.index(kind) + 1),
            }
        )

    @api.private
    def _version_at(self, kind, instant):
        """The version in force at an instant (naive UTC), or none."""
        Version = self.env["ops.annex.version"]
        return self._found_versions(kind, Version._domain_at(instant))[:1]

    @api.private
    def _versions_between(self, kind, date_from, date_to):
        """Those in force on any of the days (both inside), in their order."""
        days = Domain("date_from", "<=", date_to) & Domain("date_to", ">=", date_from)
        in_force = Domain("state", "in", ("agreed", "effective", "superseded"))
        return self._found_versions(kind, days & in_force)

    def _found_versions(self, kind, domain):
        self.ensure_one()
        own = Domain("contract_id", "in", self.ids) & Domain("kind", "=", kind)
        # sudo: which one counts does not depend on who asks
        Version = self.env["ops.annex.version"].sudo()
        found = Version.search(own & domain, order="effective_from")
        return found.sudo(self.env.su)
