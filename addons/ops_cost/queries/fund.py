"""Guarded counters of the contingency fund (reliability.md, 0.1)."""

from odoo.tools import SQL


def take(fund_id, amount):
    """The new sum released; no row: the fund does not have that much."""
    return SQL(
        """
        UPDATE ops_cost_fund SET released = released + %(amount)s
         WHERE id = %(id)s AND released + %(amount)s <= amount
        RETURNING released
        """,
        id=fund_id,
        amount=amount,
    )


def give_back(release_id):
    """Returns what is unspent of an approved release to its fund; of a returned one
    what a credit gave back to it since.

    One row (all that was returned) if there was a release to return. The fund is the
    first to be taken: parent before child.
    """
    return SQL(
        """
        WITH fund AS (
            UPDATE ops_cost_fund SET released = released - (
                   SELECT amount - spent - returned FROM ops_cost_release
                    WHERE id = %(id)s)
             WHERE id = (SELECT fund_id FROM ops_cost_release
                          WHERE id = %(id)s AND (state = 'approved' OR (
                                state = 'returned' AND amount - spent > returned)))
            RETURNING id)
        UPDATE ops_cost_release
           SET state = 'returned', returned = amount - spent
         WHERE id = %(id)s AND (state = 'approved' OR (
               state = 'returned' AND amount - spent > returned))
           AND fund_id IN (SELECT id FROM fund)
        RETURNING returned
        """,
        id=release_id,
    )
