"""What ``ops_base`` lends to these rules: the one import that names Odoo's tree.

Type checkers, which look at the addons as plain packages, take the short way.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ops_base.calc.allocation import split
    from ops_base.calc.units import Exact, Number, exact, from_minor, half_up, number
else:
    from odoo.addons.ops_base.calc.allocation import split
    from odoo.addons.ops_base.calc.units import (
        Exact,
        Number,
        exact,
        from_minor,
        half_up,
        number,
    )

__all__ = ["Exact", "Number", "exact", "from_minor", "half_up", "number", "split"]
