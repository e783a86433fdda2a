"""R11: every method that a client can call refuses whoever has not the role, or not
the record; nothing changes."""

from odoo.tests import tagged

from odoo.addons.ops_base.tests.access_calls import NOWHERE, PublicMethods

from .access_case import AccessCase
from .access_record import PUBLIC

STRANGERS = ("supervisor", "manager", "next_door")
DAYS = ((), ("x",), (5,), ("2026-13-45",))


@tagged("post_install", "-at_install")
class TestPublicMethods(PublicMethods, AccessCase):
    module = "ops_contract"
    logins = {
        **{role: role for role in ("employee", "supervisor", "manager", "finance")},
        **{role: role for role in ("org", "portal", "public")},
        "next_door": "org",
    }
    public = PUBLIC
    garbage = {
        "get_cockpit": [
            (contract, *day) for contract in (NOWHERE, "x", None, [1]) for day in DAYS
        ]
    }
    private = {
        "ops.contract": ("_suspend", "_terminate", "_server_write", "_refresh_states"),
        "ops.annex.version": ("_sign_customer", "_sign_internal", "_seal", "_withdraw"),
        "ops.deliverable": ("_accept", "_reject", "_deliver", "_cancel", "_generate"),
        "ops.sla.statement": ("_confirm", "_dispute", "_send", "_generate"),
        "ops.contract.change": ("_request_from_portal", "_set_decided"),
        "ops.sla.clock": ("_replay", "_supersede"),
    }

    def targets(self, login, model):
        if model == "res.partner":
            return self.customer.ids, []
        foreign = self._paper(self.theirs, model) if login in STRANGERS else []
        return self._paper(self.ours, model), foreign

    def _paper(self, papers, model):
        if model == "ops.contract":
            return papers.contract.ids
        if "contract_id" not in self.env[model]._fields:
            return []
        domain = [("contract_id", "=", papers.contract.id)]
        return self.env[model].search(domain, limit=1).ids
