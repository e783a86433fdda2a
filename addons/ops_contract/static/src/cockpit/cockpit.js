import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatMonetary } from "@web/views/fields/formatters";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { barOf, factsOf, targetText, valueText } from "./gauge";
import { dueState, placeStyle, shiftMonth, ticks, weeks } from "./timeline";

const VERDICTS = {
    met: { icon: "fa-check-circle", tone: "good", text: _t("Met") },
    missed: { icon: "fa-times-circle", tone: "bad", text: _t("Missed") },
    na: { icon: "fa-minus-circle", tone: "none", text: _t("No Cases") },
};
const RISKS = {
    unknown: { tone: "none", text: _t("No Forecast") },
    safe: { tone: "good", text: _t("On Track") },
    watch: { tone: "warn", text: _t("Watch") },
    risk: { tone: "bad", text: _t("At Risk") },
    lost: { tone: "bad", text: _t("Missed Already") },
};
const DUES = {
    planned: { icon: "fa-circle-o", tone: "none", text: _t("Planned") },
    due: { icon: "fa-clock-o", tone: "warn", text: _t("To hand over") },
    overdue: { icon: "fa-exclamation-triangle", tone: "bad", text: _t("Overdue") },
    delivered: { icon: "fa-paper-plane", tone: "info", text: _t("Delivered") },
    accepted: { icon: "fa-check-circle", tone: "good", text: _t("Accepted") },
    rejected: { icon: "fa-times-circle", tone: "bad", text: _t("Rejected") },
};

/** Where the contract stands: annexes in time, levels, deliverables, statements. */
export class ContractCockpit extends Component {
    static template = "ops_contract.Cockpit";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ data: null });
        this.verdicts = VERDICTS;
        this.risks = RISKS;
        this.dues = DUES;
        onWillStart(() => this.load(this.props.record));
        onWillUpdateProps((next) => this.load(next.record));
    }

    async load(record, day = this.data?.month) {
        const sameContract = record.resId === this.resId;
        this.resId = record.resId;
        this.state.data = record.resId
            ? await this.orm.call("ops.contract.screen", "get_cockpit", [
                  record.resId,
                  sameContract && day ? day : null,
              ])
            : null;
    }

    get data() {
        return this.state?.data;
    }

    get months() {
        return ticks(this.data.date_start, this.data.date_last, 6);
    }

    get weeks() {
        return weeks(this.data.deliverables, this.data.today);
    }

    get hasToday() {
        const { today, date_start, date_last } = this.data;
        return date_start <= today && today <= date_last;
    }

    style(from, to) {
        return placeStyle(this.data.date_start, this.data.date_last, from, to);
    }

    date(day) {
        return formatDate(deserializeDate(day));
    }

    short(day) {
        return deserializeDate(day).toFormat("MM-dd");
    }

    month(day) {
        return deserializeDate(day).toFormat("yyyy-MM");
    }

    shift(step) {
        return this.load(this.props.record, shiftMonth(this.data.month, step));
    }

    money(value) {
        return formatMonetary(value, { currencyId: this.data.currency_id });
    }

    versionTitle(annex, version) {
        const days = `${this.date(version.date_from)} – ${this.date(version.date_to)}`;
        return `${annex.name} v${version.number} · ${version.label} · ${days}`;
    }

    versionText(version) {
        return `v${version.number} ${version.label}`;
    }

    cases(gauge) {
        const { n, breached: missed } = gauge;
        return gauge.evaluator === "availability" || !missed
            ? `n = ${n}`
            : _t("n = %(n)s, missed %(missed)s", { n, missed });
    }

    due(row) {
        return DUES[dueState(row)];
    }

    text(gauge) {
        return gauge.has_value ? valueText(gauge, gauge.value) : "–";
    }

    target(gauge) {
        return targetText(gauge);
    }

    bar(gauge) {
        return barOf(gauge);
    }

    outlook(gauge) {
        const { level, reason_label: reason } = gauge.forecast;
        return level === "unknown"
            ? reason
            : _t("%(chance)s chance to miss", { chance: this.chance(gauge) });
    }

    left(gauge) {
        if (!gauge.forecast?.is_of_cases) {
            return "";
        }
        return gauge.forecast.level === "lost"
            ? _t("No miss left")
            : _t("Misses still allowed: %(left)s", { left: gauge.forecast.left });
    }

    chance(gauge) {
        return `${Math.round(gauge.forecast.miss_probability * 100)}\u00a0%`;
    }

    part(gauge) {
        const { month, month_end } = this.data;
        const whole = gauge.date_from === month && gauge.date_to === month_end;
        return whole
            ? ""
            : `${this.short(gauge.date_from)} – ${this.short(gauge.date_to)}`;
    }

    openRecord(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    openFacts(gauge) {
        const { month, month_end } = this.data;
        const { model, domain } = factsOf(gauge, this.resId, month, month_end);
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: gauge.name,
            res_model: model,
            domain,
            views: [
                [false, "list"],
                [false, "form"],
            ],
        });
    }
}

registry.category("view_widgets").add("ops_contract_cockpit", {
    component: ContractCockpit,
});
