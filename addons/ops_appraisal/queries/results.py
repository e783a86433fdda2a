"""What follows from scores: low KPIs, for development and for accountability."""

from odoo.tools import SQL

# What counted in the end on a line: the second level's score, else that by rule.
COUNTED = SQL(
    """COALESCE(CASE WHEN s.has_score THEN s.score END,
                CASE WHEN l.has_auto_score THEN l.auto_score END)"""
)
# What was taken out of the cycle was never published, and follows into nothing.
APPRAISED = SQL(
    "JOIN ops_appraisal_result r ON r.appraisal_id = a.id AND r.outcome <> 'excluded'"
)


def low_kpis(cycle_id, below):
    """(appraisal, kpi, score) of KPIs of persons scored below, worst part, without a
    line in the plan."""
    return SQL(
        """
        SELECT a.id, l.kpi_id, MIN(%(counted)s)
          FROM ops_appraisal a
          %(appraised)s
          JOIN ops_appraisal_line l ON l.appraisal_id = a.id
     LEFT JOIN ops_appraisal_score s ON s.line_id = l.id AND s.level = 'second'
         WHERE a.cycle_id = %(cycle)s AND a.employee_id IS NOT NULL
           AND %(counted)s < %(below)s
           AND NOT EXISTS (SELECT FROM ops_development_line d
                            WHERE d.appraisal_id = a.id AND d.kpi_id = l.kpi_id)
      GROUP BY a.id, l.kpi_id
      ORDER BY a.id, l.kpi_id
        """,
        counted=COUNTED,
        appraised=APPRAISED,
        cycle=cycle_id,
        below=below,
    )


def take_rule(rule_id):
    """Writes the row of the rule as it is: of two that let it run at a time, the later
    fails, and finds nothing more when it tries again."""
    return SQL(
        "UPDATE ops_accountability_rule SET active = active WHERE id = %s", rule_id
    )


def below_floor(company_id, kpi_id, period_kind, periods):
    """(employee, head of the last cycle, its cycle) of whoever was below the floor of
    the KPI in each of the last cycles, and is not on the list for the last one. All
    versions of the KPI are one."""
    return SQL(
        """
        WITH RECURSIVE versions (id) AS (
            SELECT %(kpi)s
             UNION
            SELECT near.id
              FROM versions v
              JOIN ops_kpi k ON k.id = v.id
              JOIN ops_kpi near
                ON near.replaced_by_id = v.id OR near.id = k.replaced_by_id
        ), cycles AS (
            SELECT id, row_number() OVER (ORDER BY date_to DESC, id DESC) AS place
              FROM ops_appraisal_cycle
             WHERE company_id = %(company)s AND subject_kind = 'employee'
               AND period_kind = %(kind)s AND rollup_kind IS NULL
               AND state IN ('published', 'closed')
        ), found AS (
            SELECT a.employee_id, c.place, MIN(a.id) AS appraisal_id,
                   MIN(c.id) AS cycle_id,
                   bool_and(COALESCE(%(counted)s < l.floor_score, FALSE)) AS low
              FROM cycles c
              JOIN ops_appraisal a ON a.cycle_id = c.id
              %(appraised)s
              JOIN ops_appraisal_line l ON l.appraisal_id = a.id
         LEFT JOIN ops_appraisal_score s ON s.line_id = l.id AND s.level = 'second'
             WHERE c.place <= %(periods)s AND a.employee_id IS NOT NULL
               AND l.kpi_id IN (SELECT id FROM versions)
          GROUP BY a.employee_id, c.place
        )
        SELECT employee_id, MAX(appraisal_id) FILTER (WHERE place = 1),
               MAX(cycle_id) FILTER (WHERE place = 1)
          FROM found f
         WHERE NOT EXISTS (
                   SELECT FROM ops_accountability x
                     JOIN cycles c ON c.id = x.cycle_id AND c.place = 1
                    WHERE x.direct_responsible_id = f.employee_id
                      AND x.kpi_id IN (SELECT id FROM versions))
      GROUP BY employee_id
        HAVING count(*) = %(periods)s AND bool_and(low)
      ORDER BY employee_id
        """,
        company=company_id,
        kind=period_kind,
        counted=COUNTED,
        appraised=APPRAISED,
        periods=periods,
        kpi=kpi_id,
    )
