import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { scoreText } from "../common/charts";
import { CyclePicker } from "../common/cycle_picker";
import { useRecords } from "../common/words";
import { WordsDialog } from "../common/words_dialog";
import { columns, mayCalibrate, mayMove, reviewers } from "./grid_model";

/** Grades side by side: who stands where, against the guide shares, which never force. */
export class CalibrationGrid extends Component {
    static template = "ops_appraisal.Calibration";
    static components = { CyclePicker, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.records = useRecords();
        this.scoreText = scoreText;
        this.mayCalibrate = mayCalibrate;
        this.state = useState({
            data: null,
            dragged: null,
            filter: {
                text: "",
                reviewer: 0,
                marked: false,
                ...this.props.state?.filter,
            },
        });
        useSetupAction({
            getLocalState: () => ({
                cycleId: this.data.cycle_id,
                departmentId: this.data.department_id,
                filter: { ...this.state.filter },
            }),
        });
        const { cycleId, departmentId } = this.props.state || {};
        const { active_id, active_model } = this.props.action.context;
        const given = active_model === "ops.appraisal.cycle" ? active_id : null;
        onWillStart(() => this.load(cycleId || given, departmentId));
    }

    get data() {
        return this.state.data;
    }

    get columns() {
        return columns(this.data, this.state.filter);
    }

    get reviewers() {
        return reviewers(this.data.cards);
    }

    async load(cycleId, departmentId) {
        this.state.data = await this.orm.call("ops.appraisal.grid", "get_grid", [
            cycleId || null,
            departmentId || null,
        ]);
    }

    setFilter(name, value) {
        this.state.filter[name] = value;
    }

    hint({ off, hint }) {
        if (!off) {
            return _t("as the guide share gives");
        }
        return off > 0
            ? _t("%(off)s more than the guide share (%(guide)s)", { off, guide: hint })
            : _t("%(off)s fewer than the guide share (%(guide)s)", {
                  off: -off,
                  guide: hint,
              });
    }

    onDragStart(ev, card) {
        ev.dataTransfer.effectAllowed = "move";
        ev.dataTransfer.setData("text/plain", String(card.id));
        this.state.dragged = card.id;
    }

    onDragOver(ev, column) {
        const card = this.data.cards.find(({ id }) => id === this.state.dragged);
        if (card && mayMove(this.data, card, column.grade)) {
            ev.preventDefault();
        }
    }

    onDrop(column) {
        const card = this.data.cards.find(({ id }) => id === this.state.dragged);
        this.state.dragged = null;
        if (card) {
            this.move(card, column.grade);
        }
    }

    onSelect(ev, card) {
        const grade = ev.target.value;
        // the select shows what is stored until the change is made
        ev.target.value = card.final_grade;
        this.move(card, grade);
    }

    /** Asks for the reason; nothing changes without one. */
    move(card, grade) {
        if (!mayMove(this.data, card, grade)) {
            return;
        }
        this.dialog.add(WordsDialog, {
            title: _t("%(name)s: %(before)s becomes %(after)s", {
                name: card.name,
                before: card.final_grade,
                after: grade,
            }),
            label: _t("Reason for the change"),
            confirmLabel: _t("Change the grade"),
            confirm: async (reason) => {
                await this.orm.call("ops.appraisal.result", "action_set_grade", [
                    [card.result_id],
                    grade,
                    reason,
                ]);
                await this.load(this.data.cycle_id, this.data.department_id);
            },
        });
    }

    openChanges() {
        return this.records.list(
            "ops.appraisal.calibration.change",
            _t("Changes by Calibration"),
            [["appraisal_id.cycle_id", "=", this.data.cycle_id]]
        );
    }
}

registry.category("actions").add("ops_appraisal.calibration", CalibrationGrid);
