from odoo.tests import TransactionCase, tagged

from .audit import AddonAudit

CALENDAR = "ops_base.group_ops_calendar_manager"
RECORDER = "ops_base.group_ops_measure_recorder"
MANAGER = "ops_base.group_ops_measure_manager"


@tagged("post_install", "-at_install")
class TestBaseAudit(AddonAudit, TransactionCase):
    module = "ops_base"
    access = {
        "ops.approval.reject": {"base.group_user": "crud"},
        "ops.background.progress": {"base.group_system": "r"},
        "ops.background.task": {"base.group_user": "ru", "base.group_system": "rud"},
        "ops.calendar.day": {"base.group_user": "r", CALENDAR: "crud"},
        "ops.holiday.import": {CALENDAR: "crud"},
        "ops.holiday.import.line": {CALENDAR: "crud"},
        "ops.measure": {"base.group_user": "r", MANAGER: "crud"},
        "ops.measure.value": {RECORDER: "crud"},
    }
    public_methods = {
        "ops.approval.reject": {"action_confirm"},
        "ops.background.task": {
            "action_cancel",
            "action_open",
            "action_open_result",
            "action_restart",
            "get_progress",
        },
        "ops.holiday.import": {"action_preview", "action_back", "action_apply"},
        "ops.mixin.approval": {
            "action_submit",
            "action_approve",
            "action_reject",
            "action_reset",
        },
        "ops.mixin.recorded": {"action_correct"},
    }
    server_owned = {
        "ops.background.progress": {
            "task_id",
            "done",
            "total",
            "cancel_requested",
            "beat_at",
        },
        "ops.background.task": {
            "name",
            "user_id",
            "company_id",
            "company_ids",
            "lang",
            "model",
            "res_ids",
            "method",
            "params",
            "chunked",
            "state",
            "job_key",
            "started_at",
            "finished_at",
            "marker",
            "marker_done",
            "message",
            "result",
            "error_detail",
        },
        "ops.calendar.day": {"import_code", "is_general"},
        "ops.measure.value": {"corrects_id", "superseded_by_id"},
    }
    no_company_rule = {
        "ops.background.task": "own tasks show whichever companies are active",
    }
