"""Ten thousand people of a company for the appraisal benchmark, written by SQL."""

from datetime import date

from odoo import SUPERUSER_ID, api

KPIS, UNITS = 8, 20
FIRST, LAST = date(2030, 1, 1), date(2030, 3, 31)
MARKS = {"floor": 90, "target": 95, "has_stretch": True, "stretch": 99}


class Company:
    """Copies of one employee that the ORM made, over units below a top unit."""

    def __init__(self, cr, persons):
        self.cr, self.persons = cr, persons
        env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
        self.company = env["res.company"].create({"name": "Bench appraisal"})
        self.env = env(
            context={
                "tracking_disable": True,
                "allowed_company_ids": self.company.ids,
            }
        )
        self.make_units()
        self.make_profile()
        self.make_people()
        self.make_values()
        self.cycle = self.make_cycle()

    def run(self, query, **values):
        self.cr.execute(query, {"company": self.company.id, **values})
        return self.cr.rowcount

    def make_head(self, name):
        user = self.env["res.users"].create(
            {
                "name": name,
                "login": name,
                "company_id": self.company.id,
                "company_ids": [(6, 0, self.company.ids)],
            }
        )
        return self.env["hr.employee"].create(
            {
                "name": name,
                "user_id": user.id,
                "company_id": self.company.id,
                "date_version": date(2020, 1, 1),
            }
        )

    def make_units(self):
        unit = self.env["hr.department"]
        top = unit.create(
            {
                "name": "Top",
                "company_id": self.company.id,
                "manager_id": self.make_head("Top").id,
            }
        )
        self.units = unit.create(
            [
                {
                    "name": f"Unit {number}",
                    "company_id": self.company.id,
                    "parent_id": top.id,
                    "manager_id": self.make_head(f"Head {number}").id,
                }
                for number in range(UNITS)
            ]
        )

    def make_profile(self):
        self.job = self.env["hr.job"].create(
            {"name": "Engineer", "company_id": self.company.id}
        )
        self.measures = self.env["ops.measure"].create(
            [
                {"code": f"B{n}", "name": f"B{n}", "company_id": self.company.id}
                for n in range(KPIS)
            ]
        )
        self.kpis = self.env["ops.kpi"].create(
            [
                {
                    "code": measure.code,
                    "name": measure.code,
                    "measure_id": measure.id,
                    "company_id": self.company.id,
                    **MARKS,
                }
                for measure in self.measures
            ]
        )
        self.profile = self.env["ops.kpi.profile"].create(
            {
                "name": "Engineer",
                "job_id": self.job.id,
                "date_from": FIRST,
                "company_id": self.company.id,
                "line_ids": [
                    (0, 0, {"kpi_id": kpi.id, "weight": 100 / KPIS})
                    for kpi in self.kpis
                ],
            }
        )
        self.profile._server_write({"approval_state": "approved"})

    def make_people(self):
        """Copies of the first person's rows, spread over the units."""
        first = self.env["hr.employee"].create(
            {
                "name": "Person 0",
                "company_id": self.company.id,
                "job_id": self.job.id,
                "department_id": self.units[0].id,
                "date_version": date(2020, 1, 1),
            }
        )
        self.env.flush_all()
        self.run(
            """
            CREATE TEMP TABLE bench_person AS
            SELECT id, 0 AS number FROM hr_employee WHERE id = %(first)s;
            CREATE TEMP TABLE bench_resource AS WITH made AS (
                INSERT INTO resource_resource (name, company_id, resource_type, tz,
                    time_efficiency, active)
                SELECT 'Person ' || s, %(company)s, 'user', 'UTC', 100, TRUE
                  FROM generate_series(1, %(count)s - 1) AS s RETURNING id)
            SELECT id, row_number() OVER () AS number FROM made;
            """,
            first=first.id,
            count=self.persons,
        )
        self.copies("hr_employee", first.id, "resource_id")
        self.copies("hr_version", first.current_version_id.id, "employee_id")
        self.run("ANALYZE")
        self.env.invalidate_all()

    def copies(self, table, first_id, owner):
        """Rows like the first one, for each resource, then for each person."""
        self.cr.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass"
            " AND attnum > 0 AND NOT attisdropped",
            [table],
        )
        names = {name for (name,) in self.cr.fetchall()} - {"id", owner}
        names -= {"name", "department_id", "current_version_id"}
        same = ", ".join(sorted(names))
        if table == "hr_employee":
            self.run(
                f"""
                INSERT INTO hr_employee (name, resource_id, {same})
                SELECT 'Person ' || b.number, b.id, {same}
                  FROM bench_resource b, hr_employee f WHERE f.id = %(first)s;
                INSERT INTO bench_person SELECT e.id, b.number FROM hr_employee e
                  JOIN bench_resource b ON b.id = e.resource_id
                """,
                first=first_id,
            )
            return
        self.run(
            f"""
            INSERT INTO hr_version (employee_id, department_id, {same})
            SELECT p.id, (%(units)s::int[])[1 + p.number %% %(count)s], {same}
              FROM bench_person p, hr_version f WHERE f.id = %(first)s AND p.number > 0;
            UPDATE hr_employee e SET current_version_id = v.id FROM hr_version v
             WHERE v.employee_id = e.id AND e.id IN (SELECT id FROM bench_person)
            """,
            first=first_id,
            units=self.units.ids,
            count=len(self.units),
        )

    def make_values(self):
        """Approved values of each person and measure, from 86 to 101."""
        self.run(
            """
            INSERT INTO ops_measure_value (measure_id, subject_ref, date_from, date_to,
                value, numerator, denominator, n, approval_state, is_current,
                company_id)
            SELECT m.id, 'hr.employee,' || p.id, %(first)s, %(last)s,
                   86 + ((p.number * 7919 + m.id * 104729) %% 15000)::numeric / 1000,
                   0, 0, 0, 'approved', TRUE, %(company)s
              FROM bench_person p, ops_measure m WHERE m.id = ANY(%(measures)s);
            ANALYZE ops_measure_value
            """,
            first=FIRST,
            last=LAST,
            measures=self.measures.ids,
        )

    def make_cycle(self):
        scale = self.env["ops.appraisal.scale"].create(
            {
                "name": "Bench",
                "company_id": self.company.id,
                "line_ids": [(0, 0, {"grade": "A", "bound": 0})],
            }
        )
        cycle = self.env["ops.appraisal.cycle"].create(
            {
                "name": "Bench",
                "date_from": FIRST,
                "date_to": LAST,
                "scale_id": scale.id,
                "job_ids": [(6, 0, self.job.ids)],
                "company_id": self.company.id,
            }
        )
        cycle.action_open()
        self.env.flush_all()
        return cycle
