from odoo import fields, models


# no company rule: administrators only; users read it through their own tasks
class OpsBackgroundProgress(models.Model):
    """What changes while a task runs, apart from the task itself.

    The job's transaction writes the task's end; progress and the wish to cancel come
    from other transactions at the same time and would make it fail.
    """

    _name = "ops.background.progress"
    _inherit = ["ops.mixin.guard"]
    _description = "Progress of a Background Task"
    _log_access = False

    _server_owned = frozenset(
        {"task_id", "done", "total", "cancel_requested", "beat_at"}
    )

    task_id = fields.Many2one(
        "ops.background.task", required=True, readonly=True, ondelete="cascade"
    )
    done = fields.Integer(readonly=True)
    total = fields.Integer(readonly=True)
    cancel_requested = fields.Boolean(readonly=True)
    beat_at = fields.Datetime("Last Report", readonly=True)

    _task_uniq = models.UniqueIndex("(task_id)")
