"""What ``ops_base`` lends to these rules: the one import that names Odoo's tree.

Type checkers, which look at the addons as plain packages, take the short way.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ops_base.calc.allocation import split, whole_weights
    from ops_base.calc.units import Exact, exact, half_up
else:
    from odoo.addons.ops_base.calc.allocation import split, whole_weights
    from odoo.addons.ops_base.calc.units import Exact, exact, half_up

__all__ = ["Exact", "exact", "half_up", "split", "whole_weights"]
