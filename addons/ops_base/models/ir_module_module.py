from odoo import api, models


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    @api.model
    def _load_module_terms(self, modules, langs, overwrite=False):
        """Choices of a field that an addon has from a mixin of this one are this one's
        terms, yet appear with that addon: its installation loads them as well."""
        names = list(modules)
        if "ops_base" not in names and self._stands_on_ops_base(names):
            names.insert(0, "ops_base")
        return super()._load_module_terms(names, langs, overwrite)

    @api.model
    def _stands_on_ops_base(self, names):
        return bool(
            self.env["ir.module.module.dependency"].search_count(
                [("module_id.name", "in", names), ("name", "=", "ops_base")], limit=1
            )
        )
