import { Component, onWillDestroy, onWillStart, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatInteger } from "@web/views/fields/formatters";

const FIRST_DELAY = 500;
const LAST_DELAY = 3000;
const NO_WORKER_AFTER = 30000;

/** "about 3 min" from whole seconds. */
export function durationText(seconds) {
    if (seconds < 60) {
        return _t("%s s", seconds);
    }
    const minutes = Math.round(seconds / 60);
    if (minutes < 60) {
        return _t("%s min", minutes);
    }
    return _t("%(hours)s h %(minutes)s min", {
        hours: Math.floor(minutes / 60),
        minutes: minutes % 60,
    });
}

export class BackgroundTaskDialog extends Component {
    static template = "ops_base.BackgroundTaskDialog";
    static components = { Dialog };
    static props = { taskId: Number, close: Function };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.task = useState({ state: "queued", done: 0, total: 0, percent: 0 });
        this.ui = useState({ isLost: false, waitsLong: false });
        this.delay = FIRST_DELAY;
        this.waited = 0;
        onWillStart(() => this.poll());
        onWillDestroy(() => browser.clearTimeout(this.timer));
    }

    get isUnfinished() {
        return ["queued", "running"].includes(this.task.state);
    }

    get canRestart() {
        return ["failed", "cancelled"].includes(this.task.state);
    }

    get barClass() {
        return {
            done: "bg-success",
            failed: "bg-danger",
            cancelled: "bg-secondary",
        }[this.task.state];
    }

    get isIndeterminate() {
        return this.isUnfinished && !this.task.total;
    }

    get barWidth() {
        return this.isIndeterminate ? 100 : this.task.percent;
    }

    get title() {
        return this.task.name || _t("Background task");
    }

    get stateText() {
        if (this.isUnfinished && this.task.cancel_requested) {
            return _t("Cancelling…");
        }
        return {
            queued: _t("Waiting to start"),
            running: _t("Running"),
            done: _t("Done"),
            failed: _t("Failed"),
            cancelled: _t("Cancelled"),
        }[this.task.state];
    }

    get countText() {
        const { done, total } = this.task;
        if (total) {
            return _t("%(done)s of %(total)s", {
                done: formatInteger(done),
                total: formatInteger(total),
            });
        }
        return done ? formatInteger(done) : "";
    }

    get timeText() {
        const { eta, elapsed, state } = this.task;
        if (state === "running" && eta !== null && eta !== undefined) {
            return _t("about %s left", durationText(eta));
        }
        return elapsed ? _t("took %s", durationText(elapsed)) : "";
    }

    get noWorkerText() {
        return _t(
            "No worker has taken it yet. If this stays so, ask the administrator whether scheduled actions run on this server."
        );
    }

    get cancelText() {
        return this.task.chunked
            ? _t("Cancelling keeps the parts that are finished.")
            : _t("Cancelling undoes everything; nothing stays half done.");
    }

    async poll() {
        try {
            const values = await this.orm.silent.call(
                "ops.background.task",
                "get_progress",
                [[this.props.taskId]]
            );
            Object.assign(this.task, values);
            this.ui.isLost = false;
        } catch {
            // a short loss of the connection must not end the display
            this.ui.isLost = true;
        }
        this.ui.waitsLong =
            this.task.state === "queued" && this.waited > NO_WORKER_AFTER;
        if (this.isUnfinished) {
            this.waited += this.delay;
            this.timer = browser.setTimeout(() => this.poll(), this.delay);
            this.delay = Math.min(this.delay * 1.2, LAST_DELAY);
        }
    }

    async call(method) {
        await this.orm.call("ops.background.task", method, [[this.props.taskId]]);
        browser.clearTimeout(this.timer);
        this.delay = FIRST_DELAY;
        this.waited = 0;
        await this.poll();
    }

    async openResult() {
        const action = await this.orm.call(
            "ops.background.task",
            "action_open_result",
            [[this.props.taskId]]
        );
        this.props.close();
        await this.action.doAction(action);
    }

    /** Closes; what the task changed must show in the view below. */
    async close() {
        this.props.close();
        if (!this.isUnfinished) {
            await this.action.doAction({
                type: "ir.actions.client",
                tag: "soft_reload",
            });
        }
    }
}

registry.category("actions").add("ops_background_task", (env, action) => {
    env.services.dialog.add(BackgroundTaskDialog, { taskId: action.params.task_id });
});
