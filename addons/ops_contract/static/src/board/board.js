import { Component, onWillStart, useState } from "@odoo/owl";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { counters, filtered, worstFirst } from "./board_rows";

const PAGE = 80;
const LIGHTS = {
    red: { icon: "fa-times-circle", tone: "bad", text: _t("Red") },
    amber: { icon: "fa-exclamation-triangle", tone: "warn", text: _t("Amber") },
    green: { icon: "fa-check-circle", tone: "good", text: _t("Green") },
    none: { icon: "fa-minus-circle", tone: "none", text: _t("Not running") },
};
const DIRECTIONS = {
    sold: _t("Sold"),
    purchased: _t("Purchased"),
    internal: _t("Internal (OLA)"),
};
const STATES = {
    draft: _t("Draft"),
    review: _t("Review"),
    signed: _t("Signed"),
    active: _t("In Progress"),
    suspended: _t("Suspended"),
    expired: _t("Expired"),
    terminated: _t("Terminated"),
};
const COUNTERS = {
    active: _t("In progress"),
    at_risk: _t("At risk or missed"),
    expiring: _t("In renewal notice"),
    without_annex: _t("Without annex in force"),
    overdue: _t("Overdue deliverables"),
    statements: _t("Statements waiting for us"),
    sent: _t("Statements with the other side"),
    disputed: _t("Statements disputed"),
};
const WAITING = ["draft", "project_reviewed", "org_reviewed", "disputed", "confirmed"];
/** Marks in the order of the row: tone, words, and the records behind the number. */
const MARKS = [
    ["missed", "bad", _t("Targets missed"), "cockpit"],
    ["without_annex", "bad", _t("No annex in force"), "contract"],
    ["chain", "bad", _t("Chain broken"), "contract"],
    ["risk", "warn", _t("Targets at risk"), "forecast"],
    ["gap", "warn", _t("Days without a version"), "contract"],
    ["overdue", "warn", _t("Overdue deliverables"), "overdue"],
    ["expiring", "warn", _t("In renewal notice"), "contract"],
    ["statements", "warn", _t("Statements waiting for us"), "statements"],
    ["sent", "none", _t("Statements with the other side"), "sent"],
];

/** All contracts in sight, each with a traffic light by written thresholds. */
export class ContractBoard extends Component {
    static template = "ops_contract.Board";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.lights = LIGHTS;
        this.directions = DIRECTIONS;
        this.states = STATES;
        this.names = COUNTERS;
        this.state = useState({
            rows: [],
            shown: PAGE,
            filter: {
                mine: false,
                running: true,
                direction: "",
                light: "",
                text: "",
                ...this.props.state?.filter,
            },
        });
        useSetupAction({
            getLocalState: () => ({ filter: { ...this.state.filter } }),
        });
        onWillStart(() => this.load());
    }

    async load() {
        const data = await this.orm.call("ops.contract.board", "get_board", []);
        this.state.rows = data.rows;
    }

    get rows() {
        return worstFirst(filtered(this.state.rows, this.state.filter));
    }

    get counters() {
        const { mine, direction, text } = this.state.filter;
        return counters(filtered(this.state.rows, { mine, direction, text }));
    }

    tone(key, count) {
        if (!count || ["active", "sent"].includes(key)) {
            return "none";
        }
        return key === "without_annex" ? "bad" : "warn";
    }

    marks(row) {
        return MARKS.filter(([key]) => row.running && row.marks[key]).map(
            ([key, tone, text, target]) => ({
                key,
                tone,
                text,
                target,
                count: row.marks[key],
                counted: target !== "contract",
            })
        );
    }

    markText(mark) {
        return mark.counted ? `${mark.text}: ${mark.count}` : mark.text;
    }

    chance(row) {
        const chance = row.marks.chance;
        return chance === undefined ? "" : `${Math.round(chance * 100)}\u00a0%`;
    }

    date(day) {
        return formatDate(deserializeDate(day));
    }

    setFilter(name, value) {
        this.state.filter[name] = value;
        this.state.shown = PAGE;
    }

    more() {
        this.state.shown += PAGE;
    }

    list(model, name, domain) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: model,
            domain,
            views: [
                [false, "list"],
                [false, "form"],
            ],
        });
    }

    records(target, ids, name) {
        const own = ["contract_id", "in", ids];
        switch (target) {
            case "overdue":
                return this.list("ops.deliverable", name, [
                    own,
                    ["is_overdue", "=", true],
                ]);
            case "statements":
                return this.list("ops.sla.statement", name, [
                    own,
                    ["state", "in", WAITING],
                ]);
            case "sent":
            case "disputed":
                return this.list("ops.sla.statement", name, [
                    own,
                    ["state", "=", target],
                ]);
            case "forecast":
                return this.list("ops.sla.forecast", name, [own]);
            default:
                return this.list("ops.contract", name, [["id", "in", ids]]);
        }
    }

    openContract(row) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "ops.contract",
            res_id: row.id,
            views: [[false, "form"]],
        });
    }

    openMark(row, mark) {
        return ["contract", "cockpit"].includes(mark.target)
            ? this.openContract(row)
            : this.records(mark.target, [row.id], `${row.number} ${mark.text}`);
    }
}

registry.category("actions").add("ops_contract.board", ContractBoard);
