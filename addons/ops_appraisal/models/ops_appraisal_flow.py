from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..queries import measuring, stages
from ..tools.roles import require_role
from .ops_appraisal_level import AUTHOR_OF, LEVELS, STATE_OF

# Who goes on after a level, and the stamp that shows the level to those behind it.
NEXT_STATE = {"self": "manager", "first": "second", "second": "calibration"}
DONE_AT = {"self": "self_done_at", "first": "first_done_at", "second": "second_done_at"}
LEVEL_OF = {state: level for level, state in STATE_OF.items()}
BACK = {"manager": "self", "second": "manager", "calibration": "second"}


class OpsAppraisal(models.Model):
    """draft -> self -> manager -> second -> calibration -> published -> signed
    | appealed -> decided -> closed.

    Steps check who acts and in which state, then write as the module.
    """

    _inherit = "ops.appraisal"

    my_level = fields.Selection(
        LEVELS,
        compute="_compute_my_level",
        help="The level that the reader has to write now.",
    )
    is_own = fields.Boolean("My Own", compute="_compute_my_level")

    @api.depends("state", "user_id", "first_user_id", "second_user_id")
    @api.depends_context("uid")
    def _compute_my_level(self):
        for appraisal in self:
            level = LEVEL_OF.get(appraisal.state)
            is_mine = level and appraisal[AUTHOR_OF[level]] == self.env.user
            appraisal.my_level = level if is_mine else False
            appraisal.is_own = appraisal.user_id == self.env.user

    # checks --------------------------------------------------------------------
    def _check_state(self, *states):
        for appraisal in self:
            if appraisal.state not in states:
                labels = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(name)s is at “%(state)s”: this step is not possible now. "
                        "Reload the page to see where it stands.",
                        name=appraisal.display_name,
                        state=labels[appraisal.state],
                    )
                )

    def _check_author(self, level):
        """Only the person of a level hands it in."""
        self.ensure_one()
        self.check_access("read")
        self._check_state(STATE_OF[level])
        if not self.env.su and self[AUTHOR_OF[level]] != self.env.user:
            raise AccessError(
                self.env._(
                    "%(name)s: this step belongs to another person.",
                    name=self.display_name,
                )
            )

    def _check_officer(self):
        """HR's hand on appraisals of others, never on the own one."""
        require_role(self.env, "officer")
        self.check_access("read")
        self._refuse_own()

    def _refuse_own(self):
        own = self.filtered(lambda appraisal: appraisal.user_id == self.env.user)
        if own and not self.env.su:
            raise AccessError(
                self.env._(
                    "%(name)s is your own appraisal: somebody else has to do this.",
                    name=own[0].display_name,
                )
            )

    def _refuse_reviewed(self):
        """Whoever reviewed does not calibrate: the own judgement needs other eyes."""
        mine = self.filtered(lambda appraisal: appraisal._is_reviewer())
        if mine and not self.env.su:
            raise AccessError(
                self.env._(
                    "You reviewed %(name)s: somebody else in HR has to change this "
                    "grade (four eyes).",
                    name=mine[0].display_name,
                )
            )

    def _is_reviewer(self):
        return self.env.user in (self.first_user_id, self.second_user_id)

    # the three levels ------------------------------------------------------------
    def action_submit_self(self):
        self._check_author("self")
        return self._hand_in("self")

    def action_submit_first(self):
        self._check_author("first")
        self._rows("first")._check_complete()
        self._freeze()
        return self._hand_in("first")

    def action_submit_second(self):
        self._check_author("second")
        self._rows("second")._check_complete()
        self._hand_in("second")
        # sudo: results are the module's own
        self.sudo()._refresh_results()
        return True

    def action_take_first_scores(self):
        """The second level takes over what the first scored, where it has not scored
        itself yet."""
        self._check_author("second")
        first = {row.line_id: row for row in self._rows("first")}
        for row in self._rows("second").filtered(lambda row: not row.has_score):
            other = first.get(row.line_id)
            if other and other.has_score:
                row.write(
                    {
                        "has_score": True,
                        "score": other.score,
                        "reason": other.reason,
                    }
                )
        return True

    def action_return(self, reason=None):
        """One step back, by whoever has it now, or by HR; without a reason the dialog
        that asks for it."""
        self.ensure_one()
        self.check_access("read")
        self._check_state(*BACK)
        level = LEVEL_OF.get(self.state)
        if not level or self[AUTHOR_OF[level]] != self.env.user:
            self._check_officer()
        if self.state == "manager" and not self.user_id:
            raise UserError(self.env._("%s does not assess itself.", self.subject_name))
        if not (reason or "").strip():
            return self._ask("action_return", self.env._("Return"))
        self._go_back(reason)
        return True

    # subject ---------------------------------------------------------------------
    def action_sign(self, signature=None):
        """``signature``: the picture of one, base64, or nothing."""
        self._check_subject("published")
        now = self._now()
        vals = {"signed_at": now, "signature": signature or False}
        self._step("signed", vals)
        return True

    def action_refuse(self, reason=None):
        """Does not sign; the appraisal stays published and may still be appealed."""
        self._check_subject("published")
        if not (reason or "").strip():
            return self._ask("action_refuse", self.env._("Refuse to Sign"))
        # sudo: the head is the module's own; who may do this was checked
        self.sudo()._server_write(
            {"refused_at": self._now(), "refusal_reason": reason.strip()}
        )
        self._log_step(self.state, self.state, reason)
        return True

    def action_appeal(self, reason=None):
        self._check_subject("published", "signed")
        if self.has_appeal:
            raise UserError(self.env._("%s was appealed already.", self.display_name))
        if self._today() > self.appeal_deadline:
            raise UserError(
                self.env._(
                    "The time to appeal ended on %(date)s.",
                    date=self.appeal_deadline,
                )
            )
        if not (reason or "").strip():
            return self._ask("action_appeal", self.env._("Appeal"))
        # sudo: nobody writes appeals by hand
        self.env["ops.appraisal.appeal"].sudo()._file(self, reason.strip())
        self._step("appealed", {"has_appeal": True}, reason)
        return True

    def _check_subject(self, *states):
        self.ensure_one()
        self.check_access("read")
        self._check_state(*states)
        if not self.env.su and self.user_id != self.env.user:
            raise AccessError(
                self.env._("Only whoever is appraised can do this."),
            )

    # HR ------------------------------------------------------------------------
    def action_exclude(self, reason=None):
        """Takes appraisals out of the cycle, before publication."""
        self._check_officer()
        self._check_state("draft", "self", "manager", "second", "calibration")
        if not (reason or "").strip():
            return self._ask("action_exclude", self.env._("Exclude"))
        # sudo: results and heads are the module's own
        self.sudo().result_ids._server_write({"outcome": "excluded"})
        self._step("closed", {"deadline": False}, reason, event="exclude")
        return True

    # steps -----------------------------------------------------------------------
    def _hand_in(self, level):
        self._refresh_statements({level})
        self._step(NEXT_STATE[level], {DONE_AT[level]: self._now()})
        if level == "first":
            self._close_ratings()
        self._open_level()
        return True

    def _go_back(self, reason):
        state = BACK[self.state]
        level = LEVEL_OF[state]
        kind = "words" if level == "self" else "note"
        # sudo: of the level that gets it back, which the reader need not see
        statement = self.sudo().statement_ids.filtered(
            lambda row: row.level == level and row.kind == kind
        )
        statement._server_write({"return_reason": reason.strip()})
        self._step(state, {DONE_AT[level]: False}, reason)
        self.sudo().result_ids._reset()  # sudo: results are the module's own
        self._open_level()

    def _step(self, state, vals=None, reason=None, event="state"):
        """To ``state``, with a line in the audit trail."""
        self.env["ops.appraisal.log"]._add(
            event,
            [
                {
                    "appraisal": appraisal,
                    "before": appraisal.state,
                    "after": state,
                    "reason": reason,
                }
                for appraisal in self
            ],
        )
        # sudo: heads are the module's own; every step checks its actor before
        self.sudo()._server_write({"state": state, **(vals or {})})
        self._forget_reminders()

    def _log_step(self, before, after, reason):
        entry = {
            "appraisal": self,
            "before": before,
            "after": after,
            "reason": reason,
        }
        self.env["ops.appraisal.log"]._add("state", [entry])

    def _open_level(self):
        """Rows of the level that is written now, and its due day."""
        self.env.flush_all()
        self.env.execute_query(stages.open_scores(self.ids, self.env.uid))
        self.env.execute_query(stages.open_statements(self.ids, self.env.uid))
        self.env["ops.appraisal.score"].invalidate_model()
        self.env["ops.appraisal.statement"].invalidate_model()
        self.invalidate_recordset(["score_ids", "statement_ids"])
        # sudo: heads are the module's own
        for cycle, rows in self.sudo().grouped("cycle_id").items():
            for state, group in rows.grouped("state").items():
                due = {
                    "self": cycle.self_until,
                    "manager": cycle.first_until,
                    "second": cycle.second_until,
                }.get(state)
                group._server_write({"deadline": due})
        self._remind()

    def _link_login(self, user):
        """``user`` is the subject's login from now on, and the former one nothing to
        these appraisals; the audit trail says who changed it."""
        self.env["ops.appraisal.log"]._add(
            "login",
            [
                {"appraisal": row, "before": row.user_id.name, "after": user.name}
                for row in self
            ],
        )
        for row in self:
            # sudo: whoever changes a login need not know of the appraisals
            head = row.sudo()
            head.message_unsubscribe(partner_ids=head.user_id.partner_id.ids)
            head._server_write(head._linked_values(user))
        self._forget_reminders()
        self._remind()
        # sudo: money and promotions of the person follow, so that nobody decides on
        # his own under another login
        for model in ("ops.bonus.line", "ops.promotion.line"):
            lines = self.env[model].sudo()
            lines.search(
                [
                    ("employee_id", "in", self.employee_id.ids),
                    ("user_id", "!=", user.id),
                ]
            )._server_write({"user_id": user.id})

    def _linked_values(self, user):
        """The subject's user; whom nobody reviews the own appraisal. Who reviewed what
        is closed stays written: that login gets no appraisal as its own."""
        reviewers = [level for level in ("first", "second") if self[AUTHOR_OF[level]]]
        same = [level for level in reviewers if self[AUTHOR_OF[level]] == user]
        if same and self.state == "closed":
            return {"user_id": False}
        return {"user_id": user.id, **{AUTHOR_OF[level]: False for level in same}}

    def _freeze(self):
        """The values of the lines stay from now on. Their rows are written too: a
        measure run that still saw them open fails and runs again."""
        # sudo: heads and lines are the module's own
        fresh = self.sudo().filtered(lambda row: not row.frozen_at)
        fresh.line_ids.flush_recordset()
        self.env.cr.execute(measuring.touch_lines(fresh.ids))
        fresh._server_write({"frozen_at": self._now()})

    def _rows(self, level):
        return self.score_ids.filtered(lambda row: row.level == level)

    def _ask(self, method, title):
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "ops.appraisal.reason",
            "view_mode": "form",
            "target": "new",
            "context": {"default_appraisal_ids": self.ids, "default_step": method},
        }

    @api.model
    def _now(self):
        return self.env.cr.now().replace(microsecond=0)

    @api.model
    def _today(self):
        company = self.company_id[:1] or self.env.company
        return company._ops_date(self._now())
