from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

STAFF_GROUPS = (
    "hr.group_hr_user,ops_contract.group_contract_manager,"
    "ops_contract.group_contract_org"
)
COVERAGE_GROUPS = f"ops_contract.group_contract_supervisor,{STAFF_GROUPS}"


class OpsAnnexStaffLine(models.Model):
    """A role with headcount, skills and presence that the contract promises, and who
    fills it: the assigned change without a new version, the promise does not."""

    _name = "ops.annex.staff.line"
    _description = "Staff of an Annex"
    _inherit = ["ops.annex.line"]
    _order = "version_id, sequence, id"
    _check_company_auto = True
    _annex_kinds = ("staff",)
    _part_open = frozenset({"employee_ids"})
    _seal_fields = (
        "sequence",
        "name",
        "headcount",
        "skill_type_id",
        "skill_id",
        "skill_level_id",
        "certificate_id",
        "presence",
        "notice_days",
    )

    name = fields.Char("Role", required=True)
    headcount = fields.Integer(default=1)
    skill_type_id = fields.Many2one("hr.skill.type", index=True, ondelete="restrict")
    skill_id = fields.Many2one(
        "hr.skill",
        index=True,
        ondelete="restrict",
        domain="[('skill_type_id', '=?', skill_type_id)]",
    )
    skill_level_id = fields.Many2one(
        "hr.skill.level",
        "At Least",
        index=True,
        ondelete="restrict",
        domain="[('skill_type_id', '=?', skill_type_id)]",
    )
    certificate_id = fields.Many2one(
        "hr.skill",
        index=True,
        ondelete="restrict",
        domain=[("skill_type_id.is_certification", "=", True)],
        help="Each of them holds it, valid today.",
    )
    presence = fields.Selection(
        [("resident", "Resident"), ("on_call", "On Call"), ("remote", "Remote")],
        default="resident",
        required=True,
    )
    notice_days = fields.Integer("Replacement Notice (days)")
    employee_ids = fields.Many2many(
        "hr.employee",
        "ops_annex_staff_employee_rel",
        "line_id",
        "employee_id",
        "Assigned",
        check_company=True,
        groups=STAFF_GROUPS,
    )
    covered_count = fields.Integer(
        "Covered",
        compute="_compute_coverage",
        groups=COVERAGE_GROUPS,
        help="Assigned persons who have the skill, the level and the certificate "
        "today, of the promised headcount.",
    )
    missing_count = fields.Integer(
        "Missing", compute="_compute_coverage", groups=COVERAGE_GROUPS
    )
    gap_note = fields.Text(
        "Gaps", compute="_compute_gap_note", groups=STAFF_GROUPS, help="Who lacks what."
    )

    _key_uniq = models.UniqueIndex(
        "(version_id, line_key)", "A version has each line only once."
    )
    _range = models.Constraint(
        "CHECK(headcount > 0 AND notice_days BETWEEN 0 AND 365)",
        "A staff line needs at least one head, and notice of 0 to 365 days.",
    )

    @api.constrains("skill_type_id", "skill_id", "skill_level_id")
    def _check_skill(self):
        for line in self:
            kind = line.skill_type_id or line.skill_id.skill_type_id
            if line.skill_level_id and not line.skill_id:
                raise ValidationError(
                    self.env._("A level needs the skill that it is a level of.")
                )
            if any(
                part and part.skill_type_id != kind
                for part in (line.skill_id, line.skill_level_id)
            ):
                raise ValidationError(
                    self.env._(
                        "Skill, level and type of skill of “%s” do not fit each other.",
                        line.name,
                    )
                )

    @api.depends("headcount", "employee_ids")
    def _compute_coverage(self):
        for line in self:
            # sudo: only the number is shown, no person and no skill
            fit = [gaps for _employee, gaps in line.sudo()._fitness() if not gaps]
            line.covered_count = min(len(fit), line.headcount)
            line.missing_count = line.headcount - line.covered_count

    @api.depends("headcount", "employee_ids")
    def _compute_gap_note(self):
        for line in self:
            # sudo: skills of those who are assigned, for who assigns them
            fitness = line.sudo()._fitness()
            texts = [
                self.env._(
                    "%(name)s: lacks %(what)s",
                    name=employee.name,
                    what=", ".join(gaps),
                )
                for employee, gaps in fitness
                if gaps
            ]
            if len(fitness) < line.headcount:
                texts.append(
                    self.env._("Not assigned yet: %s", line.headcount - len(fitness))
                )
            line.gap_note = "\n".join(texts)

    def write(self, vals):
        """Whoever is in charge of the contract assigns people whom he sees in the
        directory, without the rights of a personnel officer."""
        if set(vals) != {"employee_ids"} or self.env.su:
            return super().write(vals)
        self.check_access("write")
        self._check_field_access(self._fields["employee_ids"], "write")
        self._check_assignable(vals["employee_ids"])
        # sudo: a many2many needs the right to read the private file of a person
        return super(OpsAnnexStaffLine, self.sudo()).write(vals)

    @api.model
    def _check_assignable(self, commands):
        """People of the directory may be added and taken away, nothing else."""
        ids = set()
        for command, *rest in commands:
            if command == Command.LINK:
                ids.add(rest[0])
            elif command == Command.SET:
                ids.update(rest[1])
            elif command not in (Command.UNLINK, Command.CLEAR):
                raise UserError(self.env._("People are chosen here, not changed."))
        self.env["hr.employee.public"].browse(ids).check_access("read")

    def _fitness(self):
        """``[(employee, names of what he lacks)]`` of the assigned, today."""
        today = self.contract_id._today()
        return [
            (employee, self._lacking(employee, today))
            for employee in self.employee_ids
            if employee.active
        ]

    def _lacking(self, employee, day):
        held = employee.employee_skill_ids.filtered(
            lambda skill: (
                (not skill.valid_from or skill.valid_from <= day)
                and (not skill.valid_to or skill.valid_to >= day)
            )
        )
        gaps = []
        if not self._has_skill(held):
            names = (self.skill_id or self.skill_type_id, self.skill_level_id)
            gaps.append(" ".join(part.name for part in names if part))
        if self.certificate_id and self.certificate_id not in held.skill_id:
            gaps.append(self.certificate_id.name)
        return gaps

    def _has_skill(self, held):
        if self.skill_id:
            held = held.filtered(lambda skill: skill.skill_id == self.skill_id)
        elif self.skill_type_id:
            kind = self.skill_type_id
            held = held.filtered(lambda skill: skill.skill_type_id == kind)
        else:
            return True
        level = self.skill_level_id.level_progress
        return any(skill.level_progress >= level for skill in held)

    @api.model
    def _cron_check_coverage(self):
        """Reminds the contract manager of promised staff that is not there."""
        lines = self.search([("version_id.state", "=", "effective")])
        for version, staff in lines.grouped("version_id").items():
            if any(staff.mapped("missing_count")):
                version._remind_of_staff(sum(staff.mapped("missing_count")))
