"""Appraisals of a cycle, in sets: subjects, parts, KPI lines, results.

Each statement can be run again: what is there stays.
"""

from odoo.tools import SQL

STAMPS = SQL("create_uid, write_uid, create_date, write_date")


def _stamps(uid):
    return SQL("%s, %s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'", uid, uid)


ALL = SQL("TRUE")


def _stays(cycle, whose=ALL):
    """(employee_id, job_id, department_id, date_from, date_to): where the company's
    people were in the period, one row for each stay, adjacent equal ones merged.

    As ``hr.employee._get_version``: before the first version, the first one counts.
    """
    return SQL(
        """
        SELECT employee_id, job_id, department_id, MIN(starts) AS date_from,
               MAX(ends) AS date_to
          FROM (
            SELECT span.*, SUM(is_new) OVER (
                       PARTITION BY employee_id ORDER BY starts) AS stay
              FROM (
                SELECT clipped.*, CASE WHEN
                       LAG(ends) OVER same = starts - 1
                   AND LAG(job_id) OVER same IS NOT DISTINCT FROM job_id
                   AND LAG(department_id) OVER same IS NOT DISTINCT FROM department_id
                       THEN 0 ELSE 1 END AS is_new
                  FROM (
                    SELECT v.employee_id, v.job_id, v.department_id,
                           GREATEST(%(start)s, v.contract_date_start,
                               CASE WHEN LAG(v.id) OVER history IS NULL THEN %(start)s
                                    ELSE v.date_version END) AS starts,
                           LEAST(%(end)s, v.contract_date_end,
                               LEAD(v.date_version) OVER history - 1) AS ends
                      FROM hr_version v
                      JOIN hr_employee e ON e.id = v.employee_id AND e.active
                     WHERE v.active AND e.company_id = %(company)s AND %(whose)s
                    WINDOW history AS (PARTITION BY v.employee_id
                                       ORDER BY v.date_version, v.id)
                  ) AS clipped
                 WHERE starts <= ends
                WINDOW same AS (PARTITION BY employee_id ORDER BY starts)
              ) AS span
          ) AS marked
         GROUP BY employee_id, job_id, department_id, stay
        """,
        start=cycle.date_from,
        end=cycle.date_to,
        company=cycle.company_id.id,
        whose=whose,
    )


def _reviewer(candidates, *others):
    """The first of the candidates that is an active user and none of ``others``."""
    return SQL(
        """
        SELECT u.id FROM unnest(ARRAY[%(candidates)s]::int[])
               WITH ORDINALITY AS c (id, place)
          JOIN res_users u ON u.id = c.id AND u.active AND NOT u.share
         WHERE %(free)s
         ORDER BY c.place LIMIT 1
        """,
        candidates=SQL(", ").join(candidates),
        free=SQL(" AND ").join(SQL("c.id IS DISTINCT FROM %s", one) for one in others),
    )


def employees(cycle, department_ids, job_ids, uid):
    """Heads of the employees who were there, with the job, department and reviewers
    of their last stay: the manager and his manager, else heads of units upwards."""
    first = [SQL("boss.user_id"), SQL("head.user_id"), SQL("above.user_id")]
    second = [SQL("top.user_id"), SQL("head.user_id"), SQL("above.user_id")]
    return SQL(
        """
        INSERT INTO ops_appraisal (
            cycle_id, subject_kind, employee_id, subject_name, user_id, job_id,
            department_id, family, first_user_id, second_user_id, date_from, date_to,
            state, has_appeal, company_id, %(stamps)s)
        SELECT %(cycle)s, 'employee', e.id, e.name, e.user_id, last.job_id,
               last.department_id, j.family, first.id, second.id, %(start)s, %(end)s,
               'draft', FALSE, %(company)s, %(values)s
          FROM (SELECT DISTINCT ON (employee_id) * FROM (%(stays)s) AS stay
                 ORDER BY employee_id, date_from DESC) AS last
          JOIN hr_employee e ON e.id = last.employee_id
          LEFT JOIN hr_job j ON j.id = last.job_id
          LEFT JOIN hr_employee boss ON boss.id = e.parent_id
          LEFT JOIN hr_employee top ON top.id = boss.parent_id
          LEFT JOIN hr_department d ON d.id = last.department_id
          LEFT JOIN hr_employee head ON head.id = d.manager_id
          LEFT JOIN hr_department du ON du.id = d.parent_id
          LEFT JOIN hr_employee above ON above.id = du.manager_id
          LEFT JOIN LATERAL (%(first)s) AS first ON TRUE
          LEFT JOIN LATERAL (%(second)s) AS second ON TRUE
         WHERE (%(departments)s IS NULL OR last.department_id = ANY(%(departments)s))
           AND (%(jobs)s IS NULL OR last.job_id = ANY(%(jobs)s))
         ORDER BY e.name, e.id
        ON CONFLICT DO NOTHING
        RETURNING id
        """,
        stamps=STAMPS,
        values=_stamps(uid),
        cycle=cycle.id,
        start=cycle.date_from,
        end=cycle.date_to,
        company=cycle.company_id.id,
        stays=_stays(cycle),
        first=_reviewer(
            [*first, SQL("%s", cycle.fallback_first_id.id or None)], SQL("e.user_id")
        ),
        second=_reviewer(
            [*second, SQL("%s", cycle.fallback_second_id.id or None)],
            SQL("e.user_id"),
            SQL("first.id"),
        ),
        departments=SQL("%s::int[]", department_ids),
        jobs=SQL("%s::int[]", job_ids),
    )


def departments(cycle, department_ids, uid):
    """Heads of the units; their heads answer for them, the heads above review."""
    above = [SQL("head1.user_id"), SQL("head2.user_id")]
    return SQL(
        """
        INSERT INTO ops_appraisal (
            cycle_id, subject_kind, department_subject_id, subject_name, user_id,
            department_id, family, first_user_id, second_user_id, date_from, date_to,
            state, has_appeal, company_id, %(stamps)s)
        SELECT %(cycle)s, 'department', d.id, %(name)s, head.user_id, d.id, 'mgmt',
               first.id, second.id, %(start)s, %(end)s, 'draft', FALSE, %(company)s,
               %(values)s
          FROM hr_department d
          LEFT JOIN hr_employee head ON head.id = d.manager_id
          LEFT JOIN hr_department d1 ON d1.id = d.parent_id
          LEFT JOIN hr_employee head1 ON head1.id = d1.manager_id
          LEFT JOIN hr_department d2 ON d2.id = d1.parent_id
          LEFT JOIN hr_employee head2 ON head2.id = d2.manager_id
          LEFT JOIN LATERAL (%(first)s) AS first ON TRUE
          LEFT JOIN LATERAL (%(second)s) AS second ON TRUE
         WHERE d.active AND d.company_id = %(company)s
           AND (%(departments)s IS NULL OR d.id = ANY(%(departments)s))
         ORDER BY d.id
        ON CONFLICT DO NOTHING
        RETURNING id
        """,
        stamps=STAMPS,
        values=_stamps(uid),
        cycle=cycle.id,
        start=cycle.date_from,
        end=cycle.date_to,
        company=cycle.company_id.id,
        name=_text(cycle.env["hr.department"]._fields["name"], "d"),
        first=_reviewer(
            [*above, SQL("%s", cycle.fallback_first_id.id or None)],
            SQL("head.user_id"),
        ),
        second=_reviewer(
            [*above, SQL("%s", cycle.fallback_second_id.id or None)],
            SQL("head.user_id"),
            SQL("first.id"),
        ),
        departments=SQL("%s::int[]", department_ids),
    )


def partners(cycle, partner_ids, uid):
    """Heads of the suppliers that the cycle names."""
    return SQL(
        """
        INSERT INTO ops_appraisal (
            cycle_id, subject_kind, partner_id, subject_name, first_user_id,
            second_user_id, date_from, date_to, state, has_appeal, company_id,
            %(stamps)s)
        SELECT %(cycle)s, 'partner', p.id, COALESCE(p.complete_name, p.name, ''),
               %(first)s, %(second)s, %(start)s, %(end)s, 'draft', FALSE, %(company)s,
               %(values)s
          FROM res_partner p
         WHERE p.id = ANY(%(partners)s)
         ORDER BY p.id
        ON CONFLICT DO NOTHING
        RETURNING id
        """,
        stamps=STAMPS,
        values=_stamps(uid),
        cycle=cycle.id,
        first=cycle.fallback_first_id.id or None,
        second=cycle.fallback_second_id.id or None,
        start=cycle.date_from,
        end=cycle.date_to,
        company=cycle.company_id.id,
        partners=list(partner_ids),
    )


def _text(field, alias):
    """A name that may be translated, in the source language."""
    column = SQL("%s.%s", SQL.identifier(alias), SQL.identifier(field.name))
    return SQL("%s->>'en_US'", column) if field.translate else column


def parts(cycle, uid):
    """Parts of the heads that have none yet."""
    return SQL(
        """
        INSERT INTO ops_appraisal_part (
            appraisal_id, date_from, date_to, days, job_id, department_id, company_id,
            %(stamps)s)
        SELECT a.id, part.date_from, part.date_to, part.date_to - part.date_from + 1,
               part.job_id, part.department_id, a.company_id, %(values)s
          FROM ops_appraisal a
          JOIN %(source)s
         WHERE a.cycle_id = %(cycle)s AND a.state = 'draft'
           AND NOT EXISTS (SELECT FROM ops_appraisal_part p WHERE p.appraisal_id = a.id)
         ORDER BY a.id, part.date_from
        ON CONFLICT DO NOTHING
        RETURNING id
        """,
        stamps=STAMPS,
        values=_stamps(uid),
        source=_part_source(cycle),
        cycle=cycle.id,
    )


def _part_source(cycle):
    if cycle.subject_kind == "employee":
        own = SQL("v.employee_id = a.employee_id")
        return SQL("LATERAL (%s) AS part ON TRUE", _stays(cycle, own))
    return SQL(
        "LATERAL (SELECT a.date_from, a.date_to, a.job_id, a.department_id) AS part"
        " ON TRUE"
    )


def profiles(cycle):
    """Writes the approved profile in force at the end of each part that has none: of
    the job, of the unit, of the supplier, or the one for all that have no own."""
    return SQL(
        """
        UPDATE ops_appraisal_part part
           SET profile_id = (
               SELECT f.id FROM ops_kpi_profile f
                WHERE f.approval_state = 'approved' AND f.company_id = a.company_id
                  AND f.subject_kind = a.subject_kind
                  AND f.date_from <= part.date_to
                  AND (f.date_to IS NULL OR f.date_to >= part.date_to)
                  AND CASE a.subject_kind
                      WHEN 'employee' THEN f.job_id = part.job_id
                      WHEN 'department' THEN COALESCE(
                          f.department_id, a.department_subject_id)
                          = a.department_subject_id
                      ELSE COALESCE(f.partner_id, a.partner_id) = a.partner_id END
                ORDER BY (f.department_id IS NULL AND f.partner_id IS NULL),
                         f.date_from DESC, f.id DESC
                LIMIT 1)
          FROM ops_appraisal a
         WHERE a.id = part.appraisal_id AND a.cycle_id = %s AND a.state = 'draft'
           AND part.profile_id IS NULL
        """,
        cycle.id,
    )


def lines(cycle, rule_names, mark_names, uid):
    """KPI lines of the parts that have a profile; rule and marks are copied.

    ``rule_names``: columns of the rule; ``mark_names``: those of them that a line of
    the profile may set for itself.
    """
    columns = [SQL.identifier(name) for name in rule_names]
    return SQL(
        """
        INSERT INTO ops_appraisal_line (
            appraisal_id, part_id, sequence, kpi_id, measure_id, weight, bands,
            evidence_required, has_value, has_auto_score, value_state, company_id,
            %(columns)s, %(stamps)s)
        SELECT a.id, part.id, fl.sequence, k.id, k.measure_id, fl.weight,
               (SELECT jsonb_agg(jsonb_build_array(b.bound::text, b.score::text)
                                 ORDER BY b.bound)
                  FROM ops_kpi_band b WHERE b.kpi_id = k.id),
               k.evidence_required, FALSE, FALSE,
               CASE WHEN k.measure_id IS NULL THEN 'no_data' ELSE 'waiting' END,
               a.company_id, %(rule)s, %(values)s
          FROM ops_appraisal a
          JOIN ops_appraisal_part part ON part.appraisal_id = a.id
          JOIN ops_kpi_profile_line fl ON fl.profile_id = part.profile_id
          JOIN ops_kpi k ON k.id = fl.kpi_id
         WHERE a.cycle_id = %(cycle)s AND a.state = 'draft'
         ORDER BY a.id, part.date_from, fl.sequence, fl.id
        ON CONFLICT DO NOTHING
        RETURNING id
        """,
        columns=SQL(", ").join(columns),
        stamps=STAMPS,
        rule=SQL(", ").join(_rule_value(name, mark_names) for name in rule_names),
        values=_stamps(uid),
        cycle=cycle.id,
    )


def _rule_value(name, mark_names):
    column = SQL.identifier(name)
    if name not in mark_names:
        return SQL("k.%s", column)
    return SQL("CASE WHEN fl.own_marks THEN fl.%s ELSE k.%s END", column, column)


def results(cycle, uid):
    """One pending result per head, so that its existence tells nothing."""
    return SQL(
        """
        INSERT INTO ops_appraisal_result (
            appraisal_id, cycle_id, employee_id, department_id, job_id, company_id,
            outcome, gap_alert, veto_events, %(stamps)s)
        SELECT a.id, a.cycle_id, a.employee_id, a.department_id, a.job_id, a.company_id,
               'pending', FALSE, 0, %(values)s
          FROM ops_appraisal a WHERE a.cycle_id = %(cycle)s
         ORDER BY a.id
        ON CONFLICT DO NOTHING
        RETURNING id
        """,
        stamps=STAMPS,
        values=_stamps(uid),
        cycle=cycle.id,
    )
