"""What ``ops_base`` lends to these rules: the one import that names Odoo's tree.

Type checkers, which look at the addons as plain packages, take the short way.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ops_base.calc.clock import deadline, elapsed
    from ops_base.calc.period import (
        Span,
        as_local,
        as_utc,
        half,
        local_day,
        month,
        quarter,
        ten_day,
        year,
    )
    from ops_base.calc.seal import canonical_json
    from ops_base.calc.timeline import (
        SECOND,
        Interval,
        Pause,
        Timeline,
        Windows,
        closed,
        union,
    )
    from ops_base.calc.units import Exact, exact, half_up
    from ops_base.calc.working_time import subtract
else:
    from odoo.addons.ops_base.calc.clock import deadline, elapsed
    from odoo.addons.ops_base.calc.period import (
        Span,
        as_local,
        as_utc,
        half,
        local_day,
        month,
        quarter,
        ten_day,
        year,
    )
    from odoo.addons.ops_base.calc.seal import canonical_json
    from odoo.addons.ops_base.calc.timeline import (
        SECOND,
        Interval,
        Pause,
        Timeline,
        Windows,
        closed,
        union,
    )
    from odoo.addons.ops_base.calc.units import Exact, exact, half_up
    from odoo.addons.ops_base.calc.working_time import subtract

__all__ = [
    "SECOND",
    "Exact",
    "Interval",
    "Pause",
    "Span",
    "Timeline",
    "Windows",
    "as_local",
    "as_utc",
    "canonical_json",
    "closed",
    "deadline",
    "elapsed",
    "exact",
    "half",
    "half_up",
    "local_day",
    "month",
    "quarter",
    "subtract",
    "ten_day",
    "union",
    "year",
]
