import { expect, test } from "@odoo/hoot";
import {
    columns,
    filtered,
    mayMove,
    reviewers,
} from "@ops_appraisal/calibration/grid_model";

const card = (id, score, final_grade, more = {}) => ({
    id,
    name: `Person ${id}`,
    department: "Power team",
    job: "Engineer",
    first: "Anna",
    first_id: 7,
    score,
    final_grade,
    gap_alert: false,
    changed: false,
    ...more,
});
const grid = {
    open: true,
    grades: [
        { grade: "A", count: 2, hint: 1 },
        { grade: "B", count: 1, hint: 2 },
        { grade: "C", count: 0, hint: null },
    ],
    cards: [
        card(1, 97, "A"),
        card(2, 91, "A", { changed: true }),
        card(3, 82, "B", { first: "Ben", first_id: 8, gap_alert: true }),
    ],
};

test("each grade is a column, beside what its guide share would give", () => {
    const found = columns(grid, {});
    expect(found.map(({ cards }) => cards.map(({ id }) => id))).toEqual([
        [1, 2],
        [3],
        [],
    ]);
    expect(found.map(({ off }) => off)).toEqual([1, -1, 0]);
});

test("filters by words, reviewer and marks", () => {
    const ids = (filter) => filtered(grid.cards, filter).map(({ id }) => id);
    expect(ids({ text: "person 2" })).toEqual([2]);
    expect(ids({ text: "POWER" })).toEqual([1, 2, 3]);
    expect(ids({ reviewer: 8 })).toEqual([3]);
    expect(ids({ marked: true })).toEqual([2, 3]);
});

test("reviewers stand with the mean of what they gave, the mildest first", () => {
    expect(reviewers([...grid.cards, card(4, null, "B")])).toEqual([
        { id: 7, name: "Anna", count: 2, mean: 94 },
        { id: 8, name: "Ben", count: 1, mean: 82 },
    ]);
});

test("a card moves to another grade while the cycle is calibrated", () => {
    expect(mayMove(grid, grid.cards[0], "B")).toBe(true);
    expect(mayMove(grid, grid.cards[0], "A")).toBe(false);
    expect(mayMove({ ...grid, open: false }, grid.cards[0], "B")).toBe(false);
    expect(mayMove(grid, { ...grid.cards[0], reviewed: true }, "B")).toBe(false);
});
