"""The addon's surface, written down: what a client can call and who may (R11), what
only the server sets (R12), who may what (R9, security_matrix.csv)."""

from odoo.addons.ops_base.tests.access_calls import READERS, WRITERS

STAFF = frozenset({"supervisor", "manager", "org"})
BOOKS = frozenset({"manager", "org"})
ORG = frozenset({"org"})
INSIDERS = STAFF | {"finance"}

# {model: {method: roles}}
PUBLIC = {
    "ops.annex.clause.add": {"action_confirm": BOOKS},
    "ops.annex.compare": {"action_print": READERS},
    "ops.annex.countersign": {"action_confirm": STAFF},
    "ops.annex.new.version": {"action_confirm": BOOKS},
    "ops.annex.version": {
        **dict.fromkeys(
            (
                "action_add_clauses",
                "action_approve",
                "action_internal_review",
                "action_new_version",
                "action_reset_draft",
                "action_send_customer",
                "action_sign",
                "action_withdraw",
            ),
            BOOKS,
        ),
        "action_compare": READERS,
        "action_assign": WRITERS,
        "action_countersign": STAFF,
        "action_print": READERS,
    },
    "ops.annex.withdraw": {"action_confirm": BOOKS},
    "ops.contract": {
        **dict.fromkeys(
            (
                "action_activate",
                "action_close",
                "action_draft",
                "action_plan_deliverables",
                "action_renew",
                "action_resume",
                "action_review",
                "action_sign",
                "action_suspend",
                "action_terminate",
            ),
            BOOKS,
        ),
        **dict.fromkeys(
            (
                "action_check_chain",
                "action_open_changes",
                "action_open_children",
                "action_open_deliverables",
                "action_open_facts",
                "action_open_outages",
                "action_open_statements",
                "action_open_versions",
            ),
            READERS,
        ),
        "action_event_deliverable": STAFF,
        "action_open_forecast": STAFF,
    },
    "ops.contract.annex": {
        "action_new_version": BOOKS,
        "action_open_versions": READERS,
    },
    "ops.contract.board": {"get_board": INSIDERS},
    "ops.contract.change": {"action_new_version": BOOKS},
    "ops.contract.renew": {"action_request": BOOKS},
    "ops.contract.screen": {"get_cockpit": INSIDERS},
    "ops.contract.stop": {"action_confirm": BOOKS},
    "ops.deliverable": {
        "action_answer": BOOKS,
        "action_cancel": BOOKS,
        "action_deliver": WRITERS,
        "action_open_deliveries": READERS,
        "action_print_report": READERS,
    },
    "ops.deliverable.answer": {"action_answer": BOOKS},
    "ops.deliverable.cancel": {"action_cancel": BOOKS},
    "ops.deliverable.deliver": {"action_deliver": WRITERS},
    "ops.deliverable.event": {"action_add": STAFF},
    "ops.outage": {"action_end": STAFF},
    "ops.service.coverage": {"action_open_items": READERS},
    "ops.service.item": {
        "action_new_revision": BOOKS,
        "action_publish": ORG,
        "action_retire": ORG,
    },
    "ops.service.picker": {"action_draft": BOOKS},
    "ops.service.report.print": {"action_print": READERS},
    "ops.sla.clock": {
        "action_change_priority": STAFF,
        "action_correct": STAFF,
        "action_exclude": STAFF,
        "action_recompute": STAFF,
        "action_reopen": STAFF,
    },
    "ops.sla.confirm": {"action_record": BOOKS},
    "ops.sla.correct": {"action_correct": STAFF},
    "ops.sla.dispute.answer": {"action_answer": BOOKS},
    "ops.sla.forecast": {
        "action_open_cases": READERS,
        "action_refresh": STAFF,
    },
    "ops.sla.generate": {"action_generate": STAFF},
    "ops.sla.import": dict.fromkeys(
        ("action_apply", "action_back", "action_preview", "action_template"), STAFF
    ),
    "ops.sla.mass.pause": {"action_apply": STAFF},
    "ops.sla.recompute": {"action_apply": STAFF},
    "ops.sla.report": {"action_open_clock": READERS},
    "ops.sla.statement": {
        "action_compute": STAFF,
        "action_confirm": BOOKS,
        "action_late_corrections": BOOKS,
        "action_org_review": ORG,
        "action_project_review": frozenset({"supervisor", "manager"}),
        "action_reset": STAFF,
        "action_send": BOOKS,
        "action_settle": frozenset({"finance", "org"}),
    },
    "ops.sla.step": {"action_confirm": STAFF},
    "ops.sla.statement.line": {
        "action_answer_dispute": BOOKS,
        "action_open_facts": READERS,
    },
    "res.partner": {"action_ops_contracts": INSIDERS},
}

# {model: fields that only the server sets}, beside all stored computed ones
SERVER_OWNED = {
    "ops.annex.version": {"number", "state", "date_to", "effective_from"}
    | {"effective_to", "submitted_by_id", "submitted_on", "reviewed_by_id"}
    | {"reviewed_on", "sent_on", "signed_internal_by_id", "signed_internal_on"}
    | {"signed_internal_hash", "signed_customer_by_id", "signed_customer_name"}
    | {"signed_customer_on", "signed_customer_hash", "customer_signature"}
    | {"recorded_by_id", "withdrawn_reason", "access_token", "paper_ids"},
    "ops.contract": {"number", "state", "signed_by_id", "signed_on", "suspended_on"}
    | {"terminated_on", "termination_reason", "closed_on", "renewal_noticed_for"}
    | {"access_token"},
    "ops.contract.chain": {"contract_id", "verdict", "summary"},
    "ops.contract.change": {"number"},
    "ops.deliverable": {"contract_id", "line_id", "line_key", "date_from", "date_to"}
    | {"date_due", "state", "delivered_at", "accepted_at", "is_on_time", "outcome"}
    | {"cancel_reason", "cancelled_by_id", "access_token", "statement_id"}
    | {"counted_outcome"},
    "ops.deliverable.delivery": {"deliverable_id", "delivered_at", "delivered_by_id"}
    | {"recorded_at"}
    | {"verdict", "verdict_kind", "verdict_at", "verdict_by_id", "verdict_note"},
    "ops.outage": {"is_excluded", "counted_to", "frozen"},
    "ops.service.category": {"parent_path"},
    "ops.service.item": {"revision", "state", "published_at", "replaced_by_id"},
    "ops.sla.clock": {"source", "res_model", "res_id", "import_key", "sla_line_id"}
    | {"target_s", "deadline", "elapsed_s", "outside_s", "paused_s", "margin_s"}
    | {"outcome", "outcome_at", "outcome_day", "next_check_at", "frozen"}
    | {"statement_line_id", "corrects_id", "superseded_by_id", "correction_reason"}
    | {"follows_id", "warned_pct"},
    "ops.sla.clock.event": {"clock_id", "kind", "at", "old_priority", "new_priority"}
    | {"reached_at", "reason", "user_id"},
    "ops.sla.forecast": {"contract_id", "sla_line_id", "date_from", "computed_at"}
    | {"met", "breached", "open_count", "allowed", "left", "level"}
    | {"miss_probability", "reason", "expected_count"},
    "ops.sla.import": {"state", "new_count", "findings", "message"},
    "ops.sla.pause": {"override_id"},
    "ops.sla.reading": {"frozen"},
    "ops.sla.statement": {"contract_id", "number", "date_from", "date_to", "state"}
    | {"fee", "credit_before_cap", "credit", "bonus", "deliverable_deduction"}
    | {"points", "point_deduction", "adjustment", "net", "earn_back", "verdict"}
    | {"is_termination_right", "uncounted", "computed_at", "result_hash"}
    | {"project_reviewed_by_id", "project_reviewed_on", "org_reviewed_by_id"}
    | {"org_reviewed_on", "sent_by_id", "sent_on", "dispute_days", "dispute_until"}
    | {"answered_by_id", "answered_on", "settled_by_id", "settled_on"}
    | {"recorded_by_id", "confirmation_paper", "confirmation_paper_name"}
    | {"is_closing", "access_token"},
    "ops.sla.statement.adjustment": {"is_computed", "statement_id"},
    "ops.sla.statement.line": {"statement_id", "segment_id", "sla_line_id", "line_key"}
    | {"sequence", "carried_over", "n", "met", "breached", "excluded", "numerator"}
    | {"denominator", "value", "has_value", "target_bp", "target_value", "verdict"}
    | {"wilson_low", "wilson_high", "statistical_verdict", "weight_bp", "tier_bp"}
    | {"factor_bp", "points", "credit", "bonus", "dispute_state", "dispute_note"}
    | {"disputed_at", "dispute_answer", "dispute_answered_by_id"},
    "ops.sla.statement.segment": {"statement_id", "date_from", "date_to", "fee"}
    | {"sla_version_id", "evaluation_version_id", "price_version_id"}
    | {"credit_before_cap", "credit"},
}
