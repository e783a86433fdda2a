"""Contracts that need attention, by one query each; the bounds are those of
``calc.version`` and of ``ops.contract._warnings``."""

from odoo.tools import SQL


def with_gap(running, in_force):
    """Running contracts with an annex that had no version on their first day: a version
    lasts to the next one, so that is the only gap."""
    return SQL(
        """
        SELECT DISTINCT k.id
          FROM ops_contract k
          JOIN ops_annex_version v ON v.contract_id = k.id AND v.state IN %s
         WHERE k.state IN %s
         GROUP BY k.id, k.date_start, v.annex_id
        HAVING min(v.date_from) > k.date_start
        """,
        tuple(in_force),
        tuple(running),
    )


def without_annex(running, in_force, needed, now):
    """Running contracts without one of the ``needed`` kinds of annex at ``now``, naive
    UTC. A framework whose contracts carry the annexes needs none."""
    return SQL(
        """
        SELECT k.id
          FROM ops_contract k
         WHERE k.state IN %(running)s
           AND k.date_start <=
               (%(now)s::timestamp AT TIME ZONE 'UTC' AT TIME ZONE k.tz)::date
           AND (EXISTS (SELECT FROM ops_contract_annex a WHERE a.contract_id = k.id)
                OR NOT EXISTS (SELECT FROM ops_contract c
                                WHERE c.parent_id = k.id AND c.active))
           AND %(count)s > (
               SELECT count(DISTINCT v.kind)
                 FROM ops_annex_version v
                WHERE v.contract_id = k.id AND v.kind IN %(needed)s
                  AND v.state IN %(in_force)s AND v.effective_from <= %(now)s
                  AND v.effective_to > %(now)s)
        """,
        running=tuple(running),
        in_force=tuple(in_force),
        needed=tuple(needed),
        count=len(needed),
        now=now,
    )
