import { expect, test } from "@odoo/hoot";
import { step, visible, wrap } from "@ops_cost/tree/tree_rows";

function makeTree() {
    const top = wrap({ id: 1, has_children: true }, 0);
    const unit = wrap({ id: 2, has_children: true }, 1, top);
    const other = wrap({ id: 3, has_children: true }, 1, top);
    const own = wrap({ id: 1, own: true, has_children: false }, 1, top);
    top.children = [own, unit, other];
    return { top, own, unit, other };
}

const keys = (rows) => rows.map(({ key }) => key);

test("rows are seen where every node above is open", () => {
    const { top } = makeTree();
    expect(keys(visible([top]))).toEqual(["1"]);
    top.expanded = true;
    expect(keys(visible([top]))).toEqual(["1", "own-1", "2", "3"]);
    top.more = true;
    expect(keys(visible([top]))).toEqual(["1", "own-1", "2", "3", "more-1"]);
});

test("arrow keys open, close and walk the tree", () => {
    const { top, own, unit } = makeTree();
    expect(step([top], top, "ArrowRight")).toEqual({ act: "expand" });
    top.expanded = true;
    const rows = visible([top]);
    expect(step(rows, top, "ArrowRight").focus).toBe(own);
    expect(step(rows, top, "ArrowLeft")).toEqual({ act: "collapse" });
    expect(step(rows, unit, "ArrowLeft").focus).toBe(top);
    expect(step(rows, own, "ArrowDown").focus).toBe(unit);
    expect(step(rows, unit, "ArrowUp").focus).toBe(own);
    expect(step(rows, unit, "Home").focus).toBe(top);
});

test("Enter opens, space toggles, other keys do nothing", () => {
    const { top } = makeTree();
    expect(step([top], top, "Enter")).toEqual({ act: "open" });
    expect(step([top], top, " ")).toEqual({ act: "toggle" });
    expect(step([top], top, "a")).toEqual({});
});
