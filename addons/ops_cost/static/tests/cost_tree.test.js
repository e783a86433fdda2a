import { expect, test } from "@odoo/hoot";
import { click, queryAllTexts, select } from "@odoo/hoot-dom";
import { animationFrame, Deferred } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    getService,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

import "@ops_cost/tree/cost_tree";

defineMailModels();

const MONTHS = [
    { id: 1, code: "2026-01" },
    { id: 2, code: "2026-02" },
];

function makeRow(id, code, quota, parent = false) {
    return {
        id,
        code,
        name: code,
        quota,
        level: parent ? 2 : 1,
        parent_id: parent,
        has_children: !parent,
        own: false,
        target: quota,
        actual: 0,
        remaining: quota,
        used: 0,
        light: "green",
        zone: null,
        penalty: 0,
        reward: 0,
    };
}

const quotaOf = (period) => period * 100;

function makeTree(period) {
    return {
        periods: MONTHS,
        period_id: period,
        year_to_date: false,
        judged: false,
        scope_ids: [period],
        counted: [["nature", "=", "daily"]],
        company_id: 1,
        currency_id: 1,
        rows: [makeRow(10, "L", quotaOf(period)), makeRow(20, "M", quotaOf(period))],
    };
}

/** Opens the tree on January; from then on ``february`` holds back that month. */
async function open(february) {
    let opened = false;
    onRpc("ops.cost.tree", "get_tree", async ({ args: [period] }) => {
        if (opened && period === 2) {
            await february;
        }
        return makeTree(period || 1);
    });
    onRpc("ops.cost.tree", "get_children", ({ args: [id, period] }) => ({
        rows: [makeRow(id + 1, `U${id}`, quotaOf(period), id)],
        more: false,
    }));
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "ops_cost.tree",
    });
    // the month that was looked at last stays for the next screen
    await choose(1);
    opened = true;
}

async function choose(period) {
    await click(".o_cost_month select");
    await select(String(period));
    await animationFrame();
}

async function toggle(key) {
    await click(`tr[data-key='${key}'] .o_cost_toggle`);
    await animationFrame();
}

const codes = () => queryAllTexts(".o_cost_treegrid tbody tr td:first-child");
const quotas = () => queryAllTexts(".o_cost_treegrid tbody tr td:nth-child(2)");

test("a row opened while the next month is on its way stays open", async () => {
    const february = new Deferred();
    await open(february);
    await choose(2);
    expect(quotas()).toEqual(["100.00", "100.00"]);
    await toggle(10);
    expect(quotas()).toEqual(["100.00", "100.00", "100.00"]);
    february.resolve();
    await animationFrame();
    await animationFrame();
    expect("tr[data-key='10']").toHaveAttribute("aria-expanded", "true");
    expect(quotas()).toEqual(["200.00", "200.00", "200.00"]);
    expect(codes().length).toBe(3);
});

test("a row closed while the next month is on its way stays closed", async () => {
    const february = new Deferred();
    await open(february);
    await toggle(10);
    await choose(2);
    await toggle(10);
    february.resolve();
    await animationFrame();
    await animationFrame();
    expect(quotas()).toEqual(["200.00", "200.00"]);
});

test("of two months the one chosen last is shown, whichever answers first", async () => {
    const february = new Deferred();
    await open(february);
    await choose(2);
    await choose(1);
    february.resolve();
    await animationFrame();
    await animationFrame();
    expect(quotas()).toEqual(["100.00", "100.00"]);
});

test("a number lists the rows that it counts, and no others", async () => {
    await open(new Deferred());
    patchWithCleanup(getService("action"), {
        doAction: ({ res_model, domain }) =>
            expect.step(`${res_model} ${JSON.stringify(domain)}`),
    });
    await click("tr[data-key='10'] [data-drill=entries]");
    await click("tr[data-key='10'] td:nth-child(2) button");
    await animationFrame();
    const place = '["l1_id","=",10],["period_id","in",[1]]';
    const counted = '["nature","=","daily"]';
    expect.verifySteps([
        `ops.cost.entry [${place},["state","=","posted"],${counted}]`,
        `ops.cost.fact [${place},${counted}]`,
    ]);
});
