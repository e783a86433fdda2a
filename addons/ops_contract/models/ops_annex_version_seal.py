import json

from odoo import api, models

from odoo.addons.ops_base.calc.seal import canonical_json, digest

from ..calc.seal_format import FORMAT, present_form
from ..tools.references import codes, seal_reference
from .ops_annex_version import LINES

# the rules of an evaluation annex that are fields of the version
RULES = (
    "cap_bp",
    "consecutive_months",
    "consecutive_factor_bp",
    "termination_misses",
    "termination_window",
    "earn_back_months",
    "dispute_days",
)
# rules that are agreed only where the number of months is not 0
IF_AGREED = {
    "consecutive_months": "consecutive_months",
    "consecutive_factor_bp": "consecutive_months",
    "termination_misses": "termination_misses",
    "termination_window": "termination_misses",
    "earn_back_months": "earn_back_months",
}


class OpsAnnexVersion(models.Model):
    """What the seal covers: the whole structure, as plain values. Names and codes of
    other records, and the values of the clauses' variables, are taken as they read at
    sealing; the ids are the fact."""

    _inherit = "ops.annex.version"

    def _seal_payload(self):
        self.ensure_one()
        # sudo: the seal covers prices too, whoever sealed or checks it
        version = self.sudo()
        payload = {
            "format": FORMAT,
            "contract": version._seal_contract(),
            "annex": {"id": version.annex_id.id, "kind": version.kind},
            "number": version.number,
            "date_from": version.date_from,
            "effective_from": version.effective_from or None,
            "rules": version._seal_rules(),
            "values": version._at_sealing("values", version._current_clause_values),
            "names": version._at_sealing("names", version._current_names),
            "codes": version._at_sealing("codes", version._current_codes),
        }
        for name in LINES:
            payload[name] = [line._seal_row() for line in version._sorted(name)]
        return payload

    def _seal_contract(self):
        contract = self.contract_id
        return {
            "id": contract.id,
            "number": contract.number,
            "direction": contract.direction,
            "company_id": contract.company_id.id,
            "partner_id": contract.partner_id.id,
            "currency": contract.currency_id.name,
            "tz": contract.tz,
            "calendar_id": seal_reference(contract.calendar_id),
        }

    def _seal_rules(self):
        if self.kind != "evaluation":
            return {}
        return {name: self[name] for name in RULES}

    def _agreed_rules(self):
        """Names of the rules that bind, for readers: a 0 may say "never"."""
        return [
            name for name in RULES if name not in IF_AGREED or self[IF_AGREED[name]]
        ]

    def _sorted(self, name):
        """Lines in their order, also before they are read anew."""
        return self[name].sorted(lambda line: (line.sequence, line.id))

    def _at_sealing(self, name, current):
        """A part of the payload as it was sealed, or as it is now in a draft."""
        return self._sealed_facts().get(name) if self.sealed_at else current()

    def _sealed_facts(self):
        # sudo: read to check or to print the seal; what is shown is chosen there
        return json.loads(self.sudo().seal_payload or "{}")

    def _current_names(self):
        """``{model: {id: name}}`` in the language of the contract."""
        names = {}
        version = self.with_context(lang=self._contract_lang())
        for record in version._records_named():
            names.setdefault(record._name, {})[record.id] = record.display_name
        return names

    def _current_codes(self):
        """``{model: {id: {name of the code: code}}}`` of those that have codes."""
        found = {}
        for record in self._records_named():
            if of_record := codes(record):
                found.setdefault(record._name, {})[record.id] = of_record
        return found

    def _records_named(self):
        contract = self.contract_id
        yield from (contract.partner_id, contract.company_id, contract.calendar_id)
        yield self.annex_id
        for name in LINES:
            for line in self._sorted(name):
                for records in line._named_records():
                    yield from records

    def _contract_lang(self):
        """The language that the clauses are written in."""
        installed = dict(self.env["res.lang"].get_installed())
        lang = self.contract_id.partner_id.lang
        return lang if lang in installed else self.env.lang or "en_US"

    def _seal_is_intact(self):
        self.ensure_one()
        # sudo: who may read the version may know whether it is intact
        return super(OpsAnnexVersion, self.sudo())._seal_is_intact()

    def _sealed_in_present_form(self):
        return present_form(super()._sealed_in_present_form())

    @api.private
    def _current_hash(self):
        """The hash that a draft would have now."""
        return digest(canonical_json(self._seal_payload()))

    @api.model
    def _verify(self, seal_hash):
        """Public facts of the version with this hash, no names of persons or parties;
        empty if there is none."""
        # sudo: whoever holds the hash holds the document
        version = self.sudo().search([("seal_hash", "=", seal_hash or "-")], limit=1)
        if not version:
            return {}
        return {
            "number": version.contract_id.number,
            "kind": version._kind_label(),
            "title": version.annex_id.display_name,
            "version": version.number,
            "state": version._state_label(),
            "date_from": version.date_from,
            "date_to": version.date_to,
            "sealed_at": version.sealed_at,
            "signed": version.state in ("agreed", "effective", "superseded"),
            "intact": version._seal_is_intact(),
            "hash": version.seal_hash,
        }
