import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** Chooses one of the company's months; a closed one says so. */
export class MonthPicker extends Component {
    static template = "ops_cost.MonthPicker";
    static props = { periods: Array, periodId: [Number, Boolean], onChange: Function };

    get index() {
        return this.props.periods.findIndex(({ id }) => id === this.props.periodId);
    }

    get before() {
        return this.props.periods[this.index - 1];
    }

    get after() {
        return this.props.periods[this.index + 1];
    }

    onSelect(ev) {
        this.props.onChange(Number(ev.target.value));
    }

    label(period) {
        const closed = period.state === "closed";
        return closed ? _t("%s (closed)", period.code) : period.code;
    }
}
