"""The addon's surface, written down: what a client can call and who may (R11), what
only the server sets (R12); who may what stands in security_matrix.csv (R9)."""

from odoo.addons.ops_base.tests.access_calls import READERS

HR = frozenset({"officer", "manager"})
MANAGER = frozenset({"manager"})
COMMITTEE = frozenset({"committee"})
INSIDERS = HR | COMMITTEE | {"employee", "finance", "recorder"}
JUDGES = MANAGER | COMMITTEE

# {model: {method: roles}}; READERS where the own part in a record decides
PUBLIC = {
    "mail.activity": {"action_open_document": INSIDERS},
    "ops.accountability": {
        "action_appeal": READERS,
        "action_close": COMMITTEE,
        "action_decide": COMMITTEE,
        "action_dismiss": COMMITTEE,
        "action_state": READERS,
        "action_submit": COMMITTEE,
    },
    "ops.accountability.rule": {"action_find": HR | COMMITTEE},
    "ops.accountability.step": {"action_confirm": READERS},
    "ops.appraisal": {
        **dict.fromkeys(
            (
                "action_appeal",
                "action_close_ratings",
                "action_invite_raters",
                "action_open_sheet",
                "action_refuse",
                "action_return",
                "action_sign",
                "action_submit_first",
                "action_submit_second",
                "action_submit_self",
                "action_take_first_scores",
                "get_ratings",
            ),
            READERS,
        ),
        "action_exclude": HR,
        "action_reassign": HR,
    },
    "ops.appraisal.appeal": {"action_decide": JUDGES},
    "ops.appraisal.cycle": {
        **dict.fromkeys(
            (
                "action_calibrate",
                "action_generate",
                "action_measure",
                "action_open",
                "action_propose_development",
                "action_publish",
                "action_start_review",
            ),
            HR,
        ),
        "action_close": MANAGER,
        "action_open_appraisals": READERS,
        "get_distribution": READERS,
    },
    "ops.appraisal.dashboard": {"get_dashboard": HR},
    "ops.appraisal.decide": {"action_confirm": JUDGES},
    "ops.appraisal.gap": {"action_open": READERS},
    "ops.appraisal.grid": {"get_grid": HR},
    "ops.appraisal.invite": {"action_confirm": READERS},
    "ops.appraisal.my": dict.fromkeys(
        ("add_evidence", "get_my_appraisals", "save_sheet"), INSIDERS
    ),
    "ops.appraisal.publish": {"action_confirm": HR},
    "ops.appraisal.rater": {"action_answer": READERS},
    "ops.appraisal.reason": {"action_confirm": READERS},
    "ops.appraisal.reassign": {"action_confirm": HR},
    "ops.appraisal.result": {"action_set_grade": HR},
    "ops.appraisal.sheet": {"get_sheet": INSIDERS},
    "ops.bonus.run": {
        "action_download": HR | {"finance"},
        "action_open_lines": READERS,
        "action_take_results": HR,
    },
    "ops.cascade.report": {"action_open_gaps": READERS},
    "ops.job.template": {"action_use": HR},
    "ops.job.template.use": {"action_apply": HR},
    "ops.kpi": {"action_new_version": HR},
    "ops.kpi.profile": {
        "action_agree_end": MANAGER,
        "action_drop_end": HR,
        "action_end": HR,
    },
    "ops.kpi.profile.end": {"action_confirm": HR},
    "ops.promotion.check": {"action_compute": HR, "action_open_lines": READERS},
    "ops.promotion.decide": {"action_decide": COMMITTEE},
    "ops.promotion.line": {"action_decide": COMMITTEE},
}

# {model: fields that only the server sets}, beside all stored computed ones
SERVER_OWNED = {
    "ops.accountability": {"appeal_reason", "appealed_at", "appealed_by", "block_until"}
    | {"bonus_factor", "closed_at", "closed_by", "closure", "kpi_id"}
    | {"measure", "overall_block_until", "overall_factor", "rule_id"}
    | {"state", "statement", "trigger"},
    "ops.appraisal": {
        "appeal_deadline",
        "company_id",
        "cycle_id",
        "date_from",
        "date_to",
    }
    | {"deadline", "department_id", "department_subject_id", "employee_id"}
    | {"family", "first_done_at", "first_user_id", "frozen_at", "has_appeal"}
    | {"job_id", "partner_id", "published_at", "ratings_closed_at"}
    | {"refusal_reason", "refused_at", "second_done_at", "second_user_id"}
    | {"self_done_at", "signature", "signed_at", "state", "subject_kind"}
    | {"subject_name", "user_id"},
    "ops.appraisal.appeal": {
        "appraisal_id",
        "decided_at",
        "decided_by",
        "decision",
        "filed_at",
    }
    | {"filed_by", "grade_after", "grade_before", "reason", "state"},
    "ops.appraisal.calibration.change": {
        "appraisal_id",
        "changed_at",
        "grade_after",
        "grade_before",
    }
    | {"reason", "user_id"},
    "ops.appraisal.cycle": {"scale_data", "state"},
    "ops.appraisal.difference": {
        "appraisal_id",
        "frozen_value",
        "has_frozen",
        "has_later",
        "later_value",
    }
    | {"line_id", "noted_at"},
    "ops.appraisal.line": {
        "appraisal_id",
        "auto_score",
        "bands",
        "denominator",
        "evidence_required",
    }
    | {"has_auto_score", "has_value", "kpi_id", "measure_id", "measured_at"}
    | {"n", "numerator", "part_id", "refs", "sequence", "value", "value_note"}
    | {"value_state", "weight"},
    "ops.appraisal.log": {
        "after",
        "appraisal_id",
        "before",
        "cycle_id",
        "event",
        "level",
    }
    | {"line_id", "logged_at", "reason", "user_id"},
    "ops.appraisal.part": {
        "appraisal_id",
        "date_from",
        "date_to",
        "days",
        "department_id",
    }
    | {"job_id", "profile_id"},
    "ops.appraisal.rater": {"appraisal_id", "has_answered", "user_id"},
    "ops.appraisal.rating": {"appraisal_id", "comment", "question_id", "score"},
    "ops.appraisal.result": {
        "appraisal_id",
        "coverage",
        "final_grade",
        "first_total",
        "gap_alert",
    }
    | {"grade", "outcome", "score", "second_total", "veto_cap_grade"}
    | {"veto_events"},
    "ops.appraisal.score": {"line_id"},
    "ops.appraisal.statement": {
        "coverage",
        "former_user_id",
        "kind",
        "outcome",
        "return_reason",
        "total",
    },
    "ops.bonus.line": {"coef", "employee_id", "factor", "grade", "run_id", "score"},
    "ops.development.line": {"score"},
    "ops.kpi": {"replaced_by_id", "version"},
    "ops.kpi.profile": {"end_date", "end_proposed_by", "end_reason"},
    "ops.kpi.count": {"corrects_id", "superseded_by_id"},
    "ops.promotion.check": {"computed_at"},
    "ops.promotion.line": {
        "check_id",
        "committee_at",
        "committee_decision",
        "committee_note",
    }
    | {"committee_user_id", "department_id", "eligible", "employee_id"}
    | {"employee_name", "figures", "job_id", "reasons", "user_id"},
}
