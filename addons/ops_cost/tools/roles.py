"""Who may press a button: the groups ``group_cost_<role>`` of this addon."""

from odoo.addons.ops_base.tools.roles import Roles

_roles = Roles("ops_cost.group_cost_")
# Whoever gets amounts in which a confidential item is hidden: a total less the rows
# that a team recorder or a functional owner reads would give its amount, and a hash
# proves a guess.
TOTAL_READERS = ",".join(
    f"ops_cost.group_cost_{role}"
    for role in ("office", "finance", "auditor", "leader", "accountant")
)
has_role = _roles.has
require_role = _roles.require
