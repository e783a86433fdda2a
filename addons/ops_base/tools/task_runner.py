"""Runs background tasks: in the worker's own transaction, or inside a test's."""

import logging
import traceback

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from .progress import Cancelled, SameCursor, SecondCursor, TaskProgress

_logger = logging.getLogger(__name__)
MAX_TRIES = 3
NOTIFY_AFTER = 5


class OwnTransaction:
    """Steps of a worker: real commits and rollbacks."""

    def __init__(self, cr):
        self.commit = cr.commit
        self.rollback = cr.rollback

    def close(self):
        pass


class WithinTransaction:
    """The same steps inside somebody else's transaction, by savepoints."""

    def __init__(self, cr):
        self._cr = cr
        self._point = cr.savepoint()

    def commit(self):
        self.close()
        self._point = self._cr.savepoint()

    def rollback(self):
        self._point.rollback()

    def close(self):
        self._point.close(rollback=False)


def check_task_method(records, method):
    """``_ops_task_methods`` of the model's classes name what a task may call."""
    allowed = frozenset().union(
        *(vars(parent).get("_ops_task_methods", ()) for parent in type(records).__mro__)
    )
    if method not in allowed:
        raise ValueError(f"{records._name}.{method} is no background task")


def run_next(env):
    """Runs the oldest waiting task to its end; False if there is none to take."""
    reporter = SecondCursor(env.registry)
    try:
        task = _claim(env, reporter)
        if not task:
            return False
        _run(task, reporter, OwnTransaction(env.cr))
        return True
    finally:
        reporter.close()


def _claim(env, reporter):
    """The oldest waiting task, now ``running`` for all to see, and locked by us."""
    for _attempt in range(MAX_TRIES):
        try:
            task = _claim_oldest(env, reporter)
            env.cr.commit()
            return task
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            # another worker took it between our look and our grip
            env.cr.rollback()
    return None


def _claim_oldest(env, reporter):
    waiting = env["ops.background.task"].search([("state", "=", "queued")], order="id")
    for task in waiting:
        if task.try_lock_for_update(allow_referencing=True) and reporter.lock(task.id):
            task._server_write({"state": "running", "started_at": task._now()})
            return task
    return None


def run_local(task):
    """Runs the task in the present transaction, with savepoints for commits."""
    task._server_write({"state": "running", "started_at": task._now()})
    steps = WithinTransaction(task.env.cr)
    try:
        _run(task, SameCursor(task.env.cr), steps)
    finally:
        steps.close()


def _run(task, reporter, steps):
    for attempt in range(1, MAX_TRIES + 1):
        try:
            progress = TaskProgress(task, reporter, steps.commit)
            outcome = _call(task, progress)
            # the end of the task is part of the job's own transaction
            _finish(task, "done", **_reading_of(outcome))
            steps.commit()
            reporter.report(task.id, progress.total or progress.done, progress.total)
            return
        except Cancelled:
            steps.rollback()
            _finish(task, "cancelled", message=_cancelled_text(task))
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY as error:
            steps.rollback()
            if attempt < MAX_TRIES:
                continue
            _fail(task, error)
        except Exception as error:  # noqa: BLE001  whatever a job raises ends its task
            steps.rollback()
            _fail(task, error)
        steps.commit()
        return


def _call(task, progress):
    env = _user_env(task)
    if not env.user.active and env.uid != SUPERUSER_ID:
        raise UserError(env._("The user who started this task is archived."))
    records = env[task.model].browse(task.res_ids)
    check_task_method(records, task.method)
    if len(records.exists()) != len(records):
        raise UserError(
            env._("Some of the records were deleted before the task could start.")
        )
    return getattr(records, task.method)(progress, **(task.params or {}))


def _user_env(task):
    """As the asking user: his rights, language, time zone and companies."""
    context = {
        "lang": task.lang,
        "tz": task.user_id.tz,
        "allowed_company_ids": task.company_ids,
    }
    return api.Environment(task.env.cr, task.user_id.id, context)


def _reading_of(outcome):
    if isinstance(outcome, dict):
        return {"result": outcome}
    return {"message": outcome or False}


def _finish(task, state, **vals):
    task._server_write({"state": state, "finished_at": task._now(), **vals})
    if task._elapsed_seconds() > NOTIFY_AFTER or state == "failed":
        _notify(task, state)


def _notify(task, state):
    env = _user_env(task)
    titles = {
        "done": env._("Finished: %(name)s", name=task.name),
        "failed": env._("Failed: %(name)s", name=task.name),
        "cancelled": env._("Cancelled: %(name)s", name=task.name),
    }
    task.user_id._bus_send(
        "simple_notification",
        {
            "type": {"done": "success", "failed": "danger"}.get(state, "info"),
            "title": titles[state],
            "message": task.message or "",
        },
    )


def _fail(task, error):
    env = _user_env(task)
    if isinstance(error, UserError):
        message = str(error)
        _logger.info("Background task %s refused: %s", task.id, error)
    elif isinstance(error, PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
        message = env._(
            "Others changed the same records at the same time. Restart the task."
        )
        _logger.info("Background task %s: %s", task.id, error)
    elif isinstance(error, psycopg2.IntegrityError):
        message = _violated_model(env, error)._sql_error_to_message(error)
        _logger.info("Background task %s: %s", task.id, error)
    else:
        message = env._(
            "Something went wrong that should not have. The administrator finds the "
            "details in task %(number)s.",
            number=task.id,
        )
        _logger.error("Background task %s failed", task.id, exc_info=error)
    detail = "".join(traceback.format_exception(error))
    _finish(task, "failed", message=message, error_detail=detail)


def _violated_model(env, error):
    tables = {model._table: name for name, model in env.registry.items()}
    return env[tables.get(error.diag.table_name, "base")]


def _cancelled_text(task):
    env = _user_env(task)
    if task.chunked:
        return env._("Cancelled. What was finished until then is kept.")
    return env._("Cancelled. Nothing was changed.")
