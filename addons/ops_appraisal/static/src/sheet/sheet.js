import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { SignatureDialog } from "@web/core/signature/signature_dialog";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Radar, scoreText } from "../common/charts";
import {
    CATEGORIES,
    LEVELS,
    OUTCOMES,
    day,
    period,
    POLICIES,
    STATES,
    useRecords,
} from "../common/words";
import { WordsDialog } from "../common/words_dialog";
import { DecisionDialog } from "./decision_dialog";
import { AppraisalLine } from "./line";
import { axesOf, changes, linesOf, problem, progress, task } from "./sheet_model";

const TASKS = {
    self: _t(
        "Say how you see your own work, line by line, then hand it in. Nobody else reads it before."
    ),
    first: _t(
        "Score the lines that no source measures, say why, then hand on to the second level."
    ),
    second: _t(
        "Look over the first level's scores, give your own, then hand on to calibration."
    ),
    sign: _t("Your result is published. Sign that you know it, or appeal in time."),
};
const SUBMIT = {
    self: ["action_submit_self", _t("Hand in")],
    first: ["action_submit_first", _t("Hand on to the second level")],
    second: ["action_submit_second", _t("Hand on to calibration")],
};

/** One appraisal: read, assessed, reviewed or signed, by what its stage allows. */
export class AppraisalSheet extends Component {
    static template = "ops_appraisal.Sheet";
    static components = { AppraisalLine, Layout, Radar };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.records = useRecords();
        Object.assign(this, { LEVELS, OUTCOMES, POLICIES, STATES, SUBMIT, TASKS });
        Object.assign(this, { day, period, scoreText });
        this.state = useState({
            data: null,
            edits: {},
            texts: {},
            asked: false,
            busy: false,
        });
        onWillStart(() => this.load());
    }

    get data() {
        return this.state.data;
    }

    get task() {
        return task(this.data);
    }

    get progress() {
        return progress(this.data, this.state.edits);
    }

    /** Statements of the other levels that say something. */
    get said() {
        return this.data.words.filter(
            ({ level, body }) => body && level !== this.data.level
        );
    }

    /** The open level's own statements, words first. */
    get own() {
        return this.data.words.filter(({ level }) => level === this.data.level);
    }

    get returned() {
        return this.own.map(({ return_reason }) => return_reason).find(Boolean);
    }

    get canAppeal() {
        const { mine, state, appeals } = this.data;
        return mine && ["published", "signed"].includes(state) && !appeals.length;
    }

    get axes() {
        return axesOf(this.data).map((axis) => ({
            ...axis,
            name: CATEGORIES[axis.key],
        }));
    }

    async load() {
        const id = this.props.action.context.active_id;
        this.state.data = await this.orm.call("ops.appraisal.sheet", "get_sheet", [id]);
        this.state.edits = {};
        this.state.texts = {};
        this.state.asked = false;
    }

    onEdit(line, values) {
        this.state.edits[line.id] = values;
    }

    async onEvidence(line, file) {
        await this.store();
        await this.orm.call("ops.appraisal.my", "add_evidence", [
            line.scores[this.data.level].id,
            file.name,
            file.data,
        ]);
        await this.load();
    }

    /** Stores what was typed; the server checks it once more. */
    async store() {
        const rows = changes(this.data, this.state.edits);
        const { words = null, note = null } = this.state.texts;
        if (rows.length || words !== null || note !== null) {
            await this.orm.call("ops.appraisal.my", "save_sheet", [
                this.data.id,
                rows,
                words,
                note,
            ]);
        }
    }

    async run(step) {
        this.state.busy = true;
        try {
            await step();
            await this.load();
        } finally {
            this.state.busy = false;
        }
    }

    save() {
        return this.run(async () => {
            await this.store();
            this.notification.add(_t("Saved."), { type: "success" });
        });
    }

    submit() {
        this.state.asked = true;
        const { level } = this.data;
        const open = linesOf(this.data).find((line) =>
            problem(line, level, this.state.edits[line.id])
        );
        if (open) {
            this.notification.add(_t("Not complete yet: %s", open.name), {
                type: "warning",
            });
            return;
        }
        return this.run(async () => {
            await this.store();
            await this.call(SUBMIT[level][0]);
        });
    }

    takeFirst() {
        return this.run(async () => {
            await this.store();
            await this.call("action_take_first_scores");
        });
    }

    call(name, ...more) {
        return this.orm.call("ops.appraisal", name, [[this.data.id], ...more]);
    }

    ask(title, label, confirmLabel, name) {
        this.dialog.add(WordsDialog, {
            title,
            label,
            confirmLabel,
            confirm: (text) => this.run(() => this.call(name, text)),
        });
    }

    giveBack() {
        this.ask(
            _t("Give back"),
            _t("What is to be done again?"),
            _t("Give back"),
            "action_return"
        );
    }

    refuse() {
        this.ask(
            _t("Refuse to sign"),
            _t("Why do you not sign?"),
            _t("Refuse to sign"),
            "action_refuse"
        );
    }

    appeal() {
        this.ask(
            _t("Appeal to the committee"),
            _t("What is wrong with the result, and why?"),
            _t("Appeal"),
            "action_appeal"
        );
    }

    /** The committee's word on an appeal; upheld, a grade may follow. */
    decide(appeal) {
        this.dialog.add(DecisionDialog, {
            grades: appeal.grades,
            grade: this.data.result?.final_grade || "",
            confirm: (outcome, decision, grade) =>
                this.run(() =>
                    this.orm.call("ops.appraisal.appeal", "action_decide", [
                        [appeal.id],
                        outcome,
                        decision,
                        grade,
                    ])
                ),
        });
    }

    sign() {
        this.dialog.add(SignatureDialog, {
            defaultName: this.data.name,
            nameAndSignatureProps: {},
            uploadSignature: ({ signatureImage }) =>
                this.run(() => this.call("action_sign", signatureImage.split(",")[1])),
        });
    }

    /** The documents behind a measured value. */
    openSources({ name, sources }) {
        return this.records.list(sources.model, name, [["id", "in", sources.ids]]);
    }
}

registry.category("actions").add("ops_appraisal.sheet", AppraisalSheet);
