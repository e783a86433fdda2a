"""A large company for the benchmarks, written by SQL: 10,000 persons, 800 teams, 60
units, 10 items; months as the scale needs."""

from odoo import SUPERUSER_ID, api

ITEMS = 10
# scale -> (months, entries of a month)
SCALES = {"10k": (1, 10_000), "100k": (4, 25_000), "1m": (36, 27_778)}
DECEMBER = 12

NODES = """
    INSERT INTO ops_cost_node (code, name, level, kind, parent_id, parent_level,
        company_id, settlement, weight, date_start, active, sequence, employee_id)
    SELECT %(prefix)s || s, jsonb_build_object('en_US', %(prefix)s || s), %(level)s,
           %(kind)s, p.id, p.level, %(company)s, 'monthly', 1, '2020-01-01', TRUE, 10,
           e.id
      FROM generate_series(0, %(count)s - 1) AS s
      LEFT JOIN ops_cost_node p ON p.company_id = %(company)s
            AND p.code = %(above)s || s %% %(spread)s
      LEFT JOIN bench_employee e ON %(level)s = 4 AND e.number = s
"""
ANCESTORS = """
    UPDATE ops_cost_node n SET
        parent_path = COALESCE(p.parent_path, '') || n.id || '/',
        l1_id = COALESCE(p.l1_id, n.id),
        l2_id = CASE WHEN n.level = 2 THEN n.id ELSE p.l2_id END,
        l3_id = CASE WHEN n.level = 3 THEN n.id ELSE p.l3_id END
      FROM ops_cost_node self LEFT JOIN ops_cost_node p ON p.id = self.parent_id
     WHERE self.id = n.id AND n.company_id = %(company)s AND n.level = %(level)s
"""
CELLS = """
    INSERT INTO ops_cost_cell (version_id, period_id, node_id, level, l1_id, l2_id,
        l3_id, company_id, currency_id, item_id, nature, quota, saving_task,
        reduction_target)
    SELECT %(version)s, p.id, n.id, n.level, n.l1_id, n.l2_id, n.l3_id, n.company_id,
           %(currency)s, i.id, 'daily', q.quota, q.saving, q.quota - q.saving
      FROM ops_cost_period p, ops_cost_node n, ops_cost_item i,
   LATERAL (SELECT (100 + (n.id * 7919 + i.id * 104729 + p.id) %% 90000)::numeric / 100
                   AS quota,
                   ((n.id * 31 + i.id) %% 90)::numeric / 100 AS saving) AS q
     WHERE p.plan_id = %(plan)s AND n.company_id = %(company)s
       AND i.company_id = %(company)s AND n.level = 4
"""
ENTRIES = """
    INSERT INTO ops_cost_entry (voucher_id, number, state, document, date, period_id,
        late, node_id, level, l1_id, l2_id, l3_id, company_id, currency_id, item_id,
        nature, amount)
    SELECT %(voucher)s, p.code || '-' || lpad(s::text, 7, '0'), 'posted', 'manual',
           p.date_start + (s %% 28)::int, p.id, FALSE, n.id, n.level, n.l1_id, n.l2_id,
           n.l3_id, n.company_id, %(currency)s, i.id, 'daily',
           ((s::bigint * 48271 + p.id * 7) %% 400000 - 20000)::numeric / 100
      FROM ops_cost_period p
     CROSS JOIN generate_series(%(first)s, %(last)s) AS s
      JOIN bench_node b ON b.number = (s::bigint * 7919 + p.id) %% %(nodes)s
      JOIN ops_cost_node n ON n.id = b.id
      JOIN bench_item i ON i.number = s %% %(items)s
     WHERE p.id = ANY(%(periods)s)
"""


class Company:
    """Makes the data and gives its last month, which is open; the others are closed."""

    def __init__(self, cursor, scale, persons=10_000, teams=800, units=60):
        self.cr, self.persons, self.teams, self.units = cursor, persons, teams, units
        self.nodes = persons + teams + units + 1
        self.env = api.Environment(cursor, SUPERUSER_ID, {"tracking_disable": True})
        self.months, self.entries = SCALES[scale]
        self.company = self.env["res.company"].create({"name": f"Bench {scale}"})
        self.env = self.env(
            context={"tracking_disable": True, "allowed_company_ids": self.company.ids}
        )

    def make(self):
        self.make_tree()
        periods = self.make_plans()
        self.make_cells()
        self.make_entries()
        self.cr.execute(
            "UPDATE ops_cost_period SET state = 'closed' WHERE company_id = %s"
            " AND id <> %s",
            [self.company.id, periods[-1].id],
        )
        self.cr.commit()
        self.cr._cnx.autocommit = True
        for table in ("entry", "cell", "node", "period", "item"):
            self.cr.execute(f"VACUUM ANALYZE ops_cost_{table}")
        self.cr._cnx.autocommit = False
        self.env.invalidate_all()
        return periods[-1]

    def run(self, query, **values):
        self.cr.execute(query, {"company": self.company.id, **values})
        return self.cr.rowcount

    def make_tree(self):
        self.run(
            """
            CREATE TEMP TABLE bench_employee AS
            WITH resource AS (
                INSERT INTO resource_resource (name, company_id, resource_type, tz,
                    time_efficiency, active)
                SELECT 'Person ' || s, %(company)s, 'user', 'UTC', 100, TRUE
                  FROM generate_series(0, %(count)s - 1) AS s RETURNING id
            ) SELECT id, row_number() OVER () - 1 AS number FROM resource
            """,
            count=self.persons,
        )
        self.make_employees()
        levels = [
            ("L", 1, "leadership", 1, "-", 1),
            ("U", 2, "unit", self.units, "L", 1),
        ]
        levels += [("T", 3, "team", self.teams, "U", self.units)]
        levels += [("P", 4, "person", self.persons, "T", self.teams)]
        for prefix, level, kind, count, above, spread in levels:
            names = {"prefix": prefix, "kind": kind, "above": above}
            self.run(NODES, level=level, count=count, spread=spread, **names)
            self.run(ANCESTORS, level=level)
        self.run(
            "CREATE TEMP TABLE bench_node AS SELECT id, row_number() OVER (ORDER BY id)"
            " - 1 AS number FROM ops_cost_node WHERE company_id = %(company)s"
        )
        self.env["ops.cost.item"].create(
            [
                {
                    "code": f"I{number}",
                    "name": f"I{number}",
                    "company_id": self.company.id,
                }
                for number in range(ITEMS)
            ]
        )
        self.env.flush_all()
        self.run(
            "CREATE TEMP TABLE bench_item AS SELECT id, row_number() OVER (ORDER BY id)"
            " - 1 AS number FROM ops_cost_item WHERE company_id = %(company)s"
        )

    def make_employees(self):
        """hr.employee by the ORM takes minutes; the tree needs ids only."""
        self.run(
            """
            WITH employee AS (
                INSERT INTO hr_employee (name, resource_id, company_id, active)
                SELECT 'Person ' || number, id, %(company)s, TRUE FROM bench_employee
                RETURNING id, name
            )
            UPDATE bench_employee b SET id = e.id FROM employee e
             WHERE e.name = 'Person ' || b.number
            """
        )

    def make_plans(self):
        periods = self.env["ops.cost.period"]
        years = (self.months + DECEMBER - 1) // DECEMBER
        for offset in range(years):
            plan = self.env["ops.cost.plan"].create(
                {
                    "name": f"{2030 + offset}",
                    "year": 2030 + offset,
                    "total": 0,
                    "reward_rate": 0.5,
                    "company_id": self.company.id,
                }
            )
            plan.action_generate_periods()
            periods |= plan.period_ids.sorted("date_start")
        extra = periods[self.months :]
        extra.unlink()
        return periods[: self.months]

    def make_cells(self):
        self.cells = 0
        for plan in self.env["ops.cost.plan"].search(
            [("company_id", "=", self.company.id)], order="year"
        ):
            first = plan.period_ids.sorted("date_start")[:1]
            version = self.env["ops.cost.version"].create(
                {"plan_id": plan.id, "effective_period_id": first.id}
            )
            version._server_write({"state": "issued"})
            self.env.flush_all()
            if plan.year == 2030 + (self.months - 1) // DECEMBER:
                currency = self.company.currency_id.id
                self.cells += self.run(
                    CELLS, version=version.id, plan=plan.id, currency=currency
                )

    def make_entries(self):
        self.voucher = self.env["ops.cost.voucher"].create(
            {"date": "2030-01-15", "company_id": self.company.id}
        )
        self.voucher._server_write({"state": "posted"})
        domain = [("company_id", "=", self.company.id)]
        self.add_entries(self.env["ops.cost.period"].search(domain), 1, self.entries)

    def add_entries(self, periods, first, last):
        """The entries of each month with the numbers ``first`` to ``last``."""
        self.env.flush_all()
        self.run(
            ENTRIES,
            voucher=self.voucher.id,
            periods=periods.ids,
            currency=self.company.currency_id.id,
            first=first,
            last=last,
            nodes=self.nodes,
            items=ITEMS,
        )
