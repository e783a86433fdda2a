"""What a customer may read of each model, by any door.

Record rules say which records, this says which fields: internal notes, the names of
employees, assigned staff and whatever is added later stay inside unless named here.
"""

_SHARED = (
    "id display_name active sequence company_id contract_id commercial_partner_id "
    "currency_id create_date access_url"
)
_LINE = "version_id line_key version_state"

_FIELDS = {
    "ops.contract": "name number customer_number direction partner_id date_start "
    "date_end renewal_notice_days notice_date tz state signed_on suspended_on "
    "terminated_on date_last annex_ids version_ids change_ids deliverable_ids "
    "statement_ids monthly_fee",
    "ops.contract.annex": "kind title version_ids current_version_id",
    "ops.contract.change": "number name kind origin description approval_state",
    "ops.annex.version": "annex_id kind number date_from date_to effective_from "
    "effective_to state change_reason withdrawn_reason signed_internal_by_id "
    "signed_internal_on signed_internal_hash signed_customer_by_id "
    "signed_customer_name signed_customer_on signed_customer_hash customer_signature "
    "sealed_at seal_hash seal_payload service_line_ids sla_line_ids "
    "evaluation_line_ids point_band_ids deliverable_line_ids staff_line_ids "
    "spare_line_ids price_line_ids clause_ids cap_bp consecutive_months "
    "consecutive_factor_bp termination_misses termination_window earn_back_months "
    "dispute_days",
    "ops.annex.clause": f"{_LINE} number name text rendered",
    "ops.annex.credit.tier": "evaluation_line_id version_id low_bp high_bp credit_bp",
    "ops.annex.deliverable.line": f"{_LINE} name service_line_ids frequency "
    "due_offset_days due_in_working_days keep_partial_bp channel needs_acceptance "
    "accept_days deduction",
    "ops.annex.evaluation.line": f"{_LINE} sla_key sla_line_id weight_bp tier_ids "
    "miss_amount miss_points bonus_from_bp bonus_bp",
    "ops.annex.point.band": f"{_LINE} points_from deduction_bp",
    "ops.annex.price.line": f"{_LINE} name service_line_id quantity unit_price "
    "billing amount monthly_amount",
    "ops.annex.service.line": f"{_LINE} item_id name quantity unit_price amount "
    "site_id mode_ids calendar_id ci_ids no_sla_reason",
    "ops.annex.sla.line": f"{_LINE} metric_id evaluator name service_line_ids "
    "priority target_minutes target_days day_rule calendar_id target_bp target_value "
    "small_n_rule n_min zero_case priority_policy reopen_policy reopen_window_days",
    "ops.annex.spare.line": f"{_LINE} product_id quantity fill_bp arrive_minutes "
    "site_id owner advance_replacement return_days",
    "ops.annex.staff.line": f"{_LINE} name headcount skill_type_id skill_id "
    "skill_level_id certificate_id presence notice_days",
    "ops.deliverable": "name line_id line_key frequency event date_from date_to "
    "date_due tz state delivered_at accepted_at is_on_time is_overdue needs_acceptance "
    "outcome channel accept_days delivery_ids",
    "ops.deliverable.delivery": "deliverable_id delivered_at note attachment_ids "
    "verdict verdict_kind verdict_at verdict_by_id verdict_note",
    "ops.deliverable.template": "item_id name frequency due_offset_days "
    "due_in_working_days channel",
    "ops.service.category": "name code parent_id child_ids parent_path level standard "
    "item_ids",
    "ops.service.item": "name code revision category_id content mode_ids uom_id "
    "spare_need metric_tmpl_ids deliverable_tmpl_ids state published_at",
    "ops.service.item.metric": "item_id metric_id priority target_minutes "
    "target_days target_bp "
    "target_value",
    "ops.service.mode": "name code",
    "ops.sla.metric": "name code formula evaluator unit direction source",
    "ops.sla.statement": "number partner_id direction date_from date_to state "
    "segment_ids line_ids adjustment_ids fee credit_before_cap credit bonus "
    "deliverable_deduction points point_deduction adjustment net "
    "earn_back is_closing verdict is_termination_right sent_on dispute_until "
    "answered_by_id answered_on settled_on sealed_at seal_hash seal_payload",
    "ops.sla.statement.adjustment": "corrects_id corrects_line_id statement_id reason "
    "amount approval_state",
    "ops.sla.statement.line": "statement_id segment_id sla_line_id metric_id priority "
    "line_key carried_over n met breached excluded numerator denominator value "
    "has_value target_bp target_value wilson_low wilson_high verdict "
    "statistical_verdict weight_bp tier_bp factor_bp points credit bonus "
    "dispute_state dispute_note disputed_at dispute_answer",
    "ops.sla.statement.segment": "statement_id date_from date_to sla_version_id "
    "evaluation_version_id price_version_id fee credit_before_cap credit line_ids",
}
SHARED_FIELDS = frozenset(_SHARED.split())
PORTAL_FIELDS = {model: frozenset(names.split()) for model, names in _FIELDS.items()}
