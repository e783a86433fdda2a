import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";

const MARKS = [1, 2, 3, 4, 5];

/** A colleague's short form: each statement from 1 to 5, and words if one likes. */
export class RatingDialog extends Component {
    static template = "ops_appraisal.RatingDialog";
    static components = { Dialog };
    static props = {
        title: String,
        questions: Array,
        confirm: Function,
        close: Function,
    };

    setup() {
        this.marks = MARKS;
        this.state = useState({ scores: {}, comment: "", busy: false });
    }

    get isComplete() {
        return this.props.questions.every(({ id }) => this.state.scores[id]);
    }

    async confirm() {
        this.state.busy = true;
        try {
            await this.props.confirm(
                { ...this.state.scores },
                this.state.comment.trim()
            );
        } catch (error) {
            this.state.busy = false;
            throw error;
        }
        this.props.close();
    }
}
