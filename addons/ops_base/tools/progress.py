"""What a long job reports to, and how it is stopped."""

import time

from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from .. import queries

REPORT_EVERY = 0.3


class Cancelled(BaseException):
    """The user asked to stop. No ``except Exception`` of the job may swallow it."""


class NoProgress:
    """For calling a job's method directly: reports to nobody, never cancels."""

    def __init__(self, marker=None):
        self.marker = marker

    def __call__(self, done, total=None):
        pass

    def checkpoint(self, done, total=None, marker=None):
        self.marker = marker


class TaskProgress:
    """Given to the job's method.

    ``progress(done, total)`` as often as you like. In a chunked task
    ``progress.checkpoint(done, total, marker)`` commits what is done so far together
    with the marker from which a restart goes on (``progress.marker``).
    """

    def __init__(self, task, reporter, commit, clock=time.monotonic):
        self.marker = task.marker
        self.done = task.done
        self.total = task.total
        self._task = task
        self._reporter = reporter
        self._commit = commit
        self._clock = clock
        self._reported_at = None

    def __call__(self, done, total=None):
        self._take(done, total)
        now = self._clock()
        if self._reported_at is None or now - self._reported_at >= REPORT_EVERY:
            self._reported_at = now
            self._report()

    def checkpoint(self, done, total=None, marker=None):
        self._take(done, total)
        if self._task.chunked:
            self.marker = marker
            self._task._server_write({"marker": marker, "marker_done": done})
            self._commit()
        self._report()

    def _take(self, done, total):
        self.done = done
        if total is not None:
            self.total = total

    def _report(self):
        if self._reporter.report(self._task.id, self.done, self.total):
            raise Cancelled


class SameCursor:
    """Reports within the job's own transaction: for tests."""

    def __init__(self, cr):
        self._cr = cr

    def report(self, task_id, done, total):
        """Whether the user asked to cancel."""
        self._cr.execute(queries.report_progress(task_id, done, total))
        row = self._cr.fetchone()
        return bool(row and row[0])

    def close(self):
        pass


class SecondCursor:
    """Reports through a connection of its own, so that others see it at once.

    The connection also holds the lock that tells that this worker is alive: it is
    gone the moment the process is. Its commits are of progress only.
    """

    def __init__(self, registry):
        self._cr = registry.cursor()
        self._task_id = None

    def lock(self, task_id):
        """Whether the task is ours now; False: another worker has it."""
        self._cr.execute(queries.task_lock(task_id))
        locked = self._cr.fetchone()[0]
        self._cr.commit()  # pylint: disable=invalid-commit
        self._task_id = task_id if locked else None
        return locked

    def report(self, task_id, done, total):
        try:
            self._cr.execute(queries.report_progress(task_id, done, total))
            row = self._cr.fetchone()
            self._cr.commit()  # pylint: disable=invalid-commit
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            # a cancel request is being written this moment: the next report sees it
            self._cr.rollback()
            return False
        return bool(row and row[0])

    def close(self):
        try:
            if self._task_id is not None:
                self._cr.execute(queries.task_unlock(self._task_id))
                self._cr.commit()  # pylint: disable=invalid-commit
        finally:
            self._cr.close()
