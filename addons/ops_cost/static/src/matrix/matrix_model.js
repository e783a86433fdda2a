/**
 * Numbers of the quota matrix, in minor units: one parent, its children, and what
 * stays with the parent itself: own = parent − Σ children, for quota and saving task.
 */

const NOTHING = [0, 0];

/** "1 234.50", "¥1,234.5" or "1.234,50" (by the user's separators) → minor units. */
export function parseAmount(text, rounding, { thousandsSep = ",", decimalPoint = "." } = {}) {
    const plain = String(text)
        .replaceAll(thousandsSep || "\u0000", "")
        .replaceAll(decimalPoint, ".")
        .replace(/[\s\u00a0\u202f¥￥$€£]/g, "");
    if (!/^-?(\d+\.?\d*|\.\d+)$/.test(plain)) {
        return null;
    }
    const steps = Number(plain) / rounding;
    const minor = Math.round(steps);
    return Math.abs(steps - minor) < 1e-4 && Math.abs(minor) < 1e15 ? minor : null;
}

/** Rows and columns of what a spreadsheet puts on the clipboard. */
export function parseTable(text) {
    const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
    return lines.map((line) => line.split("\t"));
}

export class MatrixModel {
    constructor(data) {
        this.data = data;
        this.base = new Map();
        this.edits = new Map();
        for (const [node, month, item, quota, saving] of data.amounts) {
            this.base.set(this.key(node, month, item), [quota, saving]);
        }
    }

    key(node, month, item) {
        return `${node}:${month}:${item}`;
    }

    /** ``[quota, saving task]`` of one place. */
    pair(node, month, item) {
        const key = this.key(node, month, item);
        return this.edits.get(key) || this.base.get(key) || NOTHING;
    }

    /** Places behind a column, given what is fixed; 0 stands for all. */
    places(column) {
        const months = column.month ? [column.month] : this.data.months.map((m) => m.id);
        const items = column.item ? [column.item] : this.data.items.map((i) => i.id);
        return months.flatMap((month) => items.map((item) => [month, item]));
    }

    sum(node, column) {
        return this.places(column).reduce(
            (total, [month, item]) => {
                const [quota, saving] = this.pair(node, month, item);
                return [total[0] + quota, total[1] + saving];
            },
            [0, 0]
        );
    }

    /** What the parent keeps: its allotment less all that its children have. */
    own(column) {
        const total = this.sum(this.data.parent.id, column);
        for (const child of this.data.children) {
            const [quota, saving] = this.sum(child.id, column);
            total[0] -= quota;
            total[1] -= saving;
        }
        return total;
    }

    /** Quota or reduction target out of a pair. */
    measure(pair, measure) {
        return measure === "target" ? pair[0] - pair[1] : pair[0];
    }

    /** Why an amount cannot stand there: "negative", "target", or nothing. */
    set(node, month, item, measure, value) {
        const [quota, saving] = this.pair(node, month, item);
        const pair =
            measure === "target" ? [quota, quota - value] : [value, value ? saving : 0];
        if (value < 0) {
            return "negative";
        }
        if (pair[1] < 0 || pair[1] > pair[0]) {
            return "target";
        }
        const key = this.key(node, month, item);
        const base = this.base.get(key) || NOTHING;
        if (base[0] === pair[0] && base[1] === pair[1]) {
            this.edits.delete(key);
        } else {
            this.edits.set(key, pair);
        }
        return null;
    }

    isEdited(node, month, item) {
        return this.edits.has(this.key(node, month, item));
    }

    /** Places where the children have more than the parent. */
    shortages() {
        return this.places({ month: 0, item: 0 }).filter(([month, item]) => {
            const [quota, saving] = this.own({ month, item });
            return quota < 0 || saving < 0 || saving > quota;
        });
    }

    changes() {
        return [...this.edits].map(([key, [quota, saving_task]]) => {
            const [node_id, period_id, item_id] = key.split(":").map(Number);
            return { node_id, period_id, item_id, nature: "daily", quota, saving_task };
        });
    }
}
