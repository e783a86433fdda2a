"""The ledger: numbers, guards and what still waits to be booked."""

from odoo.tools import SQL


def take_numbers(period_id, count):
    """The last number of ``count`` new ones; no row if the month is not open.

    The row is the guard of the month: a close in flight makes this wait and fail
    with a serialization error, and Odoo runs the request again (reliability.md 0.1).
    """
    return SQL(
        """
        UPDATE ops_cost_period SET last_number = last_number + %s
         WHERE id = %s AND state = 'open' RETURNING last_number
        """,
        count,
        period_id,
    )


def touch_open(period_ids):
    """Ids of the months of ``period_ids`` that are open, now guarded."""
    return SQL(
        """
        UPDATE ops_cost_period SET last_number = last_number
         WHERE id = ANY(%s) AND state = 'open' RETURNING id
        """,
        list(period_ids),
    )


def spend_release(release_id, amount):
    """The new sum spent; no row if the release is not approved or too small.

    A credit also goes back to a release whose rest was returned to the fund.
    """
    return SQL(
        """
        UPDATE ops_cost_release SET spent = spent + %(amount)s
         WHERE id = %(id)s AND spent + %(amount)s <= amount - returned
           AND (state = 'approved' OR (state = 'returned' AND %(amount)s < 0))
        RETURNING spent
        """,
        id=release_id,
        amount=amount,
    )


def set_state(table, record_id, old, new):
    """One row if the state was ``old``: exactly one of two parallel calls gets it."""
    return SQL(
        "UPDATE %s SET state = %s WHERE id = %s AND state = %s RETURNING id",
        SQL.identifier(table),
        new,
        record_id,
        old,
    )


def waiting_vouchers(company_id, state, date_end, close_on):
    """``(voucher id, label, day)`` of what would still fall into the month.

    A document recorded on or after the closing day goes to a later month and does
    not hold this one up.
    """
    return SQL(
        """
        SELECT v.id, COALESCE(NULLIF(v.ref, ''), v.import_ref, ''),
               LEAST(v.date, MIN(e.date))
          FROM ops_cost_voucher v
          LEFT JOIN ops_cost_entry e ON e.voucher_id = v.id
         WHERE v.company_id = %(company)s AND v.state = %(state)s
           AND (%(close_on)s::date IS NULL OR v.recorded_on < %(close_on)s::date)
         GROUP BY v.id
        HAVING LEAST(v.date, MIN(e.date)) <= %(end)s
         ORDER BY 3, 1
        """,
        company=company_id,
        state=state,
        end=date_end,
        close_on=close_on or None,
    )
