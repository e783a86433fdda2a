import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/core/utils/numbers";
import { FileUploader } from "@web/views/fields/file_handler";
import { parseFloat as readFloat } from "@web/views/fields/parsers";
import { scoreText, SparkLine } from "../common/charts";
import { CATEGORIES, LEVELS } from "../common/words";
import { isTyped, ownScore, problem } from "./sheet_model";

const PROBLEMS = {
    empty: _t("A score is missing."),
    number: _t("This is no number."),
    reason: _t("Say why the score by rule does not hold."),
    evidence: _t("A score without a source needs evidence: attach a document."),
};

/** A KPI of a sheet: target, value, scores, and the open level's input. */
export class AppraisalLine extends Component {
    static template = "ops_appraisal.Line";
    static components = { FileUploader, SparkLine };
    static props = {
        line: Object,
        level: [String, Boolean],
        edit: { type: Object, optional: true },
        asked: Boolean,
        onEdit: Function,
        onEvidence: Function,
        onSources: Function,
    };

    setup() {
        Object.assign(this, { CATEGORIES, LEVELS, scoreText });
        // what was typed and is no number stays in its box
        this.typed = useState({});
    }

    get line() {
        return this.props.line;
    }

    get own() {
        return ownScore(this.line, this.props.level, this.props.edit);
    }

    get isTyped() {
        return isTyped(this.line, this.own);
    }

    /** What the other levels said, as far as the reader may see it. */
    get others() {
        return Object.keys(LEVELS)
            .filter((level) => level !== this.props.level && this.line.scores[level])
            .map((level) => ({ level, ...this.line.scores[level] }));
    }

    /** Levels with a score of their own; measured lines mostly have none. */
    get scored() {
        return this.others.filter(
            ({ has_score }) => has_score || !this.line.has_auto_score
        );
    }

    get files() {
        return Object.values(this.line.scores).flatMap(({ evidence }) => evidence);
    }

    get trouble() {
        const { level, edit, asked } = this.props;
        const key = level && problem(this.line, level, edit);
        const wrong = key === "range" || key === "number";
        if (!key || !(wrong || asked)) {
            return "";
        }
        return (
            PROBLEMS[key] || _t("A score is a number from 0 to %s.", this.line.highest)
        );
    }

    shown(name) {
        const value = this.own[name];
        if (value === null) {
            return "";
        }
        return Number.isNaN(value) ? this.typed[name] : short(value);
    }

    edit(values) {
        this.props.onEdit(this.line, { ...this.own, ...values });
    }

    /** A value and a score exclude each other: the rule makes one of the other. */
    onNumber(name, text) {
        this.typed[name] = text;
        const other = name === "score" ? "value" : "score";
        this.edit({ [name]: read(text), [other]: null });
    }
}

/** As short as it is: 95, 0.5. */
function short(value) {
    const digits = (String(Number(value.toFixed(6))).split(".")[1] || "").length;
    return formatFloat(value, { digits: [16, digits] });
}

/** Number of a text; null: nothing typed, NaN: no number. */
function read(text) {
    if (!text.trim()) {
        return null;
    }
    try {
        return readFloat(text);
    } catch {
        return NaN;
    }
}
