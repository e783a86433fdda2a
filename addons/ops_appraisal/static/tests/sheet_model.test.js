import { expect, test } from "@odoo/hoot";
import {
    axesOf,
    changes,
    ownScore,
    problem,
    progress,
    task,
} from "@ops_appraisal/sheet/sheet_model";

const row = (more = {}) => ({
    id: 11,
    has_score: false,
    score: 0,
    has_value: false,
    value: 0,
    comment: "",
    reason: "",
    evidence: [],
    ...more,
});
const manual = {
    id: 1,
    manual: true,
    has_auto_score: false,
    highest: 120,
    evidence_required: false,
    scores: { first: row() },
};
const measured = {
    ...manual,
    id: 2,
    manual: false,
    has_auto_score: true,
    auto_score: 84,
    scores: { first: row({ id: 12 }) },
};
const sheet = {
    level: "first",
    state: "manager",
    parts: [{ lines: [manual, measured] }],
};

test("a line by hand needs a score or a value, a measured one needs nothing", () => {
    expect(problem(manual, "first")).toBe("empty");
    expect(problem(manual, "first", { score: 90 })).toBe(null);
    expect(problem(manual, "first", { value: 4 })).toBe(null);
    expect(problem(measured, "first")).toBe(null);
});

test("scores lie between nought and the highest", () => {
    const found = [-0.01, 0, 120, 120.01, NaN].map((score) =>
        problem(manual, "first", { score })
    );
    expect(found).toEqual(["range", null, null, "range", "range"]);
    expect(problem(manual, "first", { value: NaN })).toBe("number");
});

test("another score than by rule needs a number and a reason", () => {
    expect(problem(measured, "first", { override: true })).toBe("empty");
    expect(problem(measured, "first", { override: true, score: 70 })).toBe("reason");
    const reasoned = { override: true, score: 70, reason: "Counted twice" };
    expect(problem(measured, "first", reasoned)).toBe(null);
});

test("a source without data is left to the policy of the cycle", () => {
    const silent = { ...measured, has_auto_score: false };
    expect(problem(silent, "first")).toBe(null);
    expect(problem(silent, "first", { score: 130 })).toBe("range");
});

test("the first level proves what it scores by hand, where the KPI wants it", () => {
    const strict = { ...manual, evidence_required: true };
    expect(problem(strict, "first", { score: 90 })).toBe("evidence");
    const proved = { ...strict, scores: { first: row({ evidence: [{ id: 5 }] }) } };
    expect(problem(proved, "first", { score: 90 })).toBe(null);
    const own = { ...strict, scores: { self: row() } };
    expect(problem(own, "self", { score: 90 })).toBe(null);
});

test("what is stored is shown until it is edited", () => {
    const stored = {
        ...manual,
        scores: { first: row({ has_score: true, score: 77 }) },
    };
    expect(ownScore(stored, "first").score).toBe(77);
    expect(ownScore(stored, "first", { comment: "Well done" })).toEqual({
        override: false,
        score: 77,
        value: null,
        comment: "Well done",
        reason: "",
    });
    expect(ownScore(stored, "first", { score: null }).score).toBe(null);
});

test("only edited rows are stored; taking an override back empties it", () => {
    expect(changes(sheet, {})).toEqual([]);
    const edits = { 2: { override: false, score: 70, reason: "Counted twice" } };
    expect(changes(sheet, edits)).toEqual([
        [
            12,
            {
                has_score: false,
                score: 0,
                has_value: false,
                value: 0,
                comment: "",
                reason: "",
            },
        ],
    ]);
    expect(changes(sheet, { 1: { value: 4 } })[0][1].has_value).toBe(true);
    expect(changes(sheet, { 1: { value: NaN } })[0][1].has_value).toBe(false);
});

test("progress counts lines that need nothing more", () => {
    expect(progress(sheet, {})).toEqual({ done: 1, all: 2 });
    expect(progress(sheet, { 1: { score: 90 } })).toEqual({ done: 2, all: 2 });
});

test("kinds of KPI are means by weight, parts by their days, gaps left out", () => {
    const line = (category, weight, combined) => ({ category, weight, combined });
    const parts = [
        { days: 10, lines: [line("service", 60, 80), line("cost", 40, 100)] },
        { days: 30, lines: [line("service", 20, 100), line("growth", 80, null)] },
    ];
    // service: (600 × 80 + 600 × 100) / 1200
    expect(axesOf({ parts })).toEqual([
        { key: "service", name: "service", score: 90 },
        { key: "cost", name: "cost", score: 100 },
        { key: "growth", name: "growth", score: null },
    ]);
});

test("with fewer than three kinds the KPIs themselves are the axes", () => {
    const lines = ["T1", "T2", "T3"].map((code, index) => ({
        code,
        name: `KPI ${code}`,
        category: "service",
        weight: 10,
        combined: 80 + index,
    }));
    expect(axesOf({ parts: [{ days: 30, lines }] })).toEqual([
        { key: "T1", name: "KPI T1", score: 80 },
        { key: "T2", name: "KPI T2", score: 81 },
        { key: "T3", name: "KPI T3", score: 82 },
    ]);
});

test("the task follows from the stage and from who reads", () => {
    expect(task({ level: "self" })).toBe("self");
    expect(task({ level: null, mine: true, state: "published" })).toBe("sign");
    expect(task({ level: null, mine: false, state: "published" })).toBe(null);
    expect(task({ level: null, mine: true, state: "second" })).toBe(null);
});
