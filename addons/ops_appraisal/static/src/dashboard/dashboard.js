import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { scoreText } from "../common/charts";
import { CyclePicker } from "../common/cycle_picker";
import { day, period, STATES, useRecords } from "../common/words";

const COUNTERS = {
    overdue: { text: _t("Steps overdue"), tone: "bad" },
    without_total: { text: _t("Without a total"), tone: "warn" },
    gap: { text: _t("Gap alarms"), tone: "warn" },
    veto: { text: _t("Veto events"), tone: "warn" },
    refused: { text: _t("Signature refused"), tone: "warn" },
    appeals: { text: _t("Open appeals"), tone: "warn" },
    differences: { text: _t("Values changed later"), tone: "info" },
};

/** A cycle at a glance, for HR; every number opens its records. */
export class AppraisalDashboard extends Component {
    static template = "ops_appraisal.Dashboard";
    static components = { CyclePicker, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.records = useRecords();
        Object.assign(this, { COUNTERS, STATES, day, period, scoreText });
        this.state = useState({ data: null });
        useSetupAction({ getLocalState: () => ({ cycleId: this.data.cycle_id }) });
        onWillStart(() => this.load(this.props.state?.cycleId));
    }

    get data() {
        return this.state.data;
    }

    get states() {
        return this.data.states.filter(({ count }) => count);
    }

    get all() {
        return this.data.states.reduce((sum, { count }) => sum + count, 0);
    }

    async load(cycleId) {
        this.state.data = await this.orm.call(
            "ops.appraisal.dashboard",
            "get_dashboard",
            [cycleId || null]
        );
    }

    share(count, all = this.all) {
        return `width: ${all ? (count / all) * 100 : 0}%`;
    }

    get mostOfAGrade() {
        return Math.max(
            1,
            ...this.data.grades.flatMap(({ count, hint }) => [count, hint || 0])
        );
    }

    open(name, domain) {
        const own = ["cycle_id", "=", this.data.cycle_id];
        return this.records.list("ops.appraisal", name, [own, ...domain]);
    }

    openCounter({ key, model, domain }) {
        return this.records.list(model, COUNTERS[key].text, domain);
    }

    openGrade({ grade }) {
        return this.records.list("ops.appraisal.result", grade, [
            ["cycle_id", "=", this.data.cycle_id],
            ["final_grade", "=", grade],
        ]);
    }

    openLate(row) {
        return this.open(row.name, [
            ["state", "=", row.state],
            [row.person, "=", row.user_id],
            ["is_overdue", "=", true],
        ]);
    }

    openGrid() {
        return this.action.doAction("ops_appraisal.ops_appraisal_calibration_action", {
            additionalContext: {
                active_id: this.data.cycle_id,
                active_model: "ops.appraisal.cycle",
            },
        });
    }
}

registry.category("actions").add("ops_appraisal.dashboard", AppraisalDashboard);
