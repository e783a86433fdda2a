"""Who may press a button: the groups ``group_cost_<role>`` of this addon."""

from odoo.addons.ops_base.tools.roles import Roles

_roles = Roles("ops_cost.group_cost_")
has_role = _roles.has
require_role = _roles.require
