"""W5: 10,000 persons × 8 KPIs generated and scored, ours, plain SQL and the ORM."""

import _harness as harness
from _appraisal_company import FIRST, KPIS, LAST, MARKS, Company

from odoo.addons.ops_appraisal.calc import scoring

PERSONS = {"10k": 10_000, "100k": 30_000, "1m": 100_000}
# persons of the ways that are too slow for all of them
BATCH, ONE_BY_ONE = 1_000, 50

STAMPS = "create_uid, write_uid, create_date, write_date"
STAMPED = "1, 1, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'"
COPIED = "cap, rating_max, start_score, range_low, range_high, tolerance, per_event"
# rows by hand, knowing that nobody moved, who reviews, and that all KPIs score alike
PLAIN_HEADS = f"""
    INSERT INTO ops_appraisal (cycle_id, subject_kind, employee_id, subject_name,
        user_id, job_id, department_id, family, first_user_id, second_user_id,
        date_from, date_to, state, has_appeal, company_id, {STAMPS})
    SELECT %(cycle)s, 'employee', e.id, e.name, e.user_id, v.job_id, v.department_id,
           'service', head.user_id, top.user_id, %(first)s, %(last)s, 'draft', FALSE,
           %(company)s, {STAMPED}
      FROM hr_employee e
      JOIN hr_version v ON v.id = e.current_version_id
      JOIN hr_department d ON d.id = v.department_id
      JOIN hr_employee head ON head.id = d.manager_id
      JOIN hr_department up ON up.id = d.parent_id
      JOIN hr_employee top ON top.id = up.manager_id
     WHERE e.id IN (SELECT id FROM bench_person)
"""
PLAIN_PARTS = f"""
    INSERT INTO ops_appraisal_part (appraisal_id, date_from, date_to, days, job_id,
        department_id, profile_id, company_id, {STAMPS})
    SELECT id, date_from, date_to, date_to - date_from + 1, job_id, department_id,
           %(profile)s, company_id, {STAMPED}
      FROM ops_appraisal WHERE cycle_id = %(cycle)s
"""
PLAIN_LINES = f"""
    INSERT INTO ops_appraisal_line (appraisal_id, part_id, sequence, kpi_id, measure_id,
        weight, evidence_required, method, direction, floor, target, has_stretch,
        stretch, floor_score, {COPIED}, veto, has_value, value, value_state, refs, n,
        has_auto_score, auto_score, measured_at, company_id, {STAMPS})
    SELECT a.id, p.id, fl.sequence, k.id, k.measure_id, fl.weight, k.evidence_required,
           'linear', 'up', 90, 95, TRUE, 99, 60, {COPIED}, FALSE, TRUE, m.value,
           'ok', jsonb_build_array(jsonb_build_array('ops.measure.value', m.id)), 0,
           TRUE,
           CASE WHEN m.value < 90 THEN 0
                WHEN m.value < 95 THEN round(60 + 40 * (m.value - 90) / 5, 2)
                ELSE LEAST(120, round(100 + 20 * (m.value - 95) / 4, 2)) END,
           now() AT TIME ZONE 'UTC', a.company_id, {STAMPED}
      FROM ops_appraisal a
      JOIN ops_appraisal_part p ON p.appraisal_id = a.id
      JOIN ops_kpi_profile_line fl ON fl.profile_id = p.profile_id
      JOIN ops_kpi k ON k.id = fl.kpi_id
      JOIN ops_measure_value m ON m.measure_id = k.measure_id AND m.is_current
       AND m.subject_ref = 'hr.employee,' || a.employee_id
       AND m.date_from >= a.date_from AND m.date_to <= a.date_to
     WHERE a.cycle_id = %(cycle)s
"""
PLAIN_RESULTS = f"""
    INSERT INTO ops_appraisal_result (appraisal_id, cycle_id, employee_id,
        department_id, job_id, company_id, outcome, gap_alert, veto_events, {STAMPS})
    SELECT id, cycle_id, employee_id, department_id, job_id, company_id, 'pending',
           FALSE, 0, {STAMPED}
      FROM ops_appraisal WHERE cycle_id = %(cycle)s
"""
ANSWER = """
    SELECT a.employee_id, a.first_user_id, a.second_user_id, p.days, l.kpi_id,
           round(l.weight, 2)::text, round(l.value, 6)::text,
           round(l.auto_score, 2)::text, l.refs::text, l.value_state, l.method,
           l.floor, l.target, l.stretch, l.floor_score, l.cap, l.create_uid, r.outcome
      FROM ops_appraisal a
      JOIN ops_appraisal_part p ON p.appraisal_id = a.id
      JOIN ops_appraisal_line l ON l.part_id = p.id
      JOIN ops_appraisal_result r ON r.appraisal_id = a.id
     WHERE a.cycle_id = %s AND a.employee_id IN (SELECT id FROM bench_person)
     ORDER BY a.employee_id, l.kpi_id
"""


class Bench:
    def __init__(self, company):
        self.made, self.cr, self.env = company, company.cr, company.env
        self.cycle = company.cycle
        self.times, self.statements = {}, {}

    # ours ------------------------------------------------------------------------
    def ours(self):
        self.cycle._generate()
        self.commit()  # two buttons, two tasks
        generated, _result = harness.seconds(self.cycle._measure_all)
        self.times.setdefault("measuring", []).append(generated)

    def plain(self):
        values = {
            "cycle": self.cycle.id,
            "first": FIRST,
            "last": LAST,
            "profile": self.made.profile.id,
        }
        for query in (PLAIN_HEADS, PLAIN_PARTS, PLAIN_LINES, PLAIN_RESULTS):
            self.made.run(query, **values)

    # peers -----------------------------------------------------------------------
    def orm_sets(self):
        self.create(self.people(BATCH), self.env)

    def orm_single(self):
        env = self.env(context={**self.env.context, "tracking_disable": False})
        for person in self.people(ONE_BY_ONE):
            self.create(person, env)

    def people(self, count):
        self.cr.execute("SELECT id FROM bench_person ORDER BY number LIMIT %s", [count])
        return self.env["hr.employee"].browse([row[0] for row in self.cr.fetchall()])

    def create(self, people, env):
        """Heads, parts, lines with value and score, results: a batch a model."""
        heads = env["ops.appraisal"]._server_create(
            [self.head(person) for person in people]
        )
        parts = env["ops.appraisal.part"]._server_create(
            [
                {
                    "appraisal_id": head.id,
                    "date_from": FIRST,
                    "date_to": LAST,
                    "days": (LAST - FIRST).days + 1,
                    "job_id": head.job_id.id,
                    "department_id": head.department_id.id,
                    "profile_id": self.made.profile.id,
                }
                for head in heads
            ]
        )
        values = {
            measure: measure._measure(people, FIRST, LAST)
            for measure in self.made.measures
        }
        env["ops.appraisal.line"]._server_create(
            [
                self.line(part, line, values[line.kpi_id.measure_id])
                for part in parts
                for line in self.made.profile.line_ids
            ]
        )
        env["ops.appraisal.result"]._server_create(
            [{"appraisal_id": head.id} for head in heads]
        )
        env.flush_all()

    def head(self, person):
        unit = person.department_id
        return {
            "cycle_id": self.cycle.id,
            "subject_kind": "employee",
            "employee_id": person.id,
            "subject_name": person.name,
            "job_id": person.job_id.id,
            "department_id": unit.id,
            "family": "service",
            "first_user_id": unit.manager_id.user_id.id,
            "second_user_id": unit.parent_id.manager_id.user_id.id,
            "date_from": FIRST,
            "date_to": LAST,
            "company_id": person.company_id.id,
        }

    def line(self, part, line, values):
        kpi, value = line.kpi_id, values[part.appraisal_id.employee_id.id]
        rule = scoring.rule(
            kpi.method,
            direction=kpi.direction,
            floor=kpi.floor,
            target=kpi.target,
            stretch=kpi.stretch,
            floor_score=kpi.floor_score,
            cap=kpi.cap,
        )
        return {
            "appraisal_id": part.appraisal_id.id,
            "part_id": part.id,
            "sequence": line.sequence,
            "kpi_id": kpi.id,
            "measure_id": kpi.measure_id.id,
            "weight": line.weight,
            **{name: kpi[name] for name in MARKS},
            "has_value": True,
            "value": float(value.value),
            "value_state": "ok",
            "refs": [list(ref) for ref in value.refs],
            "has_auto_score": True,
            "auto_score": float(rule.score(value.value)),
        }

    # -----------------------------------------------------------------------------
    def commit(self):
        self.env.flush_all()
        self.cr.commit()

    def measured(self, name, action):
        """(seconds, the rows that are there afterwards); all is taken back."""
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        taken, _result = harness.seconds(lambda: (action(), self.commit()))
        self.statements[name] = self.cr.sql_log_count - before
        self.cr.execute("ANALYZE ops_appraisal, ops_appraisal_part")
        self.cr.execute("ANALYZE ops_appraisal_line, ops_appraisal_result")
        self.cr.execute(ANSWER, [self.cycle.id])
        answer = self.cr.fetchall()
        self.cr.execute("TRUNCATE ops_appraisal CASCADE")
        self.env.invalidate_all(flush=False)
        self.cr.commit()
        return taken, answer


def check(answers, persons):
    """All ways made the rows of plain SQL."""
    reference = answers["plain SQL"]
    assert len(reference) == persons * KPIS, len(reference)
    for name, answer in answers.items():
        known = {row[0] for row in answer}
        expected = [row for row in reference if row[0] in known]
        for found, wanted in zip(answer, expected, strict=True):
            assert found == wanted, f"{name}: {found}, not {wanted}"


def report(bench, persons, rounds):
    ways = {
        "plain SQL": (bench.plain, persons),
        "ours": (bench.ours, persons),
        "ORM, a batch a model": (bench.orm_sets, BATCH),
        "ORM, one by one with mail.thread": (bench.orm_single, ONE_BY_ONE),
    }
    times, answers = {name: [] for name in ways}, {}
    for _round in range(rounds):
        for name, (way, _count) in ways.items():
            taken, answers[name] = bench.measured(name, way)
            times[name].append(taken)
    check(answers, persons)
    each = {
        name: sorted(times[name])[rounds // 2] / count
        for name, (_way, count) in ways.items()
    }
    limit, ours = each["plain SQL"], each["ours"]
    measuring = sorted(bench.times["measuring"])[rounds // 2] / persons
    rows = [
        (
            name,
            ways[name][1],
            f"{taken * persons * 1000:.0f}",
            f"{taken / limit:.2f}",
            f"{taken / ours:.1f}",
            bench.statements[name],
        )
        for name, taken in each.items()
    ]
    harness.table(
        f"{persons} persons × {KPIS} KPIs: heads, parts, lines with values and scores,"
        f" results. Ours: {measuring / ours:.0%} of the time for measuring. Statements"
        " are of the persons measured, and the same on every machine",
        [
            ("way", "persons", "ms for all", "of SQL", "way / ours", "statements"),
            *rows,
        ],
    )


def main():
    options = harness.arguments(__doc__).parse_args()
    persons = PERSONS[options.scale]
    with harness.cursor() as cr:
        company = Company(cr, persons)
        cr.commit()
        report(Bench(company), persons, options.rounds)


if __name__ == "__main__":
    main()
