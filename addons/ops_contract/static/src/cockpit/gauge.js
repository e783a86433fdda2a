/** The value of a level in words: 95.24 %, or the bare number. */
export function valueText(gauge, value) {
    const digits = gauge.unit === "ratio" ? 2 : 1;
    const number = gauge.unit === "ratio" ? value * 100 : value;
    const text = number.toFixed(digits).replace(/\.?0+$/, "");
    return gauge.unit === "ratio" ? `${text} %` : text;
}

export function targetText(gauge) {
    const target =
        gauge.unit === "ratio" ? gauge.target_bp / 10000 : gauge.target_value;
    return `${gauge.direction === "down" ? "≤" : "≥"} ${valueText(gauge, target)}`;
}

/** Share of the bar and place of the target on it, in percent. Ratios have the whole
 * as their end; numbers the larger of twice the target and the value. */
export function barOf(gauge) {
    const ratio = gauge.unit === "ratio";
    const target = ratio ? gauge.target_bp / 10000 : gauge.target_value;
    const end = ratio ? 1 : Math.max(2 * target, gauge.value, 1);
    const share = (value) => Math.min(100, Math.max(0, (value / end) * 100));
    return { value: gauge.has_value ? share(gauge.value) : 0, target: share(target) };
}

/** Records behind a gauge: model and domain. */
export function factsOf(gauge, contractId, month, monthEnd) {
    const own = ["contract_id", "=", contractId];
    const metric = ["metric_id", "=", gauge.metric_id];
    switch (gauge.evaluator) {
        case "availability":
            return {
                model: "ops.outage",
                domain: [
                    own,
                    ["start_at", "<=", `${monthEnd} 23:59:59`],
                    "|",
                    ["end_at", "=", false],
                    ["end_at", ">=", `${month} 00:00:00`],
                ],
            };
        case "deliverable":
            return {
                model: "ops.deliverable",
                domain: [own, ["date_due", ">=", month], ["date_due", "<=", monthEnd]],
            };
        case "clock":
            return {
                model: "ops.sla.clock",
                domain: [
                    own,
                    metric,
                    ["sla_line_id", "=", gauge.sla_line_id],
                    "|",
                    ["is_open", "=", true],
                    "&",
                    ["outcome_day", ">=", month],
                    ["outcome_day", "<=", monthEnd],
                ],
            };
        default:
            return {
                model: "ops.sla.reading",
                domain: [
                    own,
                    metric,
                    ["date_to", ">=", month],
                    ["date_to", "<=", monthEnd],
                ],
            };
    }
}
