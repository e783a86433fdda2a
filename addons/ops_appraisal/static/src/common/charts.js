import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/core/utils/numbers";
import { labelLines, lineParts, points, radarPoints, spoke } from "./geometry";

/** Scores end at the cap of their KPI, by default 120. */
const TOP = 120;
const WIDTH = 96;
const HEIGHT = 24;
const CENTRE = 124;
const RADIUS = 88;
/** Room beside the radar, and what a line of a label may hold of it. */
const MARGIN = 84;
const LABEL = 17;

export function scoreText(value) {
    return value === null || value === undefined
        ? "–"
        : formatFloat(value, { digits: [16, 2] });
}

/** A score over the cycles, oldest first; the last one is marked. */
export class SparkLine extends Component {
    static template = "ops_appraisal.SparkLine";
    static props = { values: Array, label: String };

    setup() {
        this.width = WIDTH;
        this.height = HEIGHT;
        this.points = points;
    }

    get parts() {
        return lineParts(this.props.values, WIDTH, HEIGHT, TOP);
    }

    get last() {
        const parts = this.parts;
        const part = parts[parts.length - 1];
        return part && part[part.length - 1];
    }

    get target() {
        return HEIGHT - (100 / TOP) * HEIGHT;
    }

    get words() {
        return _t("%(label)s over the cycles: %(scores)s", {
            label: this.props.label,
            scores: this.props.values.map(scoreText).join(", "),
        });
    }
}

/** Scores by kind of KPI; the ring is 100. */
export class Radar extends Component {
    static template = "ops_appraisal.Radar";
    static props = { axes: Array };

    setup() {
        this.points = points;
        this.size = 2 * CENTRE;
        this.margin = MARGIN;
        this.scoreText = scoreText;
    }

    get shape() {
        const values = this.props.axes.map(({ score }) => score);
        return radarPoints(values, CENTRE, RADIUS, TOP);
    }

    get rings() {
        const flat = (value) => this.props.axes.map(() => value);
        return [60, 100].map((value) => ({
            value,
            points: points(radarPoints(flat(value), CENTRE, RADIUS, TOP)),
        }));
    }

    get spokes() {
        const count = this.props.axes.length;
        return this.props.axes.map((axis, index) => {
            const [x, y] = spoke(index, count, CENTRE, RADIUS);
            const [labelX, labelY] = spoke(index, count, CENTRE, RADIUS + 14);
            const lines = labelLines(axis.name, LABEL);
            return { ...axis, lines, x, y, labelX, labelY, anchor: anchor(labelX) };
        });
    }

    get words() {
        return this.props.axes
            .map(({ name, score }) => `${name} ${scoreText(score)}`)
            .join(", ");
    }
}

/** Text beside a spoke grows away from the middle. */
function anchor(x) {
    if (Math.abs(x - CENTRE) < 8) {
        return "middle";
    }
    return x > CENTRE ? "start" : "end";
}
