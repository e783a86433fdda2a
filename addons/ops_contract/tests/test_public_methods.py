"""R11: every method that a client can call refuses whoever has not the role, or not
the record; nothing changes."""

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_case import NOWHERE, AccessCase
from .access_record import PUBLIC, may

ROLES = (
    "employee",
    "supervisor",
    "manager",
    "finance",
    "org",
    "portal",
    "public",
)
QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
SCREENS = {"get_board": [()], "get_cockpit": [(NOWHERE,), ("x",), (None,), ([1],)]}
PRIVATE = {
    "ops.contract": ("_suspend", "_terminate", "_server_write", "_refresh_states"),
    "ops.annex.version": ("_sign_customer", "_sign_internal", "_seal", "_withdraw"),
    "ops.deliverable": ("_accept", "_reject", "_deliver", "_cancel", "_generate"),
    "ops.sla.statement": ("_confirm", "_dispute", "_send", "_generate"),
    "ops.contract.change": ("_request_from_portal", "_set_decided"),
    "ops.sla.clock": ("_replay", "_supersede"),
}


@tagged("post_install", "-at_install")
class TestPublicMethods(AccessCase):
    def targets(self, model):
        """One record of ours if there is any, and one that does not exist."""
        if model == "res.partner":
            return [self.customer.ids, [NOWHERE]]
        records = self.env[model].browse()
        if self.env[model]._auto and "contract_id" in self.env[model]._fields:
            domain = [("contract_id", "=", self.ours.contract.id)]
            records = self.env[model].search(domain, limit=1)
        elif model == "ops.contract":
            records = self.ours.contract
        return [*([records.ids] if records else []), [NOWHERE]]

    @mute_logger(*QUIET)
    def test_whoever_has_not_the_role_is_refused(self):
        before = self.checksum()
        for role in ROLES:
            for model, methods in PUBLIC.items():
                for method in methods:
                    if not may(role, model, method):
                        with self.subTest(role=role, model=model, method=method):
                            self.assert_refused(role, model, method)
        self.assertEqual(self.checksum(), before)

    def assert_refused(self, role, model, method):
        if method in SCREENS:
            for args in SCREENS[method]:
                with self.assertRaises(AccessError):
                    self.call(role, model, method, None, args)
            return
        for ids in self.targets(model):
            with self.assertRaises(UserError):
                self.call(role, model, method, ids)

    @mute_logger(*QUIET)
    def test_whoever_has_the_role_is_refused_foreign_records(self):
        before = self.checksum()
        foreign = {
            record._name: record.ids for record in self.papers(self.theirs) if record
        }
        for role in ("supervisor", "manager", "next_door"):
            rights = "org" if role == "next_door" else role
            for model, methods in PUBLIC.items():
                for method in methods:
                    if model in foreign and may(rights, model, method):
                        with (
                            self.subTest(role=role, model=model, method=method),
                            self.assertRaises(UserError),
                        ):
                            self.call(role, model, method, foreign[model])
        self.assertEqual(self.checksum(), before)

    @mute_logger(*QUIET)
    def test_screens_take_any_argument(self):
        """Nonsense gets an answer or a sentence, never an error of the server."""
        screen = "ops.contract.screen"
        for args in SCREENS["get_cockpit"]:
            for day in ((), ("x",), (5,), ("2026-13-45",)):
                with self.subTest(args=args, day=day):
                    try:
                        self.call("org", screen, "get_cockpit", None, args + day)
                    except UserError as refusal:
                        self.assertTrue(str(refusal))

    def test_private_methods_stay_private(self):
        env = self.env(user=self.users["org"], su=False)
        for model, methods in PRIVATE.items():
            for method in methods:
                with self.subTest(model=model, method=method):
                    self.assertTrue(hasattr(env[model], method))
                    with self.assertRaises(AccessError):
                        call_kw(env[model], method, [[]], {})
