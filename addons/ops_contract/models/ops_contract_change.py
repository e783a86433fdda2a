from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.ops_base.models.ops_mixin_authors import MAIL_FIELDS
from odoo.addons.ops_base.tools.bounds import search_by

from ..tools.roles import require_role
from .ops_annex_version import IN_FORCE
from .ops_contract import RUNNING
from .ops_contract_annex import KINDS

OPEN = ("draft", "submitted", "approved")
# what a customer may fill in
PORTAL_FIELDS = frozenset({"name", "description", "kind"})


class OpsContractChange(models.Model):
    """A wish to change an annex or to renew: priced, decided by another person,
    carried out by a new version or by the new end."""

    _name = "ops.contract.change"
    _description = "Contract Change Request"
    _rec_names_search = ["number", "name"]
    _inherit = ["ops.mixin.request"]
    _server_owned = frozenset({"number"})
    _approval_open = MAIL_FIELDS
    _approval_groups = (
        "ops_contract.group_contract_manager",
        "ops_contract.group_contract_org",
    )

    number = fields.Char(required=True, readonly=True, copy=False, default="/")
    name = fields.Char("Subject", required=True, tracking=True)
    currency_id = fields.Many2one(related="contract_id.currency_id")
    effect = fields.Selection(
        [("annex", "New Annex Version"), ("renewal", "Renewal")],
        default="annex",
        required=True,
    )
    kind = fields.Selection(KINDS, "Annex", default="service", required=True)
    date_wanted = fields.Date("Wanted From")
    new_date_end = fields.Date("New End")
    origin = fields.Selection(
        [("customer", "Customer"), ("provider", "Provider"), ("scope", "Out of Scope")],
        default="customer",
        required=True,
    )
    description = fields.Text(required=True)
    impact = fields.Text()
    amount = fields.Monetary(
        "Monthly Effect",
        groups="ops_contract.group_contract_manager,"
        "ops_contract.group_contract_org,ops_contract.group_contract_finance",
    )
    version_ids = fields.One2many("ops.annex.version", "change_request_id", "Versions")
    is_carried_out = fields.Boolean(
        "Carried Out",
        compute="_compute_is_carried_out",
        search=search_by("_carried_out_domain"),
        help="A version made for it is agreed, or the contract is renewed.",
    )

    _number_uniq = models.UniqueIndex(
        "(company_id, number) WHERE number != '/'",
        "The number of a change request must be unique.",
    )
    _renewal_end = models.Constraint(
        "CHECK(effect != 'renewal' OR new_date_end IS NOT NULL)",
        "A renewal needs its new end.",
    )

    @api.depends("approval_state", "effect", "version_ids.state")
    def _compute_is_carried_out(self):
        for change in self:
            change.is_carried_out = change.approval_state == "approved" and (
                change.effect == "renewal"
                or any(version.state in IN_FORCE for version in change.version_ids)
            )

    @api.model
    def _carried_out_domain(self):
        return Domain("approval_state", "=", "approved") & (
            Domain("effect", "=", "renewal")
            | Domain("version_ids", "any", [("state", "in", IN_FORCE)])
        )

    @api.depends("number", "name")
    def _compute_display_name(self):
        for change in self:
            number = "" if change.number in (False, "/") else f"[{change.number}] "
            change.display_name = f"{number}{change.name or ''}"

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_number(vals) for vals in vals_list])

    def _with_number(self, vals):
        self._refuse_server_owned(vals)
        contract = self.env["ops.contract"].browse(vals.get("contract_id"))
        sequence = self.env["ir.sequence"].with_company(
            # sudo: the company of a contract is no secret to who names it
            contract.sudo().company_id or self.env.company
        )
        number = sequence.next_by_code("ops.contract.change")
        return self._as_server(vals, number=number)

    # steps -------------------------------------------------------------------
    def action_new_version(self):
        """The next version of the annex, as a draft that carries this request."""
        require_role(self.env, "manager", "org")
        self.ensure_one()
        self._check_reach()
        self._check_approval_state({"approved"})
        live = self.version_ids.filtered(lambda version: version.state != "withdrawn")
        if self.effect != "annex" or live:
            raise UserError(
                self.env._(
                    "%(name)s has its version already, or needs none.",
                    name=self.display_name,
                )
            )
        version = self.contract_id._annex(self.kind)._new_version(
            self.date_wanted or self.contract_id._today(),
            change_request=self,
            change_reason=self.description,
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": version._name,
            "res_id": version.id,
            "view_mode": "form",
        }

    def _check_submit(self):
        for change in self:
            change._check_contract()
            change._refuse_duplicate()

    def _on_approved(self):
        for change in self.filtered(lambda change: change.effect == "renewal"):
            change._check_contract()
            change.contract_id._extend(change.new_date_end)

    def _check_contract(self):
        contract = self.contract_id
        if self.effect == "annex" and contract._is_running():
            return
        if self.effect == "renewal":
            self._check_renewal()
            return
        raise UserError(
            self.env._(
                "%(name)s is not signed or has ended: nothing of it can be changed.",
                name=contract.display_name,
            )
        )

    def _check_renewal(self):
        contract = self.contract_id
        if contract.state not in (*RUNNING, "expired") or contract.terminated_on:
            raise UserError(
                self.env._(
                    "%(name)s cannot be renewed: it is not signed, or was terminated.",
                    name=contract.display_name,
                )
            )
        if self.new_date_end <= contract.date_end:
            raise UserError(
                self.env._(
                    "The new end must lie after the present one, %(day)s.",
                    day=contract.date_end,
                )
            )

    # the same wish twice -----------------------------------------------------
    def _refuse_duplicate(self):
        twin = self._find_twin()
        if twin:
            raise UserError(self._twin_text(twin))

    def _find_twin(self):
        """An open request of the contract for the same annex with the same subject."""
        # sudo: a request that the user does not see is the same wish all the same
        others = self.sudo().search(
            [
                ("contract_id", "=", self.contract_id.id),
                ("effect", "=", self.effect),
                ("kind", "=", self.kind),
                ("approval_state", "in", OPEN),
                ("id", "!=", self.id),
            ],
            order="id",
        )
        return others.filtered(
            lambda other: (
                not other.is_carried_out
                and (
                    self.effect == "renewal" or _plain(other.name) == _plain(self.name)
                )
            )
        )[:1]

    def _twin_text(self, twin):
        return self.env._(
            "This was asked for already on %(day)s: request %(number)s is being "
            "worked on. Please add a note to it if something has changed.",
            day=fields.Date.to_string(twin.create_date),
            number=twin.number,
        )

    # the customer ------------------------------------------------------------
    @api.model
    def _request_from_portal(self, partner, contract, vals):
        """A submitted request; ``vals``: subject, description and kind of annex."""
        # sudo: customers have no right to create; who, what and where is checked here
        contract = contract.sudo()
        if (
            contract.commercial_partner_id != partner.commercial_partner_id
            or contract.direction != "sold"
        ):
            raise AccessError(self.env._("This contract is not one of yours."))
        wanted = {name: vals[name] for name in PORTAL_FIELDS & set(vals)}
        # sudo: the same
        change = self.sudo().create(
            {**wanted, "contract_id": contract.id, "origin": "customer"}
        )
        change.action_submit()
        change.message_post(
            body=self.env._("Asked for in the portal by %s", partner.display_name)
        )
        return change.sudo(False)

    def _deciders(self):
        """The manager of the contract, if he may."""
        users = super()._deciders()
        # sudo: whose contract it is, also for the customer who asks
        return users & self.sudo().contract_id.manager_id or users


def _plain(text):
    """A subject without differences of case and spaces."""
    return " ".join((text or "").casefold().split())
