/** Rows that the filters let through. */
export function filtered(rows, { mine, running, direction, light, text }) {
    const wanted = (text || "").trim().toLowerCase();
    return rows.filter(
        (row) =>
            (!mine || row.mine) &&
            (!running || row.running) &&
            (!direction || row.direction === direction) &&
            (!light || row.light === light) &&
            (!wanted ||
                `${row.number} ${row.name} ${row.partner}`
                    .toLowerCase()
                    .includes(wanted))
    );
}

const ORDER = ["red", "amber", "green", "none"];

/** The worst first, then what ends first. */
export function worstFirst(rows) {
    return [...rows].sort(
        (one, other) =>
            ORDER.indexOf(one.light) - ORDER.indexOf(other.light) ||
            one.date_last.localeCompare(other.date_last) ||
            one.id - other.id
    );
}

const sum = (rows, mark) => rows.reduce((all, row) => all + (row.marks[mark] || 0), 0);
const having = (rows, ...marks) =>
    rows.filter((row) => marks.some((mark) => row.marks[mark]));

/** The counters on top: `{key, count, ids}`, ids of the contracts behind it. */
export function counters(rows) {
    const running = rows.filter((row) => row.running);
    const ofContracts = (key, found) => ({
        key,
        count: found.length,
        ids: found.map((row) => row.id),
    });
    const ofRecords = (key) => ({
        ...ofContracts(key, having(rows, key)),
        count: sum(rows, key),
    });
    return [
        ofContracts(
            "active",
            rows.filter((row) => row.state === "active")
        ),
        ofContracts("at_risk", having(running, "missed", "risk")),
        ofContracts("expiring", having(running, "expiring")),
        ofContracts("without_annex", having(running, "without_annex")),
        ofRecords("overdue"),
        ofRecords("statements"),
        ofRecords("sent"),
        ofRecords("disputed"),
    ];
}
