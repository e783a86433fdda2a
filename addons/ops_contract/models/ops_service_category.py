from odoo import api, fields, models
from odoo.exceptions import ValidationError

# items can be contracted from this level on (essay 1)
ITEM_LEVEL = 2


class OpsServiceCategory(models.Model):
    """Classes of the service catalogue: six of the first level, thirteen of the
    second (essay 1; GB/T 29264), refined further at will."""

    _name = "ops.service.category"
    _description = "Service Class"
    _rec_names_search = ["code", "name"]
    _inherit = ["ops.mixin.guard"]
    _parent_store = True
    _order = "code, id"
    _check_company_auto = True
    _server_owned = frozenset({"parent_path"})

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, index=True)
    parent_id = fields.Many2one(
        "ops.service.category",
        "Parent Class",
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    child_ids = fields.One2many("ops.service.category", "parent_id", "Subclasses")
    parent_path = fields.Char(index=True, readonly=True)
    level = fields.Integer(
        compute="_compute_level", store=True, recursive=True, help="1 is the top."
    )
    standard = fields.Selection(
        [
            ("itss_old", "ITSS (earlier catalogue)"),
            ("gb29264", "GB/T 29264"),
            ("custom", "Own"),
        ],
        default="custom",
        required=True,
    )
    to_verify = fields.Boolean(
        help="Taken from an uncertain source: check it before you rely on it."
    )
    company_id = fields.Many2one(
        "res.company",
        index=True,
        ondelete="restrict",
        help="Empty: shared by all companies.",
    )
    item_ids = fields.One2many("ops.service.item", "category_id", "Service Items")
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex(
        "(standard, code, COALESCE(company_id, 0))",
        "The code of a service class must be unique.",
    )

    @api.depends("parent_id.level")
    def _compute_level(self):
        for category in self:
            category.level = category.parent_id.level + 1

    @api.depends("code", "name")
    def _compute_display_name(self):
        for category in self:
            category.display_name = f"{category.code} {category.name or ''}".strip()

    @api.constrains("parent_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._("A service class cannot stand below itself.")
            )
        # sudo: items of other companies in a shared class must fit as well
        below = self.sudo().search([("id", "child_of", self.ids)])
        below.item_ids._check_level()

    def _published_domain(self):
        """Published items of these classes and of all below."""
        return [("category_id", "child_of", self.ids), ("state", "=", "published")]
