import { Component, onWillStart, useEffect, useRef, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { formatFloat } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { useCostScreen } from "../common/screen";
import { MatrixModel, parseAmount, parseTable } from "./matrix_model";
import { Selection } from "./selection";
import { askSpread } from "./spread";

const REASONS = {
    number: _t("Not an amount."),
    negative: _t("A quota must not be negative."),
    target: _t("The reduction target must lie between 0 and the quota."),
    locked: _t("This cell is locked."),
    single: _t("Select several cells first: Shift and the arrow keys, or the mouse."),
};

export class CostMatrix extends Component {
    static template = "ops_cost.Matrix";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.screen = useCostScreen();
        this.askSpread = () => askSpread(this);
        this.grid = useRef("grid");
        this.input = useRef("input");
        this.state = useState({
            data: null,
            mode: "months",
            measure: "quota",
            item: 0,
            month: 0,
            editing: null,
            saving: false,
            tick: 0,
        });
        useSetupAction({
            getLocalState: () => this.memory(),
            beforeLeave: () => this.mayLeave(),
        });
        useEffect(
            (input) => input?.focus(),
            () => [this.input.el]
        );
        onWillStart(() => this.start());
    }

    async start() {
        const { action, state } = this.props;
        const asked = state || { ...action.params, ...action.context };
        await this.load(asked.version_id, asked.node_id);
        if (state) {
            const { mode, measure, item, month } = state;
            Object.assign(this.state, { mode, measure, item, month });
        }
        this.renew();
    }

    memory() {
        const { mode, measure, item, month } = this.state;
        const node_id = this.data.parent?.id;
        return {
            version_id: this.data.version.id,
            node_id,
            mode,
            measure,
            item,
            month,
        };
    }

    async load(versionId, nodeId) {
        const data = await this.orm.call("ops.cost.matrix", "get_matrix", [
            versionId || null,
            nodeId || null,
        ]);
        this.state.data = data;
        this.model = data.version ? new MatrixModel(data) : null;
        if (data.version) {
            this.state.item ||= data.items[0]?.id || 0;
            const open = data.months.find(({ locked }) => !locked);
            this.state.month ||= (open || data.months[0])?.id || 0;
        }
        this.renew();
    }

    /** After other rows or columns are shown. */
    renew() {
        this.state.editing = null;
        const rows = this.data.children?.length || 0;
        this.selection = new Selection(rows, this.columns.length);
        this.state.tick++;
    }

    get data() {
        return this.state.data;
    }

    get columns() {
        const { mode, item, month } = this.state;
        if (!this.data.version) {
            return [];
        }
        if (mode === "months") {
            return this.data.months.map((m) => ({
                key: `m${m.id}`,
                label: m.code,
                month: m.id,
                item,
                locked: m.locked || !item,
                closed: m.locked,
            }));
        }
        const closed = this.data.months.find(({ id }) => id === month)?.locked;
        return this.data.items.map((i) => ({
            key: `i${i.id}`,
            label: i.name,
            month,
            item: i.id,
            locked: closed || !month,
            closed,
        }));
    }

    get all() {
        const { mode, item, month } = this.state;
        return mode === "months" ? { month: 0, item } : { month, item: 0 };
    }

    get dirty() {
        return this.state.tick >= 0 && this.model ? this.model.edits.size : 0;
    }

    get short() {
        return this.state.tick >= 0 && this.model ? this.model.shortages().length : 0;
    }

    show(pair) {
        const minor = this.model.measure(pair, this.state.measure);
        return this.amount(minor);
    }

    amount(minor) {
        const { rounding } = this.data;
        const digits = Math.max(0, Math.round(-Math.log10(rounding)));
        return formatFloat(minor * rounding, { digits: [16, digits] });
    }

    isShort(column) {
        const [quota, saving] = this.model.own(column);
        return quota < 0 || saving < 0 || saving > quota;
    }

    canEdit(column) {
        const given = ["quota", "target"].includes(this.state.measure);
        return given && this.data.version.editable && !column.locked;
    }

    /** Used amounts are shown where there are costs: not in a draft of later months. */
    get hasActuals() {
        return this.data.actuals.length > 0;
    }

    choose(values) {
        Object.assign(this.state, values);
        this.renew();
    }

    onChoice(name, ev) {
        this.choose({ [name]: Number(ev.target.value) });
    }

    async onVersion(ev) {
        const versionId = Number(ev.target.value);
        if (await this.mayLeave()) {
            await this.load(versionId, this.data.parent?.id);
        } else {
            ev.target.value = this.data.version.id;
        }
    }

    async goTo(nodeId) {
        if (await this.mayLeave()) {
            await this.load(this.data.version.id, nodeId);
        }
    }

    mayLeave() {
        if (!this.dirty) {
            return true;
        }
        return new Promise((resolve) => {
            this.dialog.add(
                ConfirmationDialog,
                {
                    title: _t("Unsaved quotas"),
                    body: _t("Your changes are not saved. Discard them?"),
                    confirmLabel: _t("Discard"),
                    confirm: () => resolve(true),
                    cancelLabel: _t("Stay Here"),
                    cancel: () => resolve(false),
                },
                { onClose: () => resolve(false) }
            );
        });
    }

    select(row, column, extend) {
        this.selection.go(row, column, extend);
        this.state.editing = null;
        this.state.tick++;
        this.grid.el?.focus();
    }

    edit(text) {
        const [row, index] = this.selection.cursor;
        const column = this.columns[index];
        if (!column || !this.canEdit(column)) {
            return this.refuse("locked");
        }
        const child = this.data.children[row];
        const pair = this.model.sum(child.id, column);
        this.state.editing = { row, index, text: text ?? this.show(pair) };
    }

    onKeydown(ev) {
        if (this.state.editing || ev.ctrlKey || ev.metaKey || ev.altKey) {
            return;
        }
        if (ev.key === "Enter" || ev.key === "F2") {
            this.edit();
        } else if (ev.key === "Delete" || ev.key === "Backspace") {
            this.clear();
        } else if (ev.key === "s" || ev.key === "S") {
            askSpread(this);
        } else if (ev.key.length === 1 && /[\d.,-]/.test(ev.key)) {
            this.edit(ev.key);
        } else if (!this.selection.move(ev.key, ev.shiftKey)) {
            return;
        }
        ev.preventDefault();
        this.state.tick++;
        this.scrollToCursor();
    }

    scrollToCursor() {
        const [row, column] = this.selection.cursor;
        const cell = this.grid.el?.querySelector(`[data-cell="${row}-${column}"]`);
        cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
    }

    onInputKeydown(ev) {
        ev.stopPropagation();
        const moves = {
            Enter: "ArrowDown",
            Tab: ev.shiftKey ? "ArrowLeft" : "ArrowRight",
        };
        if (ev.key === "Escape") {
            this.state.editing = null;
            this.grid.el.focus();
        } else if (ev.key in moves) {
            ev.preventDefault();
            this.commit(ev.target.value);
            this.selection.move(moves[ev.key], false);
            this.grid.el.focus();
        }
        this.state.tick++;
    }

    commit(text) {
        const { editing } = this.state;
        if (editing) {
            this.state.editing = null;
            this.put(editing.row, editing.index, text);
            this.state.tick++;
        }
    }

    put(row, index, text) {
        const column = this.columns[index];
        const child = this.data.children[row];
        if (!this.canEdit(column)) {
            return this.refuse("locked");
        }
        const empty = !String(text).trim();
        const value = empty ? 0 : parseAmount(text, this.data.rounding, localization);
        if (value === null) {
            return this.refuse("number", text);
        }
        const { month, item } = column;
        const { measure } = this.state;
        const reason = this.model.set(child.id, month, item, measure, value);
        return reason ? this.refuse(reason) : true;
    }

    refuse(reason, text = "") {
        this.notification.add(`${REASONS[reason]} ${text}`.trim(), { type: "warning" });
        return false;
    }

    clear() {
        const { top, bottom, left, right } = this.selection;
        for (let row = top; row <= bottom; row++) {
            for (let column = left; column <= right; column++) {
                if (!this.put(row, column, "0")) {
                    return;
                }
            }
        }
    }

    onCopy(ev) {
        if (this.state.editing) {
            return;
        }
        const { top, bottom, left, right } = this.selection;
        const columns = this.columns.slice(left, right + 1);
        const lines = this.data.children.slice(top, bottom + 1).map((child) =>
            columns
                .map((column) => this.model.sum(child.id, column))
                .map((pair) => this.show(pair))
                .join("\t")
        );
        ev.clipboardData.setData("text/plain", lines.join("\n"));
        ev.preventDefault();
    }

    /** Cells of a spreadsheet go to the right and down from the cursor. */
    onPaste(ev) {
        if (this.state.editing) {
            return;
        }
        ev.preventDefault();
        const table = parseTable(ev.clipboardData.getData("text/plain"));
        const { top, left } = this.selection;
        const wide = Math.max(...table.map((line) => line.length));
        if (
            top + table.length > this.data.children.length ||
            left + wide > this.columns.length
        ) {
            this.notification.add(
                _t(
                    "The copied cells do not fit here: %(rows)s rows, %(columns)s columns.",
                    {
                        rows: table.length,
                        columns: wide,
                    }
                ),
                { type: "warning" }
            );
            return;
        }
        const before = new Map(this.model.edits);
        const fits = table.every((line, row) =>
            line.every((text, column) => this.put(top + row, left + column, text))
        );
        if (!fits) {
            this.model.edits = before;
        }
        this.selection.go(top, left);
        this.selection.go(top + table.length - 1, left + wide - 1, true);
        this.state.tick++;
    }

    discard() {
        this.model.edits.clear();
        this.renew();
    }

    async save() {
        this.state.saving = true;
        try {
            const { version, parent } = this.data;
            await this.orm.call("ops.cost.version", "save_cells", [
                [version.id],
                this.model.changes(),
                version.lock_version,
            ]);
            await this.load(version.id, parent.id);
            this.notification.add(_t("Quotas saved."), { type: "success" });
        } finally {
            this.state.saving = false;
        }
    }
}

registry.category("actions").add("ops_cost.matrix", CostMatrix);
