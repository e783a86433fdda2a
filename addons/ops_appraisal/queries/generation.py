"""Appraisals of a cycle, in sets: subjects, parts, KPI lines, results.

Each statement can be run again: what is there stays.
"""

from odoo.tools import SQL


def _insert(table, uid, values, source):
    """``values``: ``{column: expression}`` over the rows of ``source``, which is a FROM
    clause with all that follows it."""
    now = SQL("now() AT TIME ZONE 'UTC'")
    stamped = {
        **values,
        "create_uid": SQL("%s", uid),
        "write_uid": SQL("%s", uid),
        "create_date": now,
        "write_date": now,
    }
    return SQL(
        "INSERT INTO %s (%s) SELECT %s %s ON CONFLICT DO NOTHING",
        SQL.identifier(table),
        SQL(", ").join(map(SQL.identifier, stamped)),
        SQL(", ").join(stamped.values()),
        source,
    )


def _columns(alias, *names):
    return {name: SQL.identifier(alias, name) for name in names}


def _heads(cycle, uid, values, source):
    """What heads have in common; ``values`` say who is appraised and who reviews."""
    same = {
        "cycle_id": SQL("%s", cycle.id),
        "subject_kind": SQL("%s", cycle.subject_kind),
        "date_from": SQL("%s::date", cycle.date_from),
        "date_to": SQL("%s::date", cycle.date_to),
        "state": SQL("'draft'"),
        "has_appeal": SQL("FALSE"),
        "company_id": SQL("%s", cycle.company_id.id),
    }
    return _insert("ops_appraisal", uid, {**same, **values}, source)


def _stays(cycle, whose=None):
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
        whose=whose or SQL("TRUE"),
    )


def _reviewers(cycle, first, second, subject):
    """Joins ``first`` and ``second``: of each list of users, and then the cycle's own,
    the first one who may review."""
    firsts = [*first, SQL("%s", cycle.fallback_first_id.id or None)]
    seconds = [*second, SQL("%s", cycle.fallback_second_id.id or None)]
    return SQL(
        """
        LEFT JOIN LATERAL (%s) AS first ON TRUE
        LEFT JOIN LATERAL (%s) AS second ON TRUE
        """,
        _reviewer(cycle, firsts, subject),
        _reviewer(cycle, seconds, subject, SQL("first.id")),
    )


def _reviewer(cycle, candidates, *others):
    """The first of the candidates that is an active user of the company and none of
    ``others``: as ``res.users._check_ops_reviewer``, whenever he was named."""
    return SQL(
        """
        SELECT u.id FROM unnest(ARRAY[%(candidates)s]::int[])
               WITH ORDINALITY AS c (id, place)
          JOIN res_users u ON u.id = c.id AND u.active AND NOT u.share
          JOIN res_company_users_rel member
            ON member.user_id = u.id AND member.cid = %(company)s
         WHERE %(free)s
         ORDER BY c.place LIMIT 1
        """,
        candidates=SQL(", ").join(candidates),
        company=cycle.company_id.id,
        free=SQL(" AND ").join(SQL("c.id IS DISTINCT FROM %s", one) for one in others),
    )


def employees(cycle, department_ids, job_ids, uid):
    """Heads of the employees who were there, with the job, department and reviewers
    of their last stay: the manager and his manager, else heads of units upwards."""
    upwards = [SQL("head.user_id"), SQL("above.user_id")]
    source = SQL(
        """
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
          %(reviewers)s
         WHERE (%(departments)s IS NULL OR last.department_id = ANY(%(departments)s))
           AND (%(jobs)s IS NULL OR last.job_id = ANY(%(jobs)s))
         ORDER BY e.name, e.id
        """,
        stays=_stays(cycle),
        reviewers=_reviewers(
            cycle,
            [SQL("boss.user_id"), *upwards],
            [SQL("top.user_id"), *upwards],
            SQL("e.user_id"),
        ),
        departments=SQL("%s::int[]", department_ids),
        jobs=SQL("%s::int[]", job_ids),
    )
    values = {
        "employee_id": SQL("e.id"),
        "subject_name": SQL("e.name"),
        "user_id": SQL("e.user_id"),
        "job_id": SQL("last.job_id"),
        "department_id": SQL("last.department_id"),
        "family": SQL("j.family"),
        "first_user_id": SQL("first.id"),
        "second_user_id": SQL("second.id"),
    }
    return _heads(cycle, uid, values, source)


def departments(cycle, department_ids, uid):
    """Heads of the units; their heads answer for them, the heads above review."""
    above = [SQL("head1.user_id"), SQL("head2.user_id")]
    source = SQL(
        """
          FROM hr_department d
          LEFT JOIN hr_employee head ON head.id = d.manager_id
          LEFT JOIN hr_department d1 ON d1.id = d.parent_id
          LEFT JOIN hr_employee head1 ON head1.id = d1.manager_id
          LEFT JOIN hr_department d2 ON d2.id = d1.parent_id
          LEFT JOIN hr_employee head2 ON head2.id = d2.manager_id
          %(reviewers)s
         WHERE d.active AND d.company_id = %(company)s
           AND (%(departments)s IS NULL OR d.id = ANY(%(departments)s))
         ORDER BY d.id
        """,
        reviewers=_reviewers(cycle, above, above, SQL("head.user_id")),
        company=cycle.company_id.id,
        departments=SQL("%s::int[]", department_ids),
    )
    values = {
        "department_subject_id": SQL("d.id"),
        "subject_name": _text(cycle.env["hr.department"]._fields["name"], "d"),
        "user_id": SQL("head.user_id"),
        "department_id": SQL("d.id"),
        "family": SQL("'mgmt'"),
        "first_user_id": SQL("first.id"),
        "second_user_id": SQL("second.id"),
    }
    return _heads(cycle, uid, values, source)


def partners(cycle, partner_ids, uid):
    """Heads of the suppliers that the cycle names."""
    values = {
        "partner_id": SQL("p.id"),
        "subject_name": SQL("COALESCE(p.complete_name, p.name, '')"),
        "first_user_id": SQL("first.id"),
        "second_user_id": SQL("second.id"),
    }
    source = SQL(
        "FROM res_partner p %s WHERE p.id = ANY(%s) ORDER BY p.id",
        _reviewers(cycle, [], [], SQL("NULL")),
        list(partner_ids),
    )
    return _heads(cycle, uid, values, source)


def _text(field, alias):
    """A name that may be translated, in the source language."""
    column = SQL("%s.%s", SQL.identifier(alias), SQL.identifier(field.name))
    return SQL("%s->>'en_US'", column) if field.translate else column


def parts(cycle, uid):
    """Parts of the heads that have none yet, with the profile that is in force."""
    source = SQL(
        """
          FROM ops_appraisal a
          JOIN %(days)s
         WHERE a.cycle_id = %(cycle)s AND a.state = 'draft'
           AND NOT EXISTS (SELECT FROM ops_appraisal_part p WHERE p.appraisal_id = a.id)
         ORDER BY a.id, part.date_from
        """,
        days=_part_source(cycle),
        cycle=cycle.id,
    )
    values = {
        "appraisal_id": SQL("a.id"),
        **_columns("part", "date_from", "date_to", "job_id", "department_id"),
        "days": SQL("part.date_to - part.date_from + 1"),
        "profile_id": SQL("NULL") if cycle.rollup_kind else PROFILE,
        "company_id": SQL("a.company_id"),
    }
    return _insert("ops_appraisal_part", uid, values, source)


def _part_source(cycle):
    if cycle.subject_kind == "employee":
        own = SQL("v.employee_id = a.employee_id")
        return SQL("LATERAL (%s) AS part ON TRUE", _stays(cycle, own))
    return SQL(
        "LATERAL (SELECT a.date_from, a.date_to, a.job_id, a.department_id) AS part"
        " ON TRUE"
    )


# The approved profile in force at the end of ``part`` of the appraisal ``a``: of the
# job, of the unit, of the supplier, or the one for all that have no own.
PROFILE = SQL(
    """(
    SELECT f.id FROM ops_kpi_profile f
     WHERE f.approval_state = 'approved' AND f.company_id = a.company_id
       AND f.subject_kind = a.subject_kind AND f.date_from <= part.date_to
       AND (f.date_to IS NULL OR f.date_to >= part.date_to)
       AND CASE a.subject_kind
           WHEN 'employee' THEN f.job_id = part.job_id
           WHEN 'department' THEN COALESCE(f.department_id, a.department_subject_id)
               = a.department_subject_id
           ELSE COALESCE(f.partner_id, a.partner_id) = a.partner_id END
     ORDER BY (f.department_id IS NULL AND f.partner_id IS NULL), f.date_from DESC,
              f.id DESC
     LIMIT 1)
    """
)


def profiles(cycle):
    """Writes the profile of the parts that had none when they were made."""
    return SQL(
        """
        UPDATE ops_appraisal_part written
           SET profile_id = found.profile_id
          FROM (SELECT part.id, %(profile)s AS profile_id
                  FROM ops_appraisal a
                  JOIN ops_appraisal_part part ON part.appraisal_id = a.id
                 WHERE a.cycle_id = %(cycle)s AND a.state = 'draft'
                   AND part.profile_id IS NULL) AS found
         WHERE written.id = found.id AND found.profile_id IS NOT NULL
        """,
        profile=PROFILE,
        cycle=cycle.id,
    )


def lines(cycle, rule_names, mark_names, uid):
    """KPI lines of the parts that have a profile; rule and marks are copied.

    ``rule_names``: columns of the rule; ``mark_names``: those of them that a line of
    the profile may set for itself.
    """
    source = SQL(
        """
          FROM ops_appraisal a
          JOIN ops_appraisal_part part ON part.appraisal_id = a.id
          JOIN ops_kpi_profile_line fl ON fl.profile_id = part.profile_id
          JOIN ops_kpi k ON k.id = fl.kpi_id
         WHERE a.cycle_id = %s AND a.state = 'draft'
         ORDER BY a.id, part.date_from, fl.sequence, fl.id
        """,
        cycle.id,
    )
    values = {
        "appraisal_id": SQL("a.id"),
        "part_id": SQL("part.id"),
        "kpi_id": SQL("k.id"),
        **_columns("k", "measure_id", "evidence_required"),
        **_columns("fl", "sequence", "weight"),
        "bands": SQL(
            """(
            SELECT jsonb_agg(jsonb_build_array(b.bound::text, b.score::text)
                             ORDER BY b.bound)
              FROM ops_kpi_band b WHERE b.kpi_id = k.id)
            """
        ),
        "has_value": SQL("FALSE"),
        "has_auto_score": SQL("FALSE"),
        "value_state": SQL(
            "CASE WHEN k.measure_id IS NULL THEN 'no_data' ELSE 'waiting' END"
        ),
        "company_id": SQL("a.company_id"),
        **{name: _rule_value(name, mark_names) for name in rule_names},
    }
    return _insert("ops_appraisal_line", uid, values, source)


def _rule_value(name, mark_names):
    column = SQL.identifier(name)
    if name not in mark_names:
        return SQL("k.%s", column)
    return SQL("CASE WHEN fl.own_marks THEN fl.%s ELSE k.%s END", column, column)


def results(cycle, uid):
    """One pending result per head, so that its existence tells nothing."""
    values = {
        "appraisal_id": SQL("a.id"),
        **_columns("a", "cycle_id", "employee_id", "department_id", "job_id"),
        "company_id": SQL("a.company_id"),
        "outcome": SQL("'pending'"),
        "gap_alert": SQL("FALSE"),
        "veto_events": SQL("0"),
    }
    source = SQL("FROM ops_appraisal a WHERE a.cycle_id = %s ORDER BY a.id", cycle.id)
    return _insert("ops_appraisal_result", uid, values, source)


def hindered(cycles):
    """One row: how many drafts have not both reviewers, and how many no KPI, which
    roll-ups do not need."""
    return SQL(
        """
        SELECT count(*) FILTER (WHERE a.first_user_id IS NULL
                                   OR a.second_user_id IS NULL),
               count(*) FILTER (WHERE c.rollup_kind IS NULL AND NOT EXISTS (
                   SELECT FROM ops_appraisal_line l WHERE l.appraisal_id = a.id))
          FROM ops_appraisal a JOIN ops_appraisal_cycle c ON c.id = a.cycle_id
         WHERE a.cycle_id = ANY(%s) AND a.state = 'draft'
        """,
        cycles.ids,
    )
