from odoo import models
from odoo.exceptions import UserError

from ..tools.sla_book import service_keys


class OpsAnnexVersion(models.Model):
    _inherit = "ops.annex.version"

    def _check_sla_lines_unique(self):
        """No case may have two service levels that fit it equally well."""
        for version in self:
            seen = {}
            for line in version.sla_line_ids:
                for key in service_keys(line) or {None}:
                    place = line.metric_id, line.priority, key
                    if place in seen:
                        version._refuse_tie(seen[place], line)
                    seen[place] = line

    def _refuse_tie(self, first, second):
        labels = dict(second._fields["priority"]._description_selection(self.env))
        raise UserError(
            self.env._(
                "Two service levels fit the same case: %(metric)s, priority "
                "%(priority)s stands in rows %(first)s and %(second)s. Narrow one of "
                "them to other services or another priority.",
                metric=second.metric_id.name,
                priority=labels[second.priority],
                first=self._row_of(first),
                second=self._row_of(second),
            )
        )

    def _row_of(self, line):
        return self.sla_line_ids.ids.index(line.id) + 1
