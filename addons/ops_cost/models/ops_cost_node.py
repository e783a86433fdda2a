from odoo import api, fields, models

KINDS = [
    ("leadership", "Leadership"),
    ("unit", "Unit"),
    ("function", "Functional Department"),
    ("workshop", "Workshop"),
    ("section", "Section"),
    ("team", "Team"),
    ("person", "Person"),
]


class OpsCostNode(models.Model):
    """The responsibility tree: exactly four levels (cost.md 2.2).

    A person who changes teams gets a second level-4 node; a node's parent never
    changes. ``l1_id`` .. ``l3_id`` are the ancestor, or the node itself, of each level.
    """

    _name = "ops.cost.node"
    _description = "Responsibility Node"
    _inherit = ["ops.mixin.guard", "mail.thread", "mail.activity.mixin"]
    _parent_store = True
    _order = "level, sequence, code, id"
    _rec_names_search = ["code", "name"]
    _check_company_auto = True
    _server_owned = frozenset(
        {"parent_level", "parent_path", "l1_id", "l2_id", "l3_id"}
    )

    code = fields.Char(required=True, index=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    level = fields.Integer(
        compute="_compute_level",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="1 leadership, 2 unit or functional department, 3 workshop, section or "
        "team, 4 person; one below the parent.",
    )
    kind = fields.Selection(
        KINDS,
        compute="_compute_kind",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    parent_id = fields.Many2one(
        "ops.cost.node", index=True, ondelete="restrict", check_company=True
    )
    parent_path = fields.Char(index=True, readonly=True)
    parent_level = fields.Integer(compute="_compute_parent_level", store=True)
    child_ids = fields.One2many("ops.cost.node", "parent_id", "Sub-nodes")
    l1_id = fields.Many2one(
        "ops.cost.node",
        "Leadership",
        compute="_compute_ancestors",
        store=True,
        recursive=True,
        index=True,
        ondelete="restrict",
    )
    l2_id = fields.Many2one(
        "ops.cost.node",
        "Unit",
        compute="_compute_ancestors",
        store=True,
        recursive=True,
        index=True,
        ondelete="restrict",
    )
    l3_id = fields.Many2one(
        "ops.cost.node",
        "Team",
        compute="_compute_ancestors",
        store=True,
        recursive=True,
        index=True,
        ondelete="restrict",
    )
    employee_id = fields.Many2one(
        "hr.employee",
        index=True,
        ondelete="restrict",
        check_company=True,
        help="The person of a level-4 node.",
    )
    user_id = fields.Many2one(
        "res.users",
        compute="_compute_user_id",
        store=True,
        index=True,
        ondelete="restrict",
        help="User of the person; reads the own figures.",
    )
    manager_id = fields.Many2one(
        "hr.employee",
        "Responsible",
        index=True,
        ondelete="restrict",
        check_company=True,
        help="Person who answers for a node of level 1 to 3.",
    )
    accountant_ids = fields.Many2many(
        "res.users",
        "ops_cost_unit_accountant_rel",
        "node_id",
        "user_id",
        "Unit Accountants",
    )
    recorder_ids = fields.Many2many(
        "res.users",
        "ops_cost_team_recorder_rel",
        "node_id",
        "user_id",
        "Team Recorders",
    )
    department_id = fields.Many2one("hr.department", index=True, ondelete="set null")
    settlement = fields.Selection(
        [("monthly", "Monthly"), ("quarterly", "Quarterly")],
        compute="_compute_settlement",
        store=True,
        readonly=False,
        recursive=True,
        precompute=True,
        help="Penalties and rewards are paid each month, or once a quarter as the "
        "sum of its months. Follows the parent unless set.",
    )
    charge_ids = fields.One2many("ops.cost.charge", "unit_id", "Leaders in Charge")
    leader_id = fields.Many2one(
        "hr.employee",
        "Leader in Charge Today",
        compute="_compute_leader_id",
    )
    weight = fields.Float(
        digits=(12, 4),
        default=1.0,
        help="Share of this node among its siblings when a quota is cascaded.",
    )
    date_start = fields.Date("First Day", required=True, default="2000-01-01")
    date_end = fields.Date("Last Day", help="Last day on which the node is valid.")

    _code_uniq = models.Constraint(
        "UNIQUE(company_id, code)", "The code of a node must be unique."
    )
    _id_level_uniq = models.Constraint(
        "UNIQUE(level, id, company_id)", "A node has one level."
    )
    _level_range = models.Constraint(
        "CHECK(level BETWEEN 1 AND 4)", "The tree has exactly four levels."
    )
    _parent_needed = models.Constraint(
        "CHECK((level = 1) = (parent_id IS NULL))",
        "A node of level 1 has no parent; every other node has one.",
    )
    _parent_level_is_one_above = models.Constraint(
        "CHECK(parent_level = level - 1)",
        "The parent of a node must be exactly one level above it.",
    )
    _parent_fk = models.Constraint(
        # The level comes first: the ORM takes a key that begins with a Many2one's
        # column for that field's own and replaces it.
        "FOREIGN KEY (parent_level, parent_id, company_id)"
        " REFERENCES ops_cost_node (level, id, company_id)",
        "The parent of a node must be exactly one level above it, in the same company.",
    )
    _person_has_employee = models.Constraint(
        "CHECK((level = 4) = (employee_id IS NOT NULL))",
        "Level 4 is for persons: give the employee there, and nowhere else.",
    )
    _kind_fits_level = models.Constraint(
        "CHECK((level = 1 AND kind = 'leadership')"
        " OR (level = 2 AND kind IN ('unit', 'function'))"
        " OR (level = 3 AND kind IN ('workshop', 'section', 'team'))"
        " OR (level = 4 AND kind = 'person'))",
        "The kind does not fit the level: 1 leadership, 2 unit or functional "
        "department, 3 workshop, section or team, 4 person.",
    )
    _weight_positive = models.Constraint(
        "CHECK(weight >= 0 AND weight < 1e8)", "A weight must not be negative."
    )
    _dates_in_order = models.Constraint(
        "CHECK(date_end IS NULL OR date_end >= date_start)",
        "A node must not end before it starts.",
    )
    _one_team_a_day = models.Constraint(
        "EXCLUDE USING gist (int4range(employee_id, employee_id, '[]') WITH &&,"
        " int4range(company_id, company_id, '[]') WITH &&,"
        " daterange(date_start, date_end, '[]') WITH &&) WHERE (level = 4)",
        "This person already belongs to another team on some of these days; "
        "move the person instead.",
    )
    _one_open_node = models.UniqueIndex(
        "(company_id, employee_id) WHERE level = 4 AND date_end IS NULL",
        "A person has one open node; close it by moving the person.",
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for node in self:
            node.display_name = f"{node.code or ''} {node.name or ''}".strip()

    @api.depends("parent_id")
    def _compute_level(self):
        for node in self:
            node.level = node.parent_id.level + 1

    @api.depends("level")
    def _compute_kind(self):
        usual = {1: "leadership", 2: "unit", 3: "team", 4: "person"}
        for node in self:
            node.kind = usual.get(node.level, "person")

    @api.depends("charge_ids.leader_id", "charge_ids.date_start", "charge_ids.date_end")
    def _compute_leader_id(self):
        units = self.l2_id.ids
        leaders = self.env["ops.cost.charge"]._leaders_today("unit_id", units)
        for node in self:
            node.leader_id = leaders.get(node.l2_id.id, False)

    @api.depends("parent_id.level")
    def _compute_parent_level(self):
        for node in self:
            node.parent_level = node.parent_id.level

    @api.depends("level", "parent_id.l1_id", "parent_id.l2_id", "parent_id.l3_id")
    def _compute_ancestors(self):
        for node in self:
            for level in (1, 2, 3):
                name = f"l{level}_id"
                node[name] = node if node.level == level else node.parent_id[name]

    @api.depends("employee_id.user_id")
    def _compute_user_id(self):
        for node in self:
            node.user_id = node.employee_id.user_id

    @api.depends("parent_id.settlement")
    def _compute_settlement(self):
        for node in self:
            node.settlement = node.settlement or node.parent_id.settlement or "monthly"
