import { expect, test } from "@odoo/hoot";
import { click, queryOne, queryText } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    getService,
    makeMockEnv,
    mockService,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { MainComponentsContainer } from "@web/core/main_components_container";

import {
    BackgroundTaskDialog,
    durationText,
} from "@ops_base/background_task/background_task_dialog";

defineMailModels();

const RUNNING = {
    name: "Close 2026-03",
    state: "running",
    done: 250,
    total: 1000,
    percent: 25,
    eta: 90,
    elapsed: 30,
    message: "",
    has_result: false,
    chunked: false,
    cancel_requested: false,
};

/** Opens the dialog; ``answer()`` is what the server says at each poll. */
async function open(answer) {
    onRpc("ops.background.task", "get_progress", () => answer());
    await makeMockEnv();
    await mountWithCleanup(MainComponentsContainer);
    getService("dialog").add(BackgroundTaskDialog, { taskId: 7 });
    await animationFrame();
}

test("a running task shows bar, rows and the time left", async () => {
    await open(() => RUNNING);
    expect(".o_ops_task_state").toHaveText("Running");
    expect(".o_ops_task_count").toHaveText("250 of 1,000");
    expect(".o_ops_task_time").toHaveText("about 2 min left");
    expect(queryOne(".progress-bar").style.width).toBe("25%");
    expect(".progress").toHaveAttribute("aria-valuenow", "25");
    expect(".o_ops_task_cancel").toHaveCount(1);
    expect(".o_ops_task_restart").toHaveCount(0);
    expect(".o_ops_task_open").toHaveCount(0);
});

test("it asks again until the end, then no more", async () => {
    const answers = [RUNNING, { ...RUNNING, done: 500, percent: 50 }];
    let polls = 0;
    await open(() => {
        expect.step("poll");
        return (
            answers[polls++] || { ...RUNNING, state: "done", done: 1000, percent: 100 }
        );
    });
    await advanceTime(500);
    expect(".o_ops_task_count").toHaveText("500 of 1,000");
    await advanceTime(1000);
    expect(".o_ops_task_state").toHaveText("Done");
    await advanceTime(60000);
    expect.verifySteps(["poll", "poll", "poll"]);
});

test("a total that is not known shows a moving bar without a percentage", async () => {
    await open(() => ({ ...RUNNING, total: 0, eta: null }));
    expect(".progress-bar").toHaveClass("progress-bar-animated");
    expect(".progress-bar").toHaveText("");
    expect(".progress").not.toHaveAttribute("aria-valuenow");
});

test("cancel is asked once and says what it does", async () => {
    let task = RUNNING;
    onRpc("ops.background.task", "action_cancel", ({ args }) => {
        expect.step(`cancel ${args[0]}`);
        task = { ...RUNNING, cancel_requested: true };
        return true;
    });
    await open(() => task);
    expect(queryText(".modal-body")).toInclude("undoes everything");
    await contains(".o_ops_task_cancel").click();
    expect(".o_ops_task_state").toHaveText("Cancelling…");
    expect(".o_ops_task_cancel").toHaveProperty("disabled", true);
    expect.verifySteps(["cancel 7"]);
});

test("a task in parts says that they are kept", async () => {
    await open(() => ({ ...RUNNING, chunked: true }));
    expect(queryText(".modal-body")).toInclude("keeps the parts");
});

test("a failed task says why and can be restarted", async () => {
    let task = { ...RUNNING, state: "failed", message: "Too late." };
    onRpc("ops.background.task", "action_restart", () => {
        expect.step("restart");
        task = { ...RUNNING, state: "queued", done: 0, percent: 0 };
        return true;
    });
    await open(() => task);
    expect(".o_ops_task_message").toHaveText("Too late.");
    expect(".progress-bar").toHaveClass("bg-danger");
    await contains(".o_ops_task_restart").click();
    expect.verifySteps(["restart"]);
    expect(".o_ops_task_state").toHaveText("Waiting to start");
});

test("the result opens and the dialog closes", async () => {
    const result = { type: "ir.actions.act_window", res_model: "res.partner" };
    mockService("action", { doAction: (action) => expect.step(action.res_model) });
    onRpc("ops.background.task", "action_open_result", () => result);
    await open(() => ({ ...RUNNING, state: "done", percent: 100, has_result: true }));
    await contains(".o_ops_task_open").click();
    expect.verifySteps(["res.partner"]);
    expect(".modal").toHaveCount(0);
});

test("closing after the end reloads what lies below", async () => {
    mockService("action", { doAction: (action) => expect.step(action.tag) });
    await open(() => ({ ...RUNNING, state: "done", percent: 100 }));
    await click(".o_ops_task_close");
    await animationFrame();
    expect.verifySteps(["soft_reload"]);
});

test("a lost connection is told and tried again", async () => {
    expect.errors(0);
    let isLost = true;
    await open(() => {
        if (isLost) {
            throw new Error("lost");
        }
        return RUNNING;
    });
    expect(queryText(".modal-body")).toInclude("No connection");
    isLost = false;
    await advanceTime(700);
    expect(".o_ops_task_state").toHaveText("Running");
    expect(queryText(".modal-body")).not.toInclude("No connection");
});

test("a task that no worker takes gets a hint", async () => {
    await open(() => ({ ...RUNNING, state: "queued" }));
    expect(queryText(".modal-body")).not.toInclude("scheduled actions");
    for (let poll = 0; poll < 20; poll++) {
        await advanceTime(3000);
    }
    expect(queryText(".modal-body")).toInclude("scheduled actions");
});

test("durations in words", async () => {
    await makeMockEnv();
    expect(String(durationText(9))).toBe("9 s");
    expect(String(durationText(60))).toBe("1 min");
    expect(String(durationText(3540))).toBe("59 min");
    expect(String(durationText(3600))).toBe("1 h 0 min");
    expect(String(durationText(5400))).toBe("1 h 30 min");
});
