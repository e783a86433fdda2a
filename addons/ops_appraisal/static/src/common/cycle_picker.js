import { Component } from "@odoo/owl";

/** Chooses one of the cycles that the reader may read. */
export class CyclePicker extends Component {
    static template = "ops_appraisal.CyclePicker";
    static props = { cycles: Array, cycleId: [Number, Boolean], onChange: Function };

    onSelect(ev) {
        this.props.onChange(Number(ev.target.value));
    }
}
