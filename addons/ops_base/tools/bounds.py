"""Booleans that depend on today or on who looks are not stored; the filter follows from
the bounds by which the field is computed."""

from odoo.fields import Domain


def search_by(domain_of):
    """``search=`` of a boolean. ``domain_of``: name of the method that returns the
    domain of the records where it is true."""

    def search(records, operator, value):
        if operator != "in":
            # the ORM asks again for the opposite
            return NotImplemented
        found = Domain(getattr(records, domain_of)())
        return found if True in value else ~found

    return search
