import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { scoreText, SparkLine } from "../common/charts";
import { day, period, STATES, useRecords } from "../common/words";
import { RatingDialog } from "./rating_dialog";

/** The reader's own appraisals, made for a phone. */
export class MyAppraisal extends Component {
    static template = "ops_appraisal.MyAppraisal";
    static components = { Layout, SparkLine };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.records = useRecords();
        Object.assign(this, { STATES, day, period, scoreText });
        this.state = useState({ data: null });
        onWillStart(() => this.load());
    }

    async load() {
        this.state.data = await this.orm.call(
            "ops.appraisal.my",
            "get_my_appraisals",
            []
        );
    }

    get data() {
        return this.state.data;
    }

    /** Published totals, oldest first. */
    get scores() {
        return this.data.rows
            .map(({ score }) => score)
            .filter((score) => score !== null)
            .reverse();
    }

    isMine(row) {
        return row.state === "self" || row.state === "published";
    }

    rate(rating) {
        this.dialog.add(RatingDialog, {
            title: _t("Rate %s", rating.subject),
            questions: this.data.questions,
            confirm: async (scores, comment) => {
                await this.orm.call("ops.appraisal.rater", "action_answer", [
                    [rating.id],
                    scores,
                    comment,
                ]);
                this.notification.add(_t("Thank you. Your name is not kept with it."), {
                    type: "success",
                });
                await this.load();
            },
        });
    }

    openReviews() {
        return this.action.doAction("ops_appraisal.ops_appraisal_inbox_action");
    }
}

registry.category("actions").add("ops_appraisal.my_appraisal", MyAppraisal);
