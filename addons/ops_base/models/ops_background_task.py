import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import queries
from ..calc.eta import eta_seconds
from ..calc.seal import canonical_json, digest
from ..tools.task_runner import check_task_method, run_local, run_next

UNFINISHED = ("queued", "running")
KEEP_DAYS = 90


# no company rule: everyone sees his own tasks only, whichever companies are active
class OpsBackgroundTask(models.Model):
    """queued -> running -> done | failed | cancelled; failed, cancelled -> queued."""

    _name = "ops.background.task"
    _inherit = ["ops.mixin.guard"]
    _description = "Background Task"
    _order = "id desc"

    _server_owned = frozenset(
        {
            "name", "user_id", "company_id", "company_ids", "lang", "model",
            "res_ids", "method", "params", "chunked", "state", "job_key",
            "started_at", "finished_at", "marker", "marker_done", "message",
            "result", "error_detail",
        }
    )  # fmt: skip

    name = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users",
        "Started By",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_ids = fields.Json("Active Companies", readonly=True)
    lang = fields.Char("Language", readonly=True)
    model = fields.Char(required=True, readonly=True)
    res_ids = fields.Json("Records", readonly=True)
    method = fields.Char(required=True, readonly=True)
    params = fields.Json("Parameters", readonly=True)
    chunked = fields.Boolean(
        "In Parts",
        readonly=True,
        help="What is finished stays when the task stops, and a restart goes on from "
        "there. Otherwise everything or nothing is done.",
    )
    job_key = fields.Char(readonly=True)
    state = fields.Selection(
        [
            ("queued", "Waiting"),
            ("running", "Running"),
            ("done", "Done"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        default="queued",
        required=True,
        readonly=True,
        index=True,
    )
    started_at = fields.Datetime(readonly=True)
    finished_at = fields.Datetime(readonly=True)
    marker = fields.Json("Done Marker", readonly=True)
    marker_done = fields.Integer("Done in Earlier Runs", readonly=True)
    message = fields.Text(readonly=True)
    result = fields.Json(readonly=True)
    error_detail = fields.Text(
        "Technical Detail", readonly=True, groups="base.group_system"
    )
    progress_ids = fields.One2many(
        "ops.background.progress", "task_id", groups="base.group_system"
    )
    done = fields.Integer(compute="_compute_progress", compute_sudo=True)
    total = fields.Integer(compute="_compute_progress", compute_sudo=True)
    cancel_requested = fields.Boolean(compute="_compute_progress", compute_sudo=True)
    percent_done = fields.Float(compute="_compute_progress", compute_sudo=True)
    eta = fields.Integer("Seconds Left", compute="_compute_eta")
    is_stalled = fields.Boolean(
        "Stopped by Itself",
        compute="_compute_is_stalled",
        help="The server stopped while the task was running. It can be restarted.",
    )

    _job_uniq = models.UniqueIndex(
        "(job_key) WHERE state IN ('queued', 'running')",
        "The same task is already waiting or running.",
    )

    @api.depends("progress_ids.done", "progress_ids.total")
    def _compute_progress(self):
        for task in self:
            progress = task.progress_ids[:1]
            task.done = progress.done
            task.total = progress.total
            task.cancel_requested = progress.cancel_requested
            task.percent_done = (
                100.0
                if task.state == "done"
                else min(100.0, 100.0 * task.done / task.total)
                if task.total
                else 0.0
            )

    @api.depends("state", "done", "total", "started_at")
    def _compute_eta(self):
        for task in self:
            task.eta = task._eta_seconds() or 0

    @api.depends("state")
    def _compute_is_stalled(self):
        running = self.filtered(lambda task: task.state == "running")
        alive = set()
        if running.ids:
            rows = self.env.execute_query(queries.locked_tasks(running.ids))
            alive = {task_id for (task_id,) in rows}
        for task in self:
            task.is_stalled = task in running and task.id not in alive

    def _eta_seconds(self):
        if self.state != "running":
            return None
        elapsed = self._elapsed_seconds()
        return eta_seconds(self.done, self.total, elapsed, self.marker_done)

    def _elapsed_seconds(self):
        if not self.started_at:
            return 0
        passed = (self.finished_at or self._now()) - self.started_at
        return max(0, int(passed.total_seconds()))

    # launch ------------------------------------------------------------------
    @api.model
    def _launch(self, records, method, name, total=0, params=None, chunked=False):
        """Queues ``records.method(progress, **params)`` to run as the present user.

        Returns the client action with the progress dialog. The same job twice at a
        time gives the dialog of the first. Rights and state are for the caller to
        check before.
        """
        check_task_method(records, method)
        params = json.loads(json.dumps(params or {}, allow_nan=False))
        job = {"m": records._name, "f": method, "i": sorted(records.ids), "p": params}
        key = digest(canonical_json(job))
        # sudo: nobody may create tasks by hand; another user's running job shows
        tasks = self.sudo()
        task = tasks.search([("job_key", "=", key), ("state", "in", UNFINISHED)])
        if task.is_stalled:
            task._mark_stalled()
            task.flush_recordset()
            task = tasks
        if task and task.user_id != self.env.user:
            raise UserError(
                self.env._(
                    "%(user)s has already started “%(name)s”. Wait for its end.",
                    user=task.user_id.name,
                    name=task.name,
                )
            )
        if not task:
            vals = self._prepare_task_values(records, method, name, params, chunked)
            task = tasks._server_create([{**vals, "job_key": key}])
            progress = {"task_id": task.id, "total": total}
            # sudo: as above
            self.env["ops.background.progress"].sudo()._server_create([progress])
            self._wake_worker()
        return task._progress_action()

    @api.model
    def _prepare_task_values(self, records, method, name, params, chunked):
        return {
            "name": name,
            "user_id": self.env.uid,
            "company_id": self.env.company.id,
            "company_ids": self.env.companies.ids,
            "lang": self.env.lang,
            "model": records._name,
            "res_ids": records.ids,
            "method": method,
            "params": params,
            "chunked": chunked,
        }

    @api.model
    def _wake_worker(self):
        # sudo: any user's task may wake the worker
        self.env.ref("ops_base.ops_background_task_cron").sudo()._trigger()

    def _progress_action(self):
        return {
            "type": "ir.actions.client",
            "tag": "ops_background_task",
            "name": self.name,
            "target": "new",
            "params": {"task_id": self.id},
        }

    # buttons -----------------------------------------------------------------
    def action_open(self):
        """The progress dialog."""
        self.ensure_one()
        self.check_access("read")
        return self._progress_action()

    def action_cancel(self):
        """Waiting tasks stop at once; a running one at its next report."""
        self.check_access("write")
        for task in self.filtered(lambda task: task.state in UNFINISHED):
            if task.state == "queued":
                task._server_write({"state": "cancelled", "finished_at": task._now()})
            elif task.is_stalled:
                task._mark_stalled()
            else:
                self.env.cr.execute(queries.request_cancel(task.id))
        self._forget_progress()
        return True

    def action_restart(self):
        """Queues a failed, cancelled or stalled task again; one in parts goes on."""
        self.check_access("write")
        for task in self:
            if not (task.state in ("failed", "cancelled") or task.is_stalled):
                raise UserError(
                    self.env._("“%(name)s” has not stopped.", name=task.name)
                )
            self.env.cr.execute(queries.restart_progress(task.id, task.marker_done))
            # sudo: the technical detail is closed to the user; the rights were checked
            task.sudo()._server_write(
                {
                    "state": "queued",
                    "message": False,
                    "error_detail": False,
                    "finished_at": False,
                }
            )
        self._forget_progress()
        self._wake_worker()
        return True

    def action_open_result(self):
        """The action that the finished job offered."""
        self.ensure_one()
        self.check_access("read")
        action = dict(self.result or {})
        if not action:
            raise UserError(self.env._("This task has no result to open."))
        if action.get("type") == "ir.actions.act_window" and "views" not in action:
            modes = action.get("view_mode", "list,form").split(",")
            action["views"] = [[False, mode] for mode in modes]
        return action

    def get_progress(self):
        """What the dialog shows, as a dict of plain values."""
        self.ensure_one()
        self.check_access("read")
        return {
            "name": self.name,
            "state": "failed" if self.is_stalled else self.state,
            "is_stalled": self.is_stalled,
            "done": self.done,
            "total": self.total,
            "percent": round(self.percent_done, 1),
            "eta": self._eta_seconds(),
            "elapsed": self._elapsed_seconds(),
            "message": self._stalled_text() if self.is_stalled else self.message or "",
            "has_result": bool(self.result),
            "chunked": self.chunked,
            "cancel_requested": self.cancel_requested,
        }

    # worker ------------------------------------------------------------------
    @api.model
    def _cron_run(self):
        """Runs waiting tasks, oldest first, one after the other.

        More cron records on this method are more workers: each takes what is free.
        """
        self._cron_mark_stalled()
        waiting = self.search_count([("state", "=", "queued")])
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=waiting)
        while run_next(self.env) and cron._commit_progress(1):
            pass

    @api.model
    def _cron_mark_stalled(self):
        running = self.search([("state", "=", "running")])
        running.filtered("is_stalled")._mark_stalled()

    def _mark_stalled(self):
        for task in self:
            task._server_write(
                {
                    "state": "failed",
                    "finished_at": task._now(),
                    "message": task._stalled_text(),
                }
            )

    def _stalled_text(self):
        env = self.env(context={**self.env.context, "lang": self.lang})
        if self.chunked:
            return env._(
                "The server stopped while this was running. What was finished until "
                "then is kept; restart the task to go on from there."
            )
        return env._(
            "The server stopped while this was running. Nothing was changed; restart "
            "the task."
        )

    def _run_now(self):
        """Runs the task within the present transaction: for tests."""
        self.ensure_one()
        run_local(self.sudo())  # sudo: the worker is the system, the job its user's
        self._forget_progress()
        return self

    def _forget_progress(self):
        """After SQL wrote it."""
        self.env["ops.background.progress"].invalidate_model()
        self.invalidate_recordset(["done", "total", "cancel_requested", "percent_done"])

    def _now(self):
        """The clock, not the start of the transaction: a job may last for hours."""
        return fields.Datetime.now()

    @api.autovacuum
    def _gc_tasks(self):
        limit = fields.Datetime.subtract(self._now(), days=KEEP_DAYS)
        self.search(
            [("finished_at", "<", limit), ("state", "not in", UNFINISHED)], limit=1000
        ).unlink()
