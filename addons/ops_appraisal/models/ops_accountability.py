from odoo import api, fields, models

from odoo.addons.ops_base.calc.units import exact

SHARE = {"digits": (6, 4), "readonly": True, "default": 1, "aggregator": None}
STAMP = {"readonly": True, "copy": False}


class OpsAccountability(models.Model):
    """Accountability (问责): who answers for what, after a hearing (essay 4: 行政问责;
    负总责 and 直接责任).

    draft -> submitted (hearing) -> decided | dismissed; decided -> appealed -> closed.
    The committee writes; who is concerned reads the own case once it is heard.
    """

    _name = "ops.accountability"
    _inherit = ["ops.mixin.decision"]
    _description = "Accountability"
    _order = "date desc, id desc"
    _check_company_auto = True
    _approval_groups = ("ops_appraisal.group_appraisal_committee",)
    _approval_editable = frozenset({"draft"})

    _server_owned = frozenset(
        {"trigger", "rule_id", "kpi_id", "state", "statement", "measure"}
        | {"overall_factor", "bonus_factor", "overall_block_until", "block_until"}
        | {"appeal_reason", "appealed_by", "appealed_at", "closure", "closed_by"}
        | {"closed_at"}
    )

    name = fields.Char("Subject", required=True, translate=True)
    trigger = fields.Selection(
        [("manual", "By Hand"), ("rule", "By Rule")],
        required=True,
        default="manual",
        readonly=True,
    )
    rule_id = fields.Many2one(
        "ops.accountability.rule", readonly=True, ondelete="restrict", index=True
    )
    kpi_id = fields.Many2one(
        "ops.kpi", "KPI", readonly=True, ondelete="restrict", index=True
    )
    date = fields.Date("Date of the Fact", required=True)
    fact = fields.Text(required=True)
    severity = fields.Selection(
        [("light", "Light"), ("serious", "Serious"), ("grave", "Grave")],
        required=True,
        default="light",
    )
    overall_responsible_id = fields.Many2one(
        "hr.employee",
        ondelete="restrict",
        index=True,
        check_company=True,
        help="Who answers for the whole (负总责).",
    )
    direct_responsible_id = fields.Many2one(
        "hr.employee",
        "Directly Responsible",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        help="Who did it or failed to do it (直接责任).",
    )
    overall_user_id = fields.Many2one(
        "res.users",
        "User of the Overall Responsible",
        compute="_compute_parties",
        store=True,
        index=True,
        precompute=True,
        ondelete="restrict",
    )
    direct_user_id = fields.Many2one(
        "res.users",
        "User of the Directly Responsible",
        compute="_compute_parties",
        store=True,
        index=True,
        precompute=True,
        ondelete="restrict",
    )
    cycle_id = fields.Many2one(
        "ops.appraisal.cycle",
        "Bonus of the Cycle",
        ondelete="restrict",
        index=True,
        check_company=True,
        help="The cycle whose bonus the factors reduce.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Hearing"),
            ("decided", "Decided"),
            ("appealed", "Appealed"),
            ("dismissed", "Dismissed"),
            ("closed", "Closed"),
        ],
        required=True,
        default="draft",
        index=True,
        **STAMP,
    )
    statement = fields.Text("Statement at the Hearing", **STAMP)
    measure = fields.Text(**STAMP)
    overall_factor = fields.Float("Bonus Factor, Overall Responsible", **SHARE)
    bonus_factor = fields.Float("Bonus Factor, Directly Responsible", **SHARE)
    overall_block_until = fields.Date("No Promotion Until, Overall", **STAMP)
    block_until = fields.Date("No Promotion Until, Direct", **STAMP)
    appeal_reason = fields.Text(**STAMP)
    appealed_by = fields.Many2one(
        "res.users", ondelete="restrict", index="btree_not_null", **STAMP
    )
    appealed_at = fields.Datetime(**STAMP)
    closure = fields.Text(**STAMP)
    closed_by = fields.Many2one(
        "res.users", ondelete="restrict", index="btree_not_null", **STAMP
    )
    closed_at = fields.Datetime(**STAMP)
    is_party = fields.Boolean(compute="_compute_is_party")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
        index=True,
    )

    _factors_fine = models.Constraint(
        "CHECK (overall_factor BETWEEN 0 AND 1 AND bonus_factor BETWEEN 0 AND 1)",
        "A bonus factor is from 0 to 1.",
    )
    _two_persons = models.Constraint(
        "CHECK (overall_responsible_id <> direct_responsible_id)",
        "The overall and the directly responsible are different persons.",
    )

    _rule_uniq = models.UniqueIndex(
        "(rule_id, direct_responsible_id, cycle_id) WHERE rule_id IS NOT NULL",
        "This rule has put the person on the list for this cycle already.",
    )

    @api.depends("overall_responsible_id.user_id", "direct_responsible_id.user_id")
    def _compute_parties(self):
        """From the hearing on the logins stay, whoever gets another one; a person who
        had none yet is heard once there is one."""
        for case in self:
            for side in ("overall", "direct"):
                name = f"{side}_user_id"
                if case.state == "draft" or not case[name]:
                    case[name] = case[f"{side}_responsible_id"].user_id
                else:
                    case[name] = case[name]

    @api.depends_context("uid")
    def _compute_is_party(self):
        for case in self:
            case.is_party = self.env.user in case._parties()

    def _parties(self):
        """Who is heard, and may appeal."""
        return self.overall_user_id | self.direct_user_id

    def _concerned(self):
        """Who may not decide: the parties, whatever login they have by now."""
        # sudo: logins of employees, which only decide here
        persons = (self.overall_responsible_id | self.direct_responsible_id).sudo()
        return self._parties() | persons.user_id

    # effects -------------------------------------------------------------------
    @api.model
    @api.private
    def _factors(self, cycle):
        """``{employee id: factor}`` on the bonus of the cycle; of several cases the
        product."""
        factors = {}
        for case in self._in_force([("cycle_id", "=", cycle.id)]):
            for person, factor in case._effects("bonus_factor", "overall_factor"):
                before = factors.get(person.id, 1)
                factors[person.id] = before * exact(f"{factor:.4f}")
        return {person: round(float(factor), 4) for person, factor in factors.items()}

    @api.model
    @api.private
    def _blocked(self, employee_ids, day):
        """The ids of those whose promotion is blocked on the day."""
        domain = [
            "|",
            ("direct_responsible_id", "in", employee_ids),
            ("overall_responsible_id", "in", employee_ids),
        ]
        return {
            person.id
            for case in self._in_force(domain)
            for person, until in case._effects("block_until", "overall_block_until")
            if until and until >= day
        } & set(employee_ids)

    def _in_force(self, domain):
        """Decided cases; an appeal does not lift the decision."""
        # sudo: the effect counts, whoever computes a bonus or a check; no case is shown
        return self.sudo().search(
            [*domain, ("state", "in", ("decided", "appealed", "closed"))]
        )

    def _effects(self, direct, overall):
        yield self.direct_responsible_id, self[direct]
        if self.overall_responsible_id:
            yield self.overall_responsible_id, self[overall]
