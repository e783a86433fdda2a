"""What is missing: duties, KPIs, reviewers, evidence; and how far KPIs reach down."""

from odoo.tools import SQL

# (kind, model of the record that is named); a row's id is that of the record and kind
KINDS = (
    ("job_duties", "hr.job"),
    ("job_kpis", "hr.job"),
    ("unit_indicator", "hr.department"),
    ("unit_second", "hr.department"),
    ("person_task", "hr.employee"),
    ("appraisal_second", "ops.appraisal"),
    ("appraisal_evidence", "ops.appraisal"),
)


def _in_force(day):
    return SQL(
        """
        SELECT subject_kind, job_id, department_id, company_id
          FROM ops_kpi_profile
         WHERE approval_state = 'approved' AND date_from <= %(day)s
           AND (date_to IS NULL OR date_to >= %(day)s)
        """,
        day=day,
    )


def _people(day):
    """Active employees where they are now, and whether their job has KPIs."""
    return SQL(
        """
        SELECT e.id, e.company_id, v.department_id, v.job_id,
               EXISTS (SELECT FROM (%(in_force)s) p
                        WHERE p.subject_kind = 'employee' AND p.job_id = v.job_id
                          AND p.company_id = e.company_id) AS has_task
          FROM hr_employee e
          JOIN hr_version v ON v.id = e.current_version_id
         WHERE e.active
        """,
        in_force=_in_force(day),
    )


def _units(day):
    """Active units of companies, their depth, and whether they have indicators."""
    return SQL(
        """
        SELECT d.id, d.company_id, d.parent_id, d.manager_id,
               length(d.parent_path) - length(replace(d.parent_path, '/', ''))
                   AS level,
               EXISTS (SELECT FROM (%(in_force)s) p
                        WHERE p.subject_kind = 'department'
                          AND p.company_id = d.company_id
                          AND (p.department_id IS NULL OR p.department_id = d.id))
                   AS has_indicator
          FROM hr_department d
         WHERE d.active AND d.company_id IS NOT NULL
        """,
        in_force=_in_force(day),
    )


def cascade(day):
    """One row a unit, and one a company for people without a unit."""
    return SQL(
        """
        WITH people AS (%(people)s), units AS (%(units)s), counts AS (
            SELECT company_id, department_id, count(*) AS people,
                   count(*) FILTER (WHERE has_task) AS tasked
              FROM people GROUP BY company_id, department_id
        )
        SELECT COALESCE(u.id, -c.company_id) AS id,
               u.id AS department_id,
               COALESCE(u.company_id, c.company_id) AS company_id,
               COALESCE(u.level, 0) AS level,
               COALESCE(u.has_indicator, FALSE) AS has_indicator,
               CASE WHEN u.has_indicator THEN 1 ELSE 0 END AS indicated,
               CASE WHEN u.id IS NULL THEN 0 ELSE 1 END AS units,
               COALESCE(c.people, 0) AS people, COALESCE(c.tasked, 0) AS tasked,
               COALESCE(c.people - c.tasked, 0) AS untasked
          FROM units u
          FULL JOIN counts c
            ON c.department_id = u.id AND c.company_id = u.company_id
         WHERE u.id IS NOT NULL OR c.department_id IS NULL
        """,
        people=_people(day),
        units=_units(day),
    )


def gaps(day):
    """(id, kind, res_id, department_id, cycle_id, company_id) of what is missing."""
    parts = (_job_kpis, _unit_indicator, _unit_second, _person_task)
    parts += (_appraisal_second, _appraisal_evidence)
    selects = [_job_duties(day), *(part() for part in parts)]
    rows = [
        SQL(
            "SELECT res_id * %s + %s AS id, %s AS kind, part.* FROM (%s) AS part",
            len(KINDS),
            number,
            kind,
            part,
        )
        for number, ((kind, _model), part) in enumerate(
            zip(KINDS, selects, strict=True)
        )
    ]
    return SQL(
        "WITH people AS (%s), units AS (%s) SELECT * FROM (%s) AS gap",
        _people(day),
        _units(day),
        SQL(" UNION ALL ").join(rows),
    )


NOWHERE = SQL("NULL::int AS department_id, NULL::int AS cycle_id")


def _job_duties(day):
    return SQL(
        """
        SELECT DISTINCT p.job_id AS res_id, %s, p.company_id FROM people p
         WHERE p.job_id IS NOT NULL
           AND NOT EXISTS (SELECT FROM ops_job_duty x WHERE x.job_id = p.job_id
                           AND COALESCE(x.date_from, %s) <= %s
                           AND COALESCE(x.date_to, %s) >= %s)
        """,
        NOWHERE,
        *[day] * 4,
    )


def _job_kpis():
    return SQL(
        """
        SELECT DISTINCT p.job_id AS res_id, %s, p.company_id FROM people p
         WHERE p.job_id IS NOT NULL AND NOT p.has_task
        """,
        NOWHERE,
    )


def _unit_indicator():
    return SQL(
        """
        SELECT u.id AS res_id, u.id AS department_id, NULL::int AS cycle_id,
               u.company_id
          FROM units u WHERE NOT u.has_indicator
        """
    )


def _unit_second():
    """The head reviews; the head above, or the head's own manager, again."""
    return SQL(
        """
        SELECT u.id AS res_id, u.id AS department_id, NULL::int AS cycle_id,
               u.company_id
          FROM units u
     LEFT JOIN hr_employee head ON head.id = u.manager_id
     LEFT JOIN units above ON above.id = u.parent_id
         WHERE head.id IS NULL
            OR COALESCE(NULLIF(above.manager_id, head.id), head.parent_id) IS NULL
        """
    )


def _person_task():
    return SQL(
        """
        SELECT p.id AS res_id, p.department_id, NULL::int AS cycle_id, p.company_id
          FROM people p WHERE NOT p.has_task
        """
    )


def _appraisal_second():
    return SQL(
        """
        SELECT a.id AS res_id, a.department_id, a.cycle_id, a.company_id
          FROM ops_appraisal a JOIN ops_appraisal_cycle c ON c.id = a.cycle_id
         WHERE a.second_user_id IS NULL AND c.rollup_kind IS NULL
           AND c.state <> 'closed'
        """
    )


def _appraisal_evidence():
    """Handed in by the first level, a KPI by hand without the evidence it asks for."""
    return SQL(
        """
        SELECT DISTINCT a.id AS res_id, a.department_id, a.cycle_id, a.company_id
          FROM ops_appraisal a
          JOIN ops_appraisal_line l ON l.appraisal_id = a.id AND l.measure_id IS NULL
          JOIN ops_kpi k ON k.id = l.kpi_id AND k.evidence_required
          JOIN ops_appraisal_score s ON s.line_id = l.id AND s.level = 'first'
         WHERE a.first_done_at IS NOT NULL
           AND NOT EXISTS (SELECT FROM ops_appraisal_score_evidence_rel r
                            WHERE r.score_id = s.id)
        """
    )
