"""The addon's surface, written down: what a client can call and who may (R11), and
what only the server sets (R12)."""

from odoo.addons.ops_base.tests.access_calls import READERS

ALL = frozenset(
    {"employee", "recorder", "accountant", "leader", "functional"}
    | {"finance", "office", "manager", "auditor"}
)
OFFICE = frozenset({"office", "manager"})
BOOKS = OFFICE | {"accountant"}
ENTERS = BOOKS | {"recorder"}

# {model: {method: roles}}
PUBLIC = {
    "ops.cost.adjustment": {"action_add": OFFICE},
    "ops.cost.assessment": {
        "action_open_children": READERS,
        "action_open_contingency": READERS,
        "action_open_entries": READERS,
        "action_open_items": READERS,
        "action_open_parent": READERS,
    },
    "ops.cost.closing": {"action_verify": READERS},
    "ops.cost.dashboard": {"get_dashboard": ALL},
    "ops.cost.decompose": {"action_decompose": BOOKS},
    "ops.cost.entry": {
        "action_open_assessment": READERS,
        "action_open_source": READERS,
    },
    "ops.cost.fact": {"action_open_entries": READERS},
    "ops.cost.fund": {"action_open_releases": READERS},
    "ops.cost.import": dict.fromkeys(
        (
            "action_apply",
            "action_back",
            "action_export",
            "action_export_entries",
            "action_preview",
            "action_template",
        ),
        ENTERS,
    ),
    "ops.cost.matrix": {"get_matrix": ALL - {"employee"}, "get_spread": BOOKS},
    "ops.cost.move": {"action_move": BOOKS},
    "ops.cost.my": {"get_my_costs": ALL},
    "ops.cost.node": dict.fromkeys(
        (
            "action_move_person",
            "action_open_cells",
            "action_open_children",
            "action_print_assessment_sheet",
        ),
        READERS,
    ),
    "ops.cost.period": {
        "action_close": OFFICE,
        "action_open_assessments": READERS,
        "action_open_entries": READERS,
        "action_reopen": frozenset({"manager"}),
    },
    "ops.cost.plan": {
        "action_create_version": OFFICE,
        "action_draft": OFFICE,
        "action_add_month": OFFICE,
        "action_generate_periods": OFFICE,
        "action_measured": OFFICE | {"finance"},
        "action_next_year": OFFICE,
        "action_open_periods": READERS,
        "action_open_versions": READERS,
    },
    "ops.cost.release": {
        "action_approve": frozenset({"leader", "manager"}),
        "action_open_entries": READERS,
        "action_reject": frozenset({"leader", "manager"}),
        "action_return": OFFICE | {"leader"},
        "action_submit": BOOKS,
    },
    "ops.cost.reopen": {"action_reopen": frozenset({"manager"})},
    "ops.cost.reverse": {"action_reverse": BOOKS},
    "ops.cost.settle": {"action_settle": OFFICE},
    "ops.cost.settlement": {
        "action_add_adjustment": OFFICE,
        "action_compute": OFFICE,
        "action_open_lines": READERS,
        "action_pay": frozenset({"finance"}),
        "action_reset": OFFICE | {"finance"},
        "action_review": OFFICE | {"finance"},
        "action_sign": frozenset({"leader", "manager"}),
    },
    "ops.cost.settlement.line": {"action_open_assessments": READERS},
    "ops.cost.snapshot.item": {"action_open_entries": READERS},
    "ops.cost.transfer": dict.fromkeys(
        ("action_approve", "action_cancel", "action_draft", "action_submit"), BOOKS
    ),
    "ops.cost.tree": {"get_children": ALL, "get_path": ALL, "get_tree": ALL},
    "ops.cost.unassigned": {"action_assign": BOOKS, "action_dismiss": OFFICE},
    "ops.cost.version": {
        "action_cascade": OFFICE,
        "action_issue": frozenset({"manager"}),
        "action_open_allotments": READERS,
        "action_open_cells": READERS,
        "action_open_diff": READERS,
        "action_open_matrix": READERS,
        "save_cells": BOOKS,
    },
    "ops.cost.voucher": {
        "action_cancel": ENTERS,
        "action_open_entries": READERS,
        "action_open_reversals": READERS,
        "action_post": BOOKS,
        "action_reset": ENTERS,
        "action_reverse": ENTERS,
        "action_submit": ENTERS,
    },
}

SEALED = {"closing_id", "is_current", "period_id", "quota", "saving_task", "actual"}
# {model: fields that only the server sets}, beside all stored computed ones
SERVER_OWNED = {
    "ops.cost.assessment": SEALED
    | {"version_id", "employee_id", "settlement", "reduction_target"}
    | {"contingency_actual", "zone", "penalty", "reward", "net"},
    "ops.cost.closing": {"period_id", "company_id", "revision", "is_current"}
    | {"closed_at", "closed_by_id", "seal_hash", "entry_count", "node_count"}
    | {"reopened_at", "reopened_by_id", "reopen_reason"},
    "ops.cost.entry": {"number", "state", "period_id", "late", "posted_at", "document"}
    | {"reverse_of_id", "source_model", "source_id", "source_key", "source_rev"}
    | {"import_ref"},
    "ops.cost.fund": {"plan_id", "amount", "released", "release_ids"},
    "ops.cost.import": {"state", "issue_count", "file_hash", "message", "hint"},
    "ops.cost.item": {"parent_path"},
    "ops.cost.node": {"parent_level", "l1_id", "l2_id", "l3_id", "parent_path"},
    "ops.cost.period": {"state", "last_number", "revision", "closed_at"}
    | {"closed_by_id", "rule_author_ids"},
    "ops.cost.plan": {"state", "last_version_number", "fund_ids"},
    "ops.cost.release": {"state", "spent", "returned", "entry_ids"},
    "ops.cost.settlement": {"kind", "plan_id", "period_ids", "company_id", "line_ids"}
    | {"code", "state", "date_start", "date_end", "prepared_by_id", "seal_hash"}
    | {"reviewed_by_id", "reviewed_at", "signed_by_id", "signed_at"}
    | {"paid_by_id", "paid_at", "reviewer_ids"},
    "ops.cost.settlement.line": {"settlement_id", "kind", "subject", "employee_id"}
    | {"assessment_ids", "penalty", "reward", "net", "reason"},
    "ops.cost.snapshot.item": SEALED
    | {"item_id", "nature", "own_quota", "own_saving_task", "own_actual"},
    "ops.cost.transfer": {"number", "state", "version_id", "kind", "move_employee_id"}
    | {"move_date"},
    "ops.cost.transfer.line": {"state", "version_id", "period_id", "company_id"},
    "ops.cost.unassigned": {"state", "entry_id", "resolved_by_id", "resolved_at"},
    "ops.cost.version": {"number", "state", "issued_at", "issued_by_id", "seal_hash"}
    | {"prepared_by_id", "supersedes_id", "lock_version"},
    "ops.cost.voucher": {"number", "state", "creator_id", "posted_at", "import_ref"}
    | {"reverse_of_id"},
}
