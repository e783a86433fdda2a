import { expect, test } from "@odoo/hoot";
import {
    labelLines,
    lineParts,
    points,
    radarPoints,
    spoke,
} from "@ops_appraisal/common/geometry";

test("a line runs from the first value to the last, higher is further up", () => {
    expect(lineParts([0, 60, 120], 100, 20, 120)).toEqual([
        [
            [0, 20],
            [50, 10],
            [100, 0],
        ],
    ]);
});

test("a cycle without a value is a gap, not a zero", () => {
    expect(lineParts([60, null, 120], 100, 20, 120)).toEqual([[[0, 10]], [[100, 0]]]);
    expect(lineParts([null, null], 100, 20, 120)).toEqual([]);
    expect(lineParts([], 100, 20, 120)).toEqual([]);
});

test("one value stands in the middle, values beyond the top are cut", () => {
    expect(lineParts([130], 100, 20, 120)).toEqual([[[50, 0]]]);
});

test("spokes go clockwise from the top", () => {
    expect(spoke(0, 4, 100, 50)).toEqual([100, 50]);
    expect(spoke(1, 4, 100, 50)).toEqual([150, 100]);
    expect(spoke(2, 4, 100, 50)).toEqual([100, 150]);
    expect(spoke(3, 4, 100, 50)).toEqual([50, 100]);
});

test("a radar's corners lie at their share of the spoke", () => {
    expect(radarPoints([120, 60, null, 0], 100, 50, 120)).toEqual([
        [100, 50],
        [125, 100],
        [100, 100],
        [100, 100],
    ]);
    expect(
        points([
            [1, 2],
            [3, 4],
        ])
    ).toBe("1,2 3,4");
});

test("a label takes two lines, a Chinese sign two letters", () => {
    expect(labelLines("Cost", 17)).toEqual(["Cost"]);
    expect(labelLines("Tickets Dispatched in Time", 17)).toEqual([
        "Tickets",
        "Dispatched in Ti…",
    ]);
    expect(labelLines("电话及时接听率", 17)).toEqual(["电话及时接听率"]);
    expect(labelLines("上级布置任务按期完成率", 17)).toEqual([
        "上级布置任务按期",
        "完成率",
    ]);
    expect(labelLines("", 17)).toEqual([]);
});
