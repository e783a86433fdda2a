/**
 * Numbers of the quota matrix, in minor units: one parent, its children, and what
 * stays with the parent itself: own = parent − Σ children, for quota and saving task.
 */

const NOTHING = [0, 0];

/** "1 234.50", "¥1,234.5" or "1.234,50" (by the user's separators) → minor units. */
export function parseAmount(
    text,
    rounding,
    { thousandsSep = ",", decimalPoint = "." } = {}
) {
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
        this.actuals = new Map();
        for (const [node, month, item, quota, saving] of data.amounts) {
            this.base.set(this.key(node, month, item), [quota, saving]);
        }
        for (const [node, month, item, actual] of data.actuals || []) {
            this.actuals.set(this.key(node, month, item), actual);
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
        const months = column.month
            ? [column.month]
            : this.data.months.map((m) => m.id);
        const items = column.item ? [column.item] : this.data.items.map((i) => i.id);
        return months.flatMap((month) => items.map((item) => [month, item]));
    }

    /** ``[quota, saving task, actual]`` of all places behind a column. */
    sum(node, column) {
        const total = [0, 0, 0];
        for (const [month, item] of this.places(column)) {
            const [quota, saving] = this.pair(node, month, item);
            total[0] += quota;
            total[1] += saving;
            total[2] += this.actuals.get(this.key(node, month, item)) || 0;
        }
        return total;
    }

    /** What the parent keeps: its allotment less all that its children have. */
    own(column) {
        const total = this.sum(this.data.parent.id, column);
        for (const child of this.data.children) {
            const amounts = this.sum(child.id, column);
            amounts.forEach((amount, index) => (total[index] -= amount));
        }
        return total;
    }

    /** One of the measures out of ``[quota, saving task, actual]``. */
    measure([quota, saving, actual], measure) {
        return {
            quota,
            target: quota - saving,
            actual,
            remaining: quota - actual,
        }[measure];
    }

    /**
     * How to divide ``total`` over places ``[node, month, item]``: what to ask the
     * server for, ``[amount, weights, caps]``. A quota goes equally, or in proportion
     * to the present quotas; a target by its saving task, which no quota may be
     * smaller than.
     */
    spread(places, measure, total, equally) {
        const quotas = places.map((place) => this.pair(...place)[0]);
        if (measure === "target") {
            const sum = quotas.reduce((left, right) => left + right, 0);
            return [sum - total, quotas, quotas];
        }
        const even = equally || !quotas.some((quota) => quota);
        return [total, even ? places.map(() => 1) : quotas, null];
    }

    /** Puts the parts there; a reason and no change if one does not fit. */
    place(places, measure, parts) {
        const before = new Map(this.edits);
        for (const [index, [node, month, item]] of places.entries()) {
            const [quota] = this.pair(node, month, item);
            const value = measure === "target" ? quota - parts[index] : parts[index];
            const reason = this.set(node, month, item, measure, value);
            if (reason) {
                this.edits = before;
                return reason;
            }
        }
        return null;
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
