"""What the figures count, as domains for lists of entries and of facts."""

from odoo.fields import Domain

# on which the dual index is assessed (cost.md 2.8); queries/live.py and
# queries/assessment.py add up the same rows
ASSESSED = Domain("nature", "=", "daily") & Domain("item_id.in_bundle", "=", True)
CONTINGENCY = Domain("nature", "=", "contingency")


def place_of(level):
    """The column of a row that holds its node, or ancestor, of ``level``."""
    return "node_id" if level == 4 else f"l{level}_id"
