import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { CostLight } from "../common/light";
import { MonthPicker } from "../common/month_picker";
import { TONES, useCostScreen, ZONES } from "../common/screen";

const SETTLED = {
    draft: _t("Draft"),
    reviewed: _t("Reviewed"),
    signed: _t("Signed"),
    paid: _t("Paid"),
};

/** An employee's own costs, made for a phone. */
export class MyCosts extends Component {
    static template = "ops_cost.MyCosts";
    static components = { Layout, CostLight, MonthPicker };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.screen = useCostScreen();
        this.zones = ZONES;
        this.tones = TONES;
        this.settled = SETTLED;
        this.state = useState({ data: null });
        useSetupAction({ getLocalState: () => ({ periodId: this.data.period_id }) });
        onWillStart(() => this.load(this.props.state?.periodId));
    }

    get data() {
        return this.state.data;
    }

    get total() {
        return this.data.total;
    }

    async load(periodId) {
        const args = [this.screen.month(periodId)];
        this.state.data = await this.screen.latest(
            this.orm.call("ops.cost.my", "get_my_costs", args)
        );
    }

    money(value) {
        return this.screen.money(value, this.data.currency_id);
    }

    day(date) {
        return formatDate(deserializeDate(date));
    }

    barStyle(row) {
        return `width: ${Math.min(100, Math.max(0, (row.used || 0) * 100))}%`;
    }

    /** What the month means for the reader, in one sentence. */
    get verdict() {
        const { penalty, reward } = this.total;
        if (this.data.sealed) {
            if (penalty) {
                return _t("Penalty of this month: %s", this.money(penalty));
            }
            return reward
                ? _t("Reward of this month: %s", this.money(reward))
                : _t("Neither penalty nor reward this month.");
        }
        if (penalty) {
            return _t("If the month ended now: penalty %s", this.money(penalty));
        }
        return reward
            ? _t("If the month ended now: reward %s", this.money(reward))
            : _t("If the month ended now: neither penalty nor reward.");
    }

    openUsed() {
        const { counted, node_ids, period_id, name } = this.data;
        const place = [["node_id", "in", node_ids]];
        return this.screen.openEntries(place, counted, [period_id], name);
    }

    openVoucher(entry) {
        return this.screen.openRecord(
            "ops.cost.voucher",
            entry.voucher_id,
            entry.number
        );
    }
}

registry.category("actions").add("ops_cost.my_costs", MyCosts);
