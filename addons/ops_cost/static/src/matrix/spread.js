import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { localization } from "@web/core/l10n/localization";
import { useAutofocus } from "@web/core/utils/hooks";
import { parseAmount } from "./matrix_model";

/** Asks for the amount that is to be divided over the selected cells. */
export class SpreadDialog extends Component {
    static template = "ops_cost.SpreadDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        cells: Number,
        present: String,
        target: Boolean,
        /** (text, equally) => whether the amount fits */
        spread: Function,
    };

    setup() {
        this.input = useAutofocus({ refName: "amount", selectAll: true });
        this.state = useState({ amount: this.props.present, equally: false });
    }

    onKeydown(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            this.spread();
        }
    }

    async spread() {
        if (await this.props.spread(this.state.amount, this.state.equally)) {
            this.props.close();
        }
    }
}

/** Places ``[node, month, item]`` of the selection, row by row. */
function selectedPlaces({ data, selection }, columns) {
    return data.children
        .slice(selection.top, selection.bottom + 1)
        .flatMap((child) => columns.map(({ month, item }) => [child.id, month, item]));
}

/** Divides an amount over the selected cells of the matrix; saved like typed ones. */
export function askSpread(matrix) {
    const { model, selection } = matrix;
    const columns = matrix.columns.slice(selection.left, selection.right + 1);
    const places = selectedPlaces(matrix, columns);
    if (!columns.every((column) => matrix.canEdit(column))) {
        return matrix.refuse("locked");
    }
    if (places.length < 2) {
        return matrix.refuse("single");
    }
    const { measure } = matrix.state;
    const present = places
        .map((place) => model.measure([...model.pair(...place), 0], measure))
        .reduce((sum, part) => sum + part, 0);
    matrix.dialog.add(
        SpreadDialog,
        {
            cells: places.length,
            present: matrix.amount(present),
            target: measure === "target",
            spread: (text, equally) => spread(matrix, places, text, equally),
        },
        { onClose: () => matrix.grid.el?.focus() }
    );
}

/** Whether the amount of ``text`` could be divided. */
async function spread(matrix, places, text, equally) {
    const total = parseAmount(text, matrix.data.rounding, localization);
    if (total === null) {
        return matrix.refuse("number", text);
    }
    if (total < 0) {
        return matrix.refuse("negative");
    }
    const { measure } = matrix.state;
    const asked = matrix.model.spread(places, measure, total, equally);
    if (asked[0] < 0) {
        return matrix.refuse("target");
    }
    const parts = await matrix.orm.call("ops.cost.matrix", "get_spread", asked);
    const reason = matrix.model.place(places, measure, parts);
    matrix.state.tick++;
    return reason ? matrix.refuse(reason) : true;
}
