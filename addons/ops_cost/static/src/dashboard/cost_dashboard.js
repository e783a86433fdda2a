import { Component, onWillStart, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { CostChart } from "../common/chart";
import { CostLight } from "../common/light";
import { MonthPicker } from "../common/month_picker";
import { LEVELS, nodeDomain, TONES, useCostScreen, ZONES } from "../common/screen";
import { trendConfig } from "./trend";

const STATES = {
    done: { icon: "fa-check-circle text-success", text: _t("Done") },
    open: { icon: "fa-exclamation-circle text-warning", text: _t("Needs attention") },
    running: { icon: "fa-clock-o text-info", text: _t("In progress") },
    none: { icon: "fa-circle-o text-muted", text: _t("Not begun") },
};

export class CostDashboard extends Component {
    static template = "ops_cost.Dashboard";
    static components = { Layout, CostChart, CostLight, MonthPicker };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.screen = useCostScreen();
        this.levels = LEVELS;
        this.zones = ZONES;
        this.tones = TONES;
        this.states = STATES;
        this.state = useState({ data: null });
        useSetupAction({
            getLocalState: () => ({ periodId: this.state.data?.period_id }),
        });
        onWillStart(() => this.load(this.props.state?.periodId));
    }

    async load(periodId) {
        const args = [this.screen.month(periodId)];
        const data = await this.screen.latest(
            this.orm.call("ops.cost.dashboard", "get_dashboard", args)
        );
        this.state.data = data;
        this.trend = data.period_id
            ? trendConfig(
                  data,
                  (value) => this.money(value),
                  (id) => this.load(id)
              )
            : null;
    }

    money(value) {
        return this.screen.money(value, this.data.currency_id, { noSymbol: true });
    }

    get data() {
        return this.state.data;
    }

    get period() {
        return this.data.periods.find(({ id }) => id === this.data.period_id);
    }

    get matters() {
        return this.data.steps.flatMap((step) =>
            step.lines
                .filter((line) => line.open)
                .map((line) => ({ ...line, step: step.name }))
        );
    }

    barStyle(row) {
        return `width: ${Math.min(100, Math.max(0, (row.used || 0) * 100))}%`;
    }

    itemStyle(value) {
        const most = Math.max(
            ...this.data.items.flatMap(({ quota, actual }) => [quota, actual]),
            1e-9
        );
        return `width: ${Math.max(0, (value / most) * 100)}%`;
    }

    scope(name) {
        return `${name} (${this.period.code})`;
    }

    openLevel({ level, below }, what) {
        const name = this.scope(LEVELS[level]);
        if (what !== "openAssessments") {
            return this.drill(what, below, name);
        }
        if (!this.data.sealed) {
            return this.drill("openFacts", below, name);
        }
        return this.screen.open({
            model: "ops.cost.assessment",
            name,
            domain: [
                ["period_id", "=", this.data.period_id],
                ["level", "=", level],
                ["is_current", "=", true],
            ],
        });
    }

    drill(what, place, name) {
        const { counted, period_id } = this.data;
        return this.screen[what](place, counted, [period_id], name);
    }

    openItem(item) {
        return this.screen.open({
            model: "ops.cost.fact",
            name: this.scope(item.name),
            domain: [
                ["period_id", "=", this.data.period_id],
                ["item_id", "=", item.item_id],
                ["nature", "=", "daily"],
            ],
        });
    }

    openNode(row, what) {
        const node = { id: row.node_id, level: row.level };
        const name = this.scope(`${row.code} ${row.name}`);
        return this.drill(what, nodeDomain(node), name);
    }

    openSpent() {
        return this.screen.open({
            model: "ops.cost.entry",
            name: _t("Contingency Costs"),
            domain: [
                ["release_id.fund_id", "in", this.data.fund.ids],
                ["state", "=", "posted"],
            ],
        });
    }

    openFund() {
        return this.screen.open({
            model: "ops.cost.release",
            name: _t("Contingency Releases"),
            domain: [["fund_id", "in", this.data.fund.ids]],
        });
    }

    export() {
        browser.open(`/ops_cost/export/dashboard?period_id=${this.data.period_id}`);
    }
}

registry.category("actions").add("ops_cost.dashboard", CostDashboard);
