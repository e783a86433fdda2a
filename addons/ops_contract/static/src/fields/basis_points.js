import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatFloat } from "@web/views/fields/formatters";
import { useInputField } from "@web/views/fields/input_field_hook";
import { useNumpadDecimal } from "@web/views/fields/numpad_decimal_hook";
import { parseFloat } from "@web/views/fields/parsers";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const number = (points) =>
    formatFloat((points || 0) / 100, { digits: [16, 2], trailingZeros: false });

/** 9550 -> "95.5 %" */
export function formatBasisPoints(points) {
    return `${number(points)} %`;
}

/** "95.5" or "95.5 %" -> 9550 */
export function parseBasisPoints(text) {
    return Math.round(parseFloat(text.replace("%", "").trim()) * 100);
}

/** An integer of basis points, read and written as a percentage. */
export class BasisPointsField extends Component {
    static template = "ops_contract.BasisPointsField";
    static props = { ...standardFieldProps };

    setup() {
        useInputField({
            getValue: () => number(this.value),
            refName: "numpadDecimal",
            parse: parseBasisPoints,
        });
        useNumpadDecimal();
    }

    get value() {
        return this.props.record.data[this.props.name];
    }

    get text() {
        return formatBasisPoints(this.value);
    }
}

registry.category("formatters").add("ops_basis_points", formatBasisPoints);
registry.category("fields").add("ops_basis_points", {
    component: BasisPointsField,
    displayName: _t("Percentage"),
    supportedTypes: ["integer"],
});
