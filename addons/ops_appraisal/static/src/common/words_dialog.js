import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { useAutofocus } from "@web/core/utils/hooks";

/** Asks for words without which a step is not taken. */
export class WordsDialog extends Component {
    static template = "ops_appraisal.WordsDialog";
    static components = { Dialog };
    static props = {
        title: String,
        label: String,
        hint: { type: String, optional: true },
        confirmLabel: String,
        confirm: Function,
        close: Function,
    };

    setup() {
        this.state = useState({ text: "", busy: false });
        useAutofocus({ refName: "words" });
    }

    get isEmpty() {
        return !this.state.text.trim();
    }

    async confirm() {
        this.state.busy = true;
        try {
            await this.props.confirm(this.state.text.trim());
        } catch (error) {
            // refused: the words are kept, so that they need not be typed again
            this.state.busy = false;
            throw error;
        }
        this.props.close();
    }
}
