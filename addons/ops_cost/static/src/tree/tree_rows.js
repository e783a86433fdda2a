/** Rows of the responsibility tree: nodes are read as they are opened. */

export const keyOf = (row) => (row.own ? `own-${row.id}` : `${row.id}`);

export function wrap(row, depth, parent = null) {
    return {
        ...row,
        key: keyOf(row),
        depth,
        parent,
        expanded: false,
        children: null,
        more: false,
    };
}

/** The rows that are to be seen, from top to bottom. */
export function visible(roots) {
    return roots.flatMap((row) => [
        row,
        ...(row.expanded ? visible(row.children || []) : []),
        ...(row.expanded && row.more ? [moreRow(row)] : []),
    ]);
}

function moreRow(parent) {
    return { key: `more-${parent.key}`, isMore: true, depth: parent.depth + 1, parent };
}

/** Where a key leads to: ``{focus}``, or ``{act}`` on the row that has the focus. */
export function step(rows, row, key) {
    const index = rows.findIndex((other) => other.key === row.key);
    const moves = {
        ArrowDown: index + 1,
        ArrowUp: index - 1,
        Home: 0,
        End: rows.length - 1,
        PageDown: Math.min(index + 15, rows.length - 1),
        PageUp: Math.max(index - 15, 0),
    };
    if (key in moves) {
        return { focus: rows[moves[key]] };
    }
    if (key === "ArrowRight" && row.has_children) {
        return row.expanded ? { focus: rows[index + 1] } : { act: "expand" };
    }
    if (key === "ArrowLeft") {
        return row.expanded ? { act: "collapse" } : { focus: row.parent };
    }
    if (key === "Enter") {
        return { act: row.isMore ? "more" : "open" };
    }
    return key === " " ? { act: "toggle" } : {};
}
