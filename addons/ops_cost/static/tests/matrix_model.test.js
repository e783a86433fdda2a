import { expect, test } from "@odoo/hoot";
import { MatrixModel, parseAmount, parseTable } from "@ops_cost/matrix/matrix_model";
import { Selection } from "@ops_cost/matrix/selection";

const JAN = 1;
const FEB = 2;
const WAGES = 7;
const MATERIAL = 8;

function makeModel() {
    return new MatrixModel({
        parent: { id: 10 },
        children: [{ id: 11 }, { id: 12 }],
        months: [{ id: JAN }, { id: FEB }],
        items: [{ id: WAGES }, { id: MATERIAL }],
        amounts: [
            [10, JAN, WAGES, 1000, 100],
            [11, JAN, WAGES, 600, 60],
            [12, JAN, WAGES, 300, 30],
            [10, FEB, MATERIAL, 500, 0],
            [11, FEB, MATERIAL, 500, 0],
        ],
    });
}

test("amounts are read by the user's separators, exactly", () => {
    const german = { thousandsSep: ".", decimalPoint: "," };
    expect(parseAmount("1,234.50", 0.01)).toBe(123450);
    expect(parseAmount("¥ 0.29", 0.01)).toBe(29);
    expect(parseAmount("1.234,5", 0.01, german)).toBe(123450);
    expect(parseAmount("-7", 1)).toBe(-7);
    expect(parseAmount("1.005", 0.01)).toBe(null);
    for (const text of ["", "=1+1", "1e3", "12abc", "1.2.3", "NaN", "-"]) {
        expect(parseAmount(text, 0.01)).toBe(null);
    }
});

test("a spreadsheet's clipboard is a table", () => {
    expect(parseTable("1\t2\r\n3\t4\r\n")).toEqual([
        ["1", "2"],
        ["3", "4"],
    ]);
    expect(parseTable("5")).toEqual([["5"]]);
    expect(parseTable("1\t\n\t2")).toEqual([
        ["1", ""],
        ["", "2"],
    ]);
});

test("own level is the allotment less all parts, at once", () => {
    const model = makeModel();
    const january = { month: JAN, item: WAGES };
    expect(model.own(january)).toEqual([100, 10, 0]);
    expect(model.set(11, JAN, WAGES, "quota", 650)).toBe(null);
    expect(model.own(january)).toEqual([50, 10, 0]);
    expect(model.own({ month: 0, item: 0 })).toEqual([50, 10, 0]);
    expect(model.sum(11, { month: 0, item: 0 })).toEqual([1150, 60, 0]);
});

test("giving out more than there is shows as a shortage", () => {
    const model = makeModel();
    expect(model.shortages()).toEqual([]);
    model.set(12, FEB, MATERIAL, "quota", 1);
    expect(model.shortages()).toEqual([[FEB, MATERIAL]]);
});

test("the reduction target changes the saving task only", () => {
    const model = makeModel();
    expect(model.set(11, JAN, WAGES, "target", 500)).toBe(null);
    expect(model.pair(11, JAN, WAGES)).toEqual([600, 100]);
    expect(model.measure(model.pair(11, JAN, WAGES), "target")).toBe(500);
});

test("what cannot stand is refused and changes nothing", () => {
    const model = makeModel();
    expect(model.set(11, JAN, WAGES, "target", 601)).toBe("target");
    expect(model.set(11, JAN, WAGES, "quota", 59)).toBe("target");
    expect(model.set(11, JAN, WAGES, "quota", -1)).toBe("negative");
    expect(model.edits.size).toBe(0);
    expect(model.set(11, JAN, WAGES, "quota", 0)).toBe(null);
    expect(model.pair(11, JAN, WAGES)).toEqual([0, 0]);
});

test("actuals stand beside the quotas and add up like them", () => {
    const data = {
        ...makeModel().data,
        actuals: [
            [10, JAN, WAGES, 900],
            [11, JAN, WAGES, 700],
        ],
    };
    const model = new MatrixModel(data);
    const january = { month: JAN, item: WAGES };
    const part = model.sum(11, january);
    expect(model.measure(part, "actual")).toBe(700);
    expect(model.measure(part, "remaining")).toBe(-100);
    expect(model.own(january)).toEqual([100, 10, 200]);
    expect(model.measure(model.own(january), "remaining")).toBe(-100);
});

test("a quota is spread by the present quotas, or equally", () => {
    const model = makeModel();
    const places = [
        [11, JAN, WAGES],
        [12, JAN, WAGES],
    ];
    expect(model.spread(places, "quota", 1000, false)).toEqual([
        1000,
        [600, 300],
        null,
    ]);
    expect(model.spread(places, "quota", 1000, true)).toEqual([1000, [1, 1], null]);
    const empty = [[11, FEB, WAGES]];
    expect(model.spread(empty, "quota", 5, false)).toEqual([5, [1], null]);
    expect(model.place(places, "quota", [667, 333])).toBe(null);
    expect(model.own({ month: JAN, item: WAGES })).toEqual([0, 10, 0]);
});

test("a target is spread by its saving task", () => {
    const model = makeModel();
    const places = [
        [11, JAN, WAGES],
        [12, JAN, WAGES],
    ];
    const asked = model.spread(places, "target", 750, false);
    expect(asked).toEqual([150, [600, 300], [600, 300]]);
    expect(model.place(places, "target", [100, 50])).toBe(null);
    expect(model.pair(11, JAN, WAGES)).toEqual([600, 100]);
    expect(model.pair(12, JAN, WAGES)).toEqual([300, 50]);
});

test("if one part does not fit, nothing is changed", () => {
    const model = makeModel();
    const places = [
        [11, JAN, WAGES],
        [12, JAN, WAGES],
    ];
    expect(model.place(places, "quota", [500, 20])).toBe("target");
    expect(model.edits.size).toBe(0);
});

test("only what differs is sent, with both amounts", () => {
    const model = makeModel();
    model.set(11, JAN, WAGES, "quota", 650);
    model.set(12, JAN, WAGES, "quota", 250);
    model.set(12, JAN, WAGES, "quota", 300);
    expect(model.changes()).toEqual([
        {
            node_id: 11,
            period_id: JAN,
            item_id: WAGES,
            nature: "daily",
            quota: 650,
            saving_task: 60,
        },
    ]);
});

test("the selection stays inside and extends from its anchor", () => {
    const selection = new Selection(3, 2);
    expect(selection.move("ArrowUp", false)).toBe(true);
    expect(selection.cursor).toEqual([0, 0]);
    selection.move("ArrowDown", true);
    selection.move("ArrowRight", true);
    selection.move("ArrowRight", true);
    expect([selection.top, selection.left, selection.bottom, selection.right]).toEqual([
        0, 0, 1, 1,
    ]);
    expect(selection.has(1, 0)).toBe(true);
    expect(selection.has(2, 0)).toBe(false);
    expect(selection.move("x", false)).toBe(false);
});
