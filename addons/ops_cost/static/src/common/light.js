import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatPercentage } from "@web/views/fields/formatters";
import { TONES } from "./screen";

const LIGHTS = {
    green: { icon: "fa-check-circle", text: _t("On track") },
    amber: { icon: "fa-exclamation-triangle", text: _t("Near the quota") },
    full: { icon: "fa-check-circle-o", text: _t("Quota used in full") },
    red: { icon: "fa-times-circle", text: _t("Over the quota") },
    none: { icon: "fa-minus-circle", text: _t("No quota") },
};

/** Traffic light: colour, icon and words, never colour alone. */
export class CostLight extends Component {
    static template = "ops_cost.Light";
    static props = {
        light: String,
        used: { type: [Number, { value: null }], optional: true },
        words: { type: Boolean, optional: true },
    };

    get icon() {
        return LIGHTS[this.props.light].icon;
    }

    get tone() {
        return TONES[this.props.light];
    }

    get text() {
        return LIGHTS[this.props.light].text;
    }

    get share() {
        const used = this.props.used;
        return used === null || used === undefined
            ? ""
            : formatPercentage(used, { digits: [16, 1] });
    }
}
