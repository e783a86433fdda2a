"""R12: what only the server sets is set by no client."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.ops_base.tests.access_calls import QUIET, MassAssignment

from .access_case import LOGINS, AccessCase


@tagged("post_install", "-at_install")
class TestMassAssignment(MassAssignment, AccessCase):
    module = "ops_appraisal"
    logins = LOGINS

    def creations(self):
        company = {"company_id": self.company.id}
        check = {"name": "x", "culture_measure_id": self.culture.id}
        case = {"name": "x", "date": "2026-02-01", "fact": "x"}
        case["direct_responsible_id"] = self.people["bert"].id
        return [
            ("officer", "ops.bonus.run", {"name": "x", "cycle_id": self.q2.id}),
            ("officer", "ops.promotion.check", {**check, **company}),
            ("officer", "ops.accountability.rule", {"kpi_id": self.sla.id, **company}),
            ("committee", "ops.accountability", {**case, **company}),
        ]

    def nested(self):
        """``[(login, document, commands on its lines)]``."""
        line = self.bonus.line_ids
        draft_line = self.draft_run.line_ids
        checked = self.check.line_ids
        return (
            ("officer", self.bonus, [Command.update(line.id, {"base": 1})]),
            ("officer", self.bonus, [Command.delete(line.id)]),
            (
                "officer",
                self.draft_run,
                [Command.update(draft_line.id, {"coef": 9})],
            ),
            (
                "officer",
                self.draft_run,
                [Command.create({"employee_id": self.people["bert"].id})],
            ),
            ("officer", self.draft_run, [Command.link(line.id)]),
            (
                "officer",
                self.check,
                [Command.update(checked.id, {"eligible": "yes"})],
            ),
            (
                "committee",
                self.check,
                [Command.update(checked.id, {"committee_decision": "yes"})],
            ),
        )

    @mute_logger(*QUIET)
    def test_nested_commands_change_nothing_kept(self):
        """A line through its document, and one that is not there."""
        before = self.checksum()
        for login, record, commands in self.nested():
            mine = record.with_env(self.as_login(login))
            self.assert_refused(
                lambda r=mine, c=commands: r.write({"line_ids": c}), login, commands
            )
        self.assertEqual(self.checksum(), before)

    @mute_logger(*QUIET)
    def test_imported_files_set_nothing_either(self):
        before = self.checksum()
        for login, model, names, rows in (
            (
                "officer",
                "ops.bonus.run",
                ["name", "approval_state"],
                [["x", "approved"]],
            ),
            (
                "officer",
                "ops.bonus.line",
                [".id", "grade"],
                [[str(self.draft_run.line_ids.id), "A"]],
            ),
            (
                "committee",
                "ops.accountability",
                [".id", "bonus_factor"],
                [[str(self.case.id), "1"]],
            ),
        ):
            with self.subTest(login=login, model=model):
                result = self.as_login(login)[model].load(names, rows)
                self.assertFalse(result["ids"])
        self.env.invalidate_all()
        self.assertEqual(self.checksum(), before)

    def test_bases_come_by_a_file(self):
        """The list's own import: by id, what an officer may enter."""
        line = self.draft_run.line_ids
        result = self.as_login("officer")["ops.bonus.line"].load(
            [".id", "base", "days"], [[str(line.id), "3210.50", "60"]]
        )
        self.assertEqual(result["ids"], line.ids)
        self.assertEqual((line.base, line.days), (3210.5, 60))

    @mute_logger(*QUIET)
    def test_nobody_widens_the_own_sight(self):
        for login in ("anna", "rita", "finance", "committee"):
            env = self.as_login(login)
            group = self.env.ref("ops_appraisal.group_appraisal_manager")
            user = env["res.users"].browse(env.uid)
            for act in (
                lambda u=user, g=group: u.write({"group_ids": [Command.link(g.id)]}),
                lambda e=env: self.head.with_env(e).write({"first_user_id": e.uid}),
                lambda e=env: self.people["bert"].with_env(e).write({"user_id": e.uid}),
            ):
                with self.subTest(login=login), self.assertRaises(UserError):
                    act()
