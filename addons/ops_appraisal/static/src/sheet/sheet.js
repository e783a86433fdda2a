import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { SignatureDialog } from "@web/core/signature/signature_dialog";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
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
        this.action = useService("action");
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
        useSetupAction({ beforeLeave: () => this.store() });
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
            name: CATEGORIES[axis.key] || axis.name,
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
        if (!this.data.level) {
            return;
        }
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

    /** Steps that need words: the server gives the dialog that asks for them. */
    async ask(name) {
        await this.store();
        return this.action.doActionButton({
            type: "object",
            name,
            resModel: "ops.appraisal",
            resId: this.data.id,
            // a button outside of a view has no language of its own
            context: user.context,
            onClose: () => this.load(),
        });
    }

    async askColleagues() {
        await this.store();
        return this.action.doAction("ops_appraisal.ops_appraisal_invite_action", {
            additionalContext: { default_appraisal_id: this.data.id },
            onClose: () => this.load(),
        });
    }

    /** Whom the first level has asked, and what is missing yet. */
    get askedWords() {
        const { names, answered, least } = this.data.raters;
        return _t(
            "Asked: %(names)s. Answered: %(answered)s of the %(least)s that are needed.",
            { names: names.join(", "), answered, least }
        );
    }

    /** Too few answers are never shown: say so before the door shuts. */
    get closingWords() {
        const { answered, least } = this.data.raters;
        return answered < least
            ? _t(
                  "%(answered)s have answered and %(least)s are needed: nothing would ever be shown. Nobody can answer after that. Close the ratings?",
                  { answered, least }
              )
            : _t("Nobody can answer after that. Close the ratings?");
    }

    closeRatings() {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Close Ratings"),
            body: this.closingWords,
            confirmLabel: _t("Close Ratings"),
            confirm: () =>
                this.run(async () => {
                    await this.store();
                    await this.call("action_close_ratings");
                }),
            cancel: () => {},
        });
    }

    /** The committee's word on an appeal. */
    decide(appeal) {
        return this.action.doAction("ops_appraisal.ops_appraisal_decide_action", {
            additionalContext: { default_appeal_id: appeal.id },
            onClose: () => this.load(),
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
