"""Contracts that what underpins them does not fit into, by one query; the rule is that
of ``calc.chain`` on the paths of ``ops.contract._chain_paths``."""

from odoo.tools import SQL


def broken(running, in_force, now, contract_ids=None):
    """Running contracts (of these, or of all) with a path that is too long, or on which
    a member of it promises nothing while another does. ``now``: naive UTC."""
    asked = SQL("TRUE")
    if contract_ids is not None:
        asked = SQL("k.id = ANY(%s)", list(contract_ids))
    return SQL(
        """
        WITH version AS (%(version)s), timed AS (%(timed)s), service AS (%(service)s),
             leg AS (%(leg)s),
             inner_legs AS (
                SELECT contract_id, line_id, target,
                       coalesce(sum(seconds) FILTER (WHERE is_internal), 0) AS total,
                       count(seconds) FILTER (WHERE is_internal) AS promised,
                       count(*) FILTER (WHERE is_internal AND seconds IS NULL) AS open
                  FROM leg GROUP BY contract_id, line_id, target)
        SELECT DISTINCT i.contract_id
          FROM inner_legs i
          LEFT JOIN leg p ON p.line_id = i.line_id AND NOT p.is_internal
         WHERE i.promised + (p.seconds IS NOT NULL)::int > 0
           AND (i.total + coalesce(p.seconds, 0) > i.target OR i.open > 0
                OR (p.other_id IS NOT NULL AND p.seconds IS NULL))
        """,
        version=_versions(in_force, now),
        timed=_timed(),
        service=_services(),
        leg=_legs(running, asked),
    )


def _versions(in_force, now):
    return SQL(
        """
        SELECT id, contract_id FROM ops_annex_version
         WHERE kind IN ('sla', 'service') AND state IN %s
           AND effective_from <= %s AND effective_to > %s
        """,
        tuple(in_force),
        now,
        now,
    )


def _timed():
    """Service levels with a time; working days by the hours of an average day."""
    return SQL(
        """
        SELECT * FROM (
            SELECT l.id, l.contract_id, l.metric_id, l.priority,
                   CASE WHEN l.target_days > 0 THEN
                       round((l.target_days * coalesce(nullif(c.hours_per_day, 0), 24)
                              * 3600)::double precision)::bigint
                   ELSE coalesce(l.target_minutes, 0) * 60 END AS seconds
              FROM ops_annex_sla_line l
              JOIN version v ON v.id = l.version_id
              JOIN ops_sla_metric m ON m.id = l.metric_id AND m.evaluator = 'clock'
              JOIN ops_contract k ON k.id = l.contract_id
              JOIN resource_calendar c
                ON c.id = coalesce(l.calendar_id, k.calendar_id)) line
         WHERE seconds > 0
        """
    )


def _services():
    """Services in force with their class of the second level."""
    return SQL(
        """
        SELECT s.contract_id, s.line_key, split_part(g.parent_path, '/', 2) AS class
          FROM ops_annex_service_line s
          JOIN version v ON v.id = s.version_id
          JOIN ops_service_item i ON i.id = s.item_id
          JOIN ops_service_category g ON g.id = i.category_id
        """
    )


def _legs(running, asked):
    """Each service level with each agreement that covers a class of it: the slowest
    promise for the metric and the priority, NULL for none."""
    return SQL(
        """
        SELECT k.id AS contract_id, l.id AS line_id, l.seconds AS target,
               o.id AS other_id, o.direction = 'internal' AS is_internal,
               (SELECT max(t.seconds) FROM timed t
                 WHERE t.contract_id = o.id AND t.metric_id = l.metric_id
                   AND (l.priority = 'any' OR t.priority = CASE WHEN EXISTS (
                            SELECT FROM timed e
                             WHERE e.contract_id = o.id AND e.metric_id = l.metric_id
                               AND e.priority = l.priority)
                        THEN l.priority ELSE 'any' END)) AS seconds
          FROM ops_contract k
          JOIN timed l ON l.contract_id = k.id
          JOIN ops_contract_underpinning_rel u ON u.contract_id = k.id
          JOIN ops_contract o ON o.id = u.underpinning_id AND o.active
          CROSS JOIN LATERAL (
                SELECT coalesce(array_agg(DISTINCT s.class), '{}') AS classes
                  FROM service s
                 WHERE s.contract_id = k.id
                   AND (NOT EXISTS (SELECT FROM ops_annex_sla_service_rel r
                                     WHERE r.sla_line_id = l.id)
                        OR s.line_key IN (
                            SELECT a.line_key FROM ops_annex_sla_service_rel r
                              JOIN ops_annex_service_line a ON a.id = r.service_line_id
                             WHERE r.sla_line_id = l.id))) wanted
          CROSS JOIN LATERAL (
                SELECT coalesce(array_agg(DISTINCT s.class), '{}') AS classes
                  FROM service s WHERE s.contract_id = o.id) own
         WHERE k.state IN %(running)s AND %(asked)s
           AND (own.classes = '{}' OR wanted.classes = '{}'
                OR own.classes && wanted.classes)
        """,
        running=tuple(running),
        asked=asked,
    )
