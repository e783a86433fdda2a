import { _t } from "@web/core/l10n/translation";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { formatMonetary, formatPercentage } from "@web/views/fields/formatters";

export const ZONES = {
    over: _t("Over Quota"),
    within: _t("Within Quota"),
    saved: _t("Below Target"),
};

/** Tone of a traffic light and of a zone, see screens.scss of ops_base. */
export const TONES = {
    green: "good",
    amber: "warn",
    full: "warn",
    red: "bad",
    none: "none",
    over: "bad",
    within: "none",
    saved: "good",
};

export const LEVELS = {
    1: _t("Leadership"),
    2: _t("Units"),
    3: _t("Teams"),
    4: _t("Persons"),
};

const VIEWS = {
    "ops.cost.fact": ["pivot", "graph", "list"],
    "ops.cost.assessment": ["list", "kanban", "form", "pivot", "graph"],
    "ops.cost.voucher": ["list", "kanban", "form"],
};

/** Month that was looked at last: the next screen opens with it. */
let lastMonth = null;

/** Domain of what stands on a node, or anywhere below it. */
export function nodeDomain(node) {
    const field = node.own || node.level === 4 ? "node_id" : `l${node.level}_id`;
    return [[field, "=", node.id]];
}

/** Numbers for the eye, and the way from a number to its records. */
export function useCostScreen() {
    const action = useService("action");
    const choices = new KeepLast();
    return {
        /** What was asked for last; an answer that comes late is dropped. */
        latest(answer) {
            return choices.add(answer);
        },
        /** Id of the month to load: the one asked for, else the last one looked at. */
        month(periodId) {
            lastMonth = periodId || lastMonth;
            return lastMonth;
        },
        money(value, currencyId, options = {}) {
            return formatMonetary(value || 0, { currencyId, ...options });
        },
        percent(value) {
            return value === null ? "–" : formatPercentage(value, { digits: [16, 1] });
        },
        open({ model, domain, name, context }) {
            const views = VIEWS[model] || ["list", "form"];
            return action.doAction({
                type: "ir.actions.act_window",
                name,
                res_model: model,
                domain,
                views: views.map((type) => [false, type]),
                context: { active_test: false, ...context },
            });
        },
        openRecord(model, id, name) {
            return action.doAction({
                type: "ir.actions.act_window",
                name,
                res_model: model,
                res_id: id,
                views: [[false, "form"]],
            });
        },
        /** Entries of `place` that an actual adds up; `counted` comes with it. */
        openEntries(place, counted, periodIds, name) {
            return this.open({
                model: "ops.cost.entry",
                name,
                domain: [
                    ...place,
                    ["period_id", "in", periodIds],
                    ["state", "=", "posted"],
                    ...counted,
                ],
            });
        },
        /** Figures of `place` that a quota adds up. */
        openFacts(place, counted, periodIds, name) {
            return this.open({
                model: "ops.cost.fact",
                name,
                domain: [...place, ["period_id", "in", periodIds], ...counted],
            });
        },
        openAssessments(node, periodIds, name) {
            return this.open({
                model: "ops.cost.assessment",
                name,
                domain: [
                    ["node_id", "=", node.id],
                    ["period_id", "in", periodIds],
                    ["is_current", "=", true],
                ],
            });
        },
    };
}
