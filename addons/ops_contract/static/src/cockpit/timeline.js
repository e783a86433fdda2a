const DAY = 86400000;

/** Number of a day "2026-11-23", for differences only. */
export function dayNumber(day) {
    return Math.round(Date.parse(`${day}T00:00:00Z`) / DAY);
}

export function addDays(day, days) {
    return new Date((dayNumber(day) + days) * DAY).toISOString().slice(0, 10);
}

/** First day of the month that is `step` months away. */
export function shiftMonth(day, step) {
    const [year, month] = day.split("-").map(Number);
    return new Date(Date.UTC(year, month - 1 + step, 1)).toISOString().slice(0, 10);
}

/** Where the days `from`..`to` (both inside) lie on first..last, in percent. */
export function place(first, last, from, to) {
    const start = dayNumber(first);
    const size = dayNumber(last) - start + 1;
    const left = Math.max(0, dayNumber(from) - start);
    const right = Math.min(size, dayNumber(to) - start + 1);
    return {
        left: (left / size) * 100,
        width: (Math.max(0, right - left) / size) * 100,
    };
}

export function placeStyle(first, last, from, to) {
    const { left, width } = place(first, last, from, to);
    return `inset-inline-start: ${left.toFixed(3)}%; width: ${width.toFixed(3)}%`;
}

/** At most `most` firsts of months between two days, evenly apart. */
export function ticks(first, last, most = 12) {
    const months = [];
    let day = shiftMonth(first, first.endsWith("-01") ? 0 : 1);
    while (dayNumber(day) <= dayNumber(last)) {
        months.push(day);
        day = shiftMonth(day, 1);
    }
    const step = Math.ceil(months.length / most) || 1;
    return months.filter((_month, index) => index % step === 0);
}

/** Rows by weeks that begin on Monday: [{monday, rows}]; empty weeks between stay. */
export function weeks(rows, today) {
    const monday = (day) => addDays(day, -((dayNumber(day) + 3) % 7));
    const days = [today, ...rows.map((row) => row.date_due)].map(monday).sort();
    const now = dayNumber(monday(today));
    const found = [];
    for (let day = days[0]; day <= days[days.length - 1]; day = addDays(day, 7)) {
        const own = rows.filter((row) => monday(row.date_due) === day);
        const near = Math.abs(dayNumber(day) - now) <= 42;
        if (own.length || near) {
            found.push({ monday: day, rows: own, now: dayNumber(day) === now });
        }
    }
    return found;
}

/** What a deliverable is to the eye. */
export function dueState(row) {
    if (row.is_overdue) {
        return "overdue";
    }
    return row.state;
}
