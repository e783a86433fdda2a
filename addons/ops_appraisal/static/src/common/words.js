import { _t } from "@web/core/l10n/translation";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { useService } from "@web/core/utils/hooks";

export const STATES = {
    draft: { text: _t("Draft"), icon: "fa-circle-o", tone: "none" },
    self: { text: _t("Self-Assessment"), icon: "fa-pencil", tone: "info" },
    manager: { text: _t("First Review"), icon: "fa-user", tone: "info" },
    second: { text: _t("Second Review"), icon: "fa-users", tone: "info" },
    calibration: { text: _t("Calibration"), icon: "fa-balance-scale", tone: "info" },
    published: { text: _t("Published"), icon: "fa-bullhorn", tone: "info" },
    signed: { text: _t("Signed"), icon: "fa-check-circle", tone: "good" },
    appealed: { text: _t("Appealed"), icon: "fa-gavel", tone: "warn" },
    decided: { text: _t("Decided"), icon: "fa-gavel", tone: "info" },
    closed: { text: _t("Closed"), icon: "fa-lock", tone: "none" },
};

export const LEVELS = {
    self: _t("Self"),
    first: _t("First level"),
    second: _t("Second level"),
};

export const CATEGORIES = {
    service: _t("Service"),
    cost: _t("Cost"),
    customer: _t("Customer"),
    culture: _t("Culture"),
    growth: _t("Growth"),
};

export const OUTCOMES = {
    pending: _t("Not computed yet"),
    ok: _t("Complete"),
    insufficient: _t("Too little data for a total"),
    blocked: _t("No total: a value is missing"),
    excluded: _t("Not appraised in this cycle"),
};

export const POLICIES = {
    block: _t("A missing value means no total."),
    zero: _t("A missing value counts 0."),
    redistribute: _t("The weight of a missing value goes to the others."),
    target: _t("A missing value counts 100."),
};

export function day(text) {
    return text ? formatDate(deserializeDate(text)) : "";
}

/** `2026-01-01 – 2026-03-31` as one would say it. */
export function period(from, to) {
    return `${day(from)} – ${day(to)}`;
}

/** The ways from a screen to the records behind it. */
export function useRecords() {
    const action = useService("action");
    return {
        list(model, name, domain, context = {}) {
            return action.doAction({
                type: "ir.actions.act_window",
                name,
                res_model: model,
                domain,
                views: [
                    [false, "list"],
                    [false, "form"],
                ],
                context,
            });
        },
        sheet(appraisalId) {
            return action.doAction("ops_appraisal.ops_appraisal_sheet_action", {
                additionalContext: {
                    active_id: appraisalId,
                    active_model: "ops.appraisal",
                },
            });
        },
        print(appraisalId) {
            return action.doAction("ops_appraisal.appraisal_form_report", {
                additionalContext: {
                    active_ids: [appraisalId],
                    active_model: "ops.appraisal",
                },
            });
        },
    };
}
