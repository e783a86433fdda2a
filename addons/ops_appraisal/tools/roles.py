"""Who may press a button: the groups ``group_appraisal_<role>`` of this addon."""

from odoo.addons.ops_base.tools.roles import Roles

_roles = Roles("ops_appraisal.group_appraisal_")
has_role = _roles.has
require_role = _roles.require
