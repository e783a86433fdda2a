import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";

/** Upholds or rejects an appeal, with reasons; upheld, the grade may change. */
export class DecisionDialog extends Component {
    static template = "ops_appraisal.DecisionDialog";
    static components = { Dialog };
    static props = {
        grades: Array,
        grade: String,
        confirm: Function,
        close: Function,
    };

    setup() {
        this.state = useState({
            outcome: "upheld",
            decision: "",
            grade: this.props.grade,
            busy: false,
        });
    }

    async confirm() {
        this.state.busy = true;
        const { outcome, decision, grade } = this.state;
        try {
            await this.props.confirm(outcome, decision.trim(), grade);
        } catch (error) {
            this.state.busy = false;
            throw error;
        }
        this.props.close();
    }
}
