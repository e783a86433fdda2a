import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { AutoComplete } from "@web/core/autocomplete/autocomplete";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { CostLight } from "../common/light";
import { MonthPicker } from "../common/month_picker";
import { nodeDomain, TONES, useCostScreen, ZONES } from "../common/screen";
import { keyOf, step, visible, wrap } from "./tree_rows";

export class CostTree extends Component {
    static template = "ops_cost.Tree";
    static components = { Layout, AutoComplete, CostLight, MonthPicker };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.screen = useCostScreen();
        this.zones = ZONES;
        this.tones = TONES;
        this.table = useRef("table");
        this.state = useState({ data: null, roots: [], focus: null, search: "" });
        useSetupAction({ getLocalState: () => this.memory() });
        onWillStart(() => this.restore(this.props.state || {}));
    }

    get data() {
        return this.state.data;
    }

    get rows() {
        return visible(this.state.roots);
    }

    get period() {
        return this.data.periods.find(({ id }) => id === this.data.period_id);
    }

    get span() {
        const code = this.period ? this.period.code : "";
        return this.data.year_to_date ? _t("year to %s", code) : code;
    }

    memory() {
        return {
            periodId: this.data.period_id,
            yearToDate: this.data.year_to_date,
            expanded: this.rows.filter((row) => row.expanded).map((row) => row.id),
            focus: this.state.focus,
        };
    }

    async restore({ periodId, yearToDate, expanded, focus }) {
        await this.load(periodId, yearToDate, expanded);
        this.state.focus = focus || this.rows[0]?.key || null;
    }

    async load(periodId, yearToDate, expanded = null) {
        const args = [this.screen.month(periodId), Boolean(yearToDate)];
        const data = await this.screen.latest(
            this.orm.call("ops.cost.tree", "get_tree", args)
        );
        // only now: a row opened while the figures were on their way stays open
        const open = expanded || this.rows.filter((r) => r.expanded).map((r) => r.id);
        this.state.data = data;
        this.state.roots = data.rows.map((row) => wrap(row, 0));
        if (expanded || open.length) {
            await this.reopen(this.state.roots, new Set(open));
        } else if (this.state.roots.length === 1) {
            await this.expand(this.state.roots[0]);
        }
    }

    async reopen(rows, open) {
        for (const row of rows.filter(({ id, own }) => !own && open.has(id))) {
            await this.expand(row);
            await this.reopen(row.children, open);
        }
    }

    chooseMonth(periodId) {
        return this.load(periodId, this.data.year_to_date);
    }

    chooseSpan(yearToDate) {
        return this.load(this.data.period_id, yearToDate);
    }

    async expand(row) {
        row.expanded = true;
        if (row.children === null) {
            row.children = [];
            await this.readMore(row);
        }
    }

    async readMore(row) {
        const offset = row.children.filter(({ own }) => !own).length;
        const { rows, more } = await this.orm.call("ops.cost.tree", "get_children", [
            row.id,
            this.data.period_id,
            this.data.year_to_date,
            offset,
        ]);
        row.children.push(...rows.map((child) => wrap(child, row.depth + 1, row)));
        row.more = more;
    }

    toggleLabel(row) {
        return row.expanded ? _t("Collapse") : _t("Expand");
    }

    toggle(row) {
        return row.expanded ? (row.expanded = false) : this.expand(row);
    }

    open(row) {
        this.state.focus = row.key;
        const name = row.own
            ? _t("%(name)s, own level (%(span)s)", { name: row.name, span: this.span })
            : `${row.name} (${this.span})`;
        return this.drill("openEntries", row, name);
    }

    openFacts(row) {
        return this.drill("openFacts", row, `${row.name} (${this.span})`);
    }

    drill(what, row, name) {
        const { counted, scope_ids } = this.data;
        return this.screen[what](nodeDomain(row), counted, scope_ids, name);
    }

    openAssessments(row) {
        return this.screen.openAssessments(row, this.data.scope_ids, row.name);
    }

    async onKeydown(ev, row) {
        const { focus, act } = step(this.rows, row, ev.key);
        if (focus === undefined && !act) {
            return;
        }
        ev.preventDefault();
        if (act === "open") {
            return this.open(row);
        }
        if (act === "more") {
            await this.readMore(row.parent);
        } else if (act && row.has_children) {
            await this.toggle(row);
        }
        this.focusRow(focus || row);
    }

    focusRow(row) {
        this.state.focus = row.key;
        this.table.el?.querySelector(`[data-key="${row.key}"]`)?.focus();
    }

    /** Sources of the search box: nodes the reader may read. */
    get sources() {
        return [
            {
                options: async (text) => {
                    const found = await this.orm.call(
                        "ops.cost.node",
                        "name_search",
                        [],
                        {
                            name: text,
                            domain: [["company_id", "=", this.data.company_id]],
                            limit: 12,
                        }
                    );
                    return found.map(([id, label]) => ({
                        label,
                        onSelect: () => this.locate(id),
                    }));
                },
            },
        ];
    }

    async locate(nodeId) {
        const path = await this.orm.call("ops.cost.tree", "get_path", [nodeId]);
        let rows = this.state.roots;
        let row = null;
        for (const id of path) {
            row = rows.find((other) => other.key === keyOf({ id })) || null;
            while (!row && rows[0]?.parent?.more) {
                await this.readMore(rows[0].parent);
                row = rows.find((other) => other.key === keyOf({ id })) || null;
            }
            if (!row) {
                return;
            }
            if (id !== nodeId) {
                await this.expand(row);
                rows = row.children;
            }
        }
        if (row) {
            this.state.focus = row.key;
            browser.setTimeout(() => this.focusRow(row));
        }
    }

    export() {
        const year = this.data.year_to_date ? 1 : 0;
        const query = `period_id=${this.data.period_id}&year_to_date=${year}`;
        browser.open(`/ops_cost/export/tree?${query}`);
    }

    money(value) {
        return this.screen.money(value, this.data.currency_id, { noSymbol: true });
    }
}

registry.category("actions").add("ops_cost.tree", CostTree);
