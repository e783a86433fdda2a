import json

from odoo import api, models
from odoo.tools.misc import file_open

CATALOGUE_ZH = "ops_contract/demo/catalogue_zh.json"


class OpsServiceItem(models.Model):
    _inherit = "ops.service.item"

    @api.model
    def _translate_demo(self):
        """Called by the demo data, before the items are published: their Chinese."""
        if "zh_CN" not in dict(self.env["res.lang"].get_installed()):
            return
        with file_open(CATALOGUE_ZH) as text:
            words = json.load(text)
        for name, (title, *content) in words.items():
            record = self.env.ref(f"ops_contract.{name}")
            record.with_context(lang="zh_CN").name = title
            if content:
                # one paragraph, which is one term
                terms = record._fields["content"].get_trans_terms(record.content)
                chinese = dict(zip(terms, content, strict=True))
                record.update_field_translations("content", {"zh_CN": chinese})
