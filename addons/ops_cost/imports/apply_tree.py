"""Employees, nodes, leaders in charge, stays of persons."""

from datetime import date

from .apply_plan import Writer
from .checks_tree import find_employee

KIND_OF_LEVEL = {1: "leadership", 2: "unit", 3: "team"}


class TreeWriter(Writer):
    def write_people(self):
        """Employees that are missing, with code and name only."""
        names = {}
        for line in self.context.lines("people"):
            if line["code"] not in self.ids["employees"]:
                names[line["code"]] = names.get(line["code"]) or line["name"]
        self._write_employees(names)
        yield sum(
            line.is_new for line in self.context.lines("people") if not line["team"]
        )

    def _write_employees(self, names):
        """``names``: {code: name}. The one employee of a name gets the code; who is
        not found is made, with code and name only."""
        # sudo: the cost office has no role in HR; only code and name are set
        employees = self.env["hr.employee"].sudo()
        missing = []
        for code, name in names.items():
            namesakes = self.known.uncoded.get(name, ())
            if len(namesakes) == 1:
                employees.browse(namesakes).write({"ops_cost_code": code})
                self.ids["employees"][code] = namesakes[0]
            else:
                missing.append(code)
        created = employees.create(
            [
                {
                    "name": names[code] or code,
                    "ops_cost_code": code,
                    "company_id": self.company.id,
                }
                for code in missing
            ]
        )
        for code, employee in zip(missing, created, strict=True):
            self.ids["employees"][code] = employee.id

    def write_nodes(self):
        """Level by level; in the order of the file, which is the order of shares."""
        lines = self.new_lines("nodes")
        for level in (1, 2, 3):
            numbered = [
                (number, line)
                for number, line in enumerate(lines, len(self.ids["nodes"]) + 1)
                if line["level"] == level
            ]
            nodes = self.make(
                "ops.cost.node",
                [self._prepare_node(line, number) for number, line in numbered],
            )
            for (_number, line), node in zip(numbered, nodes, strict=True):
                self.ids["nodes"][line["code"]] = node.id
            yield len(numbered)
        self._write_leaders(lines)

    def _prepare_node(self, line, number):
        values = self.stated(
            line,
            code="code",
            name="code",
            level="level",
            weight="weight",
            kind="kind",
            settlement="settlement",
        )
        return (
            {"kind": KIND_OF_LEVEL[line["level"]]}
            | values
            | {
                "company_id": self.company.id,
                "sequence": 10 * number,
                "parent_id": self.ids["nodes"].get(line["parent"]),
                "manager_id": self._employee(line["manager"]),
            }
        )

    def _employee(self, value):
        """Id of the employee that the cell names."""
        found = find_employee(self.context, value) if value else None
        ids = self.ids["employees"]
        return ids.get(found) or self.known.uncoded.get(found, [None])[0]

    def _write_leaders(self, lines):
        self.make(
            "ops.cost.charge",
            [
                {
                    "company_id": self.company.id,
                    "unit_id": self.ids["nodes"][line["code"]],
                    "leader_id": self._employee(line["leader"]),
                    "date_start": date(self._year(), 1, 1),
                }
                for line in lines
                if line["leader"]
            ],
        )

    def _year(self):
        plan = self.known.plan
        return plan.year if plan else 2000

    def write_stays(self):
        """Level-4 nodes. Quotas of the month of a move are not split here: that is
        the move's own business, with its own approval."""
        stays = self.context.stays
        offset = len(self.ids["persons"])
        nodes = self.make(
            "ops.cost.node",
            [
                self._prepare_stay(code, line, offset + line.row.number)
                for code, line in stays.items()
            ],
        )
        for code, node in zip(stays, nodes, strict=True):
            self.ids["persons"][code] = node.id
        yield len(stays)

    def _prepare_stay(self, code, line, number):
        name = line["name"] or self._stored_name(line["code"])
        return self.stated(
            line, weight="weight", date_start="start", date_end="end"
        ) | {
            "code": code,
            "name": name,
            "company_id": self.company.id,
            "level": 4,
            "kind": "person",
            "sequence": 10 * number,
            "parent_id": self.ids["nodes"][line["team"]],
            "employee_id": self.ids["employees"][line["code"]],
        }

    def _stored_name(self, code):
        # sudo: names of employees are no secret
        employees = self.env["hr.employee"].sudo()
        return employees.browse(self.ids["employees"][code]).name
