from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.ops_base.models.ops_mixin_authors import MAIL_FIELDS

from ..tools.roles import require_role
from .ops_service_category import ITEM_LEVEL

PRICE_READERS = (
    "ops_contract.group_contract_manager,ops_contract.group_contract_org,"
    "ops_contract.group_contract_finance"
)


class OpsServiceItem(models.Model):
    """What can be contracted: content, mode, deliverables and their frequency,
    metrics, skills, spares, price. A published revision does not change any more:
    editing makes the next revision."""

    _name = "ops.service.item"
    _description = "Service Item"
    _rec_names_search = ["code", "name"]
    _inherit = ["ops.mixin.append", "mail.thread", "mail.activity.mixin"]
    _order = "code, revision desc, id"
    _check_company_auto = True
    _server_owned = frozenset({"state", "revision", "replaced_by_id", "published_at"})
    _append_open = MAIL_FIELDS | {"active"}

    name = fields.Char(required=True, translate=True, tracking=True)
    code = fields.Char(required=True, index=True)
    revision = fields.Integer(default=1, required=True, readonly=True, copy=False)
    category_id = fields.Many2one(
        "ops.service.category",
        "Service Class",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=[("level", ">=", ITEM_LEVEL)],
        help="Of the second level or below (essay 1).",
    )
    content = fields.Html(translate=True, sanitize_attributes=True)
    mode_ids = fields.Many2many(
        "ops.service.mode", "ops_service_item_mode_rel", "item_id", "mode_id", "Modes"
    )
    product_id = fields.Many2one(
        "product.product", "Invoiced As", index=True, ondelete="restrict"
    )
    uom_id = fields.Many2one("uom.uom", "Unit", index=True, ondelete="restrict")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    list_price = fields.Monetary(
        "Monthly List Price",
        groups=PRICE_READERS,
    )
    skill_ids = fields.Many2many(
        "hr.skill", "ops_service_item_skill_rel", "item_id", "skill_id", "Skills"
    )
    spare_need = fields.Boolean("Needs Spare Parts")
    spare_product_ids = fields.Many2many(
        "product.product",
        "ops_service_item_spare_rel",
        "item_id",
        "product_id",
        "Spare Parts",
    )
    metric_tmpl_ids = fields.One2many(
        "ops.service.item.metric", "item_id", "Default Metrics", copy=True
    )
    deliverable_tmpl_ids = fields.One2many(
        "ops.deliverable.template", "item_id", "Deliverables", copy=True
    )
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published"), ("retired", "Retired")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    published_at = fields.Datetime(readonly=True, copy=False)
    replaced_by_id = fields.Many2one(
        "ops.service.item", readonly=True, copy=False, index=True, ondelete="restrict"
    )
    to_verify = fields.Boolean(
        help="Taken from an uncertain source: check it before you rely on it."
    )
    active = fields.Boolean(default=True)

    _revision_uniq = models.Constraint(
        "UNIQUE(company_id, code, revision)",
        "A service item has each revision only once.",
    )
    _price_range = models.Constraint(
        "CHECK(list_price >= 0 AND list_price < 1e13)",
        "The list price must not be negative.",
    )

    @api.depends("code", "name", "revision")
    def _compute_display_name(self):
        for item in self:
            revision = f" r{item.revision}" if item.revision > 1 else ""
            item.display_name = f"{item.code} {item.name or ''}{revision}".strip()

    @api.constrains("category_id")
    def _check_level(self):
        coarse = self.filtered(lambda item: item.category_id.level < ITEM_LEVEL)
        if coarse:
            raise ValidationError(
                self.env._(
                    "%(name)s must belong to a class of the second level or below: "
                    "the catalogue is refined to at least two levels.",
                    name=coarse[0].display_name,
                )
            )

    # revisions ---------------------------------------------------------------
    def action_publish(self):
        """From now on it can be contracted; the revision before it is retired."""
        self._check_step({"draft"}, "org")
        for item in self:
            item._check_complete()
        for item in self:
            item._server_write(
                {"state": "published", "published_at": self.env.cr.now()}
            )
            item._earlier_revisions()._server_write(
                {"state": "retired", "replaced_by_id": item.id}
            )
        return True

    def action_retire(self):
        self._check_step({"published"}, "org")
        self._server_write({"state": "retired"})
        return True

    def action_new_revision(self):
        """A draft of the next revision: published ones do not change."""
        self._check_step({"published", "retired"}, "manager", "org")
        self.ensure_one()
        draft = self._open_draft() or self._next_revision()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": draft.id,
            "view_mode": "form",
        }

    def _check_step(self, states, *roles):
        require_role(self.env, *roles)
        self.check_access("write")
        labels = dict(self._fields["state"]._description_selection(self.env))
        for item in self:
            if item.state not in states:
                raise UserError(
                    self.env._(
                        "%(name)s is “%(state)s”: this step is not possible now. "
                        "Reload the page to see its present state.",
                        name=item.display_name,
                        state=labels[item.state],
                    )
                )

    def _check_complete(self):
        if not self.mode_ids:
            raise UserError(
                self.env._(
                    "State how %(name)s is rendered (its modes) before you publish it.",
                    name=self.display_name,
                )
            )

    def _revisions(self):
        return self.with_context(active_test=False).search(
            [("company_id", "=", self.company_id.id), ("code", "=", self.code)]
        )

    def _earlier_revisions(self):
        return self._revisions().filtered(
            lambda item: item.revision < self.revision and item.state == "published"
        )

    def _open_draft(self):
        return self._revisions().filtered(lambda item: item.state == "draft")[:1]

    def _next_revision(self):
        last = max(self._revisions().mapped("revision"))
        (vals,) = self.copy_data({"code": self.code, "name": self.name})
        draft = self._server_create([{**vals, "revision": last + 1}])
        # name and content in all languages, not in this user's alone
        self.copy_translations(draft)
        return draft

    def copy_data(self, default=None):
        default = dict(default or {})
        return [
            {**vals, "code": default.get("code", f"{vals['code']}-copy")}
            for vals in super().copy_data(default)
        ]

    def write(self, vals):
        if {"code", "company_id"} & set(vals):
            self._refuse_renaming()
        return super().write(vals)

    def _refuse_renaming(self):
        later = self.filtered(lambda item: item.revision > 1)
        if later:
            later.check_access("write")
            raise UserError(
                self.env._(
                    "%(name)s is a revision: it keeps the code of the earlier ones.",
                    name=later[0].display_name,
                )
            )

    def _refuse_frozen(self, vals):
        names = set(vals) - self._collect_names("_append_open")
        frozen = self._append_frozen() if names else self.browse()
        if frozen:
            # a refusal names nothing to who may not write here anyway
            frozen.check_access("write")
            raise UserError(frozen[0]._frozen_text())

    def _append_frozen(self):
        return self.filtered(lambda item: item.state != "draft")

    def _frozen_text(self):
        return self.env._(
            "%(name)s is published and does not change any more: make a new revision.",
            name=self.display_name,
        )

    # granularity -------------------------------------------------------------
    def _second_level_id(self):
        """Id of the class of the second level that the item belongs to."""
        self.ensure_one()
        path = self.category_id.parent_path.strip("/").split("/")
        return int(path[ITEM_LEVEL - 1])

    def _too_coarse(self):
        """The items of self whose class shows published items further down: a contract
        must be refined as far as the catalogue is (essay 1)."""
        # sudo: what the company publishes decides, not what the user may read
        items = self.sudo()
        deeper = items.search(
            [
                ("category_id", "child_of", items.category_id.ids),
                ("state", "=", "published"),
                ("company_id", "in", items.company_id.ids),
            ]
        )
        coarse = items.filtered(
            lambda item: any(item._is_above(other) for other in deeper)
        )
        return self.browse(coarse.ids)

    def _is_above(self, other):
        own, path = self.category_id.parent_path, other.category_id.parent_path
        return (
            self.company_id == other.company_id and path != own and path.startswith(own)
        )
