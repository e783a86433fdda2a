"""A contract in the hands of ``manager`` and ``supervisor`` (``ours``) and one in the
hands of ``manager2`` (``theirs``), each with papers of every kind; a company beside."""

from odoo.fields import Command

from odoo.addons.ops_base.tests.access import checksum
from odoo.addons.ops_base.tests.audit_tables import new_models

from .portal_case import YEAR, PortalCase

# the monthly fee: a price that occurs nowhere else, and how it is written
PRICE, WRITTEN_PRICE = 47110.47, "47110"


class AccessCase(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for papers in (cls.ours, cls.theirs):
            cls._add_facts(papers)
        cls._add_other_company()
        public = cls.env.ref("base.public_user")
        cls.users |= {"portal": cls.portal, "public": public}
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def contract(cls, state="active", **values):
        if values.get("partner_id") == cls.stranger.id:
            other = cls.users["manager2"].id
            values |= {"manager_id": other, "project_manager_id": other}
        return super().contract(state, **values)

    @classmethod
    def _price(cls, contract, word):
        line = {"name": f"{word} fee", "quantity": 1, "unit_price": PRICE}
        return cls.version(contract, "price", YEAR, price=[line])

    @classmethod
    def _reporting(cls, contract, word):
        version = super()._reporting(contract, word)
        version.deliverable_line_ids.responsible_id = cls._responsible(word)
        return version

    @classmethod
    def _responsible(cls, word):
        """The employee answers for ours, somebody else for theirs."""
        return cls.users["employee" if word == cls.canary else "manager2"]

    @classmethod
    def _add_facts(cls, papers):
        contract, word = papers.contract, papers.word
        fact = {"contract_id": contract.id, "name": f"{word} case"}
        papers.clock = cls.env["ops.sla.clock"].create(
            {
                **fact,
                "metric_id": cls.metrics["t_response"].id,
                "start_at": "2026-11-02 01:30:00",
            }
        )
        papers.outage = cls.env["ops.outage"].create(
            {
                **fact,
                "start_at": "2026-11-02 01:30:00",
                "end_at": "2026-11-02 02:30:00",
            }
        )
        papers.wish = cls.env["ops.contract.change"].create(
            {**fact, "description": f"{word} wish", "amount": PRICE, "kind": "price"}
        )

    @classmethod
    def _add_other_company(cls):
        cls.other_company = cls.env["res.company"].create({"name": "Next Door"})
        cls.users["next_door"] = cls.new_user(
            "contract_next_door",
            "ops_contract.group_contract_org",
            "ops_contract.group_contract_manager",
            company_id=cls.other_company.id,
            company_ids=[Command.set(cls.other_company.ids)],
        )

    # ---------------------------------------------------------------------------
    def papers(self, papers):
        """One record of each kind of a contract, that the fixture made."""
        contract = papers.contract
        for name, model in new_models(self.env, "ops_contract").items():
            if model._auto and not model._transient and "contract_id" in model._fields:
                yield self.env[name].search([("contract_id", "=", contract.id)])[:1]
        yield contract

    def checksum(self):
        return checksum(self.env, "ops_contract")
