import { expect, test } from "@odoo/hoot";
import { counters, filtered, worstFirst } from "@ops_contract/board/board_rows";
import { barOf, factsOf, targetText, valueText } from "@ops_contract/cockpit/gauge";
import { place, shiftMonth, ticks, weeks } from "@ops_contract/cockpit/timeline";

test("bars lie where their days are, cut at the contract's ends", () => {
    expect(place("2026-01-01", "2026-01-10", "2026-01-01", "2026-01-05")).toEqual({
        left: 0,
        width: 50,
    });
    expect(place("2026-01-01", "2026-01-10", "2025-01-01", "2027-01-01")).toEqual({
        left: 0,
        width: 100,
    });
    expect(place("2026-01-01", "2026-01-10", "2026-01-10", "2026-01-10").left).toBe(90);
});

test("months go over the end of the year and are thinned out", () => {
    expect(shiftMonth("2026-01-01", -1)).toBe("2025-12-01");
    expect(ticks("2026-01-15", "2026-03-31")).toEqual(["2026-02-01", "2026-03-01"]);
    expect(ticks("2026-01-01", "2027-12-31")).toHaveLength(12);
});

test("deliverables stand in weeks that begin on Monday", () => {
    const rows = [
        { id: 1, date_due: "2026-11-22" },
        { id: 2, date_due: "2026-11-30" },
    ];
    const found = weeks(rows, "2026-11-23");
    expect(found.map(({ monday }) => monday)).toEqual([
        "2026-11-16",
        "2026-11-23",
        "2026-11-30",
    ]);
    expect(found.map(({ rows: own }) => own.length)).toEqual([1, 0, 1]);
    expect(found.map(({ now }) => now)).toEqual([false, true, false]);
});

test("a gauge says its value and target in its unit", () => {
    const ratio = { unit: "ratio", direction: "up", target_bp: 9500, has_value: true };
    expect(valueText(ratio, 0.952381)).toBe("95.24 %");
    expect(valueText(ratio, 1)).toBe("100 %");
    expect(targetText(ratio)).toBe("≥ 95 %");
    expect(barOf({ ...ratio, value: 0.9 })).toEqual({ value: 90, target: 95 });
    const count = { unit: "count", direction: "down", target_value: 2, value: 10 };
    expect(targetText(count)).toBe("≤ 2");
    expect(valueText(count, 10)).toBe("10");
    expect(barOf({ ...count, has_value: true })).toEqual({ value: 100, target: 20 });
    expect(barOf({ ...count, has_value: false }).value).toBe(0);
});

test("a gauge leads to the records of its kind", () => {
    const models = ["clock", "availability", "deliverable", "count"].map(
        (evaluator) => factsOf({ evaluator }, 7, "2026-11-01", "2026-11-30").model
    );
    expect(models).toEqual([
        "ops.sla.clock",
        "ops.outage",
        "ops.deliverable",
        "ops.sla.reading",
    ]);
});

const BOARD = [
    {
        id: 1,
        number: "C1",
        name: "Network",
        partner: "Hospital",
        direction: "sold",
        state: "active",
        running: true,
        mine: true,
        light: "green",
        date_last: "2026-12-31",
        marks: {},
    },
    {
        id: 2,
        number: "C2",
        name: "Servers",
        partner: "School",
        direction: "purchased",
        state: "suspended",
        running: true,
        mine: false,
        light: "red",
        date_last: "2027-12-31",
        marks: { missed: 1, overdue: 3, statements: 2 },
    },
    {
        id: 3,
        number: "C3",
        name: "Old",
        partner: "School",
        direction: "sold",
        state: "expired",
        running: false,
        mine: true,
        light: "none",
        date_last: "2025-12-31",
        marks: { disputed: 1, statements: 1 },
    },
];
const ids = (rows) => rows.map(({ id }) => id);

test("filters go together, the worst comes first", () => {
    expect(ids(filtered(BOARD, { mine: true }))).toEqual([1, 3]);
    expect(ids(filtered(BOARD, { mine: true, running: true }))).toEqual([1]);
    expect(ids(filtered(BOARD, { text: " school " }))).toEqual([2, 3]);
    expect(ids(filtered(BOARD, { direction: "sold", light: "none" }))).toEqual([3]);
    expect(ids(worstFirst(BOARD))).toEqual([2, 1, 3]);
});

test("counters count what can be opened", () => {
    const found = Object.fromEntries(
        counters(BOARD).map(({ key, count, ids: own }) => [key, [count, own]])
    );
    expect(found.active).toEqual([1, [1]]);
    expect(found.at_risk).toEqual([1, [2]]);
    expect(found.overdue).toEqual([3, [2]]);
    expect(found.statements).toEqual([3, [2, 3]]);
    expect(found.disputed).toEqual([1, [3]]);
    expect(found.without_annex).toEqual([0, []]);
});
